#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/delivery.hpp"
#include "cli/courier.hpp"
#include "cli/output/caught.hpp"
#include "cli/output/remark.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

/// Somebody who gets a mail.
struct Addressee {
  Mailbox to;
  /// Those whom they see to; empty: everybody.
  std::set<std::string> people;
  /// How it is remembered what they were mailed.
  std::string what;
  /// The day up to which they know everything.
  std::optional<Day> seen = {};
};

std::string what_of(const DeliveryWish& wish, const std::string& whose) {
  std::string what = "reminders";
  if (!whose.empty()) what += " for " + whose;
  if (!wish.page.only.empty()) what += " (" + wish.page.only + ")";
  return what;
}

Addressee one_addressee(const DeliveryWish& wish, const Desk& desk) {
  Addressee one{
      mailbox_of(wish.to.empty() ? wish.whose : wish.to, desk), {}, what_of(wish, wish.whose)};
  if (!wish.whose.empty()) one.people = looked_after_by(wish.whose, desk.settings(), desk.today());
  return one;
}

/// All who are there today and can be written to.
std::vector<Addressee> team(const DeliveryWish& wish, const Desk& desk) {
  const Settings& settings = desk.settings();
  if (settings.team.empty())
    throw Failure(Error::asked_wrongly("crm.yaml has no team, so --each is nobody",
                                       "crm remind --mail sends all of it to you"));
  std::vector<Addressee> all;
  for (const auto& [name, colleague] : settings.team) {
    const bool has_left = colleague.left && *colleague.left < desk.today();
    if (has_left || !stand_in_for(name, settings, desk.today()).empty()) continue;
    if (auto to = known_mailbox(name, desk))
      all.push_back(
          {*std::move(to), looked_after_by(name, settings, desk.today()), what_of(wish, name)});
    else
      remark(desk.world(), "crm: " + name +
                               " has no e-mail address in crm.yaml's team; what is theirs is "
                               "mailed to all others");
  }
  if (all.empty())
    throw Failure(Error::asked_wrongly("nobody of the team can be mailed to",
                                       "crm.yaml's team has a place for their emails"));
  return all;
}

/// A birthday that came and went before they had another mail.
bool is_known_date(const Errand& one, const Addressee& to) {
  const bool is_date = one.kind == Errand::Kind::birthday || one.kind == Errand::Kind::date;
  if (!is_date || one.group != Errand::Group::overdue) return false;
  return !to.seen || one.due.day.plus_days(-1) <= *to.seen;
}

/// The day of the last mail to them; before the first one that went out, the day before all that
/// the first that failed would have shown.
std::optional<Day> known_until(const Addressee& to, const Deliveries& known) {
  const auto mailed = known.mailed(to.what, to.to.address);
  if (mailed) return mailed;
  for (const FailedMail& one : known.failed(to.to.address))
    if (one.what == to.what) return one.day.plus_days(-5);
  return std::nullopt;
}

Reminded told_of(const Errand& one, const Addressee& to) {
  return {"mail " + to.to.address, one.customer, one.item, one.due};
}

std::string text_of(const std::vector<Errand>& errands, const Morning& page, const Desk& desk) {
  const bool of_one = std::all_of(errands.begin(), errands.end(), [&](const Errand& one) {
    return one.whose == errands.front().whose;
  });
  std::string text = caught_for_mail(desk.world(), [&] { print_errands(errands, of_one, desk); });
  if (const std::size_t count = page.problems.size(); count > 0)
    text += fmt::format("\n{} thing{} of the book can't be read and {} left out: crm check\n",
                        count, count == 1 ? "" : "s", count == 1 ? "is" : "are");
  return text;
}

std::string subject_of(const std::vector<Errand>& errands, Day today) {
  return fmt::format("{}: {} {} {}", count_words(errands), weekday_full_name(today), today.day(),
                     month_full_name(today.month()));
}

}  // namespace

bool mail_morning(const DeliveryWish& wish, const Desk& desk) {
  std::vector<Addressee> all =
      wish.each ? team(wish, desk) : std::vector<Addressee>{one_addressee(wish, desk)};
  Courier courier(desk);
  const bool once = wish.page.time.has_value();
  if (once) courier.memory().be_alone();
  // Before so many days nothing can have come and gone.
  const Day lately = desk.today().plus_days(-5), long_ago = desk.today().plus_days(-31);
  MorningWish page_wish = wish.page;
  std::set<std::string> cared_for;
  for (Addressee& one : all) {
    cared_for.insert(one.people.begin(), one.people.end());
    const auto mailed = known_until(one, courier.memory().known());
    if (once || !mailed || *mailed >= lately) continue;
    one.seen = std::max(*mailed, long_ago);
    page_wish.seen = std::min(page_wish.seen.value_or(*one.seen), *one.seen);
  }
  const Morning page = morning(page_wish, desk);
  bool is_any_due = false;
  for (const Addressee& to : all) {
    std::vector<Errand> errands;
    std::vector<Reminded> told;
    for (const Errand& one : page.errands) {
      // What is nobody's, or of somebody who is not here, is everybody's.
      const bool theirs = to.people.empty() || to.people.contains(one.whose) ||
                          (wish.each && !cared_for.contains(one.whose));
      if (!theirs || is_known_date(one, to)) continue;
      if (once && courier.memory().known().is_told(told_of(one, to))) continue;
      errands.push_back(one);
      told.push_back(told_of(one, to));
    }
    is_any_due = is_any_due || !errands.empty();
    if (errands.empty()) {
      if (!once) courier.had_nothing(to.what, to.to);
      continue;
    }
    const bool out = courier.carry({.what = to.what,
                                    .to = to.to,
                                    .subject = subject_of(errands, desk.today()),
                                    .text = text_of(errands, page, desk)});
    if (!out || !once) continue;
    courier.memory().note([&](Deliveries& known) {
      for (const Reminded& one : told) known.note_told(one);
    });
  }
  if (!is_any_due && desk.world().terminal.err)
    remark(desk.world(), "nothing is due, so no mail goes out");
  if (courier.has_failed() && !page.problems.empty())
    print_error(Error{Error::Kind::invalid, page.problems}, desk.world());
  courier.finish();
  print_problems(page.problems, desk.world());
  return is_any_due;
}

}  // namespace crm
