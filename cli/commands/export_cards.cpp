#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "cli/commands/exporting.hpp"
#include "cli/output/outlet.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/vcard_writer.hpp"

namespace crm {
namespace {

constexpr std::string_view our_ending = "@crm.vcf";

/// Files that are written at once: all of them or none.
constexpr std::size_t at_once = 500;

/// What a card says under UID; empty where it says none.
std::string uid_of(const std::string& card) {
  std::string unfolded;
  for (std::size_t i = 0; i < card.size(); ++i) {
    if (card[i] == '\r') continue;
    const bool folded = card[i] == '\n' && i + 1 < card.size() && card[i + 1] == ' ';
    if (folded)
      ++i;
    else
      unfolded += card[i];
  }
  for (const std::string_view line : split(unfolded, '\n')) {
    const auto colon = line.find(':');
    if (colon != line.npos && (line.starts_with("UID:") || line.starts_with("UID;")))
      return std::string(trimmed(line.substr(colon + 1)));
  }
  return {};
}

std::string file_of(std::string uid) {
  std::replace(uid.begin(), uid.end(), '/', '-');
  return uid + ".vcf";
}

/// A folder of cards, each in a file called by its UID.
class CardFolder {
 public:
  CardFolder(std::string path, const Desk& desk) : path_(std::move(path)), world_(desk.world()) {
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    refuse_part_of_book(path_, "an export", "name a folder elsewhere", desk);
    if (path_ == "-" || path_.starts_with("/dev/") || path_.starts_with("/proc/"))
      throw Failure(Error::asked_wrongly("--out wants a folder, not " + printable_line(path_)));
  }

  void put(const Card& card) {
    const std::string path = path_ + "/" + file_of(card.uid);
    if (!kept_.insert(path).second) return;
    const auto there = world_.disk.read(path);
    if (there && *there == card.text) {
      ++same_;
      return;
    }
    ++(there ? changed_ : made_);
    waiting_.push_back({.path = path, .text = card.text, .durable = false});
    if (waiting_.size() == at_once) write();
  }

  /// Those of ours that were not put this time.
  void look_for_stale(bool remove) {
    const auto all = world_.disk.files_below(path_, std::string(our_ending)).value();
    for (const std::string& path : all) {
      const std::string name = path.substr(path_.size() + 1);
      if (kept_.contains(path) || name.find('/') != name.npos) continue;
      const auto card = world_.disk.read(path);
      if (!card || file_of(uid_of(*card)) != name) continue;
      ++stale_;
      if (remove) waiting_.push_back({.path = path, .text = std::nullopt, .durable = false});
      if (waiting_.size() == at_once) write();
    }
  }

  void write() {
    if (!waiting_.empty() && !world_.manners.dry_run) insist(world_.disk.replace(waiting_));
    waiting_.clear();
  }

  bool empty() const { return kept_.empty(); }

  std::size_t stale() const { return stale_; }

  std::string said() const {
    std::string parts;
    for (const auto& [count, what] :
         {std::pair(made_, "new"), {changed_, "changed"}, {same_, "as before"}})
      if (count > 0) parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, what);
    return fmt::format("{} {} in {}{}", kept_.size(), kept_.size() == 1 ? "card" : "cards", path_,
                       parts.empty() ? "" : ": " + parts);
  }

 private:
  std::string path_;
  World& world_;
  std::set<std::string> kept_;
  std::vector<Replacement> waiting_;
  std::size_t made_ = 0, changed_ = 0, same_ = 0, stale_ = 0;
};

}  // namespace

Employers::Employers(const Filter& filter, const Desk& desk) {
  const auto works_at = [&](const Customer& customer,
                            const std::string&) -> std::optional<std::string> {
    if (customer.works_at.empty() || !filter.fits(customer)) return std::nullopt;
    return customer.works_at;
  };
  Needs needs = needs_of(filter);
  needs.add({Depth::brief, FieldSet::of({"works_at"})});
  const auto ids = desk.scan<std::string>(works_at, needs).found;
  if (ids.empty()) return;
  const std::set<std::string> wanted(ids.begin(), ids.end());
  using Named = std::pair<std::string, std::string>;
  const auto name = [&](const Customer& customer, const std::string&) -> std::optional<Named> {
    if (!wanted.contains(customer.id)) return std::nullopt;
    return Named{customer.id, customer.name};
  };
  const Needs of_names{Depth::brief, FieldSet::of({"id", "name"})};
  const auto named = desk.scan<Named>(name, of_names).found;
  names_.insert(named.begin(), named.end());
}

CardWish Employers::wish_for(const Customer& customer, const std::string& version) const {
  CardWish wish;
  if (version == "4.0") wish.version = CardWish::Version::v4;
  if (const auto found = names_.find(customer.works_at); found != names_.end())
    wish.employer = found->second;
  return wish;
}

void export_cards(const CardsWish& wish, const Filter& filter, const Desk& desk) {
  World& world = desk.world();
  CardFolder folder(wish.folder, desk);
  const Employers employers(filter, desk);
  // Each card's UID, its text, and an end that stands in neither.
  constexpr char end = '\0';
  const auto text_of = [&](const Customer& customer, const Data&) -> std::optional<std::string> {
    if (!filter.fits(customer)) return std::nullopt;
    std::string text;
    for (const Card& one : cards_of(customer, employers.wish_for(customer, wish.version))) {
      text += one.uid + end;
      text += one.text + end;
    }
    return text;
  };
  const auto use = [&](std::string&& text) {
    const std::vector<std::string_view> parts = split(text, end);
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
      folder.put({std::string(parts[i]), std::string(parts[i + 1])});
    return true;
  };
  const LeftOut left_out = export_customers(desk, filter.wants_deleted(), text_of, use);
  // Whoever can't be read now is not gone.
  const bool prune = wish.prune && left_out.problems.empty();
  folder.look_for_stale(prune);
  folder.write();
  if (world.terminal.err) remark(world, (world.manners.dry_run ? "would be " : "") + folder.said());
  if (folder.stale() > 0 && world.terminal.err) {
    const std::string cards =
        fmt::format("{} {}", folder.stale(), folder.stale() == 1 ? "card" : "cards");
    const char* const done = !prune                  ? "left there"
                             : world.manners.dry_run ? "would be removed"
                                                     : "removed";
    remark(world, cards + " of customers who are not exported any more: " + done);
    if (!wish.prune) hint(world, "--prune removes them");
    if (wish.prune && !prune) hint(world, "none is removed while some records can't be read");
  }
  print_problems(left_out.problems, world);
  if (!folder.empty()) return;
  if (world.terminal.err) remark(world, "no customers found");
  throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

}  // namespace crm
