// What a book has agreed on: crm.yaml.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/country.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/domain/day.hpp"
#include "core/domain/field.hpp"

namespace crm {

/// The newest `format:` this program reads and the one it writes.
constexpr std::int64_t current_format = 1;

struct Colleague {
  static constexpr std::string_view noun = "colleague";
  std::string name;
  std::vector<std::string> emails;
  std::optional<Day> left;
  /// Who does what is theirs until that day, and on it; without a day, until further notice.
  std::string stand_in;
  std::optional<Day> away_until;
  bool operator==(const Colleague&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("name", self.name);
    field("emails", self.emails);
    field("left", self.left);
    field("stand_in", self.stand_in);
    field("away_until", self.away_until);
  }
};

/// A field of the book's own, kept under a customer's `fields`.
struct CustomField {
  static constexpr std::string_view noun = "custom field";
  /// text, number, money, day, yes, choice.
  std::string type;
  std::vector<std::string> choices;
  std::string label;
  bool operator==(const CustomField&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("type", self.type, required);
    field("choices", self.choices);
    field("label", self.label);
  }
};

struct Settings {
  static constexpr std::string_view noun = "settings";
  std::optional<std::int64_t> format;
  std::string name, currency, country, timezone;
  std::optional<std::int64_t> year_starts;
  std::optional<PartialDay> leap_day;
  Named<Colleague> team;
  std::vector<std::string> statuses, kinds, outcomes, priorities, case_statuses;
  Named<std::vector<Stage>> pipelines;
  std::vector<std::string> lost_reasons;
  Data limits, days_off;
  Named<CustomField> fields;
  Named<std::string> filters;
  /// Filter → how often to keep in touch; the first that fits holds.
  Named<KeepInTouch> cadence;
  Data score, points;
  /// How long after a sale it is to be paid; `no` where sales are paid at once.
  std::optional<KeepInTouch> payment_terms;
  Data margin, targets, wishes;
  std::string sender, consent, commit, sync;
  std::vector<std::string> currencies;
  bool operator==(const Settings&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("format", self.format, required);
    field("name", self.name);
    field("currency", self.currency, required);
    field("country", self.country, required);
    field("timezone", self.timezone, required);
    field("year_starts", self.year_starts);
    field("leap_day", self.leap_day);
    field("team", self.team);
    field("statuses", self.statuses);
    field("kinds", self.kinds);
    field("outcomes", self.outcomes);
    field("priorities", self.priorities);
    field("case_statuses", self.case_statuses);
    field("pipelines", self.pipelines);
    field("lost_reasons", self.lost_reasons);
    field("limits", self.limits);
    field("days_off", self.days_off);
    field("fields", self.fields);
    field("filters", self.filters);
    field("cadence", self.cadence);
    field("score", self.score);
    field("points", self.points);
    field("payment_terms", self.payment_terms);
    field("margin", self.margin);
    field("targets", self.targets);
    field("wishes", self.wishes);
    field("sender", self.sender);
    field("consent", self.consent);
    field("commit", self.commit);
    field("sync", self.sync);
    field("currencies", self.currencies);
  }

  LeapDay leap_day_rule() const;
  /// The month in which the business year begins, 1 to 12; January where crm.yaml says nothing that
  /// can be.
  unsigned first_month() const;
  Grouping grouping() const;
  /// How long after a sale it is to be paid, two weeks unless crm.yaml says otherwise; nothing
  /// where sales are paid at once, so nobody owes anything.
  std::optional<Period> terms() const;
  /// The words for where a case stands, the first of them where it begins; `closed` is one of them.
  std::vector<std::string> statuses_of_cases() const;
  /// The stages of that pipeline (the first for an empty name); nullptr when there is none.
  const std::vector<Stage>* pipeline(std::string_view wanted) const;
};

/// What `init` writes for a country: statuses, kinds, outcomes, a sales pipeline …
Settings standard_settings(const Country& country);

/// With the standard's lists where a book has none of its own.
Settings completed(Settings settings);

/// The team member with that short name, name or e-mail; empty when there is none.
std::string colleague(const Settings& settings, std::string_view who);

}  // namespace crm
