#include "core/index/snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/index/card.hpp"

namespace crm {
namespace {

/// Kernels count time in steps of some milliseconds, some file systems in whole seconds or two.
constexpr std::int64_t old_enough = 2'000'000'000;

template <class Number>
void put(std::string& bytes, Number number) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof number);
}

class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  template <class Number>
  Number take() {
    Number number{};
    if (rest_.size() < sizeof number) {
      ok_ = false;
      return number;
    }
    std::memcpy(&number, rest_.data(), sizeof number);
    rest_.remove_prefix(sizeof number);
    return number;
  }

  std::string_view take_text(std::size_t size) {
    ok_ = ok_ && size <= rest_.size();
    const std::string_view text = rest_.substr(0, ok_ ? size : 0);
    rest_.remove_prefix(text.size());
    return text;
  }

  bool ok() const { return ok_; }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string packed(const Snapshot& snapshot, std::uint64_t seed) {
  std::string bytes;
  put(bytes, snapshot.as_of);
  for (const Seen& one : snapshot.files) {
    put(bytes, one.number);
    put(bytes, one.stamp.modified);
    put(bytes, one.stamp.touched);
    put(bytes, one.stamp.size);
    put(bytes, one.stamp.inode);
    put(bytes, std::uint8_t{one.young});
    put(bytes, static_cast<std::uint16_t>(one.path.size()));
    bytes += one.path;
  }
  std::string whole;
  put(whole, checksum(bytes, seed));
  return whole + bytes;
}

std::optional<Snapshot> read_snapshot(std::string_view bytes, std::uint64_t seed) {
  Cursor cursor(bytes);
  const auto sum = cursor.take<std::uint64_t>();
  if (!cursor.ok() || sum != checksum(bytes.substr(sizeof sum), seed)) return std::nullopt;
  Snapshot snapshot;
  snapshot.as_of = cursor.take<std::int64_t>();
  while (!cursor.at_end()) {
    Seen& one = snapshot.files.emplace_back();
    one.number = cursor.take<std::int64_t>();
    one.stamp.modified = cursor.take<std::int64_t>();
    one.stamp.touched = cursor.take<std::int64_t>();
    one.stamp.size = cursor.take<std::uint64_t>();
    one.stamp.inode = cursor.take<std::uint64_t>();
    one.young = cursor.take<std::uint8_t>() != 0;
    one.path = cursor.take_text(cursor.take<std::uint16_t>());
    if (!cursor.ok()) return std::nullopt;
  }
  return snapshot;
}

Comparison compared(const Snapshot& before, const Sweep& now) {
  Comparison comparison;
  comparison.files.reserve(now.files.size());
  std::int64_t last_number = 0;
  for (const Seen& one : before.files) last_number = std::max(last_number, one.number);
  auto seen = before.files.begin();
  for (const auto& [path, stamp] : now.files) {
    for (; seen != before.files.end() && seen->path < path; ++seen)
      comparison.gone.push_back(seen->number);
    if (seen == before.files.end() || seen->path != path) {
      comparison.files.push_back({++last_number, false});
      continue;
    }
    comparison.files.push_back({seen->number, !seen->young && seen->stamp == stamp});
    ++seen;
  }
  for (; seen != before.files.end(); ++seen) comparison.gone.push_back(seen->number);
  return comparison;
}

bool is_young(const Stamp& stamp, const Sweep& sweep) {
  return std::max(stamp.modified, stamp.touched) > sweep.at - old_enough;
}

}  // namespace crm
