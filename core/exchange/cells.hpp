// What stands in a cell of a foreign table: its text made clean, and several values in one cell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/person.hpp"

namespace crm {

/// Composed (NFC), trimmed, on one line, without control characters; `="0049 30"`, by which Excel
/// is kept from reading a number, is 0049 30.
std::string clean_line(std::string_view cell);

/// The same, with its line breaks.
std::string clean_text(std::string_view cell);

/// The text of a piece of HTML, its paragraphs on lines of their own.
std::string without_tags(std::string_view html);

/// Whether a cell says yes (`1`, `true`, `x`, `ja` …) or no; nothing for any other word.
std::optional<bool> says_yes(std::string_view cell);

/// Whether the cell says that there is nothing: empty, `-`, `n/a`, `null`, `none`.
bool says_nothing(std::string_view cell);

/// What Outlook writes where nothing is known: `Unspecified`, `0/0/00`.
bool is_filler(std::string_view cell);

/// What Google joins by ` ::: `, cleaned; without empty ones.
std::vector<std::string> several(std::string_view cell);

/// Words separated by commas, semicolons, line breaks or ` ::: `.
std::vector<std::string> listed(std::string_view cell);

/// The addresses of a cell, also from `Anna <anna@x.example>`, and with a label behind them in
/// brackets: `bills@x.example (invoices)`; `rest` gets what is none.
std::vector<Labelled> emails_in(std::string_view cell, std::vector<std::string>& rest);

/// The phone numbers of a cell, as they are written; `rest` gets what has too few digits for one.
std::vector<Labelled> phones_in(std::string_view cell, std::vector<std::string>& rest);

/// `* Work` is Google's primary one.
std::string_view without_star(std::string_view label);

/// A header in the one spelling it is compared in: folded, its words with a space between, without
/// signs. `E-mail 1 - Value` is `e mail 1 value`, `*Deal - Title` is `deal title`.
std::string folded_header(std::string_view header);

/// A name for `fields`: `Kunden-Nr.` is `kunden_nr`. Empty where nothing can be written in Latin
/// letters.
std::string field_name(std::string_view header);

}  // namespace crm
