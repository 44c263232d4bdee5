#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/commands/all.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/references.hpp"
#include "cli/commands/refund.hpp"
#include "cli/commands/till.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/loyalty.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct BuyOptions {
  std::vector<std::string> words;
  std::string quantity, on, category, deal, coupon, campaign, redeem, cost, refund;
  bool paid = false;
};

std::string quoted(const std::string& text) {
  return "\"" + printable_line(text) + "\"";
}

// --- What brought them ---

/// The id of a campaign by its id, how that begins, or its name. In a book that keeps none any word
/// will do.
std::string campaign_named(const std::string& words, const std::vector<Campaign>& all,
                           const Desk& desk) {
  std::vector<std::string> ids, begun;
  for (const Campaign& one : all) {
    if (one.id == words || folded(one.name) == folded(words)) return one.id;
    if (words.size() >= 3 && one.id.starts_with(words)) begun.push_back(one.id);
    ids.push_back(one.id);
  }
  if (begun.size() == 1) return begun.front();
  if (ids.empty() || desk.world().manners.anyway) return words;
  const auto near = did_you_mean(words, ids);
  throw Failure(Error::nothing_found("there is no campaign " + quoted(words),
                                     near.empty()
                                         ? fmt::format("known are {}", fmt::join(ids, ", "))
                                         : "did you mean " + near.front() + "?"));
}

/// Sets what the purchase is owed to; what is odd about it is remarked on.
void look_at_campaign(Purchase& purchase, const BuyOptions& asked, const Desk& desk) {
  if (asked.coupon.empty() && asked.campaign.empty()) return;
  const std::vector<Campaign> all = desk.book().campaigns().value().found;
  if (!asked.campaign.empty()) purchase.campaign = campaign_named(asked.campaign, all, desk);
  if (asked.coupon.empty()) return;
  purchase.coupon = composed(trimmed(asked.coupon));
  const Campaign* const its = campaign_with_coupon(purchase.coupon, all, purchase.on);
  if (its == nullptr) {
    remark(desk.world(),
           "crm: no campaign has the coupon " + quoted(purchase.coupon) + "; it is kept as typed");
    return;
  }
  if (!its->runs_on(purchase.on))
    remark(desk.world(), "crm: the coupon " + quoted(its->coupon) + " holds " +
                             (its->from ? "from " + its->from->text() + " " : "") +
                             (its->to ? "to " + its->to->text() : "on") + ", not on " +
                             purchase.on.text());
  if (purchase.campaign.empty()) purchase.campaign = its->id;
  if (purchase.campaign != its->id)
    remark(desk.world(), "crm: the coupon " + quoted(its->coupon) + " is of " + its->id +
                             ", not of " + purchase.campaign);
}

// --- Points ---

/// The book's rule; one that can't be read is remarked on, and nobody is given points. It must be
/// there where points are `spent`.
std::optional<PointsRule> rule_of(const Desk& desk, bool spent) {
  const std::string& currency = desk.settings().currency;
  if (desk.settings().points.empty() && spent)
    throw Failure(Error::conflict("this book has no rule for points",
                                  "give it one in crm.yaml: points: {per: 100.00 " + currency +
                                      ", worth: 1.00 " + currency + "}"));
  if (desk.settings().points.empty()) return std::nullopt;
  auto rule = PointsRule::parse(desk.settings().points, currency);
  if (rule) return *std::move(rule);
  if (spent) throw Failure(rule.error());
  remark(desk.world(), "crm: no points are counted, since crm.yaml can't be read there: " +
                           rule.error().message());
  return std::nullopt;
}

std::int64_t typed_points(const std::string& words) {
  std::int64_t points = 0;
  const auto [end, failure] = std::from_chars(words.data(), words.data() + words.size(), points);
  if (failure != std::errc() || end != words.data() + words.size() || points <= 0)
    throw Failure(Error::asked_wrongly("--redeem wants a number of points, not " + quoted(words)));
  return points;
}

/// Takes the points off the amount; how much that was.
Money redeem(std::int64_t points, Purchase& purchase, const PointsRule& rule,
             const Customer& customer, const Desk& desk) {
  const auto value = rule.value(points);
  if (!value)
    throw Failure(Error::conflict(
        "points can't be spent in this book",
        "say in crm.yaml what one is worth: points: {worth: 1.00 " + rule.per.currency + "}"));
  const std::int64_t there = balance(customer, rule, purchase.on);
  if (points > there)
    throw Failure(
        Error::conflict(fmt::format("{} has {}, not {}", customer.name, in_points(there), points)));
  if (value->currency != purchase.amount.currency)
    throw Failure(Error::asked_wrongly("points are worth " + value->currency + ", not " +
                                       purchase.amount.currency));
  if (value->minor > purchase.amount.minor)
    throw Failure(Error::asked_wrongly(
        fmt::format("{} are worth {}, more than the {}", in_points(points),
                    amount_words(*value, desk), amount_words(purchase.amount, desk)),
        fmt::format("redeem {} at most", purchase.amount.minor / rule.worth->minor)));
  purchase.amount.minor -= value->minor;
  return *value;
}

// --- Selling ---

/// What all words but the options say.
Purchase typed_purchase(const BuyOptions& asked, const Desk& desk) {
  std::vector<std::string> words = asked.words;
  if (words.size() < 3)
    throw Failure(Error::asked_wrongly(
        words.empty()       ? "who bought, what, and for how much?"
        : words.size() == 1 ? "what was bought, and for how much?"
        : Money::parse(words.back(), desk.settings().currency)
            ? "what was bought for " + words.back() + "?"
            : "for how much was " + quoted(words.back()) + " bought?",
        "crm buy " + (words.empty() ? "WHO" : as_typed(words.front())) + " ITEM AMOUNT"));
  Purchase purchase;
  const std::string amount = take_amount(words);
  purchase.amount = typed_amount(amount, desk);
  std::string item;
  for (std::size_t i = 1; i < words.size(); ++i) item += (i == 1 ? "" : " ") + words[i];
  purchase.item = composed(trimmed(item));
  if (purchase.item.empty()) throw Failure(Error::asked_wrongly("what was bought?"));
  if (purchase.amount.minor <= 0)
    throw Failure(Error::asked_wrongly("the amount of a sale is above zero, not " + quoted(amount),
                                       "what was given back: crm buy --refund ID AMOUNT"));
  purchase.on = past_day(asked.on, desk);
  purchase.quantity = typed_quantity(asked.quantity);
  purchase.category = composed(trimmed(asked.category));
  if (!asked.cost.empty()) {
    purchase.cost = typed_amount(asked.cost, desk);
    if (purchase.cost->minor < 0) throw Failure(Error::asked_wrongly("--cost can't be below zero"));
  }
  purchase.by = desk.me();
  purchase.note = typed_note(desk);
  return purchase;
}

void sell(const BuyOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Purchase typed = typed_purchase(asked, desk);
  const Match match = desk.find(asked.words.front());
  const std::int64_t redeemed = asked.redeem.empty() ? 0 : typed_points(asked.redeem);
  const auto rule = rule_of(desk, redeemed > 0);
  Purchase owed_to = typed;
  look_at_campaign(owed_to, asked, desk);
  std::vector<Deed> deeds;
  std::string title;
  const auto next = [&](Customer after) {
    Purchase fresh = owed_to;
    fresh.id = NewEntries(desk, after).new_id();
    if (!asked.deal.empty())
      fresh.deal = deal_named(after, asked.deal);
    else if (match.kind == ItemKind::deal)
      fresh.deal = match.item;
    std::string taken_off;
    if (redeemed > 0)
      taken_off = fmt::format("; {} took off {}", in_points(redeemed),
                              amount_words(redeem(redeemed, fresh, *rule, after, desk), desk));
    const std::int64_t points = rule ? rule->earned(fresh.amount) - redeemed : 0;
    if (points != 0) fresh.points = points;
    after.purchases.push_back(fresh);
    title = after.name + " bought " + item_words(fresh) + ", " + amount_words(fresh.amount, desk);
    std::string now;
    if (points != 0)
      now = "; " + in_points(balance(after, *rule, std::max(fresh.on, desk.today()))) + " now";
    deeds = {{title + on_words(fresh.on, desk) + taken_off + now, fresh.id}};
    if (asked.paid && fresh.amount.minor > 0) {
      Payment payment;
      payment.on = fresh.on;
      payment.amount = fresh.amount;
      payment.for_what = fresh.id;
      Deed paid = add_payment(payment, after, desk);
      paid.sentence += still_open(fresh.amount.currency, after, desk);
      paid.part = true;
      deeds.push_back(std::move(paid));
    }
    return after;
  };
  if (desk.change(match, next, [&] { return title; })) print_deeds(deeds, world);
}

void give_back(const BuyOptions& asked, World& world) {
  const bool other = !asked.category.empty() || !asked.deal.empty() || !asked.coupon.empty() ||
                     !asked.campaign.empty() || !asked.redeem.empty() || !asked.cost.empty();
  if (other) throw Failure(refund_takes_less(asked.refund));
  give_back(RefundWish{asked.refund, asked.words, asked.quantity, asked.on, asked.paid}, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<BuyOptions>();
  words.arguments(asked->words, Placeholder{"WHO ITEM... AMOUNT"},
                  "who bought, what, and the total that it cost; with --refund the amount alone");
  words.option(asked->quantity, "--quantity", Placeholder{"NUMBER"}, "how many, or how much of it");
  words.option(asked->on, "--on", placeholder::day, "the day of the sale: yesterday, 2026-11-03");
  words.option(asked->category, "--category", placeholder::text, "the kind of goods, for reports");
  words.option(asked->deal, "--deal", placeholder::deal_id, "the deal it fulfils");
  words.option(asked->coupon, "--coupon", Placeholder{"CODE"},
               "the coupon that was used; it tells the campaign");
  words.option(asked->campaign, "--campaign", Placeholder{"CAMPAIGN"},
               "the campaign it is owed to");
  words.option(asked->redeem, "--redeem", Placeholder{"POINTS"},
               "loyalty points that are spent on it");
  words.option(asked->cost, "--cost", Placeholder{"AMOUNT"}, "what the goods cost you");
  words.flag(asked->paid, "--paid", "it was paid as well; with --refund, paid back");
  words.option(asked->refund, "--refund", placeholder::sale_id,
               "give back this purchase: AMOUNT of it, --quantity of it, or all");
  return [asked](World& world) {
    if (asked->refund.empty())
      sell(*asked, world);
    else
      give_back(*asked, world);
  };
}

}  // namespace

Command buy_command() {
  return {"buy",
          "Sell",
          "note what a customer bought or gave back",
          {{"crm buy acme \"Arm A1\" 480 --quantity 2", "two arms for 480.00 in all"},
           {"crm buy acme \"Arm A1\" 480 --paid", "paid at once"},
           {"crm buy 4500123 tea 12.50 --redeem 20", "by the number of their card, with points"},
           {"crm buy --refund b5w6y7 240", "half of it is given back"}},
          declare};
}

}  // namespace crm
