// Records that nobody would write and everybody might: random values for every field of the domain,
// and random changes of one field anywhere in them. Both are visitors of `describe`, so a new field
// is covered at once.
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/id.hpp"
#include "core/domain/settings.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {

/// A text of any kind: words of many scripts, things that look like something else, control
/// characters, several lines.
std::string hostile_text(Dice& dice);
/// One that a required field takes.
std::string visible_text(Dice& dice);

template <class T>
concept Entry = requires {
  T::noun;
};

struct RandomValue {
  Dice& dice;
  /// Chance in percent that a field which may be absent is there.
  int density = 12;
  int depth = 0;

  template <class T>
  void operator()(std::string_view key, T& member, Trait trait = {}) {
    if constexpr (std::is_same_v<T, std::string>) {
      if (key == "id") {
        member = new_item_id([&] { return dice.bits(); }, {});
        return;
      }
      if (trait.required || dice.chance(density)) member = word_for(key, trait.required);
      return;
    }
    if (trait.required || dice.chance(density)) make(member);
  }

  std::string word_for(std::string_view key, bool required) {
    if (key == "currency") return dice.one_of({"EUR", "INR", "JPY"});
    if (key == "country" && required) return dice.one_of({"DE", "IN"});
    return required ? visible_text(dice) : hostile_text(dice);
  }

  void make(std::string& text) { text = hostile_text(dice); }

  void make(bool& yes) { yes = true; }

  void make(std::int64_t& number) { number = dice.between(-5, 1000); }

  void make(Day& day) {
    day = *Day::of(dice.between(1999, 2030), static_cast<unsigned>(dice.between(1, 12)),
                   static_cast<unsigned>(dice.between(1, 28)));
  }

  void make(Decimal& decimal) { decimal.millionths = dice.between(-5, 99999) * 1000; }

  void make(Consent& consent) {
    consent = Consent::parse(dice.one_of({"yes", "no", "2025-01-10"})).value();
  }

  void make(KeepInTouch& often) {
    often = KeepInTouch::parse(dice.one_of({"no", "30d", "2w", "1y"})).value();
  }

  void make(Period& period) {
    period = Period::parse(dice.one_of({"3m", "30d", "2w", "1y"})).value();
  }

  void make(PartialDay& day) {
    day = PartialDay::parse(dice.one_of({"1980", "1980-02", "02-29", "1980-02-29"})).value();
  }

  void make(Recurrence& every) {
    every = Recurrence::parse(
                dice.one_of({"3m", "daily", "every 2 weeks", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"}))
                .value();
  }

  void make(Money& money) {
    money.currency = dice.one_of({"EUR", "INR", "JPY", "KWD"});
    money.minor = static_cast<std::int64_t>(dice.bits() >> dice.between(8, 60));
  }

  void make(Moment& moment) {
    Day day;
    make(day);
    moment = Moment::parse(day.text() + dice.one_of({"", "T10:15", "T09:00:30", "T23:59+05:30",
                                                     "T00:00:00-03:00", "T10:15:30Z"}))
                 .value();
  }

  template <class T>
  void make(std::optional<T>& value) {
    make(value.emplace());
  }

  void make(Labelled& entry) {
    entry.value = visible_text(dice);
    if (dice.chance(40)) entry.label = visible_text(dice);
  }

  void make(Data& any) {
    const std::size_t kind = dice.below(depth > 1 ? 1 : 3);
    ++depth;
    any = kind == 0 ? Data::scalar(visible_text(dice)) : kind == 1 ? Data::list() : Data::map();
    for (int i = dice.between(1, 3); kind > 0 && i > 0; --i) {
      Data child;
      make(child);
      if (kind == 1)
        any.children.push_back(std::move(child));
      else
        any.put(short_text(), std::move(child));
    }
    --depth;
  }

  template <Entry T>
  void make(T& entry) {
    RandomValue inside{dice, depth == 0 ? density : density / 2, depth + 1};
    T::describe(inside, entry);
  }

  template <class T>
  void make(std::vector<T>& list) {
    for (int i = dice.between(1, depth == 0 ? 4 : 2); i > 0; --i) add(list);
  }

  template <class T>
  void make(Named<T>& map) {
    for (int i = dice.between(1, 3); i > 0; --i) add(map);
  }

  /// For a key, which YAML wants shorter than 1024 characters.
  std::string short_text() {
    std::string text = visible_text(dice);
    return text.size() > 300 ? "short" : text;
  }

  template <class T>
  void add(std::vector<T>& list) {
    T item{};
    if constexpr (std::is_same_v<T, std::string>)
      item = visible_text(dice);
    else
      make(item);
    const auto same = [&](const T& other) { return known_by(other) == known_by(item); };
    if (std::none_of(list.begin(), list.end(), same)) list.push_back(std::move(item));
  }

  template <class T>
  void add(Named<T>& map) {
    std::string name = short_text();
    if (find_named(map, name) != nullptr) return;
    T value{};
    if constexpr (std::is_same_v<T, std::string>)
      value = visible_text(dice);
    else
      make(value);
    map.emplace_back(std::move(name), std::move(value));
  }

  static const std::string& known_by(const std::string& text) { return text; }

  static const std::string& known_by(const Labelled& entry) { return entry.value; }

  static const std::string& known_by(const Stage& stage) { return stage.stage; }

  template <class T>
  static const std::string& known_by(const T& item) {
    return item.id;
  }
};

template <Entry T>
T random_record(Dice& dice, int density = 12) {
  T record{};
  RandomValue value{dice, density};
  T::describe(value, record);
  if constexpr (std::is_same_v<T, Settings>) record.format = current_format;
  return record;
}

/// Changes one field, of the record or of something within it.
struct RandomChange {
  Dice& dice;
  std::size_t target;
  std::size_t met = 0;

  template <class T>
  void operator()(std::string_view key, T& member, Trait trait = {}) {
    if (met++ != target || key == "id" || key == "format") return;
    if constexpr (std::is_same_v<T, std::string>) {
      change_text(key, member, trait.required);
    } else {
      change(member, trait.required);
    }
  }

  RandomValue random() { return RandomValue{dice, 20}; }

  void change_text(std::string_view key, std::string& text, bool may_not_go) {
    if (!may_not_go && !text.empty() && dice.chance(30))
      text.clear();
    else if (!text.empty() && dice.chance(20) && key != "currency" && key != "country")
      text += dice.one_of({"\nand more", "x", "\n", " # no", ": yes"});
    else
      text = random().word_for(key, may_not_go);
  }

  template <class T>
  void change(T& value, bool) {
    value = T{};
    random().make(value);
  }

  void change(bool& yes, bool) { yes = !yes; }

  template <class T>
  void change(std::optional<T>& value, bool may_not_go) {
    if (value && !may_not_go && dice.chance(40))
      value.reset();
    else
      random().make(value.emplace());
  }

  void change(Labelled& entry, bool) {
    entry.label = entry.label.empty() || dice.chance(50) ? visible_text(dice) : "";
  }

  void change(Data& any, bool) {
    if (any.empty() || dice.chance(40)) {
      any = Data();
      if (dice.chance(70)) random().make(any);
    } else if (any.kind == Data::Kind::map && dice.chance(80)) {
      Data& child = any.children[dice.below(any.children.size())];
      change(child, true);
      if (child.empty()) child = Data::scalar("x");
    } else {
      any = Data::scalar(visible_text(dice));
    }
  }

  template <Entry T>
  void change(T& entry, bool) {
    RandomChange count{dice, std::size_t(-1)};
    T::describe(count, entry);
    RandomChange inside{dice, dice.below(count.met)};
    T::describe(inside, entry);
  }

  template <class T>
  void change(std::vector<T>& list, bool) {
    const std::size_t die = dice.below(10);
    if (list.empty() || die < 3) {
      random().add(list);
      if (dice.chance(20)) random().add(list);
    } else if (die < 5) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(dice.below(list.size())));
    } else if (die < 6) {
      list.clear();
    } else if constexpr (std::is_same_v<T, std::string>) {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(dice.below(list.size())));
      random().add(list);
    } else {
      change(list[dice.below(list.size())], true);
    }
  }

  template <class T>
  void change(Named<T>& map, bool) {
    const std::size_t die = dice.below(10);
    if (map.empty() || die < 4) {
      random().add(map);
    } else if (die < 6) {
      map.erase(map.begin() + static_cast<std::ptrdiff_t>(dice.below(map.size())));
    } else if constexpr (std::is_same_v<T, std::string>) {
      map[dice.below(map.size())].second = visible_text(dice);
    } else {
      change(map[dice.below(map.size())].second, true);
    }
  }
};

template <Entry T>
T changed(T record, Dice& dice) {
  RandomChange{dice, 0}.change(record, true);
  return record;
}

}  // namespace crm::test
