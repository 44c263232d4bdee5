// A row that is a sale or a payment.
#include <charconv>

#include "core/domain/text.hpp"
#include "core/exchange/entry_row.hpp"

namespace crm {
namespace {

/// A price for one, times how many there were; half a cent goes up.
Money times(const Money& price, const Decimal& quantity) {
  const std::int64_t twice = share(2 * price.minor, quantity.millionths, 1'000'000);
  return {(twice + (twice < 0 ? -1 : 1)) / 2, price.currency};
}

std::optional<std::int64_t> whole(TableRow& row, std::string_view word) {
  const auto number = row.number(word);
  if (!number) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, failure] =
      std::from_chars(number->data(), number->data() + number->size(), value);
  if (failure == std::errc() && end == number->data() + number->size()) return value;
  row.refuse(row.find(word), "\"" + *number + "\" is no whole number");
  return std::nullopt;
}

}  // namespace

void take_purchase(EntryRow& entry) {
  TableRow& row = entry.row();
  Purchase purchase;
  const auto on = row.day("on");
  if (!on) return row.refuse(entry.column_of("on"), std::string("it has no day"));
  purchase.on = *on;
  purchase.item = row.line("item");
  if (purchase.item.empty()) purchase.item = row.line("category");
  if (purchase.item.empty()) purchase.item = "purchase";
  if (const auto number = row.number("quantity")) {
    auto quantity = Decimal::parse(*number);
    if (!quantity) return row.refuse(row.find("quantity"), quantity.error());
    purchase.quantity = *quantity;
  }
  auto amount = row.money("amount");
  if (const auto price = row.money("price"); price && !amount)
    amount = times(*price, purchase.quantity.value_or(Decimal{1000000}));
  const auto column = row.find("amount") ? row.find("amount") : row.find("price");
  if (!amount)
    return row.refuse(column ? column : entry.column_of("amount"), std::string("it has no amount"));
  if (amount->minor < 0 || (purchase.quantity && purchase.quantity->millionths < 0))
    return row.refuse(column, std::string("it is below zero: what was given back has to name the "
                                          "purchase, as crm buy --refund does"));
  purchase.amount = *amount;
  purchase.category = row.line("category");
  purchase.cost = row.money("cost");
  purchase.points = whole(row, "points");
  purchase.coupon = row.line("coupon");
  purchase.campaign = row.line("campaign");
  purchase.by = entry.colleague_in("by");
  purchase.note = row.paragraphs("note");
  purchase.external = entry.external();
  if (row.plan().is_ours) {
    purchase.id = entry.own_id();
    purchase.deal = row.line("deal");
    purchase.refund_of = row.line("refund_of");
  }
  entry.says().purchases.push_back(std::move(purchase));
}

void take_payment(EntryRow& entry) {
  TableRow& row = entry.row();
  Payment payment;
  const auto on = row.day("on");
  if (!on) return row.refuse(entry.column_of("on"), std::string("it has no day"));
  const auto amount = row.money("amount");
  if (!amount) return row.refuse(entry.column_of("amount"), std::string("it has no amount"));
  payment.on = *on;
  payment.amount = *amount;
  payment.by = entry.colleague_in("by");
  payment.note = row.paragraphs("note");
  payment.external = entry.external();
  if (row.plan().is_ours) {
    payment.id = entry.own_id();
    payment.for_what = row.line("for");
  }
  entry.says().payments.push_back(std::move(payment));
}

}  // namespace crm
