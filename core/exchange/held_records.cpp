#include "core/exchange/held_records.hpp"

#include <utility>

namespace crm {
namespace {

/// Records that are held at a time.
constexpr std::size_t most_held = 512;
/// Fewer where they weigh more, but always those that are at hand.
constexpr std::size_t most_weight = 2u << 20, least_held = 16;

}  // namespace

Result<HeldRecords::Held*> HeldRecords::hold(std::uint32_t record) {
  if (const auto place = places_.find(record); place != places_.end()) {
    held_.splice(held_.begin(), held_, place->second);
    return &held_.front();
  }
  auto stored = writing_.standing(ring_.path(record));
  if (!stored) return error(stored.error());
  if (auto room = make_room(); !room) return error(room.error());
  Customer now = stored->customer;
  put({record, *std::move(stored), std::move(now), false});
  return &held_.front();
}

Result<void> HeldRecords::add(std::uint32_t record, Customer customer, Data own) {
  if (auto room = make_room(); !room) return room;
  put({record, std::nullopt, std::move(customer), true, std::move(own)});
  return {};
}

void HeldRecords::was_changed(Held& held) {
  held.changed = true;
  weigh(held);
}

Result<void> HeldRecords::let_go() {
  for (auto held = held_.rbegin(); held != held_.rend(); ++held)
    if (auto done = let_go(*held); !done) return done;
  held_.clear();
  places_.clear();
  weight_ = 0;
  return {};
}

void HeldRecords::put(Held held) {
  held_.push_front(std::move(held));
  places_[held_.front().record] = held_.begin();
  weigh(held_.front());
}

void HeldRecords::weigh(Held& held) {
  std::size_t weight = held.now.note.size();
  for (const Interaction& one : held.now.interactions) weight += one.text.size();
  weight_ += weight - held.weight;
  held.weight = weight;
}

Result<void> HeldRecords::make_room() {
  while (held_.size() >= most_held || (weight_ > most_weight && held_.size() > least_held)) {
    if (auto done = let_go(held_.back()); !done) return done;
    places_.erase(held_.back().record);
    weight_ -= held_.back().weight;
    held_.pop_back();
  }
  return {};
}

Result<void> HeldRecords::let_go(Held& held) {
  if (!held.changed) return {};
  held.changed = false;
  if (!held.stored) {
    const auto path = writing_.add(held.now, held.own);
    if (!path) return error(path.error());
    return {};
  }
  const Customer before = held.stored->customer;
  bool is_as_before = true;
  const auto next = [&](const Customer& now) {
    is_as_before = now == before;
    return is_as_before ? held.now : now;
  };
  const std::string path = held.stored->path();
  if (auto done = writing_.change(path, next, std::move(held.stored)); !done) return done;
  if (!is_as_before)
    return error(Error::busy(path + " was changed in the middle of the import; nothing is imported",
                             "try again"));
  return {};
}

}  // namespace crm
