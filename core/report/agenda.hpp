// The morning page: what a customer's record asks of us on a day. A pure function of the record and
// the date, so a morning without a look at it loses nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

struct Errand {
  enum class Group { overdue, today, soon, keep_in_touch, deals, cases, dues };
  enum class Kind {
    reminder,
    meeting,
    unanswered,
    birthday,
    date,
    keep_in_touch,
    deal,
    case_,
    due
  };

  Group group = Group::overdue;
  Kind kind = Kind::reminder;
  /// When it is, or was, due: the reminder's day, the meeting's, the birthday, the day of the last
  /// contact, the day expected, the last day to pay what is owed, the end of a case's time.
  Moment due;
  /// Days past due (positive) or to go (negative); of what is owed, since the oldest open sale.
  std::int32_t days = 0;
  std::string customer, name, path;
  /// The entry's id; empty for birthdays and keeping in touch.
  std::string item;
  /// What to do, or what it is.
  std::string text;
  /// Whose errand it is: the reminder's `for`, the meeting's `by`, else the customer's owner.
  std::string whose;
  bool promise = false;
  /// Of a case: what there is time for until then (`first answer`, `due`, `resolution`), and
  /// whether it is over.
  std::string_view limit = {};
  bool late = false;
  /// Of a deal; of what is owed, that part which should have been paid.
  std::optional<Money> amount;
};

/// A rule of crm.yaml: how often customers that fit are to be spoken to.
struct Cadence {
  std::function<bool(const Customer&)> fits;
  KeepInTouch how;
};

struct AgendaWish {
  /// Local, of the book.
  Moment now;
  /// Days ahead; 0 is today alone.
  std::int32_t within = 0;
  /// Of the book: a reminder that comes again keeps its hour, also in another season.
  Zone zone = {};
  /// The first that fits holds, where a customer has no rule of its own.
  std::vector<Cadence> cadences;
  /// The day of the last look. Birthdays and dates that came and went since, so that no look could
  /// show them, are overdue until somebody has been in contact.
  std::optional<Day> seen = {};
};

/// In no particular order.
std::vector<Errand> errands(const Customer& customer, const Settings& settings,
                            const AgendaWish& wish);

/// The day before which the record asks for nothing, if nobody changes it: from `now` on, `errands`
/// are none as long as today and `within` days lie before it. Nothing: it never will.
std::optional<Day> first_errand(const Customer& customer, const Settings& settings,
                                const Moment& now);

/// By group, then day, time and name.
void sort_errands(std::vector<Errand>& errands);

/// `overdue`, `keep-in-touch`.
std::string_view name_of(Errand::Group group);
/// `reminder`, `birthday`.
std::string_view name_of(Errand::Kind kind);

}  // namespace crm
