#include "core/report/gist.hpp"

#include <algorithm>

namespace crm {
namespace {

bool is_reachable(const Contact& contact) {
  return !contact.emails.empty() || !contact.phones.empty() || !contact.addresses.empty();
}

/// Copies what a customer says: the gist outlives it.
class Copying {
 public:
  Copying(const Customer& customer, std::string_view currency)
      : customer_(customer), currency_(currency) {
    gist_.paper = std::make_shared<Paper>();
  }

  Gist take() {
    gist_.id = kept(customer_.id);
    gist_.name = kept(customer_.name);
    gist_.status = kept(customer_.status);
    gist_.owner = kept(customer_.owner);
    gist_.source = kept(customer_.source);
    gist_.referred_by = kept(customer_.referred_by);
    gist_.removed = customer_.is_deleted();
    gist_.campaigns = kept(customer_.campaigns);
    gist_.reachable = is_reachable(customer_) ||
                      std::any_of(customer_.people.begin(), customer_.people.end(), is_reachable);
    gist_.added = customer_.added;
    gist_.since = customer_.since;
    gist_.keep_in_touch = customer_.keep_in_touch;
    for (const Deal& one : customer_.deals) gist_.deals.push_back(copy(one));
    for (const Purchase& one : customer_.purchases)
      gist_.purchases.push_back({kept(one.id), one.on, kept(one.item), kept(one.category),
                                 kept(one.coupon), kept(one.deal), kept(one.campaign),
                                 kept(one.refund_of), kept(one.amount), kept(one.cost)});
    for (const Payment& one : customer_.payments)
      gist_.payments.push_back({kept(one.id), one.on, kept(one.amount), kept(one.for_what)});
    for (const Interaction& one : customer_.interactions)
      gist_.talks.push_back({kept(one.id), one.at, kept(one.by), kept(one.kind),
                             kept(one.direction), kept(one.outcome), kept(one.deal),
                             kept(one.case_id), kept(one.campaign), one.planned, kept(one.also)});
    gist_.cases = customer_.cases;
    gist_.reminders = customer_.reminders;
    return std::move(gist_);
  }

 private:
  Word kept(const std::string& text) { return gist_.paper->keep(text); }

  Rows<Word> kept(const std::vector<std::string>& list) {
    std::vector<Word> words;
    for (const std::string& text : list) words.push_back(kept(text));
    return gist_.paper->keep(words);
  }

  Amount kept(const Money& money) { return crm::kept(money, *gist_.paper); }

  std::optional<Amount> kept(const std::optional<Money>& money) {
    return money ? std::optional(kept(*money)) : std::nullopt;
  }

  Gist::Deal copy(const Deal& deal) {
    Gist::Deal one{kept(deal.id),
                   kept(deal.title),
                   kept(deal.owner),
                   kept(deal.source),
                   kept(deal.campaign),
                   kept(deal.pipeline),
                   kept(deal.amount),
                   kept(deal.cost),
                   deal.expected,
                   deal.probability,
                   {},
                   {}};
    one.history.reserve(deal.history.size());
    for (const Move& move : deal.history)
      one.history.push_back({kept(move.id), move.at, kept(move.by), kept(move.stage),
                             kept(move.from), kept(move.reason), kept(move.note), move.forced,
                             move.reopen});
    put_in_order(one.history);
    one.earlier = earlier_terms(deal, currency_, *gist_.paper);
    return one;
  }

  const Customer& customer_;
  std::string_view currency_;
  Gist gist_;
};

}  // namespace

Gist Gist::of(const Customer& customer, std::string_view currency) {
  return Copying(customer, currency).take();
}

Amount kept(const Money& money, Paper& paper) {
  return {money.minor, paper.keep(money.currency)};
}

std::vector<DealTerms> earlier_terms(const Deal& deal, std::string_view currency, Paper& paper) {
  std::vector<DealTerms> earlier;
  const auto changes = [](const Move& move) {
    return std::any_of(move.was.begin(), move.was.end(), [](const auto& one) {
      return one.first == "amount" || one.first == "expected" || one.first == "probability";
    });
  };
  if (std::none_of(deal.history.begin(), deal.history.end(), changes)) return earlier;
  for (const Move* const move : in_order(deal.history)) {
    if (!changes(*move) || (!earlier.empty() && earlier.back().until == move->at.day)) continue;
    if (const auto before = as_of(deal, move->at.day.plus_days(-1), currency))
      earlier.push_back(
          {move->at.day,
           before->amount ? std::optional(kept(*before->amount, paper)) : std::nullopt,
           before->expected, before->probability});
  }
  return earlier;
}

void put_in_order(std::vector<Gist::Move>& history) {
  const auto before = [](const Gist::Move& a, const Gist::Move& b) {
    const auto order = in_time(a.at, b.at);
    return order < 0 || (order == 0 && a.id < b.id);
  };
  if (!std::is_sorted(history.begin(), history.end(), before))
    std::stable_sort(history.begin(), history.end(), before);
}

}  // namespace crm
