#include "core/domain/text_order.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace crm {
namespace {

struct Entry {
  /// The bytes by which the entries are compared now; zeros behind the end.
  std::uint64_t word = 0;
  std::uint32_t place = 0;
};

constexpr std::size_t word_size = sizeof(std::uint64_t);

std::uint64_t word_of(std::string_view text, std::size_t begin) {
  std::uint64_t word = 0;
  for (std::size_t i = begin; i < begin + word_size; ++i)
    word = word << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
  return word;
}

/// Entries whose texts are the same up to `begin`.
struct Stretch {
  std::span<Entry> entries;
  std::size_t begin = 0;
};

/// Sorts by the next word; those that are still the same, and go on, are left to do.
void sort(const Stretch& stretch, const std::vector<std::string_view>& texts,
          std::vector<Stretch>& left) {
  const auto& [entries, begin] = stretch;
  for (Entry& entry : entries) entry.word = word_of(texts[entry.place], begin);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.word, a.place) < std::tie(b.word, b.place);
  });
  const std::size_t end = begin + word_size;
  for (auto first = entries.begin(); first != entries.end();) {
    const std::uint64_t word = first->word;
    const auto behind =
        std::find_if(first, entries.end(), [&](const Entry& entry) { return entry.word != word; });
    if (behind - first > 1) {
      // Those that have ended stand before those that go on; zeros at an end are bytes, too.
      const auto going_on = std::stable_partition(
          first, behind, [&](const Entry& entry) { return texts[entry.place].size() <= end; });
      std::stable_sort(first, going_on, [&](const Entry& a, const Entry& b) {
        return texts[a.place].size() < texts[b.place].size();
      });
      if (behind - going_on > 1) left.push_back({{going_on, behind}, end});
    }
    first = behind;
  }
}

}  // namespace

std::vector<std::uint32_t> places_in_order(const std::vector<std::string_view>& texts) {
  std::vector<Entry> entries;
  entries.reserve(texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) entries.push_back({0, i});
  std::vector<Stretch> left{{entries, 0}};
  while (!left.empty()) {
    const Stretch stretch = left.back();
    left.pop_back();
    sort(stretch, texts, left);
  }
  std::vector<std::uint32_t> places;
  places.reserve(entries.size());
  for (const Entry& entry : entries) places.push_back(entry.place);
  return places;
}

}  // namespace crm
