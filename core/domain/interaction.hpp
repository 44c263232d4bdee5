// One conversation with a customer, on any channel: held, or planned for a day to come.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"

namespace crm {

struct Interaction {
  static constexpr std::string_view noun = "interaction";
  static constexpr std::string_view order_key = "at";
  std::string id;
  Moment at;
  /// The colleague who had it, by their short name in crm.yaml's team.
  std::string by;
  /// A word of crm.yaml's `kinds`: call, email, meeting …
  std::string kind;
  /// `in` or `out`.
  std::string direction;
  /// Ids of persons of this customer; other customers of the same talk.
  std::vector<std::string> with, also;
  std::string subject, text;
  std::optional<std::int64_t> minutes;
  /// It was written down before it took place: without an outcome it is still open, also when its
  /// time is past.
  bool planned = false;
  std::string place, outcome, deal, case_id, campaign, letter, sent_key;
  std::vector<std::string> links, external;
  bool operator==(const Interaction&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("at", self.at, required);
    field("by", self.by);
    field("kind", self.kind, required);
    field("planned", self.planned);
    field("direction", self.direction);
    field("with", self.with);
    field("also", self.also);
    field("subject", self.subject);
    field("minutes", self.minutes);
    field("place", self.place);
    field("outcome", self.outcome);
    field("deal", self.deal);
    field("case", self.case_id);
    field("campaign", self.campaign);
    field("letter", self.letter);
    field("sent_key", self.sent_key);
    field("links", self.links);
    field("external", self.external);
    field("text", self.text, by_lines);
  }
};

}  // namespace crm
