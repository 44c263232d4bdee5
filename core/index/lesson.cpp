#include "core/index/lesson.hpp"

#include <limits>

#include "core/index/card.hpp"

namespace crm {
namespace {

/// Of cards that are held until the end: a large change of the book is learned over a few commands,
/// within bounded memory.
constexpr std::size_t most_held = 20'000;

constexpr std::string_view snapshot_key = "snapshot";

}  // namespace

std::uint64_t Lesson::seed_of(Store::Length length, std::uint64_t seed) {
  return checksum(length == Store::Length::brief ? "brief" : "whole", seed);
}

void Lesson::look_at_snapshot(Store& store, const std::function<void(std::string_view)>& look) {
  store.look_at(snapshot_key, look);
}

Lesson::Lesson(Store fresh, std::uint64_t seed) : fresh_(std::move(fresh)), seed_(seed) {}

Lesson::Lesson(Store& known, std::string expected, std::uint64_t seed)
    : known_(&known), expected_(std::move(expected)), seed_(seed) {}

std::size_t Lesson::room() const {
  return fresh_ ? std::numeric_limits<std::size_t>::max() : most_held;
}

void Lesson::learn(std::uint32_t number, const Stamp& stamp, std::int64_t first_errand,
                   std::string whole, std::string brief) {
  const std::uint64_t mark = Sheet::mark_of(stamp);
  const std::lock_guard guard(mutex_);
  if (number >= learned_.size()) learned_.resize(number + 1);
  learned_[number] = true;
  Page& its = page(number);
  its.whole.put(number, mark, first_errand, std::move(whole));
  its.brief.put(number, mark, first_errand, std::move(brief));
  if (!fresh_ || !its.whole.is_full()) return;
  const std::uint32_t sheet = Sheet::number_of(number);
  is_well_ = is_well_ && fresh_->put(written(sheet, its));
  pages_.erase(sheet);
}

void Lesson::forget(std::uint32_t number) {
  Page& its = page(number);
  its.whole.remove(number);
  its.brief.remove(number);
}

bool Lesson::has_learned(std::uint32_t number) const {
  return number < learned_.size() && learned_[number];
}

Lesson::Page& Lesson::page(std::uint32_t card) {
  const std::uint32_t number = Sheet::number_of(card);
  const auto [place, is_new] = pages_.try_emplace(number);
  if (is_new && known_ != nullptr) begin_with_stored(place->second, number);
  return place->second;
}

void Lesson::rest() {
  wholes_.reset();
  briefs_.reset();
}

void Lesson::begin_with_stored(Page& page, std::uint32_t number) {
  if (!wholes_) wholes_.emplace(*known_, Store::Length::whole);
  if (!briefs_) briefs_.emplace(*known_, Store::Length::brief);
  const auto begin = [&](Sheet& sheet, Store::Reader& reader, Store::Length length) {
    std::string bytes;
    const auto room = [&](std::size_t size) {
      bytes.resize(size);
      return bytes.data();
    };
    if (reader.read(number, room)) sheet = Sheet(std::move(bytes), number, seed_of(length, seed_));
  };
  begin(page.whole, *wholes_, Store::Length::whole);
  begin(page.brief, *briefs_, Store::Length::brief);
}

Store::Written Lesson::written(std::uint32_t number, const Page& page) const {
  if (page.whole.is_empty()) return {number, "", ""};
  return {number, page.whole.packed(number, seed_of(Store::Length::whole, seed_)),
          page.brief.packed(number, seed_of(Store::Length::brief, seed_))};
}

void Lesson::keep(Disk& disk, const Snapshot& snapshot) {
  const std::string key(snapshot_key), value = packed(snapshot, seed_);
  if (known_ != nullptr) {
    rest();
    auto next = pages_.begin();
    known_->write(disk, {key, expected_, value, [&]() -> std::optional<Store::Written> {
                           if (next == pages_.end()) return std::nullopt;
                           const auto& [number, page] = *next++;
                           return written(number, page);
                         }});
    return;
  }
  for (const auto& [number, page] : pages_)
    is_well_ = is_well_ && fresh_->put(written(number, page));
  if (is_well_) fresh_->settle(disk, key, value);
}

}  // namespace crm
