#include "core/report/agenda.hpp"

#include <algorithm>

#include "core/domain/account.hpp"
#include "core/domain/birthday.hpp"
#include "core/report/deadlines.hpp"

namespace crm {
namespace {

class Agenda {
 public:
  Agenda(const Customer& customer, const Settings& settings, const AgendaWish& wish)
      : customer_(customer),
        settings_(settings),
        wish_(wish),
        today_(wish.now.day),
        last_(last_contact(customer, wish.now)) {}

  std::vector<Errand> take() {
    // In the address book only: its own reminders count, figures and cadence do not.
    for (const Reminder& reminder : customer_.reminders) look_at(reminder);
    for (const Interaction& interaction : customer_.interactions) look_at(interaction);
    look_at_dates(customer_, "");
    for (const Person& person : customer_.people)
      if (!person.left) look_at_dates(person, person.name);
    if (customer_.status != "contact") {
      look_at_cadence();
      for (const Deal& deal : customer_.deals) look_at(deal);
      for (const Owed& one : owed(customer_, settings_, today_)) look_at(one);
    }
    for (const Case& one : customer_.cases) look_at(one);
    return std::move(errands_);
  }

 private:
  Errand errand(Errand::Kind kind, const Moment& due) const {
    Errand one;
    one.kind = kind;
    one.due = due.timed() ? wish_.zone.with_offset(due) : due;
    one.days = days_between(due.day, today_);
    one.group = one.days > 0    ? Errand::Group::overdue
                : one.days == 0 ? Errand::Group::today
                                : Errand::Group::soon;
    one.customer = customer_.id;
    one.name = customer_.name;
    one.whose = customer_.owner;
    return one;
  }

  bool is_in_time(Day day) const { return days_between(today_, day) <= wish_.within; }

  void look_at(const Reminder& reminder) {
    const auto due = next_due(reminder);
    if (!due || !is_in_time(due->day)) return;
    Errand one = errand(Errand::Kind::reminder, *due);
    one.item = reminder.id;
    one.text = reminder.text;
    one.promise = reminder.promise;
    if (!reminder.for_whom.empty()) one.whose = reminder.for_whom;
    errands_.push_back(std::move(one));
  }

  void look_at(const Interaction& interaction) {
    if (!is_planned(interaction, wish_.now) || !is_in_time(interaction.at.day)) return;
    const bool past = in_time(interaction.at, wish_.now) < 0 &&
                      (interaction.at.timed() || interaction.at.day < today_);
    Errand one = errand(past ? Errand::Kind::unanswered : Errand::Kind::meeting, interaction.at);
    one.item = interaction.id;
    one.text = interaction.kind;
    const std::string& what = interaction.subject.empty() ? interaction.text : interaction.subject;
    if (!what.empty()) one.text += ": " + what;
    std::string names;
    for (const std::string& id : interaction.with)
      if (const Person* const person = find_item(customer_.people, id))
        names += (names.empty() ? ", with " : " and ") + person->name;
    one.text += names;
    if (!interaction.by.empty()) one.whose = interaction.by;
    errands_.push_back(std::move(one));
  }

  void look_at_dates(const Contact& contact, const std::string& person) {
    if (contact.birthday) look_at_yearly(*contact.birthday, Errand::Kind::birthday, person, "");
    for (const YearlyDate& date : contact.dates)
      look_at_yearly(date.on, Errand::Kind::date, person, date.what);
  }

  void look_at_yearly(const PartialDay& date, Errand::Kind kind, const std::string& person,
                      const std::string& what) {
    for (const int year : {today_.year() - 1, today_.year(), today_.year() + 1}) {
      const auto day = in_year(date, year, settings_.leap_day_rule());
      if (!day) return;
      const int late = days_between(*day, today_);
      const int ahead = std::max(days_before_birthday, wish_.within);
      const bool missed = was_missed(*day);
      if (!missed && !is_to_be_wished(*day, today_, last_, ahead)) continue;
      Moment due;
      due.day = *day;
      Errand one = errand(kind, due);
      if (late >= 0 && !missed) one.group = Errand::Group::today;
      one.text = person;
      if (!what.empty()) one.text += (one.text.empty() ? "" : ": ") + what;
      const int years = date.year ? year - *date.year : 0;
      if (years > 0 && kind == Errand::Kind::birthday)
        one.text += (one.text.empty() ? "turns " : " turns ") + std::to_string(years);
      else if (years > 0)
        one.text += ", " + std::to_string(years) + (years == 1 ? " year" : " years");
      errands_.push_back(std::move(one));
    }
  }

  /// No look at that time could show it, and nobody has been in contact since.
  bool was_missed(Day day) const {
    const Day last_shown = day.plus_days(days_after_birthday);
    return wish_.seen && day.plus_days(-days_before_birthday) > *wish_.seen &&
           last_shown < today_ && is_to_be_wished(day, last_shown, last_);
  }

  void look_at_cadence() {
    const auto period = cadence();
    if (!period) return;
    const std::optional<Day> since =
        last_ != nullptr ? std::optional(last_->at.day) : customer_.added;
    if (!since || has_plans()) return;
    const Day wanted = plus(*since, *period);
    if (!is_in_time(wanted)) return;
    Moment due;
    due.day = wanted;
    Errand one = errand(Errand::Kind::keep_in_touch, due);
    one.group = Errand::Group::keep_in_touch;
    one.days = days_between(*since, today_);
    one.text = "every " + period->words();
    one.text += last_ == nullptr ? "; no contact yet"
                                 : "; last: " + last_->kind + " on " + day_and_month(*since);
    errands_.push_back(std::move(one));
  }

  std::optional<Period> cadence() const {
    if (customer_.keep_in_touch) return customer_.keep_in_touch->period;
    for (const Cadence& rule : wish_.cadences)
      if (rule.fits(customer_)) return rule.how.period;
    return std::nullopt;
  }

  /// A meeting to come is a plan to be in touch.
  bool has_plans() const {
    const auto planned = [&](const Interaction& one) {
      return is_planned(one, wish_.now) && one.at.day >= today_;
    };
    return std::any_of(customer_.interactions.begin(), customer_.interactions.end(), planned);
  }

  void look_at(const Deal& deal) {
    const Standing now = standing(deal, settings_);
    if (!now.ends.empty() || !deal.expected || *deal.expected >= today_) return;
    Moment due;
    due.day = *deal.expected;
    Errand one = errand(Errand::Kind::deal, due);
    one.group = Errand::Group::deals;
    one.item = deal.id;
    one.amount = deal.amount;
    one.text = deal.title;
    if (!now.stage.empty()) one.text += ", " + now.stage;
    one.text += ", was expected " + day_and_month(*deal.expected);
    if (!deal.owner.empty()) one.whose = deal.owner;
    errands_.push_back(std::move(one));
  }

  void look_at(const Case& one_case) {
    if (one_case.is_closed()) return;
    if (!deadlines_) deadlines_.emplace(settings_);
    const auto deadline =
        deadlines_->next(awaited(one_case, customer_.interactions, wish_.now), wish_.now);
    if (!deadline || !is_in_time(deadline->by.day)) return;
    Errand one = errand(Errand::Kind::case_, deadline->by);
    one.group = Errand::Group::cases;
    one.limit = name_of(deadline->what);
    one.late = deadline->late;
    one.item = one_case.id;
    one.text = one_case.title;
    if (!one_case.priority.empty()) one.text += ", " + one_case.priority;
    if (!one_case.owner.empty()) one.whose = one_case.owner;
    errands_.push_back(std::move(one));
  }

  void look_at(const Owed& owed) {
    const auto late = overdue(owed, settings_, today_);
    if (!late) return;
    const Day since = late->sales.front().on;
    Moment due;
    due.day = plus(since, *settings_.terms());
    Errand one = errand(Errand::Kind::due, due);
    one.group = Errand::Group::dues;
    one.days = days_between(since, today_);
    // What is to be paid first: the one sale, where there is one.
    if (late->sales.size() == 1) one.item = late->sales.front().id;
    one.amount = late->amount;
    one.text = "since " + day_and_month(since);
    if (since.year() != today_.year()) one.text += " " + std::to_string(since.year());
    errands_.push_back(std::move(one));
  }

  static std::string day_and_month(Day day) {
    return std::to_string(day.day()) + " " + std::string(month_name(day.month()));
  }

  const Customer& customer_;
  const Settings& settings_;
  const AgendaWish& wish_;
  Day today_;
  const Interaction* last_;
  /// Made for the first case that is open.
  std::optional<Deadlines> deadlines_;
  std::vector<Errand> errands_;
};

}  // namespace

std::vector<Errand> errands(const Customer& customer, const Settings& settings,
                            const AgendaWish& wish) {
  if (customer.is_deleted()) return {};
  return Agenda(customer, settings, wish).take();
}

namespace {

/// The earliest of some days.
class Earliest {
 public:
  void take(Day day) {
    if (!day_ || day < *day_) day_ = day;
  }

  std::optional<Day> day() const { return day_; }

 private:
  std::optional<Day> day_;
};

void take_yearly(Earliest& first, const PartialDay& date, LeapDay rule, Day today) {
  const int next = today.year() + 1;
  for (const int year : {today.year() - 1, today.year(), next, date.year.value_or(next)}) {
    const auto day = in_year(date, year, rule);
    if (!day || days_between(*day, today) > days_after_birthday) continue;
    first.take(day->plus_days(-days_before_birthday));
    return;
  }
}

void take_dates(Earliest& first, const Contact& contact, LeapDay rule, Day today) {
  if (contact.birthday) take_yearly(first, *contact.birthday, rule, today);
  for (const YearlyDate& date : contact.dates) take_yearly(first, date.on, rule, today);
}

void take_cadence(Earliest& first, const Customer& customer, const Settings& settings,
                  const Moment& now) {
  const Interaction* const last = last_contact(customer, now);
  const std::optional<Day> since = last != nullptr ? std::optional(last->at.day) : customer.added;
  const auto take = [&](const KeepInTouch& how) {
    if (since && how.period) first.take(plus(*since, *how.period));
  };
  if (customer.keep_in_touch) return take(*customer.keep_in_touch);
  // Whichever of them fits by then.
  for (const auto& [filter, how] : settings.cadence) take(how);
}

void take_cases(Earliest& first, const Customer& customer, const Settings& settings,
                const Moment& now) {
  std::optional<Deadlines> deadlines;
  for (const Case& one : customer.cases) {
    if (one.is_closed()) continue;
    if (!deadlines) deadlines.emplace(settings);
    const Awaited its = awaited(one, customer.interactions, now);
    if (const auto answer = deadlines->answer(its, now)) first.take(answer->by.day);
    if (const auto end = deadlines->end(its, now)) first.take(end->by.day);
  }
}

}  // namespace

std::optional<Day> first_errand(const Customer& customer, const Settings& settings,
                                const Moment& now) {
  Earliest first;
  if (customer.is_deleted()) return first.day();
  for (const Reminder& reminder : customer.reminders)
    if (const auto due = next_due(reminder)) first.take(due->day);
  // What lies ahead may be a contact by then, from which a cadence counts.
  for (const Interaction& one : customer.interactions)
    if (is_planned(one, now) || in_time(one.at, now) > 0) first.take(one.at.day);
  const LeapDay rule = settings.leap_day_rule();
  take_dates(first, customer, rule, now.day);
  for (const Person& person : customer.people) take_dates(first, person, rule, now.day);
  take_cadence(first, customer, settings, now);
  for (const Deal& deal : customer.deals)
    if (deal.expected && standing(deal, settings).ends.empty())
      first.take(deal.expected->plus_days(1));
  take_cases(first, customer, settings, now);
  if (const auto late = first_overdue(customer, settings, now.day)) first.take(*late);
  return first.day();
}

void sort_errands(std::vector<Errand>& errands) {
  std::stable_sort(errands.begin(), errands.end(), [](const Errand& a, const Errand& b) {
    if (a.group != b.group) return a.group < b.group;
    if (const auto order = in_time(a.due, b.due); order != 0) return order < 0;
    return a.name < b.name;
  });
}

std::string_view name_of(Errand::Group group) {
  switch (group) {
    case Errand::Group::overdue: return "overdue";
    case Errand::Group::today: return "today";
    case Errand::Group::soon: return "soon";
    case Errand::Group::keep_in_touch: return "keep-in-touch";
    case Errand::Group::deals: return "deals";
    case Errand::Group::cases: return "cases";
    case Errand::Group::dues: return "dues";
  }
  return "";
}

std::string_view name_of(Errand::Kind kind) {
  switch (kind) {
    case Errand::Kind::reminder: return "reminder";
    case Errand::Kind::meeting: return "meeting";
    case Errand::Kind::unanswered: return "unanswered";
    case Errand::Kind::birthday: return "birthday";
    case Errand::Kind::date: return "date";
    case Errand::Kind::keep_in_touch: return "keep-in-touch";
    case Errand::Kind::deal: return "deal";
    case Errand::Kind::case_: return "case";
    case Errand::Kind::due: return "due";
  }
  return "";
}

}  // namespace crm
