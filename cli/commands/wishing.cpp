#include "cli/commands/wishing.hpp"

#include <algorithm>
#include <tuple>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/query/grammar.hpp"
#include "core/query/kept_filters.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

using Group = DueWish::Group;

/// The same reminder in every clone that makes it: they merge into one.
std::string id_of(const Wish& wish, const std::string& customer) {
  return derived_item_id(wish.sent_key + " " + customer, 0);
}

/// What of a customer the occasions look at.
FieldSet occasion_fields() {
  return FieldSet::of({"id", "name", "deleted", "merged_into", "added", "since", "birthday",
                       "dates", "fields", "people", "deals", "cases", "purchases", "interactions"});
}

/// How a letter that goes by no mail is brought out by hand.
std::string by_hand(const Mailing& mailing, const Recipient& to) {
  const std::string& letter = mailing.wish().letter;
  return "send " + letter + " by " + mailing.rules().channel + " to " +
         (to.person.empty() ? to.name : to.person_name) + ": crm letter " + as_typed(letter) + " " +
         to.customer + (mailing.medium() == Medium::post ? " --print" : " --links") +
         " --repeat --log";
}

bool is_done(const std::string& reason) {
  return reason.starts_with("had it on ") || reason.starts_with("is reminded of") ||
         reason.starts_with("was reminded on ");
}

}  // namespace

std::string_view name_of(Group group) {
  switch (group) {
    case Group::missed: return "missed";
    case Group::today: return "today";
    case Group::soon: return "soon";
    case Group::skipped: return "skipped";
    case Group::done: return "done";
  }
  return "";
}

bool is_wish(const Posted& letter) {
  return letter.sent_key.starts_with("wishes/");
}

Wishing::Wishing(const Desk& desk, const Outbox& outbox, const WishingOptions& options)
    : desk_(desk),
      outbox_(outbox),
      options_(options),
      ground_{desk.settings(), desk.now(), desk.book().zone()} {
  for (OnItsWay& one : outbox.all()) {
    if (!is_wish(one.letter) || one.state == OnItsWay::State::refused) continue;
    if (one.state == OnItsWay::State::sending)
      oldest_unclear_ = std::max(oldest_unclear_, days_between(one.letter.at.day, desk.today()));
    known_[{one.letter.sent_key, one.letter.customer}] = std::move(one);
  }
  const auto tree = Tree::parse(desk.book().settings_text(), "crm.yaml");
  if (!tree) return;
  auto [rules, problems] = WishRules::read(*tree, desk.settings());
  problems_ = std::move(problems);
  for (WishRule& rule : rules) {
    // What is wrong with its filter is said at its place below.
    const auto filter = Filter::parse(words_of_text(rule.filter), customer_type(), desk.asker());
    Rule one{std::move(rule), std::nullopt, nullptr};
    if (filter) one.filter = *filter;
    if (!one.rule.reminds()) read_letter(one);
    rules_.push_back(std::move(one));
  }
  for (Problem& problem : unreadable_filters(desk.book(), desk.asker(), "wishes"))
    problems_.push_back(std::move(problem));
}

void Wishing::read_letter(Rule& rule) {
  MailingWish wish;
  wish.letter = rule.rule.letter;
  wish.channel = rule.rule.channel;
  wish.again = options_.again;
  try {
    rule.mailing = std::make_unique<Mailing>(desk_, std::move(wish), outbox_);
  } catch (const Failure& failure) {
    for (Problem problem : failure.error().problems) {
      if (!problem.place) problem.place = rule.rule.place;
      if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
        problems_.push_back(std::move(problem));
    }
  }
}

Needs Wishing::needs() const {
  Needs all{Depth::brief, occasion_fields()};
  for (const Rule& one : rules_)
    if (one.filter) all.add(needs_of(*one.filter));
  return all;
}

std::optional<Wishing::Found> Wishing::found(const Customer& customer,
                                             const std::string& path) const {
  Found found{path, {}};
  if (customer.is_deleted()) return std::nullopt;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const WishRule& rule = rules_[i].rule;
    const bool catches_up = options_.from == desk_.today();
    const int late = catches_up ? rule.days_late : 0;
    const int again = catches_up && options_.again ? oldest_unclear_ : 0;
    auto wishes = wishes_of(customer, rule.occasion, options_.from.plus_days(-late - again),
                            options_.to, ground_);
    const auto& filter = rules_[i].filter;
    if (wishes.empty() || (filter && !filter->fits(customer))) continue;
    for (Wish& wish : wishes) {
      // The first rule for an occasion that fits holds.
      const bool is_there =
          std::any_of(found.wishes.begin(), found.wishes.end(),
                      [&](const auto& other) { return other.second.sent_key == wish.sent_key; });
      if (is_there) continue;
      const auto known = known_.find({wish.sent_key, customer.id});
      const bool unclear = known != known_.end() && known->second.state == OnItsWay::State::sending;
      // Older ones only come again where nobody knows of them.
      if (wish.day < options_.from.plus_days(-late) && !unclear) continue;
      found.wishes.emplace_back(i, std::move(wish));
    }
  }
  if (found.wishes.empty()) return std::nullopt;
  return found;
}

/// By what this machine knows, whoever of the customer's people it went to.
std::string Wishing::known_reason(const DueWish& one) const {
  const auto known = known_.find({one.wish.sent_key, one.recipient.customer});
  if (known == known_.end()) return "";
  const OnItsWay& way = known->second;
  if (way.state == OnItsWay::State::sending) return options_.again ? "" : may_have_it;
  return (way.letter.letter.empty() ? "was reminded on " : "had it on ") + way.letter.at.day.text();
}

DueWish Wishing::judged(std::size_t number, const Wish& wish, const Customer& customer,
                        const std::string& path) const {
  const Rule& rule = rules_[number];
  DueWish one;
  one.rule = number;
  one.wish = wish;
  one.recipient.path = path;
  one.recipient.customer = customer.id;
  one.recipient.name = customer.name;
  const Person* const person =
      wish.person.empty() ? nullptr : find_item(customer.people, wish.person);
  if (person != nullptr) {
    one.recipient.person = person->id;
    one.recipient.person_name = person->name;
  }
  one.reminds = rule.rule.reminds();
  if (rule.is_wrong()) {
    one.reason = rule.filter ? "the letter " + rule.rule.letter + " can't be read"
                             : "the rule's filter can't be read";
  } else if (one.reminds) {
    const LetterGround ground{desk_.settings(), desk_.now(), desk_.me(), {}, nullptr, &wish};
    const auto text =
        reminder_text(*rule.rule.reminder, letter_values(customer, person, ground, Language()));
    if (text)
      one.text = *text;
    else
      one.reason = text.error().message();
  } else {
    Considered considered = rule.mailing->considered(customer, path, wish);
    one.recipient = std::move(considered.recipient);
    one.reason = std::move(considered.reason);
    std::string why;
    if (one.reason.empty())
      if (const auto ready = rule.mailing->ready(one.recipient, wish, why))
        one.text = ready->letter.subject;
    if (rule.mailing->medium() != Medium::email && !options_.any_channel) {
      one.reminds = true;
      one.text = by_hand(*rule.mailing, one.recipient);
    }
  }
  if (find_item(customer.reminders, id_of(wish, customer.id)) != nullptr)
    one.reason = "is reminded of";
  if (std::string known = known_reason(one); !known.empty()) one.reason = std::move(known);
  // As on the morning page: once somebody has been in contact, it has been wished.
  const Interaction* const last = last_contact(customer, desk_.now());
  if (one.reason.empty() && wish.yearly && wish.day < desk_.today() && last != nullptr &&
      last->at.day >= wish.day)
    one.reason = "was in touch on " + last->at.day.text();
  return one;
}

/// Who has an address that somebody else gets the letter at, for each rule.
void Wishing::skip_shared(std::vector<DueWish>& all) const {
  for (std::size_t number = 0; number < rules_.size(); ++number) {
    if (!rules_[number].mailing) continue;
    std::vector<std::size_t> places;
    std::vector<Considered> considered;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].rule != number) continue;
      places.push_back(i);
      considered.push_back({all[i].recipient, all[i].reason});
    }
    skip_shared_addresses(considered, rules_[number].mailing->rules());
    for (std::size_t k = 0; k < places.size(); ++k) all[places[k]].reason = considered[k].reason;
  }
}

void Wishing::sort_into_groups(std::vector<DueWish>& all) const {
  for (DueWish& one : all) {
    const Day day = one.wish.day, today = desk_.today();
    if (!one.reason.empty())
      one.group = is_done(one.reason) ? Group::done : Group::skipped;
    else if (day != today)
      one.group = day < today ? Group::missed : Group::soon;
  }
  std::stable_sort(all.begin(), all.end(), [](const DueWish& a, const DueWish& b) {
    return std::tuple(a.group, a.wish.day, a.rule) < std::tuple(b.group, b.wish.day, b.rule);
  });
}

std::vector<DueWish> Wishing::look() {
  if (rules_.empty()) return {};
  const auto look = [&](const Customer& customer, const std::string& path) {
    return found(customer, path);
  };
  auto scanned = desk_.scan<Found>(look, needs());
  std::vector<DueWish> all;
  for (const Found& one : scanned.found) {
    const auto stored = desk_.book().read(one.path);
    if (!stored) continue;  // named among the scan's problems the next time
    for (const auto& wished : one.wishes)
      all.push_back(judged(wished.first, wished.second, stored->customer, one.path));
  }
  problems_.insert(problems_.end(), scanned.problems.begin(), scanned.problems.end());
  skip_shared(all);
  sort_into_groups(all);
  return all;
}

Reminder Wishing::reminder(const DueWish& one) const {
  Reminder reminder;
  reminder.id = id_of(one.wish, one.recipient.customer);
  reminder.due.day = one.wish.day;
  reminder.text = one.text;
  reminder.for_whom = rule(one).for_whom;
  reminder.case_id = one.wish.case_id;
  reminder.deal = one.wish.deal;
  return reminder;
}

}  // namespace crm
