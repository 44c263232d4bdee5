// What a customer bought, and what they paid.
#pragma once

#include <optional>
#include <string>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/money.hpp"

namespace crm {

struct Purchase {
  static constexpr std::string_view noun = "purchase";
  static constexpr std::string_view order_key = "on";
  static constexpr bool on_one_line = true;
  std::string id;
  Day on;
  std::string item;
  std::optional<Decimal> quantity;
  /// The line's total.
  Money amount;
  std::string category;
  std::optional<Money> cost;
  /// Loyalty points fixed at the sale; negative when redeemed.
  std::optional<std::int64_t> points;
  std::string coupon, deal, campaign;
  /// The id of the purchase that is given back; the amount is positive and counted off.
  std::string refund_of;
  std::string by, note;
  std::vector<std::string> external;
  bool operator==(const Purchase&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("on", self.on, required);
    field("item", self.item, required);
    field("quantity", self.quantity);
    field("amount", self.amount, required);
    field("category", self.category);
    field("cost", self.cost);
    field("points", self.points);
    field("coupon", self.coupon);
    field("deal", self.deal);
    field("campaign", self.campaign);
    field("refund_of", self.refund_of);
    field("by", self.by);
    field("note", self.note);
    field("external", self.external);
  }
};

struct Payment {
  static constexpr std::string_view noun = "payment";
  static constexpr std::string_view order_key = "on";
  static constexpr bool on_one_line = true;
  std::string id;
  Day on;
  Money amount;
  /// A purchase, a won deal, or nothing (on account).
  std::string for_what;
  std::string by, note;
  std::vector<std::string> external;
  bool operator==(const Payment&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("on", self.on, required);
    field("amount", self.amount, required);
    field("for", self.for_what);
    field("by", self.by);
    field("note", self.note);
    field("external", self.external);
  }
};

}  // namespace crm
