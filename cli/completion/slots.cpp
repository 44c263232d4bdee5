#include "cli/completion/slots.hpp"

#include <set>

#include "core/domain/text.hpp"

namespace crm {
namespace {

std::vector<std::string> pieces(std::string_view text, char separator) {
  std::vector<std::string> all;
  for (const std::string_view piece : split(text, separator))
    if (!piece.empty()) all.emplace_back(piece);
  return all;
}

std::vector<Slot> slots_of(const Declared& one) {
  std::vector<Slot> all;
  for (std::string word : pieces(one.offers.empty() ? one.placeholder : one.offers, ' ')) {
    Slot slot;
    slot.may_be_left_out = word.starts_with('[');
    slot.may_come_again = word.find("...") != std::string::npos;
    std::erase_if(word, [](char c) { return c == '[' || c == ']' || c == '.'; });
    slot.sources = pieces(word, '|');
    all.push_back(std::move(slot));
  }
  if (!all.empty()) all.front().choices = pieces(one.choices, ' ');
  return all;
}

}  // namespace

std::vector<Slot> slots(const std::vector<Declared>& declared) {
  std::vector<Slot> all;
  for (const Declared& one : declared) {
    if (!one.option.empty()) continue;
    auto some = slots_of(one);
    if (some.empty()) continue;
    // Of several places each says itself whether it may be.
    if (!one.required && some.size() == 1) some.front().may_be_left_out = true;
    if (one.many) some.back().may_come_again = true;
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<Slot> slots_behind(const Declared& option) {
  return slots_of(option);
}

std::vector<const Slot*> expected(const std::vector<Slot>& slots, std::size_t words) {
  // All places that the words so far may have led to.
  std::set<std::size_t> places;
  const auto add = [&](std::set<std::size_t>& to, std::size_t place) {
    for (; place < slots.size(); ++place) {
      to.insert(place);
      if (!slots[place].may_be_left_out) break;
    }
  };
  add(places, 0);
  for (std::size_t i = 0; i < words; ++i) {
    std::set<std::size_t> next;
    for (const std::size_t place : places) {
      if (slots[place].may_come_again) next.insert(place);
      add(next, place + 1);
    }
    places = std::move(next);
  }
  std::vector<const Slot*> all;
  for (const std::size_t place : places) all.push_back(&slots[place]);
  return all;
}

}  // namespace crm
