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

/// The cards of a text, one by one.
std::vector<std::string> cards_in(std::string_view text) {
  constexpr std::string_view end = "END:VCARD\r\n";
  std::vector<std::string> cards;
  while (!text.empty()) {
    const auto at = text.find(end);
    const std::size_t size = at == text.npos ? text.size() : at + end.size();
    cards.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return cards;
}

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

  void put(const std::string& card) {
    const std::string uid = uid_of(card);
    if (uid.empty()) return;
    const std::string path = path_ + "/" + file_of(uid);
    if (!kept_.insert(path).second) return;
    const auto there = world_.disk.read(path);
    if (there && *there == card) {
      ++same_;
      return;
    }
    ++(there ? changed_ : made_);
    waiting_.push_back({.path = path, .text = card, .durable = false});
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

void export_cards(const CardsWish& wish, const Filter& filter, const Desk& desk) {
  World& world = desk.world();
  CardFolder folder(wish.folder, desk);
  const CardWish card{wish.version == "4.0" ? CardWish::Version::v4 : CardWish::Version::v3};
  const auto text_of = [&](const Customer& customer) -> std::optional<std::string> {
    if (!filter.fits(customer)) return std::nullopt;
    return to_vcard(customer, card);
  };
  const auto use = [&](std::string&& text) {
    for (const std::string& one : cards_in(text)) folder.put(one);
    return true;
  };
  const LeftOut left_out = export_customers(desk, filter, text_of, use);
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
