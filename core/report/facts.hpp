// What happened with a customer, flattened to rows: what reports are asked of.
//
// A report never sees a record. It sees these rows, of those entries that somebody's filter lets
// through, with the group that each belongs to where somebody asks for groups. They and their words
// stand on the customer's `paper`, some words in the settings.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/report/gist.hpp"
#include "core/report/margin.hpp"

namespace crm {

/// A move that counts: not one after the first ending, unless it reopened the deal.
struct Step {
  Day on;
  /// By its name of today.
  Word stage;
  /// `won`, `lost`, or empty.
  Word ends;
};

/// A move into a stage whose needs the deal did not meet.
struct ForcedMove {
  Day on;
  Word stage, by;
  /// Why, in the words of who did it.
  Word why;
};

struct DealFacts {
  Word id, title, owner, source, campaign, group;
  /// Its name, also where the deal has left it out.
  Word pipeline;
  std::optional<Amount> amount, cost;
  std::optional<Day> expected;
  /// Percent: its own, else its stage's.
  std::optional<std::int64_t> probability;
  /// Percent, where the deal itself says so.
  std::optional<std::int64_t> own_probability;
  /// In the order of time.
  Rows<Step> steps;
  /// Before they were changed, in the order of time; none where they never were.
  Rows<DealTerms> earlier;
  /// It was there before its first move: that comes from somewhere, or something was changed by
  /// then.
  bool there_before_moving = false;
  /// Where it stands.
  Word stage, ends, reason;
  /// Since when it stands there.
  std::optional<Day> since;
  /// Whether a purchase names it, be it a later one.
  bool bought = false;
  /// Whether crm.yaml has the pipeline, and in it the stage where the deal stands.
  bool known_stage = true;
  /// In the order of time.
  Rows<ForcedMove> forced = {};

  bool is_open() const { return ends.empty(); }

  bool is_won() const { return ends == "won"; }

  /// The day of its first move.
  std::optional<Day> opened() const {
    return steps.empty() ? std::nullopt : std::optional(steps.front().on);
  }
};

/// Revenue: a purchase, or a won deal that no purchase names; of a refund the amount and the cost
/// are below zero, on the day it was given back.
struct Sale {
  Day on;
  Amount amount;
  /// As written, else by crm.yaml's margin.
  std::optional<Amount> cost;
  Word item, category, owner, campaign, deal, group;
  bool refund = false;
  /// Its cost is what a margin leaves; nobody wrote it down.
  bool estimated = false;
  Word coupon = {};
  /// Of the purchase, or of the won deal.
  Word id = {};
};

/// A conversation.
struct Talk {
  Moment at;
  Word kind, by, outcome, direction, deal, case_id, campaign, group;
  /// Open still: it lies ahead, or nobody said how it went.
  bool planned = false;
  /// Somebody was spoken to.
  bool held = false;
  Word id = {};
  /// Ids of other customers of the same talk.
  Rows<Word> also = {};
};

/// A reminder that is not done.
struct OpenReminder {
  Word id, text, deal;
  /// When it is due next, snoozing included.
  Moment due;
  bool promise = false;
};

struct CaseFacts {
  Word id, title, priority, owner, status, group;
  std::optional<Moment> opened = {}, answered = {}, closed = {}, due = {};
  std::optional<std::int64_t> rating = {};

  bool is_open() const { return !closed.has_value(); }
};

struct CustomerFacts {
  Word id, name, status, owner, source, referred_by, group;
  Rows<Word> campaigns;
  /// Whether there is a way to reach them.
  bool reachable = false;
  std::optional<Day> added;
  /// When they became a customer: as written, else by the first win or purchase.
  std::optional<Day> since;
  /// Whether the customer itself is asked about, not only some of its entries.
  bool counted = true;
  /// How often they are to be spoken to: by their own word, else by a rule.
  std::optional<Period> cadence;
  Rows<DealFacts> deals;
  /// In the order of time.
  Rows<Sale> sales;
  Rows<Talk> talks;
  Rows<CaseFacts> cases;
  /// Only where the customer itself is asked about.
  Rows<OpenReminder> reminders;
  Rows<Gist::Payment> payments;
  /// What they owe by now (core/domain/account), a currency below zero where they paid too much.
  Totals due;
  /// What all these rows and their words stand on.
  std::shared_ptr<const Paper> paper;
};

/// Nothing for the customer itself.
using Part =
    std::variant<std::monostate, const Deal*, const Purchase*, const Interaction*, const Case*>;

/// What somebody asks about.
struct Selection {
  /// Whether the entry counts; unset: all do.
  std::function<bool(const Customer&, const Part&)> fits;
  /// The group it belongs to; unset: none.
  std::function<std::string(const Customer&, const Part&)> group;
  /// How often customers are to be spoken to that don't say it themselves; unset: nobody knows.
  std::function<std::optional<Period>(const Customer&)> cadence = {};
  /// A filter of customers: those it leaves out are told as well, with all that is theirs, but are
  /// not counted.
  bool everyone = false;
  /// `fits` says the same of a customer and of all that is theirs.
  bool of_customers = false;
};

/// Makes the facts of one customer after the other; may be asked from several threads.
class Facts {
 public:
  /// `now` is local; the settings must outlive it. A margin that can't be read is none.
  Facts(const Settings& settings, const Moment& now, Selection selection = {});

  /// Nothing of a customer that is removed, a contact only in the address book, or one of which
  /// nothing fits. Sales of days after `now` are left out.
  std::optional<CustomerFacts> of(const Customer& customer) const;
  /// The same, where what reports read of the customer is known; the selection is asked about
  /// `customer`, of which only what it looks at must be there.
  std::optional<CustomerFacts> of(const Gist& gist, const Customer& customer) const;

 private:
  friend class Flattening;

  const Settings& settings_;
  Moment now_;
  Selection selection_;
  Margin margin_;
};

}  // namespace crm
