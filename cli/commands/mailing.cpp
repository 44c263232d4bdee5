#include "cli/commands/mailing.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/output/remark.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

std::optional<Campaign> campaign_named(const std::string& word, const Desk& desk) {
  if (word.empty()) return std::nullopt;
  const auto all = desk.book().campaigns().value().found;
  std::vector<std::string> ids;
  for (const Campaign& one : all) {
    if (one.id == word || folded(one.name) == folded(word)) return one;
    ids.push_back(one.id);
  }
  const auto near = did_you_mean(word, ids);
  throw Failure(Error::nothing_found("there is no campaign \"" + printable_line(word) + "\"",
                                     !near.empty() ? "did you mean " + near.front() + "?"
                                     : ids.empty()
                                         ? "the book has no campaigns"
                                         : fmt::format("there are {}", fmt::join(ids, ", "))));
}

/// Who writes: the letter's own `from`, else the person who sends it, by crm.yaml's team.
Mailbox sender_of(const TemplateHead& head, const Desk& desk) {
  if (!head.from.empty()) return Mailbox::parse(head.from).value();
  const Colleague* const me = find_named(desk.settings().team, desk.me());
  Mailbox mailbox;
  if (me == nullptr) return mailbox;
  mailbox.name = me->name;
  for (const std::string& email : me->emails)
    if (mailbox.address.empty() && why_no_address(email).empty()) mailbox.address = email;
  return mailbox;
}

const Person* person_of(const Recipient& recipient, const Customer& customer) {
  return recipient.person.empty() ? nullptr : find_item(customer.people, recipient.person);
}

/// `welcome.2026-11-21` of `welcome/2026-11-21`.
std::string with_dots(std::string key) {
  std::replace(key.begin(), key.end(), '/', '.');
  return key;
}

}  // namespace

Result<std::string> channel_of(const Stationery& letter, const std::string& other,
                               const Settings& settings) {
  const std::string said = other.empty() ? letter.channel() : other;
  for (const std::string& kind : settings.kinds)
    if (folded(kind) == folded(said)) return kind;
  if (medium_of(said) == Medium::email) return said;
  const auto near = did_you_mean(said, settings.kinds);
  const LetterForm& form = letter.forms.front();
  Problem problem;
  problem.place = Place{(form.text ? form.text : form.html)->file()};
  problem.message = "there is no channel \"" + printable_line(said) + "\"";
  problem.hint = !near.empty()
                     ? "did you mean " + near.front() + "?"
                     : fmt::format("crm.yaml's kinds are {}", fmt::join(settings.kinds, ", "));
  return error(Error{Error::Kind::invalid, {problem}});
}

std::string sent_key_of(const MailingWish& wish, const Outbox& outbox, Day today) {
  if (!wish.campaign.empty()) return wish.letter + "/" + wish.campaign;
  const std::string begun = outbox.unfinished(wish.letter);
  return begun.empty() ? wish.letter + "/" + today.text() : begun;
}

Mailing::Mailing(const Desk& desk, MailingWish wish, const Outbox& outbox)
    : desk_(desk),
      wish_(std::move(wish)),
      outbox_(outbox),
      stationery_(read_stationery(desk.book().disk(), desk.book().layout(), wish_.letter,
                                  letter_fields(desk.settings()))
                      .value()),
      campaign_(campaign_named(wish_.campaign, desk)),
      usual_{{desk.settings(), wish_.letter, "",
              channel_of(stationery_, wish_.channel, desk.settings()).value()},
             {desk.settings(), desk.now(), desk.me(), sender_of(stationery_.head(), desk),
              campaign_ ? &*campaign_ : nullptr}} {
  if (campaign_) wish_.campaign = campaign_->id;
  MailingRules& rules = usual_.rules;
  rules.sent_key = sent_key_of(wish_, outbox, desk.today());
  const std::string again = stationery_.head().again;
  rules.again = Period::parse(again).value_or(Period{});
  if (rules.again->count == 0) rules.again.reset();
  rules.repeats = wish_.repeats || again == "yes";
  rules.to_people = wish_.to_people;
  rules.today = desk.today();
  for (const OnItsWay& one : outbox.all())
    if (one.letter.letter == wish_.letter &&
        (one.state == OnItsWay::State::sent || one.state == OnItsWay::State::logged))
      remembered_[{one.letter.customer, one.letter.person}] = one.letter.at.day;
  for (const LetterForm& form : stationery_.forms)
    pictures_.push_back(pictures_of(form, desk.book().disk(), desk.book().layout()).value());
}

const Mailbox& Mailing::from() const {
  if (usual_.ground.from.address.empty())
    throw Failure(Error::asked_wrongly(
        "nothing says from whom the letter is",
        "say it in its head, from: Name <name@example.com>, or give yourself an address in "
        "crm.yaml's team"));
  return usual_.ground.from;
}

/// A wish counts once for its occasion, whatever was sent before; but who got the letter since,
/// from whomever, has it. How often somebody may have it is said by the letter's head, unless the
/// occasion itself says it.
Mailing::Footing Mailing::footing_of(const Wish& wish) const {
  Footing footing = usual_;
  footing.rules.sent_key = wish.sent_key;
  footing.rules.person = wish.person;
  footing.rules.had_since = wish.day;
  footing.rules.repeats = wish.yearly || !footing.rules.again;
  footing.ground.wish = &wish;
  return footing;
}

/// By what this machine knows besides the record, and by what the letter wants of it.
Considered Mailing::judged(Considered one, const Customer& customer, const Footing& by) const {
  const MailingRules& rules = by.rules;
  const Recipient& to = one.recipient;
  if (one.is_skipped()) return one;
  if (const OnItsWay* const known = outbox_.find(rules.sent_key, to.customer, to.person)) {
    if (known->state == OnItsWay::State::sending && !wish_.again) one.reason = may_have_it;
    if (known->state == OnItsWay::State::sent || known->state == OnItsWay::State::logged)
      one.reason = "had it on " + known->letter.at.day.text();
  }
  // What an undo has taken out of the record was sent all the same.
  const auto before = remembered_.find({to.customer, to.person});
  if (before != remembered_.end()) {
    const bool too_soon =
        !rules.repeats && (!rules.again || plus(before->second, *rules.again) > rules.today);
    if (too_soon || (rules.had_since && before->second >= *rules.had_since))
      one.reason = "had it on " + before->second.text();
  }
  if (one.is_skipped()) return one;
  const LetterForm& form = stationery_.form_for(to.language);
  const auto letter =
      written(form, letter_values(customer, person_of(to, customer), by.ground, language_of(form)));
  if (!letter) one.reason = letter.error().message();
  return one;
}

Considered Mailing::considered(const Customer& customer, const std::string& path,
                               const Wish& wish) const {
  const Footing footing = footing_of(wish);
  std::vector<Considered> some = crm::considered(customer, path, footing.rules);
  if (some.empty())
    return {{path, customer.id, customer.name, "", "", "", ""}, "is no longer one of them"};
  return judged(std::move(some.front()), customer, footing);
}

std::vector<Considered> Mailing::considered(std::vector<Problem>& problems) const {
  const Filter filter = desk_.filter(wish_.filter, customer_type());
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::vector<Considered>> {
    if (customer.is_deleted() && !filter.wants_deleted()) return std::nullopt;
    if (!filter.fits(customer)) return std::nullopt;
    std::vector<Considered> some = crm::considered(customer, path, rules());
    for (Considered& one : some) one = judged(std::move(one), customer, usual_);
    return some;
  };
  auto scanned = desk_.scan<std::vector<Considered>>(look, Depth::whole);
  std::vector<Considered> all;
  for (auto& some : scanned.found)
    for (Considered& one : some) all.push_back(std::move(one));
  skip_shared_addresses(all, rules());
  problems = std::move(scanned.problems);
  return all;
}

std::optional<ReadyLetter> Mailing::ready(const Recipient& recipient, std::string& why) const {
  return ready(recipient, usual_, why);
}

std::optional<ReadyLetter> Mailing::ready(const Recipient& recipient, const Wish& wish,
                                          std::string& why) const {
  return ready(recipient, footing_of(wish), why);
}

std::optional<ReadyLetter> Mailing::ready(const Recipient& recipient, const Footing& by,
                                          std::string& why) const {
  const auto stored = desk_.book().read(recipient.path);
  if (!stored) {
    why = stored.error().message();
    return std::nullopt;
  }
  const Customer& customer = stored->customer;
  for (Considered& one : crm::considered(customer, recipient.path, by.rules)) {
    if (one.recipient.customer != recipient.customer || one.recipient.person != recipient.person)
      continue;
    one = judged(std::move(one), customer, by);
    why = one.reason;
    if (one.is_skipped()) return std::nullopt;
    ReadyLetter ready;
    ready.recipient = std::move(one.recipient);
    ready.form = &stationery_.form_for(ready.recipient.language);
    ready.letter =
        written(*ready.form, letter_values(customer, person_of(ready.recipient, customer),
                                           by.ground, language_of(*ready.form)))
            .value();
    Posted& posted = ready.posted;
    posted.sent_key = by.rules.sent_key;
    posted.customer = ready.recipient.customer;
    posted.person = ready.recipient.person;
    posted.at = desk_.stamp();
    posted.by = desk_.me();
    posted.kind = by.rules.channel;
    posted.campaign = wish_.campaign;
    posted.letter = wish_.letter;
    posted.subject = ready.letter.subject;
    if (medium() == Medium::email && !usual_.ground.from.address.empty())
      posted.mail = mail_name(message_id(with_dots(posted.sent_key) + "." + posted.customer +
                                             (posted.person.empty() ? "" : "." + posted.person),
                                         usual_.ground.from));
    return ready;
  }
  why = "is no longer one of them";
  return std::nullopt;
}

Message Mailing::message(const ReadyLetter& ready) const {
  Message message;
  message.from = from();
  const Recipient& to = ready.recipient;
  message.to = {{to.person.empty() ? to.name : to.person_name, to.address}};
  const std::string reply_to = stationery_.head().reply_to;
  if (!reply_to.empty()) message.reply_to = {Mailbox::parse(reply_to).value()};
  message.subject = ready.letter.subject;
  message.text = ready.letter.text;
  message.html = ready.letter.html;
  const auto form = static_cast<std::size_t>(ready.form - stationery_.forms.data());
  message.pictures = pictures_[form];
  std::vector<std::string> names;
  for (const InlinePicture& picture : message.pictures) names.push_back(picture.name);
  message.html = with_inline_pictures(std::move(message.html), names);
  message.date = desk_.now();
  const std::string prefix = mail_name("");
  if (ready.posted.mail.starts_with(prefix)) message.id = ready.posted.mail.substr(prefix.size());
  return message;
}

}  // namespace crm
