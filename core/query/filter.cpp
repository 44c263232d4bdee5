#include "core/query/filter.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// The field's colon; nothing for words like `10:30` or `https://…`.
std::size_t colon_in(std::string_view word) {
  const auto colon = word.find(':');
  if (colon == word.npos || colon == 0) return word.npos;
  const bool is_key =
      std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
      });
  return is_key && word.substr(colon + 1, 2) != "//" ? colon : word.npos;
}

bool one_of(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool holds(const Data* data, const std::vector<std::string>& values) {
  if (data == nullptr || data->kind == Data::Kind::none)
    return one_of(values, "") || one_of(values, "none");
  if (data->kind == Data::Kind::scalar) return one_of(values, folded(data->text));
  return std::any_of(data->children.begin(), data->children.end(), [&](const Data& child) {
    const Data* const value = child.kind == Data::Kind::map ? child.find("value") : &child;
    return value != nullptr && holds(value, values);
  });
}

/// The error of a word in a filter, with the part that is wrong marked below it.
Error at_word(std::string message, const std::string& word, std::size_t length, std::string hint) {
  const std::string mark(static_cast<std::size_t>(width(word.substr(0, length))), '^');
  return Error::asked_wrongly(std::move(message) + "\n  " + word + "\n  " + mark, std::move(hint));
}

}  // namespace

bool is_filter_word(std::string_view word) {
  if (word.size() > 1 && (word.front() == '+' || word.front() == '-'))
    return word[1] < '0' || word[1] > '9';
  return colon_in(word) != word.npos;
}

Result<Filter> Filter::parse(const std::vector<std::string>& words, const Type& type,
                             const Settings& settings, std::string_view me) {
  Filter filter;
  for (const std::string& word : words) {
    if (word == "+DELETED") {
      filter.terms_.push_back({Term::Kind::deleted, "", {}});
      continue;
    }
    if (word.size() > 1 && (word.front() == '+' || word.front() == '-')) {
      filter.terms_.push_back({word.front() == '+' ? Term::Kind::tag : Term::Kind::not_tag,
                               "",
                               {folded(word.substr(1))}});
      continue;
    }
    const auto colon = colon_in(word);
    if (colon == word.npos) {
      filter.terms_.push_back({Term::Kind::word, "", {folded(word)}});
      continue;
    }
    Term term{Term::Kind::field, word.substr(0, colon), {}};
    const bool custom = find_named(settings.fields, term.key) != nullptr;
    term.of_customer = type.find(term.key) == nullptr;
    // Answers that are worked out, not written.
    const bool worked_out = term.key == "stage" || term.key == "customer";
    if (term.of_customer && !custom && !worked_out && customer_type().find(term.key) == nullptr) {
      std::vector<std::string> known;
      for (const Type* one : {&type, &customer_type()})
        for (const Field& field : one->fields) known.emplace_back(field.key);
      for (const auto& [name, field] : settings.fields) known.push_back(name);
      const auto near = did_you_mean(term.key, known);
      return error(at_word(
          "there is no field \"" + term.key + "\"", word, colon,
          near.empty() ? "crm help filters lists them" : "did you mean " + near.front() + "?"));
    }
    for (const std::string_view value : split(std::string_view(word).substr(colon + 1), ',')) {
      const bool mine =
          value == "me" && (term.key == "owner" || term.key == "by" || term.key == "for");
      term.values.push_back(folded(mine ? me : value));
    }
    filter.asks_fields_ = true;
    filter.terms_.push_back(std::move(term));
  }
  return filter;
}

bool Filter::wants_deleted() const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [](const Term& term) { return term.kind == Term::Kind::deleted; });
}

bool Filter::asks_texts() const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [](const Term& term) { return term.key == "note" || term.key == "text"; });
}

bool Filter::fits(const Customer& customer) const {
  if (terms_.empty()) return true;
  const Data record = asks_fields_ ? to_data(customer) : Data();
  return std::all_of(terms_.begin(), terms_.end(),
                     [&](const Term& term) { return fits(term, customer, record, nullptr); });
}

bool Filter::fits(const Customer& customer, const Data& entry) const {
  if (terms_.empty()) return true;
  const Data record = asks_fields_ ? to_data(customer) : Data();
  return std::all_of(terms_.begin(), terms_.end(),
                     [&](const Term& term) { return fits(term, customer, record, &entry); });
}

bool Filter::fits(const Term& term, const Customer& customer, const Data& record,
                  const Data* entry) const {
  const auto tagged = [&] {
    const bool its_own =
        std::any_of(customer.tags.begin(), customer.tags.end(),
                    [&](const std::string& tag) { return folded(tag) == term.values.front(); });
    return its_own || (entry != nullptr && entry->find("tags") != nullptr &&
                       holds(entry->find("tags"), term.values));
  };
  switch (term.kind) {
    case Term::Kind::tag: return tagged();
    case Term::Kind::not_tag: return !tagged();
    case Term::Kind::deleted: return customer.is_deleted();
    case Term::Kind::word: {
      const std::string& word = term.values.front();
      if (customer.id == word || folded(customer.name).find(word) != std::string::npos) return true;
      const auto romanised = romanised_words(customer.name);
      return std::any_of(romanised.begin(), romanised.end(),
                         [&](const std::string& part) { return part.starts_with(word); });
    }
    case Term::Kind::field: break;
  }
  if (term.key == "customer")
    return one_of(term.values, customer.id) || one_of(term.values, folded(customer.name));
  if (entry != nullptr && !term.of_customer) return holds(entry->find(term.key), term.values);
  if (entry != nullptr && entry->find(term.key) != nullptr)
    return holds(entry->find(term.key), term.values);
  if (term.key == "kind") return one_of(term.values, customer.is_company() ? "company" : "person");
  if (const Data* const value = record.find(term.key)) return holds(value, term.values);
  const Data* const custom = record.find("fields");
  return holds(custom == nullptr ? nullptr : custom->find(term.key), term.values);
}

}  // namespace crm
