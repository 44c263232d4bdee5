#include "core/index/snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>

#include "core/index/card.hpp"

namespace crm {
namespace {

/// Kernels count time in steps of some milliseconds, some file systems in whole seconds or two.
constexpr std::int64_t old_enough = 2'000'000'000;

/// A list, or a text.
template <class List>
void put(std::string& bytes, const List& list) {
  using T = typename List::value_type;
  static_assert(std::is_trivially_copyable_v<T>);
  const std::uint64_t count = list.size();
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(T));
}

template <class List>
bool take(std::string_view& bytes, List& list) {
  using T = typename List::value_type;
  static_assert(std::is_trivially_copyable_v<T>);
  std::uint64_t count = 0;
  if (bytes.size() < sizeof count) return false;
  std::memcpy(&count, bytes.data(), sizeof count);
  bytes.remove_prefix(sizeof count);
  if (count > bytes.size() / sizeof(T)) return false;
  list.resize(count);
  if (count > 0) std::memcpy(list.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return true;
}

std::vector<std::uint32_t> sorted_by_path(const Sweep& sweep) {
  std::vector<std::uint32_t> files(sweep.files.size());
  std::iota(files.begin(), files.end(), 0);
  std::sort(files.begin(), files.end(),
            [&](std::uint32_t a, std::uint32_t b) { return sweep.path(a) < sweep.path(b); });
  return files;
}

/// For each file of `now` its place in `before`; nothing for new ones.
std::vector<std::optional<std::uint32_t>> places_of(const Snapshot& before, const Sweep& now,
                                                    const std::vector<std::uint32_t>& by_path) {
  std::vector<std::optional<std::uint32_t>> places(now.files.size());
  auto seen = before.by_path.begin();
  for (const std::uint32_t file : by_path) {
    while (seen != before.by_path.end() && before.sweep.path(*seen) < now.path(file)) ++seen;
    if (seen != before.by_path.end() && before.sweep.path(*seen) == now.path(file))
      places[file] = *seen++;
  }
  return places;
}

/// Numbers of files that were removed are given again, so there are not many more than files; of a
/// book that lost nearly all the index is begun anew.
std::size_t most_numbers(std::size_t files) {
  return 16 * files + 65536;
}

/// All of them below that.
bool are_different(const std::vector<std::uint32_t>& numbers, std::size_t limit) {
  std::vector<bool> seen(limit);
  for (const std::uint32_t number : numbers) {
    if (number >= limit || seen[number]) return false;
    seen[number] = true;
  }
  return true;
}

}  // namespace

std::uint32_t Snapshot::numbers() const {
  std::uint32_t numbers = 0;
  for (const Card& card : cards) numbers = std::max(numbers, card.number + 1);
  return numbers;
}

std::string packed(const Snapshot& snapshot, std::uint64_t seed) {
  std::string bytes;
  put(bytes, std::vector{snapshot.as_of});
  put(bytes, snapshot.sweep.files);
  put(bytes, snapshot.sweep.folders);
  put(bytes, snapshot.sweep.paths);
  put(bytes, snapshot.by_path);
  put(bytes, snapshot.cards);
  const std::uint64_t sum = checksum(bytes, seed);
  return std::string(reinterpret_cast<const char*>(&sum), sizeof sum) + bytes;
}

std::optional<Snapshot> read_snapshot(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t sum = 0;
  if (bytes.size() < sizeof sum) return std::nullopt;
  std::memcpy(&sum, bytes.data(), sizeof sum);
  bytes.remove_prefix(sizeof sum);
  if (sum != checksum(bytes, seed)) return std::nullopt;
  Snapshot snapshot;
  std::vector<std::int64_t> as_of;
  const std::string& paths = snapshot.sweep.paths;
  const bool whole = take(bytes, as_of) && take(bytes, snapshot.sweep.files) &&
                     take(bytes, snapshot.sweep.folders) && take(bytes, snapshot.sweep.paths) &&
                     take(bytes, snapshot.by_path) && take(bytes, snapshot.cards) &&
                     as_of.size() == 1;
  const std::size_t count = snapshot.sweep.files.size();
  if (!whole || snapshot.by_path.size() != count || snapshot.cards.size() != count)
    return std::nullopt;
  const auto is_path = [&](const Sweep::File& one) {
    return one.begin <= paths.size() && one.length <= paths.size() - one.begin;
  };
  if (!std::ranges::all_of(snapshot.sweep.files, is_path) ||
      !std::ranges::all_of(snapshot.sweep.folders, is_path))
    return std::nullopt;
  if (!are_different(snapshot.by_path, count)) return std::nullopt;
  std::vector<std::uint32_t> numbers;
  for (const Snapshot::Card& card : snapshot.cards) numbers.push_back(card.number);
  if (!are_different(numbers, most_numbers(count))) return std::nullopt;
  snapshot.as_of = as_of.front();
  return snapshot;
}

Comparison compared(const Snapshot& before, const Sweep& now) {
  Comparison comparison;
  const auto same_path = [](const Sweep::File& a, const Sweep::File& b) {
    return a.begin == b.begin && a.length == b.length;
  };
  const bool same_files = before.sweep.paths == now.paths &&
                          std::equal(before.sweep.files.begin(), before.sweep.files.end(),
                                     now.files.begin(), now.files.end(), same_path);
  comparison.by_path = same_files ? before.by_path : sorted_by_path(now);
  comparison.files.resize(now.files.size());

  std::vector<char> taken(before.cards.size(), 0);
  std::vector<std::uint32_t> fresh;
  const auto place = [&](std::size_t file, std::size_t seen) {
    const Snapshot::Card& card = before.cards[seen];
    taken[seen] = 1;
    comparison.files[file] = {
        card.number, card.good != 0 && before.sweep.files[seen].stamp == now.files[file].stamp};
  };
  if (same_files) {
    for (std::size_t i = 0; i < now.files.size(); ++i) place(i, i);
  } else {
    const auto places = places_of(before, now, comparison.by_path);
    for (const std::uint32_t file : comparison.by_path)
      if (places[file])
        place(file, *places[file]);
      else
        fresh.push_back(file);
  }
  comparison.numbers = before.numbers();
  std::vector<bool> in_use(comparison.numbers);
  for (std::size_t i = 0; i < before.cards.size(); ++i)
    if (taken[i] != 0) in_use[before.cards[i].number] = true;
  std::uint32_t next = 0;
  for (const std::uint32_t file : fresh) {
    while (next < comparison.numbers && in_use[next]) ++next;
    comparison.files[file] = {next++, false};
  }
  // Those below have files now, old ones or new.
  for (std::size_t i = 0; i < before.cards.size(); ++i)
    if (taken[i] == 0 && before.cards[i].number >= next)
      comparison.gone.push_back(before.cards[i].number);
  comparison.numbers = std::max(comparison.numbers, next);
  return comparison;
}

bool is_young(const Stamp& stamp, const Sweep& sweep) {
  return std::max(stamp.modified, stamp.touched) > sweep.at - old_enough;
}

}  // namespace crm
