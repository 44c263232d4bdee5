#include "core/index/lesson.hpp"

#include <limits>

#include "core/index/card.hpp"

namespace crm {
namespace {

/// Of cards that are held until the end: a large change of the book is learned over a few commands,
/// within bounded memory.
constexpr std::size_t most_held = 20'000;

}  // namespace

std::uint64_t Lesson::seed_of(Store::Length length, std::uint64_t seed) {
  return checksum(length == Store::Length::brief ? "brief" : "whole", seed);
}

Lesson::Lesson(Store&& fresh, std::uint64_t seed) : fresh_(std::move(fresh)), seed_(seed) {}

Lesson::Lesson(Store& known, std::uint64_t seed) : known_(&known), seed_(seed) {}

std::size_t Lesson::room() const {
  return fresh_ ? std::numeric_limits<std::size_t>::max() : most_held;
}

void Lesson::learn(std::uint32_t number, const Stamp& stamp, const Learned& learned) {
  const std::uint64_t mark = Sheet::mark_of(stamp);
  const std::lock_guard guard(mutex_);
  if (number >= learned_.size()) learned_.resize(number + 1);
  learned_[number] = true;
  Page& its = page(number);
  its.whole.put(number, mark, learned.first_errand, "", learned.whole);
  its.brief.put(number, mark, learned.first_errand, learned.listing, learned.brief);
  see(number, its);
}

void Lesson::pass(std::uint32_t number) {
  if (!fresh_) return;
  const std::lock_guard guard(mutex_);
  see(number, page(number));
}

void Lesson::see(std::uint32_t card, Page& its) {
  if (!fresh_ || ++its.seen < Sheet::cards) return;
  const std::uint32_t number = Sheet::number_of(card);
  is_well_ = is_well_ && fresh_->put(written(number, its));
  pages_.erase(number);
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
  if (is_new && known_ != nullptr)
    place->second = {stored(number, Store::Length::whole), stored(number, Store::Length::brief), 0};
  return place->second;
}

Sheet Lesson::stored(std::uint32_t number, Store::Length length) const {
  std::string bytes;
  const auto room = [&](std::size_t size) {
    bytes.resize(size);
    return bytes.data();
  };
  if (!known_->read(number, length, room)) return {};
  return {std::move(bytes), number, seed_of(length, seed_)};
}

Store::Written Lesson::written(std::uint32_t number, const Page& page) const {
  if (page.whole.is_empty()) return {number, "", ""};
  return {number, page.whole.packed(number, seed_of(Store::Length::whole, seed_)),
          page.brief.packed(number, seed_of(Store::Length::brief, seed_))};
}

void Lesson::keep(Disk& disk, const Snapshot& snapshot) {
  const std::string value = packed(snapshot, seed_);
  auto next = pages_.begin();
  const auto next_sheet = [&]() -> std::optional<Store::Written> {
    if (next == pages_.end()) return std::nullopt;
    const auto& [number, page] = *next++;
    return written(number, page);
  };
  if (known_ != nullptr) {
    known_->write(value, next_sheet);
    return;
  }
  while (const auto sheet = next_sheet()) is_well_ = is_well_ && fresh_->put(*sheet);
  if (!is_well_ || !fresh_->settle(disk, value)) fresh_->abandon();
}

}  // namespace crm
