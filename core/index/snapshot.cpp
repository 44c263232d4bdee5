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

template <class T>
void put(std::string& bytes, const std::vector<T>& list) {
  static_assert(std::is_trivially_copyable_v<T>);
  const std::uint64_t count = list.size();
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(T));
}

template <class T>
bool take(std::string_view& bytes, std::vector<T>& list) {
  static_assert(std::is_trivially_copyable_v<T>);
  std::uint64_t count = 0;
  if (bytes.size() < sizeof count) return false;
  std::memcpy(&count, bytes.data(), sizeof count);
  bytes.remove_prefix(sizeof count);
  if (count > bytes.size() / sizeof(T)) return false;
  list.resize(count);
  std::memcpy(list.data(), bytes.data(), count * sizeof(T));
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
      places[file] = *seen;
  }
  return places;
}

}  // namespace

std::string packed(const Snapshot& snapshot, std::uint64_t seed) {
  std::string bytes;
  put(bytes, std::vector{snapshot.as_of});
  put(bytes, snapshot.sweep.files);
  put(bytes, std::vector(snapshot.sweep.paths.begin(), snapshot.sweep.paths.end()));
  put(bytes, snapshot.by_path);
  std::vector<std::uint32_t> numbers, young;
  for (const Snapshot::Card& card : snapshot.cards) {
    numbers.push_back(card.number);
    young.push_back(card.young ? 1 : 0);
  }
  put(bytes, numbers);
  put(bytes, young);
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
  std::vector<char> paths;
  std::vector<std::uint32_t> numbers, young;
  const bool whole = take(bytes, as_of) && take(bytes, snapshot.sweep.files) &&
                     take(bytes, paths) && take(bytes, snapshot.by_path) && take(bytes, numbers) &&
                     take(bytes, young) && as_of.size() == 1;
  const std::size_t count = snapshot.sweep.files.size();
  if (!whole || snapshot.by_path.size() != count || numbers.size() != count ||
      young.size() != count)
    return std::nullopt;
  for (const Sweep::File& file : snapshot.sweep.files)
    if (file.begin > paths.size() || file.length > paths.size() - file.begin) return std::nullopt;
  for (const std::uint32_t file : snapshot.by_path)
    if (file >= count) return std::nullopt;
  snapshot.as_of = as_of.front();
  snapshot.sweep.paths.assign(paths.begin(), paths.end());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    snapshot.cards.push_back({numbers[i], young[i] != 0});
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
    if (card.number == Snapshot::Card::none)
      return fresh.push_back(static_cast<std::uint32_t>(file));
    taken[seen] = 1;
    comparison.files[file] = {
        card.number, !card.young && before.sweep.files[seen].stamp == now.files[file].stamp};
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
  for (std::size_t i = 0; i < before.cards.size(); ++i) {
    const std::uint32_t number = before.cards[i].number;
    if (number == Snapshot::Card::none) continue;
    comparison.numbers = std::max(comparison.numbers, number + 1);
    if (taken[i] == 0) comparison.gone.push_back(number);
  }
  for (const std::uint32_t file : fresh) {
    std::uint32_t number = comparison.numbers;
    if (comparison.gone.empty()) {
      ++comparison.numbers;
    } else {
      number = comparison.gone.back();
      comparison.gone.pop_back();
    }
    comparison.files[file] = {number, false};
  }
  return comparison;
}

bool is_young(const Stamp& stamp, const Sweep& sweep) {
  return std::max(stamp.modified, stamp.touched) > sweep.at - old_enough;
}

}  // namespace crm
