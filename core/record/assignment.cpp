#include "core/record/assignment.hpp"

#include <algorithm>
#include <charconv>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/domain/when.hpp"
#include "core/domain/zone.hpp"
#include "core/record/difference.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

bool is_key(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

std::vector<std::string> names_of(const auto& named) {
  std::vector<std::string> names;
  for (const auto& [name, value] : named) names.push_back(name);
  return names;
}

/// The list of crm.yaml that a field's words come from; nullptr when any text will do.
std::optional<std::vector<std::string>> words_for(std::string_view noun, std::string_view key,
                                                  const Settings& settings) {
  if (key == "status" && noun == "customer") return settings.statuses;
  if (key == "kind" && noun == "customer") return std::vector<std::string>{"person", "company"};
  if (key == "kind" && noun == "interaction") return settings.kinds;
  if (key == "direction") return std::vector<std::string>{"in", "out"};
  if (key == "outcome") return settings.outcomes;
  if (key == "priority") return settings.priorities;
  if (key == "pipeline") return names_of(settings.pipelines);
  const bool colleague =
      key == "owner" || key == "by" || key == "done_by" || (key == "for" && noun == "reminder");
  if (colleague && !settings.team.empty()) return names_of(settings.team);
  return std::nullopt;
}

/// Whether four digits stand together.
bool has_year(std::string_view text) {
  int digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits == 4) return true;
  }
  return false;
}

std::string said(const std::string& field, const Error& problem) {
  return field + ": " + problem.message();
}

class Assigner {
 public:
  Assigner(const Type& type, const Typing& typing, bool anyway)
      : type_(type), typing_(typing), anyway_(anyway) {}

  Result<Data> run(Data entry, const Assignment& assignment) const {
    const auto dot = assignment.key.find('.');
    const std::string key = assignment.key.substr(0, dot);
    const Field* const field = type_.find(key);
    if (const Field* const list = field == nullptr ? type_.list_of(key) : nullptr)
      return one_of(*list, std::move(entry), assignment);
    if (field == nullptr && dot == std::string::npos && type_.noun == "customer" &&
        find_named(typing_.settings.fields, key) != nullptr)
      return named(std::move(entry), "fields", key, assignment);
    if (field == nullptr && (key == "stage" || (key == "status" && type_.noun == "case")))
      return error(Error::asked_wrongly("the " + key + " of a " + std::string(type_.noun) +
                                            " is the last of its moves, not a field",
                                        "its moves are in its history: crm show shows them"));
    if (field == nullptr) return unknown(assignment.key);
    if (key == "id") return error(Error::asked_wrongly("an id stays what it is"));
    switch (field->shape) {
      case Shape::named_texts:
      case Shape::named_values:
        if (dot == std::string::npos)
          return error(Error::asked_wrongly(key + " has several values",
                                            "set one of them: " + key + ".NAME=…"));
        return named(std::move(entry), key, assignment.key.substr(dot + 1), assignment);
      case Shape::texts:
      case Shape::labelled: return set(std::move(entry), key, assignment);
      case Shape::items:
      case Shape::named_items:
      case Shape::named_lists:
      case Shape::any:
        return error(Error::asked_wrongly(key + " is not one value",
                                          "its entries have ids: crm set ID field=value"));
      default: break;
    }
    if (dot != std::string::npos) return unknown(assignment.key);
    if (assignment.kind != Assignment::Kind::set)
      return error(Error::asked_wrongly(key + " is one value", "set it with " + key + "=…"));
    if (assignment.value.empty()) {
      if (field->required)
        return error(Error::asked_wrongly(with_article(type_.noun) + " needs its " + key));
      entry.remove(key);
      return entry;
    }
    auto value = scalar(*field, assignment.value);
    if (!value) return error(value.error());
    entry.put(key, *std::move(value));
    return entry;
  }

 private:
  /// Where there are several, one of them is not all of them.
  Result<Data> one_of(const Field& list, Data entry, Assignment assignment) const {
    const Data* const there = entry.find(list.key);
    assignment.key = list.key;
    if (assignment.kind == Assignment::Kind::set && there != nullptr && there->children.size() > 1)
      return error(Error::asked_wrongly(
          "there are " + std::to_string(there->children.size()) + " " + assignment.key,
          assignment.key + "=… is all of them, " + assignment.key + "+=… one more"));
    return run(std::move(entry), assignment);
  }

  tl::unexpected<Error> unknown(const std::string& key) const {
    std::vector<std::string> known;
    for (const Field& field : type_.fields) known.emplace_back(field.key);
    if (type_.noun == "customer")
      for (const auto& [name, field] : typing_.settings.fields) known.push_back(name);
    const auto near = did_you_mean(key, known);
    return error(Error::asked_wrongly(
        with_article(type_.noun) + " has no field \"" + printable_line(key) + "\"",
        near.empty() ? "fields of your own: define them in crm.yaml under fields"
                     : "did you mean " + near.front() + "?"));
  }

  Result<Data> scalar(const Field& field, const std::string& text) const {
    const std::string key(field.key);
    const auto kept = [&](const auto& parsed, auto written) -> Result<Data> {
      if (!parsed)
        return error(
            Error::asked_wrongly(said(key, parsed.error()), parsed.error().problems.front().hint));
      return Data::scalar(written(*parsed), true);
    };
    const auto as_text = [](const auto& value) { return value.text(); };
    const DateOrder order = date_order(typing_.settings.country);
    switch (field.shape) {
      case Shape::day: return kept(what_day(text, typing_.now, order), as_text);
      case Shape::moment: return kept(when(text, typing_.now, order), as_text);
      case Shape::money: {
        const auto money = Money::parse(text, typing_.settings.currency);
        if (money && money->minor < 0 && !anyway_)
          return error(
              Error::asked_wrongly(key + " can't be less than nothing: " + printable_line(text)));
        return kept(money, as_text);
      }
      case Shape::partial_day: {
        const auto date = PartialDay::parse(text);
        // Of other spellings only a whole date, or the next such day would lend it its year.
        const auto day = what_day(text, typing_.now, order);
        return !date && day && has_year(text) ? kept(day, as_text) : kept(date, as_text);
      }
      case Shape::period: return kept(Period::typed(lowered(text)), as_text);
      case Shape::recurrence: return kept(Recurrence::typed(text), as_text);
      case Shape::keep_in_touch: {
        const auto period = Period::typed(lowered(text));
        return kept(KeepInTouch::parse(period ? period->text() : text), as_text);
      }
      case Shape::consent: return kept(Consent::parse(text), as_text);
      case Shape::decimal: return kept(Decimal::parse(text), as_text);
      case Shape::yes: return yes_or_no(key, text);
      case Shape::number: return number(key, text);
      default: break;
    }
    const auto words = words_for(type_.noun, key, typing_.settings);
    if (key == "timezone" && !anyway_)
      if (const auto zone = Zone::find(text); !zone)
        return error(Error::asked_wrongly(said(std::string(key), zone.error()),
                                          zone.error().problems.front().hint));
    if (!words || anyway_) return Data::scalar(text);
    auto word = listed_word(*words, text, key);
    if (!word) return error(word.error());
    return Data::scalar(*word);
  }

  static Result<Data> yes_or_no(const std::string& key, const std::string& text) {
    const std::string word = lowered(text);
    if (word != "yes" && word != "no" && word != "true" && word != "false")
      return error(
          Error::asked_wrongly(key + ": \"" + printable_line(text) + "\" should be yes or no"));
    return Data::scalar(word, true);
  }

  /// A whole number, within what the field means.
  Result<Data> number(const std::string& key, const std::string& text) const {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc() || stopped != end)
      return error(Error::asked_wrongly(key + ": \"" + printable_line(text) +
                                        "\" should be a whole number"));

    struct Range {
      std::string_view key;
      std::int64_t least, most;
    };

    static constexpr Range ranges[] = {
        {"probability", 0, 100}, {"rating", 1, 5}, {"minutes", 0, 1440}};
    for (const Range& range : ranges)
      if (range.key == key && !anyway_ && (value < range.least || value > range.most))
        return error(Error::asked_wrongly(key + " goes from " + std::to_string(range.least) +
                                          " to " + std::to_string(range.most) + ", not " + text));
    return Data::scalar(std::to_string(value), true);
  }

  Result<Data> named(Data entry, const std::string& map_key, const std::string& name,
                     const Assignment& assignment) const {
    Data map = entry.find(map_key) == nullptr ? Data::map() : *entry.find(map_key);
    if (assignment.kind == Assignment::Kind::remove || assignment.value.empty()) {
      map.remove(name);
    } else {
      auto value = map_key == "fields" ? custom(name, assignment.value)
                                       : scalar(shape_of(map_key), assignment.value);
      if (!value) return value;
      map.put(name, *std::move(value));
    }
    if (map.children.empty())
      entry.remove(map_key);
    else
      entry.put(map_key, std::move(map));
    return entry;
  }

  Field shape_of(const std::string& map_key) const {
    const Field& field = *type_.find(map_key);
    const Shape shape = map_key == "consent"                 ? Shape::consent
                        : field.shape == Shape::named_values ? Shape::keep_in_touch
                                                             : Shape::text;
    return {field.key, shape, field.rule, false, nullptr};
  }

  /// A field of the book's own, by the type that crm.yaml gives it.
  Result<Data> custom(const std::string& name, const std::string& text) const {
    const CustomField* const definition = find_named(typing_.settings.fields, name);
    if (definition == nullptr) {
      if (anyway_ || typing_.settings.fields.empty()) return Data::scalar(text);
      return error(
          Error::asked_wrongly("crm.yaml defines no field \"" + printable_line(name) + "\"",
                               "define it there under fields, or insist with --anyway"));
    }
    Field field{name, Shape::text, Rule::scalar, false, nullptr};
    if (definition->type == "number") field.shape = Shape::decimal;
    if (definition->type == "money") field.shape = Shape::money;
    if (definition->type == "day") field.shape = Shape::day;
    if (definition->type == "choice" && !anyway_) {
      auto word = listed_word(definition->choices, text, name);
      if (!word) return error(word.error());
      return Data::scalar(*word);
    }
    if (definition->type == "yes") return yes_or_no(name, text);
    return scalar(field, text);
  }

  Result<Data> set(Data entry, const std::string& key, const Assignment& assignment) const {
    Data list = entry.find(key) == nullptr || assignment.kind == Assignment::Kind::set
                    ? Data::list()
                    : *entry.find(key);
    list.on_one_line = true;
    for (const std::string_view part : split(assignment.value, ',')) {
      std::string text(trimmed(part));
      if (key == "emails" || key == "phones") text = without_scheme(text);
      if (text.empty()) continue;
      const auto same = [&](const Data& there) {
        const std::string name = entry_name(there);
        return folded(name) == folded(text) || (key == "phones" && is_same_phone(name, text));
      };
      const auto there = std::find_if(list.children.begin(), list.children.end(), same);
      if (assignment.kind == Assignment::Kind::remove) {
        if (there != list.children.end()) list.children.erase(there);
      } else if (there == list.children.end()) {
        if (key == "emails" && !looks_like_email(text) && !anyway_)
          return error(
              Error::asked_wrongly("\"" + printable_line(text) + "\" is not an e-mail address"));
        if (key == "phones" && !anyway_ && folded(text).find_first_of("0123456789") == text.npos)
          return error(
              Error::asked_wrongly("\"" + printable_line(text) + "\" is not a phone number"));
        list.children.push_back(Data::scalar(text));
      }
    }
    if (list.children.empty())
      entry.remove(key);
    else
      entry.put(key, std::move(list));
    return entry;
  }

  bool is_same_phone(const std::string& a, const std::string& b) const {
    const std::string number = e164(a, typing_.settings.country);
    return !number.empty() && number == e164(b, typing_.settings.country);
  }

  const Type& type_;
  const Typing& typing_;
  bool anyway_;
};

}  // namespace

std::optional<Assignment> Assignment::parse(std::string_view word) {
  if (word.size() > 1 && (word.front() == '+' || word.front() == '-') &&
      word.find('=') == word.npos)
    return Assignment{word.front() == '+' ? Kind::add : Kind::remove, "tags",
                      std::string(word.substr(1))};
  const auto equals = word.find('=');
  if (equals == word.npos || equals == 0) return std::nullopt;
  std::string_view key = word.substr(0, equals);
  Kind kind = Kind::set;
  if (key.back() == '+' || key.back() == '-') {
    kind = key.back() == '+' ? Kind::add : Kind::remove;
    key.remove_suffix(1);
  }
  if (!is_key(key)) return std::nullopt;
  return Assignment{kind, std::string(key), std::string(word.substr(equals + 1))};
}

Result<Data> assigned(Data entry, const Assignment& assignment, const Type& type,
                      const Typing& typing, bool anyway) {
  return Assigner(type, typing, anyway).run(std::move(entry), assignment);
}

Result<Customer> customer_from(const Data& data, std::string_view currency) {
  auto tree = Tree::parse(new_file(data), "");
  if (!tree) return error(tree.error());
  auto reading = read_customer(*tree, currency);
  if (reading.ok()) return *std::move(reading.value);
  Error wrong = reading.error();
  wrong.kind = Error::Kind::asked_wrongly;
  for (Problem& problem : wrong.problems) problem.place.reset();
  return error(std::move(wrong));
}

Result<std::string> listed_word(const std::vector<std::string>& list, std::string_view word,
                                std::string_view what) {
  if (list.empty()) return std::string(word);
  for (const std::string& one : list)
    if (folded(one) == folded(word)) return one;
  std::string known;
  for (const std::string& one : list) known += (known.empty() ? "" : ", ") + one;
  const auto near = did_you_mean(word, list);
  std::string hint = "known are " + known;
  if (!near.empty()) hint = "did you mean " + near.front() + "? " + hint;
  return error(Error::asked_wrongly(
      "there is no " + std::string(what) + " \"" + printable_line(word) + "\"", hint));
}

}  // namespace crm
