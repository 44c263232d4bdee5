// The fields that filters, columns and orders speak of: written ones, those that are worked out,
// and the book's own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/range.hpp"
#include "core/query/value.hpp"
#include "core/record/field_set.hpp"

namespace crm {

/// What is looked at: a customer, or an entry of it.
struct Subject {
  const Customer& customer;
  /// nullptr: the customer itself.
  const Item* entry;
  const Settings& settings;
  /// Local, of the book.
  const Moment& now;
};

/// A field by the name somebody gave it: of what is listed, else of its customer, else of the
/// customer's entries (`person.role`).
class FieldName {
 public:
  /// `owner`, `last`, `deal.stage`, `consent.email`, `gstin`; a list also in the singular
  /// (`email`). Error::asked_wrongly with the nearest name as hint; for `score` whatever is wrong
  /// with the rules.
  static Result<FieldName> find(std::string_view name, const Type& listed, const Asker& asker);

  const std::string& name() const { return name_; }

  /// How it is written; Shape::day for `last`.
  Shape shape() const { return shape_; }

  /// Whether there may be several: a list, or a field of a customer's entries.
  bool is_list() const;

  /// Whether it looks at long texts: a note, what was said.
  bool asks_texts() const { return long_text_ || (scoring_ && scoring_->asks_texts); }

  /// Whether it looks at conversations before the last one.
  bool asks_past() const;

  /// What of a customer it looks at.
  FieldSet reads() const;

  /// The last part of its full name, and the noun of what has it: `stage` of a `deal`.
  std::string_view key() const { return key_; }

  std::string_view noun() const { return noun_; }

  const CustomField* custom() const { return custom_; }

  /// What it says there; nothing where it is absent.
  std::vector<Value> values(const Subject& subject) const;

 private:
  enum class From { customer, entry, entries, named };
  enum class Known {
    written,
    last,
    stage,
    status,
    kind,
    customer,
    value,
    due,
    since,
    bought,
    score,
    segment
  };

  bool find_in(const Type& type, std::string_view key, From from);
  bool find_known(std::string_view key, const Type& listed);
  bool find_nested(std::string_view name);
  std::vector<Value> of_entry(const Item& entry, const Subject& subject) const;
  std::vector<Value> of_customer(const Subject& subject) const;

  std::string name_, key_, map_name_;
  std::string_view noun_;
  Shape shape_ = Shape::text;
  bool long_text_ = false;
  From from_ = From::customer;
  Known known_ = Known::written;
  int rank_ = -1, list_rank_ = -1;
  const CustomField* custom_ = nullptr;
  /// Of a score.
  std::optional<Scoring> scoring_;
  /// Of a segment.
  std::shared_ptr<const Segmentation> segments_;
};

}  // namespace crm
