#include "cli/commands/refund.hpp"

#include <fmt/format.h>

#include "cli/commands/new_entries.hpp"
#include "cli/commands/till.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/loyalty.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// How much is given back: what was said, the part of so many, or all that is left.
Money refunded(const RefundWish& asked, const Purchase& bought, const Money& left,
               const Desk& desk) {
  std::vector<std::string> words = asked.amount;
  const std::string amount = take_amount(words);
  if (!words.empty()) throw Failure(refund_takes_less(asked.id));
  if (!amount.empty()) {
    const Money money = typed_amount(amount, desk);
    if (money.minor <= 0)
      throw Failure(Error::asked_wrongly("what is given back is an amount above zero"));
    return money;
  }
  const auto quantity = typed_quantity(asked.quantity);
  if (!quantity) return left;
  if (!bought.quantity || bought.quantity->millionths <= 0)
    throw Failure(Error::asked_wrongly("nothing says how many were bought, so say the amount"));
  return {share(bought.amount.minor, quantity->millionths, bought.quantity->millionths),
          bought.amount.currency};
}

Purchase refund_of(const Purchase& bought, const RefundWish& asked, const Customer& customer,
                   const Desk& desk) {
  const Money left = what_is_left(customer, bought);
  if (!bought.refund_of.empty())
    throw Failure(Error::conflict(bought.id + " is what was given back, not a purchase"));
  if (left.minor == 0) throw Failure(Error::conflict(bought.item + " was given back already"));
  Purchase fresh;
  fresh.amount = refunded(asked, bought, left, desk);
  if (fresh.amount.currency != left.currency || fresh.amount.minor > left.minor)
    throw Failure(Error::conflict("of " + bought.item + " only " + amount_words(left, desk) +
                                  " can be given back, not " + amount_words(fresh.amount, desk)));
  fresh.on = past_day(asked.on, desk);
  if (fresh.on < bought.on && !desk.world().manners.anyway)
    throw Failure(Error::asked_wrongly(
        bought.item + " was bought on " + full_day(bought.on, desk) + ", after that day",
        "say another --on, or insist with --anyway"));
  fresh.item = bought.item;
  fresh.quantity = typed_quantity(asked.quantity);
  if (!fresh.quantity && fresh.amount == bought.amount) fresh.quantity = bought.quantity;
  fresh.category = bought.category;
  fresh.deal = bought.deal;
  fresh.campaign = bought.campaign;
  if (bought.cost)
    fresh.cost = Money{share(bought.cost->minor, fresh.amount.minor, bought.amount.minor),
                       bought.cost->currency};
  if (const std::int64_t points = taken_back(customer, bought, fresh.amount); points != 0)
    fresh.points = -points;
  fresh.refund_of = bought.id;
  fresh.by = desk.me();
  fresh.note = typed_note(desk);
  return fresh;
}

/// Nobody is paid back what they have not paid.
void refuse_to_pay_back(const Purchase& bought, const Money& amount, const Customer& customer,
                        const Desk& desk) {
  if (desk.world().manners.anyway || !desk.settings().terms()) return;
  Money paid = what_is_left(customer, bought);
  const Owed now = owed_in(paid.currency, customer, desk.settings(), desk.today());
  for (const OpenSale& sale : now.sales)
    if (sale.id == bought.id) paid.minor -= sale.open.minor;
  if (amount.minor <= paid.minor) return;
  throw Failure(Error::conflict(
      paid.minor > 0 ? "of " + bought.item + " only " + amount_words(paid, desk) + " is paid"
                     : bought.item + " is not paid",
      "without --paid it is taken off what they owe"));
}

std::string points_words(const Purchase& refund) {
  if (!refund.points) return {};
  const std::int64_t points = *refund.points;
  return points < 0 ? "; " + in_points(-points) + " taken back"
                    : "; " + in_points(points) + (points == 1 ? " comes back" : " come back");
}

/// The purchase that is given back.
Match find_purchase(const std::string& id, const Desk& desk) {
  std::optional<Match> match;
  try {
    match = desk.find(id);
  } catch (const Failure& failure) {
    if (failure.error().kind != Error::Kind::nothing_found) throw;
    throw Failure(Error::nothing_found("there is no purchase \"" + printable_line(id) + "\"",
                                       "crm list purchases WHO shows their ids"));
  }
  if (match->kind == ItemKind::purchase) return *match;
  throw Failure(Error::asked_wrongly("\"" + printable_line(id) + "\" is no purchase but " +
                                         with_article(std::string(name_of(match->kind))),
                                     "crm list purchases " + match->id + " shows their ids"));
}

}  // namespace

Error refund_takes_less(const std::string& id) {
  return Error::asked_wrongly("a refund has all but its amount, quantity and day from the purchase",
                              "crm buy --refund " + as_typed(id) + " [AMOUNT]");
}

void give_back(const RefundWish& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = find_purchase(asked.id, desk);
  std::vector<Deed> deeds;
  std::string title;
  const auto next = [&](Customer after) {
    const Purchase bought = *find_item(after.purchases, match.item);
    Purchase fresh = refund_of(bought, asked, after, desk);
    if (asked.paid) refuse_to_pay_back(bought, fresh.amount, after, desk);
    fresh.id = NewEntries(desk, after).new_id();
    after.purchases.push_back(fresh);
    title =
        after.name + " gave back " + item_words(fresh) + ", " + amount_words(fresh.amount, desk);
    const std::string& currency = fresh.amount.currency;
    deeds = {{title + on_words(fresh.on, desk) + points_words(fresh), fresh.id}};
    if (!asked.paid) {
      deeds.front().sentence += still_open(currency, after, desk);
      return after;
    }
    Payment payment;
    payment.on = fresh.on;
    payment.amount = {-fresh.amount.minor, currency};
    payment.for_what = bought.id;
    Deed paid = add_payment(payment, after, desk);
    paid.sentence += still_open(currency, after, desk);
    paid.part = true;
    deeds.push_back(std::move(paid));
    return after;
  };
  if (desk.change(match, next, [&] { return title; })) print_deeds(deeds, world);
}

}  // namespace crm
