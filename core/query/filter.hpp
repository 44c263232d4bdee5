// Filters: which customers, deals, reminders … are meant by `status:lead owner:me +vip -churned
// berlin`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// Words joined by *and*: `field:value` (alternatives by commas), `+tag`, `-tag`, `+DELETED`, and
/// words that stand in the name.
class Filter {
 public:
  /// `type` is what is listed; a field is looked up there, then at the customer. `me` is what
  /// `owner:me` means. Error::asked_wrongly for an unknown field, with the place marked and the
  /// nearest name.
  static Result<Filter> parse(const std::vector<std::string>& words, const Type& type,
                              const Settings& settings, std::string_view me);

  /// Whether it asks for removed customers, which are left out otherwise.
  bool wants_deleted() const;
  /// Whether it looks at notes or what was said.
  bool asks_texts() const;
  bool fits(const Customer& customer) const;
  /// `entry` is an item of the customer, as data.
  bool fits(const Customer& customer, const Data& entry) const;

 private:
  struct Term {
    enum class Kind { word, field, tag, not_tag, deleted } kind;
    std::string key;
    /// Folded.
    std::vector<std::string> values;
    bool of_customer = true;
  };

  bool fits(const Term& term, const Customer& customer, const Data& record,
            const Data* entry) const;

  std::vector<Term> terms_;
  bool asks_fields_ = false;
};

/// Whether a word is part of a filter rather than a name: it has a field's colon, or is `+tag` or
/// `-tag`.
bool is_filter_word(std::string_view word);

}  // namespace crm
