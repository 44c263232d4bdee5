#include "core/domain/traces.hpp"

#include <algorithm>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Places = std::vector<std::pair<std::size_t, std::size_t>>;

/// Shorter ones are found everywhere.
constexpr std::size_t least_bytes = 3;

bool is_of_word(char32_t c) {
  switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND: return true;
    default: return false;
  }
}

/// Whether no word goes over this place. Scripts without spaces between words have none to go by.
bool is_edge(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return true;
  std::size_t before = at - 1;
  while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
  const char32_t left = first_character(text.substr(before)).code;
  const char32_t right = first_character(text.substr(at)).code;
  const auto is_ideograph = [](char32_t c) { return between(c, 0x3040, 0x9FFF); };
  if (is_ideograph(left) || is_ideograph(right)) return true;
  return !is_of_word(left) || !is_of_word(right);
}

void find_as_written(std::string_view text, std::string_view trace, Places& found) {
  if (trace.size() < least_bytes) return;
  for (auto at = text.find(trace); at != text.npos; at = text.find(trace, at + 1))
    if (is_edge(text, at) && is_edge(text, at + trace.size()))
      found.emplace_back(at, at + trace.size());
}

void find_folded(std::string_view text, const FoldedText& all, const std::string& trace,
                 Places& found) {
  const std::string wanted = folded(trace);
  if (wanted.size() < least_bytes) return;
  for (auto at = all.text.find(wanted); at != all.text.npos; at = all.text.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    const std::size_t from = all.places[at];
    const std::size_t to = end < all.places.size() ? all.places[end] : text.size();
    // White space that is folded into the end is not theirs.
    std::size_t last = to;
    while (last > from && is_ascii(text.substr(last - 1, 1)) &&
           is_white(static_cast<unsigned char>(text[last - 1])))
      --last;
    if (is_edge(text, from) && is_edge(text, last)) found.emplace_back(from, last);
  }
}

/// In order, those that overlap made one.
Places in_order(Places found) {
  std::sort(found.begin(), found.end());
  Places all;
  for (const auto& one : found) {
    if (!all.empty() && one.first < all.back().second)
      all.back().second = std::max(all.back().second, one.second);
    else
      all.push_back(one);
  }
  return all;
}

bool has_several_words(const std::string& name) {
  return folded(name).find(' ') != std::string::npos;
}

Places places_of(std::string_view text, const Traces& traces, bool names_too) {
  Places found;
  const bool readable = is_utf8(text);
  const FoldedText all = readable ? folded_with_places(text) : FoldedText{};
  for (const std::string& id : traces.ids) find_as_written(text, id, found);
  const auto find = [&](const std::string& trace, bool any_case) {
    if (readable && any_case)
      find_folded(text, all, trace, found);
    else
      find_as_written(text, trace, found);
  };
  for (const std::string& address : traces.addresses) find(address, true);
  if (names_too)
    for (const std::string& name : traces.names) find(name, has_several_words(name));
  return in_order(std::move(found));
}

void add_contact(const Contact& contact, Traces& traces) {
  for (const Labelled& one : contact.emails) traces.addresses.insert(one.value);
  for (const Labelled& one : contact.phones) traces.addresses.insert(one.value);
  traces.addresses.insert(contact.links.begin(), contact.links.end());
  traces.addresses.insert(contact.external.begin(), contact.external.end());
}

}  // namespace

void Traces::add(const Customer& customer) {
  ids.insert(customer.id);
  names.insert(customer.name);
  names.insert(customer.aliases.begin(), customer.aliases.end());
  add_contact(customer, *this);
  for (const Person& person : customer.people)
    // Of a company's Will alone nobody knows which Will is meant elsewhere.
    if (has_several_words(person.name)) add(person);
}

void Traces::add(const Person& person) {
  names.insert(person.name);
  names.insert(person.aliases.begin(), person.aliases.end());
  add_contact(person, *this);
}

Places mentions(std::string_view text, const Traces& traces) {
  return places_of(text, traces, true);
}

std::string without_mentions(const std::string& text, const Traces& traces, bool names_too) {
  const Places found = places_of(text, traces, names_too);
  if (found.empty()) return text;
  std::string rest;
  std::size_t at = 0;
  for (const auto& [from, to] : found) {
    rest += text.substr(at, from - at);
    rest += erased_words;
    at = to;
  }
  return rest + text.substr(at);
}

}  // namespace crm
