#include "cli/commands/all.hpp"
#include "cli/commands/references.hpp"
#include "cli/commands/till.hpp"

namespace crm {
namespace {

struct PayOptions {
  std::string who, amount, currency, for_what, on;
};

/// What it pays: named by --for, or by the WHO itself.
std::string paid_for(const PayOptions& asked, const Match& match, const Customer& customer) {
  if (!asked.for_what.empty()) return sale_named(customer, asked.for_what);
  if (match.kind == ItemKind::deal || match.kind == ItemKind::purchase) return match.item;
  return {};
}

/// Only what was paid too much is paid back.
void refuse_to_pay_back(const Owed& now, const Money& amount, const Customer& customer,
                        const Desk& desk) {
  if (now.amount.minor <= -amount.minor) return;
  throw Failure(
      Error::conflict(customer.name + " has not paid " + amount_words(amount, desk) + " too much",
                      "below zero is paid back; what was given back: crm buy --refund ID"));
}

/// A payment of what nobody owes is more often a slip than an advance.
void refuse_what_is_not_open(const Payment& payment, const Customer& customer, const Desk& desk) {
  if (desk.world().manners.anyway || !desk.settings().terms()) return;
  const std::string& currency = payment.amount.currency;
  const Owed now = owed_in(currency, customer, desk.settings(), desk.today());
  if (payment.amount.minor < 0)
    return refuse_to_pay_back(now, {-payment.amount.minor, currency}, customer, desk);
  if (now.amount.minor > 0) return;
  std::string open;
  for (const Owed& one : owed(customer, desk.settings(), desk.today()))
    if (one.amount.minor > 0)
      open += (open.empty() ? "" : " and ") + amount_words(one.amount, desk);
  throw Failure(Error::conflict(
      customer.name + " owes nothing in " + currency,
      (open.empty() ? "note first what was sold: crm buy " + customer.id + " ITEM AMOUNT"
                    : "open is " + open) +
          "; --anyway notes it as paid in advance"));
}

void pay(const PayOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = desk.find(asked.who);
  Payment payment;
  payment.amount =
      typed_amount(asked.amount + (asked.currency.empty() ? "" : " " + asked.currency), desk);
  if (payment.amount.minor == 0) throw Failure(Error::asked_wrongly("nothing was paid"));
  payment.on = past_day(asked.on, desk);
  payment.note = typed_note(desk);
  std::vector<Deed> deeds;
  std::string title;
  const auto next = [&](Customer after) {
    payment.for_what = paid_for(asked, match, after);
    refuse_what_is_not_open(payment, after, desk);
    Deed deed = add_payment(payment, after, desk);
    title = after.name + " " + deed.sentence;
    deed.sentence =
        title + on_words(payment.on, desk) + still_open(payment.amount.currency, after, desk);
    deeds = {std::move(deed)};
    return after;
  };
  if (desk.change(match, next, [&] { return title; })) print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<PayOptions>();
  words.argument(asked->who, Placeholder{"WHO|ID"},
                 "who paid; a purchase or deal by its id is what it pays");
  words.argument(asked->amount, Placeholder{"AMOUNT"},
                 "how much arrived; below zero, how much was paid back");
  words.optional_argument(asked->currency, Placeholder{"CURRENCY"},
                          "its code; without one, the book's");
  words.option(asked->for_what, "--for", placeholder::sale_id,
               "the purchase or deal it pays; without it, the oldest that is open");
  words.option(asked->on, "--on", placeholder::day, "the day it arrived: yesterday, 2026-11-03");
  return [asked](World& world) { pay(*asked, world); };
}

}  // namespace

Command pay_command() {
  return {"pay",
          "Sell",
          "note a payment, and see what is still open",
          {{"crm pay acme 480", "the oldest that is open is paid first"},
           {"crm pay b5w6y7 480 EUR --on yesterday -m \"bank transfer\"", "a purchase by its id"},
           {"crm pay acme 1200 --for d7k2m9", "a won deal"}},
          declare};
}

}  // namespace crm
