// Filters: which customers, deals, reminders … are meant by `status:lead owner:me +vip -churned
// berlin`.
#pragma once

#include <string>
#include <vector>

#include "core/query/condition.hpp"
#include "core/query/grammar.hpp"

namespace crm {

/// Words as grammar.hpp joins them, each a condition on a customer or on one of its entries.
class Filter {
 public:
  /// `listed` is what is listed; a field is looked up there, then at the customer. The settings
  /// must live as long as the filter. Error::asked_wrongly, with the place marked and the nearest
  /// name as hint.
  static Result<Filter> parse(const std::vector<std::string>& words, const Type& listed,
                              const Asker& asker);

  /// Whether it asks for removed customers, which are left out otherwise.
  bool wants_deleted() const;
  /// Whether it looks at long texts, notes and what was said; all else an index can know.
  bool asks_texts() const;
  /// Whether it looks at conversations before the last one.
  bool asks_past() const;
  /// What of a customer it looks at.
  FieldSet reads() const;

  /// Whether nothing is asked: all customers fit that are not removed.
  bool is_empty() const;

  bool fits(const Customer& customer) const;
  /// `entry` is one of the customer's.
  bool fits(const Customer& customer, const Item& entry) const;

  /// What it looks at, for fields that are listed beside it.
  Subject subject(const Customer& customer, const Item* entry = nullptr) const {
    return {customer, entry, *settings_, now_};
  }

 private:
  /// An expression whose terms are conditions; no part at all fits everybody.
  struct Node {
    Expression::Kind kind = Expression::Kind::all;
    std::vector<Node> parts = {};
    std::vector<Condition> condition = {};
  };

  static Result<Node> node(const Expression& expression, const Type& listed, const Asker& asker);
  static void tell_campaigns(Node& node);
  static bool fits(const Node& node, const Subject& subject);
  static void add_reads(const Node& node, FieldSet& fields);
  template <class Ask>
  static bool any(const Node& node, Ask ask);

  Node root_;
  const Settings* settings_ = nullptr;
  Moment now_;
};

}  // namespace crm
