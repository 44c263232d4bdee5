// Long lists of small things with little room beside them: what is held of each of a hundred
// thousand customers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Texts one after the other on a few sheets. They stay where they are.
class PackedTexts {
 public:
  PackedTexts() = default;
  PackedTexts(PackedTexts&&) noexcept = default;
  PackedTexts& operator=(PackedTexts&&) noexcept = default;

  std::size_t size() const { return texts_.size(); }

  std::string_view operator[](std::size_t i) const { return texts_[i]; }

  std::string_view add(std::string_view text) {
    if (sheets_.empty() || sheets_.back().capacity() - sheets_.back().size() < text.size()) {
      sheets_.emplace_back().reserve(std::max(text.size(), next_sheet_));
      next_sheet_ = std::min(2 * next_sheet_, largest_sheet);
    }
    std::string& sheet = sheets_.back();
    const std::size_t begin = sheet.size();
    sheet += text;
    return texts_.emplace_back(std::string_view(sheet).substr(begin));
  }

 private:
  static constexpr std::size_t largest_sheet = 65536;

  /// None of them grows beyond what it was given.
  std::deque<std::string> sheets_;
  std::deque<std::string_view> texts_;
  std::size_t next_sheet_ = 512;
};

/// Values by a hash of 64 bits, many of which may have the same: half as large as a hash table.
template <class Value>
class PackedIndex {
 public:
  void add(std::uint64_t hash, Value value) {
    if (fresh_.size() == most_fresh) settle();
    const auto after = std::upper_bound(fresh_.begin(), fresh_.end(), hash, Before());
    fresh_.insert(after, {hash, value});
  }

  /// Shows those of that hash in the order in which they were added, until `look` says no.
  template <class Look>
  void each(std::uint64_t hash, Look look) const {
    if (each_of(settled_, hash, look)) (void)each_of(fresh_, hash, look);
  }

 private:
  struct Entry {
    std::uint64_t hash;
    Value value;
  };

  struct Before {
    bool operator()(const Entry& a, const Entry& b) const { return a.hash < b.hash; }

    bool operator()(const Entry& a, std::uint64_t b) const { return a.hash < b; }

    bool operator()(std::uint64_t a, const Entry& b) const { return a < b.hash; }
  };

  static constexpr std::size_t most_fresh = 2048;

  void settle() {
    const auto middle = static_cast<std::ptrdiff_t>(settled_.size());
    settled_.insert(settled_.end(), fresh_.begin(), fresh_.end());
    fresh_.clear();
    std::inplace_merge(settled_.begin(), settled_.begin() + middle, settled_.end(), Before());
  }

  template <class Entries, class Look>
  static bool each_of(const Entries& entries, std::uint64_t hash, Look look) {
    auto entry = std::lower_bound(entries.begin(), entries.end(), hash, Before());
    for (; entry != entries.end() && entry->hash == hash; ++entry)
      if (!look(entry->value)) return false;
    return true;
  }

  /// In order. The newest stand in a short list, so that few are moved for each.
  std::deque<Entry> settled_;
  std::vector<Entry> fresh_;
};

}  // namespace crm
