// The one table of the format: every kind of entry, its fields in order, their shapes and merge
// rules. It is read off the domain types' own descriptions, so it cannot disagree with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/field.hpp"
#include "core/domain/mapping.hpp"
#include "core/domain/rates.hpp"
#include "core/domain/settings.hpp"

namespace crm {

enum class Shape {
  text,
  number,
  decimal,
  yes,
  day,
  partial_day,
  moment,
  period,
  recurrence,
  money,
  consent,
  keep_in_touch,
  texts,         // a list of texts, a set
  labelled,      // a list of texts or {value, label}, a set
  items,         // a list of entries with ids
  named_texts,   // a map of texts
  named_values,  // a map of consents, periods
  named_items,   // a map of entries
  named_lists,   // a map of lists of entries
  any,
};

struct Type;

struct Field {
  std::string_view key;
  Shape shape;
  Rule rule;
  bool required;
  /// Of items and the like: what each is.
  const Type* item = nullptr;
};

struct Type {
  std::string_view noun;
  std::vector<Field> fields;
  /// The field that a list of these is ordered by; empty: by nothing.
  std::string_view order_key;
  /// Written as `{…}` on one line.
  bool on_one_line = false;

  const Field* find(std::string_view key) const;
  /// The list of texts of which it is one, as `email` of `emails`; nullptr where there is none.
  const Field* list_of(std::string_view one) const;
  /// Where the key stands in a new record; -1 for one the format does not know.
  int rank(std::string_view key) const;
};

const Type& customer_type();
const Type& campaign_type();
const Type& settings_type();
const Type& rates_type();
const Type& mapping_type();

/// `a deal`, `an interaction`; settings go by their file.
std::string with_article(std::string_view noun);

/// The name of a shape, as the documents have it: "list of text".
std::string_view name_of(Shape shape);

}  // namespace crm
