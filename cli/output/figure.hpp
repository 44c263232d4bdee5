// A figure of a report as text: for people, for a pipe, for a program.
#pragma once

#include <string>

#include "core/domain/country.hpp"
#include "core/report/report.hpp"

namespace crm {

/// Whole and without words: `12000.00 EUR`, `62.5` for a rate in percent, `12.5` days or hours
/// (hours where hours matter), `2026-11-21`.
std::string plain_figure(const Figure& figure);

/// As it is read: `12,000.00 EUR`, `62 % (5 of 8)`, `12 d`, `insufficient history (2 of 3)`.
std::string shown_figure(const Figure& figure, Grouping grouping);

/// A rate is an object that says what it divides; nothing is null.
std::string json_figure(const Figure& figure);

/// Whether it stands at the right of its column: numbers do.
bool is_number(const Figure& figure);

/// How long its bar is, in a unit of its own; nothing for texts and days.
std::optional<std::int64_t> length_of(const Figure& figure);

/// A bar of at most `cells` cells for `value` of `most`, in eighths of a cell; something is always
/// seen of a value above zero.
std::string bar(std::int64_t value, std::int64_t most, int cells);

/// `21 Nov 2025 – 21 Nov 2026`, `until 21 Nov 2026`, `since …`; a whole month or year by its name.
std::string span_words(const Span& span);

}  // namespace crm
