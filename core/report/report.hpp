// A report as a value: tables of figures with their meaning, before anybody prints or draws them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/money.hpp"
#include "core/domain/rates.hpp"
#include "core/domain/settings.hpp"
#include "core/domain/span.hpp"
#include "core/report/facts.hpp"

namespace crm {

/// A part of a whole, both counted or both in minor units of one currency: what a rate divides. A
/// whole of 0 has no rate.
struct Share {
  std::int64_t part = 0, whole = 0;
  /// They are amounts, which stand beside it; counts are said with it.
  bool of_amounts = false;
  bool operator==(const Share&) const = default;
};

/// A length of time in tenths of a day.
struct Length {
  std::int64_t tenths = 0;
  bool operator==(const Length&) const = default;
};

/// A length of time in minutes, where hours matter.
struct Elapsed {
  std::int64_t minutes = 0;
  bool operator==(const Elapsed&) const = default;
};

/// A mean or middle of counts or marks, in tenths.
struct Average {
  std::int64_t tenths = 0;
  bool operator==(const Average&) const = default;
};

/// Where a figure would be invented: so many there are, and so many it takes.
struct TooFew {
  std::int64_t have = 0, need = 0;
  bool operator==(const TooFew&) const = default;
};

/// Nothing, a text, a count, an amount, a rate, a length of time, a day, or why there is none; the
/// last two are lengths of time in hours, and averages.
using Figure = std::variant<std::monostate, std::string, std::int64_t, Money, Share, Length, Day,
                            TooFew, Elapsed, Average>;

/// How a table may also be drawn.
enum class Picture {
  none,
  /// A bar a row, by the column that is drawn.
  bars,
  /// Rows from the first to the last step, each what is left of the one before.
  funnel,
  /// Rows are stretches of time: a line or columns along them.
  course,
  /// Rows by columns, each figure a shade.
  grid
};

struct ReportTable {
  struct Column {
    /// In JSON and CSV: `win_rate`.
    std::string key;
    /// On a page: `win rate`.
    std::string title;
    /// Left out on a terminal that is too narrow, the greatest first; 0: never.
    int dispensable = 0;
    /// An id, say, that people know by the name beside it: only in pipes, CSV and JSON.
    bool for_programs = false;
  };

  struct Row {
    std::vector<Figure> figures;
    /// A sum over the others.
    bool total = false;
    /// Something is wrong with it: late, slipped.
    bool alarming = false;
  };

  /// `deals`, `by_source`.
  std::string key;
  std::string title;
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};
  Picture picture = Picture::none;
  /// The column that is drawn; it holds amounts, counts, shares or lengths. Nothing: none is.
  std::optional<std::size_t> drawn = {};
  /// What must be known to read it: what is left out, which rates were used.
  std::vector<std::string> remarks = {};
  /// Said where there are no rows.
  std::string when_empty = {};
  /// Without rows it is passed over on a page, unless it is asked for by its key.
  bool only_with_rows = false;
};

struct Report {
  /// `sales`.
  std::string name;
  std::string title;
  /// The days it is about; both open where it is about now.
  Span span;
  /// The last day it knows of: today, or the day of `--as-of`.
  Day day;
  std::vector<ReportTable> tables = {};
  std::vector<std::string> remarks = {};
};

/// What somebody asks of the facts.
struct Question {
  const Settings& settings;
  const Rates& rates;
  const std::vector<Campaign>& campaigns;
  /// Local, of the book.
  Moment now;
  Span span = {};
  /// `owner`, `month`; empty: not by anything. The facts' groups are of this field, where it is
  /// one of theirs.
  std::string by = {};
  /// So many rows of a ranking, where somebody asks for the first of them alone.
  std::optional<std::size_t> limit = {};
  /// The facts of the whole book, where a filter leaves some of them out and the report wants to
  /// know all (ReportKind::of_whole); nullptr: they are all there.
  const std::vector<CustomerFacts>* whole = nullptr;
  /// `--pipeline`; empty: not said.
  std::string pipeline = {};

  const std::vector<CustomerFacts>& book(const std::vector<CustomerFacts>& facts) const {
    return whole == nullptr ? facts : *whole;
  }

  Day today() const { return now.day; }

  unsigned year_starts() const { return settings.first_month(); }

  /// Where `by` is a stretch of time.
  std::optional<CalendarUnit> unit() const { return calendar_unit(by); }
};

using AllFacts = std::vector<CustomerFacts>;

/// Twice the middle of some numbers, of two their mean; nothing of none.
std::optional<std::int64_t> twice_the_middle(std::vector<std::int64_t> numbers);

/// The middle of some numbers of days, of two the mean; too few where there are fewer than `need`.
Figure median_days(std::vector<std::int64_t> days, std::int64_t need);

/// What customers are called, by id: their name, and where several bear it with the id after it.
std::map<std::string, std::string> names_of_customers(const AllFacts& facts);

/// part of whole in tenths of a percent, rounded, halves away from zero; nothing of 0.
std::optional<std::int64_t> per_mille(const Share& share);

/// `sum` divided by `count`, rounded to minor units, halves away from zero; nothing of 0.
Figure mean(const Money& sum, std::int64_t count);

}  // namespace crm
