#include "core/record/expectation.hpp"

namespace crm {
namespace {

bool contains(const Node& node, const Node& inner) {
  return &node <= &inner && &inner < node.next();
}

/// The value of `map` at the key; `near` is looked at first: most maps keep their order.
const Node* value_at(const Node& map, std::string_view key, const Node* near) {
  return near != nullptr && near->text == key ? near->next() : find(map, key);
}

/// Whether each entry of `before` stands in `now` and fits; the entry of that index is left out.
template <class Fits>
bool entries_fit(const Node& before, const Node& now, const Fits& fits, std::size_t left_out) {
  const Node* near = now.size == 0 ? nullptr : now.first();
  std::size_t i = 0;
  for (const auto [key, value] : entries(before)) {
    if (i++ == left_out) continue;
    const Node* const there = value_at(now, key.text, near);
    if (there == nullptr || !fits(value, *there)) return false;
    near = there->next() < now.next() ? there->next() : nullptr;
  }
  return true;
}

constexpr std::size_t none = std::string_view::npos;

bool is_without(const Node& before, const Node& now, std::size_t index) {
  if (now.kind != before.kind || now.size + 1 != before.size) return false;
  if (before.is_map()) return entries_fit(before, now, say_the_same, index);
  const Node* its = now.size == 0 ? nullptr : now.first();
  std::size_t i = 0;
  for (const Node& item : items(before)) {
    if (i++ == index) continue;
    if (!say_the_same(item, *its)) return false;
    its = its->next();
  }
  return true;
}

bool has_gained(const Node& before, const Node& now, const Expectation& expected) {
  if (now.kind != before.kind || now.size != before.size + 1) return false;
  if (before.is_map()) {
    const Node* const fresh = find(now, expected.key);
    return fresh != nullptr && says(*fresh, *expected.value) &&
           entries_fit(before, now, say_the_same, none);
  }
  const Node* old = before.size == 0 ? nullptr : before.first();
  std::size_t i = 0;
  for (const Node& item : items(now)) {
    if (i++ == expected.index) {
      if (!says(item, *expected.value)) return false;
      continue;
    }
    if (old == nullptr || !say_the_same(*old, item)) return false;
    old = old->next();
  }
  return true;
}

bool is_met_here(const Expectation& expected, const Node& before, const Node& now) {
  switch (expected.kind) {
    case Expectation::Kind::replaced: return says(now, *expected.value);
    case Expectation::Kind::added: return has_gained(before, now, expected);
    case Expectation::Kind::removed: return is_without(before, now, expected.index);
    case Expectation::Kind::emptied: return now.kind == before.kind && now.size == 0;
  }
  return false;
}

bool is_met(const Expectation& expected, const Node& before, const Node& now) {
  if (&before == &expected.node) return is_met_here(expected, before, now);
  if (!contains(before, expected.node)) return say_the_same(before, now);
  if (now.kind != before.kind || now.size != before.size) return false;
  const auto fits = [&](const Node& old, const Node& its) { return is_met(expected, old, its); };
  if (before.is_map()) return entries_fit(before, now, fits, none);
  const Node* its = now.first();
  for (const Node& item : items(before)) {
    if (!fits(item, *its)) return false;
    its = its->next();
  }
  return true;
}

}  // namespace

bool is_met(const Expectation& expected, const Tree& before, const Tree& now) {
  return is_met(expected, before.root(), now.root());
}

bool say_the_same(const Node& a, const Node& b) {
  if (a.kind != b.kind) return false;
  if (a.is_scalar()) return a.text == b.text;
  if (a.size != b.size) return false;
  if (a.is_map()) return entries_fit(a, b, say_the_same, none);
  const Node* its = a.size == 0 ? nullptr : b.first();
  for (const Node& item : items(a)) {
    if (!say_the_same(item, *its)) return false;
    its = its->next();
  }
  return true;
}

}  // namespace crm
