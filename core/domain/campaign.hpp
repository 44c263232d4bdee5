// A marketing source or campaign: what it was and what it cost.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/money.hpp"

namespace crm {

struct Cost {
  static constexpr std::string_view noun = "cost";
  static constexpr std::string_view order_key = "on";
  static constexpr bool on_one_line = true;
  std::string id;
  Day on;
  Money amount;
  std::string text;
  bool operator==(const Cost&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("on", self.on, required);
    field("amount", self.amount, required);
    field("text", self.text);
  }
};

struct Campaign {
  static constexpr std::string_view noun = "campaign";
  std::string id, name, channel;
  std::optional<Day> from, to;
  std::string coupon;
  /// Percent of revenue that is profit, where costs of goods are not known.
  std::optional<Decimal> margin;
  std::vector<Cost> costs;
  std::string note;
  std::vector<Conflict> conflicts;
  bool operator==(const Campaign&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id, Trait{.rule = Rule::equal});
    field("name", self.name, required);
    field("channel", self.channel);
    field("from", self.from);
    field("to", self.to);
    field("coupon", self.coupon);
    field("margin", self.margin);
    field("costs", self.costs);
    field("note", self.note, by_lines);
    field("conflicts", self.conflicts);
  }

  /// Whether it goes on at that day; without from or to it has no beginning or end.
  bool runs_on(Day day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// The campaign that gave out the coupon, compared folded: of several the one that runs on that
/// day, else the last to begin; nullptr where none did.
const Campaign* campaign_with_coupon(std::string_view coupon, const std::vector<Campaign>& all,
                                     Day on);

}  // namespace crm
