// The rules of crm.yaml's `wishes`: on which occasion who gets which letter, or who is reminded of
// what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/letters/occasion.hpp"
#include "core/letters/template.hpp"
#include "core/record/tree.hpp"

namespace crm {

struct WishRule {
  WishOccasion occasion;
  /// The name of a letter; empty: a person is reminded.
  std::string letter = {};
  /// What a person is reminded of, with fields as a letter has them.
  std::optional<Template> reminder = std::nullopt;
  /// Whom it is for, as a filter is typed; empty: everybody.
  std::string filter = {};
  /// A word of crm.yaml's `kinds`; empty: the letter's own.
  std::string channel = {};
  /// Whose the reminder is; empty: that of whoever looks after the customer.
  std::string for_whom = {};
  /// So many days late it is still wished.
  int days_late = 0;
  /// Where its letter or its text stands.
  Place place = {};

  bool reminds() const { return reminder.has_value(); }
};

struct WishRules {
  /// Where crm.yaml says nothing of `catch_up`: as long as the morning page speaks of a birthday.
  static constexpr int usual_days_late = 3;

  /// In the order of crm.yaml. Of several for one occasion the first that fits somebody holds; what
  /// stands behind one that is wrong is not among them.
  std::vector<WishRule> rules;
  /// What is wrong with others, each at its place; code `bad-wish`.
  std::vector<Problem> problems;

  /// Of the text of crm.yaml. An occasion may have a letter's name, a map (`letter` or `remind`,
  /// `filter`, `channel`, `for`, `catch_up`), or a list of these; `catch_up` beside the occasions
  /// holds where a rule has none of its own.
  static WishRules read(const Tree& settings_text, const Settings& settings);
};

/// The text of a reminder for one customer, on one line. Asked wrongly, with the fields, where some
/// of them say nothing.
Result<std::string> reminder_text(const Template& text, const LetterValue& values);

}  // namespace crm
