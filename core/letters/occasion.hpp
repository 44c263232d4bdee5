// What is wished for, and on which days of whom: a birthday, a year after the first purchase, three
// days after a case was closed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/domain/zone.hpp"

namespace crm {

/// `birthday`, `since + 1y`, `purchase + 14d`, `no contact 90d`, `fields.warranty_until - 30d`.
struct WishOccasion {
  enum class Kind {
    birthday,
    /// Another yearly date, by its `what`.
    date,
    /// Each year that somebody has been a customer.
    anniversary,
    /// So long after somebody became a customer, once.
    since,
    purchase,
    case_closed,
    deal_won,
    /// So long after the last contact, or after somebody was added.
    no_contact,
    /// A day of the book's own fields.
    field
  };

  Kind kind = Kind::birthday;
  /// The `what` of a yearly date, the key of a field.
  std::string what = {};
  /// How long after it, or before; nothing: on that very day.
  std::optional<Period> apart = std::nullopt;
  bool before = false;
  bool operator==(const WishOccasion&) const = default;

  /// As people write it into crm.yaml, with or without spaces around the sign. A word that is none
  /// of the others is the `what` of a yearly date. Asked wrongly: one that can only be a typing
  /// error, a length of time that is none, a field that crm.yaml does not have or that is no day.
  static Result<WishOccasion> parse(std::string_view text, const Settings& settings);
  /// As parsed: `since + 1y`.
  std::string text() const;
  /// The same without spaces and slashes, as a part of a mark: `case-closed+3d`.
  std::string key() const;
};

/// One wish for one customer: when it is due, and what it is about.
struct Wish {
  /// When it is to be wished, and when what is wished for was, or is.
  Day day, of;
  /// The id of the person whose it is; empty: the customer's.
  std::string person = {};
  /// By which every clone of the book knows it: `wishes/birthday/2026`.
  std::string sent_key = {};
  /// The title of the case or deal, what was bought, the `what` of the date; and their ids.
  std::string about = {}, case_id = {}, deal = {};
  /// Since the first time, where that is known: how old somebody becomes.
  std::optional<int> years = std::nullopt;
  /// It comes again each year.
  bool yearly = false;
  bool operator==(const Wish&) const = default;
};

/// What is the same for all customers: the words and rules of crm.yaml, and the book's clock.
struct WishGround {
  const Settings& settings;
  /// Local, of the book.
  Moment now;
  const Zone& zone;
};

/// The wishes of that occasion which are due from one day to another, both included, by day. What
/// lies after `now` is told by what the record says today.
std::vector<Wish> wishes_of(const Customer& customer, const WishOccasion& occasion, Day from,
                            Day to, const WishGround& ground);

}  // namespace crm
