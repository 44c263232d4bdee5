#include "core/index/index.hpp"

#include <algorithm>
#include <cstring>
#include <thread>
#include <unordered_map>

#include "core/index/card.hpp"

namespace crm {
namespace {

constexpr std::size_t cards_at_once = 2000;
/// A command learns no more than this: a large book's index grows over a few of them, within
/// bounded memory.
constexpr std::size_t most_learned = 20'000;
constexpr std::string_view snapshot_key = "snapshot";

/// A card is good for one file at one stamp.
std::uint64_t seed_of(std::int64_t number, const Stamp& stamp, Store::Length length) {
  const std::uint64_t parts[] = {static_cast<std::uint64_t>(number),
                                 static_cast<std::uint64_t>(length),
                                 static_cast<std::uint64_t>(stamp.modified),
                                 static_cast<std::uint64_t>(stamp.touched),
                                 stamp.size,
                                 stamp.inode};
  return checksum({reinterpret_cast<const char*>(parts), sizeof parts});
}

std::string sealed(const std::string& card, std::uint64_t seed) {
  const std::uint64_t sum = checksum(card, seed);
  std::string bytes(sizeof sum, '\0');
  std::memcpy(bytes.data(), &sum, sizeof sum);
  return bytes + card;
}

std::optional<std::string_view> unsealed(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t sum = 0;
  if (bytes.size() < sizeof sum) return std::nullopt;
  std::memcpy(&sum, bytes.data(), sizeof sum);
  bytes.remove_prefix(sizeof sum);
  if (sum != checksum(bytes, seed)) return std::nullopt;
  return bytes;
}

/// Does `work` for each number below `count`, the halves side by side.
void on_two_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  const auto half = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) work(i);
  };
  std::thread second([&] { half(count / 2, count); });
  half(0, count / 2);
  second.join();
}

}  // namespace

Index::Index(const Book& book, const Moment& now, std::size_t least_files)
    : book_(book),
      now_(now),
      second_(book.zone().instant(now).time_since_epoch().count()),
      least_files_(least_files),
      // Amounts without a code are read in the book's currency, days are its days.
      seed_(checksum(std::string(card_edition()) + " " + book.settings().currency + " " +
                     book.settings().timezone)) {}

Index::~Index() {
  if (!learned_) return;
  const std::string path = book_.layout().index();
  if (learned_->expected.empty() || !store_)
    store_ = Store::renew(book_.disk(), book_.layout().local(), path);
  if (store_) store_->write(*learned_);
}

Result<void> Index::look_around() {
  if (sweep_) return {};
  auto sweep = book_.disk().sweep_below(book_.layout().customers(), ".yaml");
  if (!sweep) return error(sweep.error());
  sweep_ = *std::move(sweep);
  for (auto& [path, stamp] : sweep_->files) path = book_.layout().relative(path);
  if (sweep_->files.size() < least_files_) return {};
  store_ = Store::open(book_.layout().index());
  std::optional<Snapshot> snapshot;
  if (store_) stored_snapshot_ = store_->value(snapshot_key).value_or("");
  if (!stored_snapshot_.empty()) snapshot = read_snapshot(stored_snapshot_, seed_);
  if (!snapshot) stored_snapshot_.clear();
  if (snapshot) as_of_ = snapshot->as_of;
  comparison_ = compared(snapshot.value_or(Snapshot()), *sweep_);
  return {};
}

void Index::visit_cards(Store::Length length, const Visit& visit, std::vector<char>& known) {
  std::unordered_map<std::int64_t, std::size_t> files;
  for (std::size_t i = 0; i < comparison_.files.size(); ++i)
    if (comparison_.files[i].unchanged) files.emplace(comparison_.files[i].number, i);
  const auto look_at = [&](std::int64_t number, std::string_view bytes) {
    const auto file = files.find(number);
    if (file == files.end()) return;
    const std::size_t i = file->second;
    const auto card = unsealed(bytes, seed_of(number, sweep_->files[i].second, length));
    const auto customer = card ? read_card(*card) : std::nullopt;
    if (!customer) return;
    visit(i, sweep_->files[i].first, &*customer, {});
    known[i] = 1;
  };
  store_->read_cards(length, cards_at_once, [&](Store::Cards& cards) {
    on_two_threads(cards.size(), [&](std::size_t i) { look_at(cards[i].first, cards[i].second); });
  });
}

void Index::visit_all(Depth depth, const Visit& visit) {
  const std::size_t count = sweep_->files.size();
  std::vector<char> known(count, 0);
  // A clock that was set back sees talks that brief cards have forgotten.
  const bool is_brief = depth == Depth::brief && as_of_ <= second_;
  if (store_ && !stored_snapshot_.empty())
    visit_cards(is_brief ? Store::Length::brief : Store::Length::whole, visit, known);
  std::vector<std::size_t> rest;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count; ++i)
    if (known[i] == 0) {
      rest.push_back(i);
      paths.push_back(sweep_->files[i].first);
    }
  const bool keeps = count >= least_files_ && !learned_;
  std::vector<Row> rows(keeps ? std::min(rest.size(), most_learned) : 0);
  book_.for_each(
      paths, {}, [&](std::size_t at, const std::string& file_path, Reading<Customer>&& reading) {
        const std::size_t i = rest[at];
        if (at < rows.size() && reading.ok()) {
          const std::int64_t number = comparison_.files[i].number;
          const Stamp& stamp = sweep_->files[i].second;
          using Length = Store::Length;
          rows[at] = {
              number, sealed(card_of(*reading.value), seed_of(number, stamp, Length::whole)),
              sealed(brief_of(*reading.value, now_), seed_of(number, stamp, Length::brief))};
        }
        visit(i, file_path, reading.ok() ? &*reading.value : nullptr, std::move(reading.problems));
      });
  if (keeps) keep(std::move(rows));
}

/// Files that could not be read have no card: they are read, and complained of, each time.
void Index::keep(std::vector<Row> rows) {
  std::erase_if(rows, [](const Row& row) { return row.whole.empty(); });
  if (rows.empty() && comparison_.gone.empty()) return;
  std::unordered_map<std::int64_t, bool> fresh;
  for (const Row& row : rows) fresh.emplace(row.number, true);
  Snapshot snapshot;
  snapshot.as_of = std::max(as_of_, second_);
  for (std::size_t i = 0; i < sweep_->files.size(); ++i) {
    const auto& [path, stamp] = sweep_->files[i];
    const Comparison::File& file = comparison_.files[i];
    if (!file.unchanged && !fresh.contains(file.number)) continue;
    snapshot.files.push_back({path, stamp, file.number, is_young(stamp, *sweep_)});
  }
  learned_ = Store::Learned{std::string(snapshot_key), stored_snapshot_, packed(snapshot, seed_),
                            std::move(rows), comparison_.gone};
}

}  // namespace crm
