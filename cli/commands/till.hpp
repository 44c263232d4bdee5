// Where money is taken: what `buy` and `pay` read and say alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "core/domain/account.hpp"

namespace crm {

/// An amount as somebody typed it, in the book's currency where it names none; asked wrongly where
/// it is none.
Money typed_amount(const std::string& words, const Desk& desk);

/// Takes an amount off the end of the words: `480`, `480 EUR` and `EUR 480` in one or two of them.
std::string take_amount(std::vector<std::string>& words);

/// What --quantity says; asked wrongly where that is no number above zero.
std::optional<Decimal> typed_quantity(const std::string& words);

/// The day of a sale or a payment, today where nothing was said; one that is to come is refused
/// unless --anyway insists.
Day past_day(const std::string& words, const Desk& desk);

/// `Fri 20 Nov`.
std::string full_day(Day day, const Desk& desk);

/// `, yesterday`; nothing for today.
std::string on_words(Day day, const Desk& desk);

/// `Arm A1 (2)`.
std::string item_words(const Purchase& purchase);

/// `1 point`, `20 points`.
std::string in_points(std::int64_t points);

/// `nothing is open`, `300.00 EUR still open since 1 Nov`, `50.00 EUR too much`.
std::string open_words(const Owed& owed, const Desk& desk);

/// What is open now in that currency, as above after a semicolon; nothing in a book whose sales are
/// paid at once.
std::string still_open(const std::string& currency, const Customer& customer, const Desk& desk);

/// Adds a payment; the sentence that tells of it without whose it is: `paid 480.00 EUR`. An amount
/// below zero is paid back.
Deed add_payment(Payment payment, Customer& customer, const Desk& desk);

/// The note that -m keeps.
std::string typed_note(const Desk& desk);

}  // namespace crm
