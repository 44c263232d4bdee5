#include "core/query/sql_functions.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/money.hpp"

namespace crm {

/// SQLite asks its file system for the time; this one is its own with another clock.
struct SqlClock::System : sqlite3_vfs {
  sqlite3_int64 milliseconds = 0;

  static int tell_milliseconds(sqlite3_vfs* system, sqlite3_int64* into) {
    *into = static_cast<System*>(system)->milliseconds;
    return SQLITE_OK;
  }

  static int tell_days(sqlite3_vfs* system, double* into) {
    *into = static_cast<double>(static_cast<System*>(system)->milliseconds) / 86400000.0;
    return SQLITE_OK;
  }
};

SqlClock::SqlClock(const Moment& now) : system_(std::make_unique<System>()) {
  // Of 1970-01-01, by the days that SQLite counts.
  constexpr sqlite3_int64 epoch = 210866760000000;
  name_ = fmt::format("crm at {}", static_cast<const void*>(this));
  static_cast<sqlite3_vfs&>(*system_) = *sqlite3_vfs_find(nullptr);
  system_->zName = name_.c_str();
  system_->xCurrentTime = System::tell_days;
  system_->xCurrentTimeInt64 = System::tell_milliseconds;
  const sqlite3_int64 second = sqlite3_int64{now.day.number()} * 86400 + now.second.value_or(0) -
                               sqlite3_int64{now.offset.value_or(0)} * 60;
  system_->milliseconds = epoch + second * 1000;
  sqlite3_vfs_register(system_.get(), 0);
}

SqlClock::~SqlClock() {
  sqlite3_vfs_unregister(system_.get());
}

namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void answer(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void tell_folded(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  answer(context, folded(text_of(values[0])));
}

void tell_today(sqlite3_context* context, int, sqlite3_value**) {
  answer(context, static_cast<const Moment*>(sqlite3_user_data(context))->day.text());
}

void tell_money(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER ||
      sqlite3_value_type(values[1]) == SQLITE_NULL)
    return;
  const Money money{sqlite3_value_int64(values[0]), std::string(text_of(values[1]))};
  if (!currency_decimals(money.currency))
    return sqlite3_result_error(context, "money() wants minor units and a currency", -1);
  answer(context, money.text());
}

/// A number as a text: its sign, what stands before the point and after it, without needless zeros.
struct Digits {
  bool is_number = false, negative = false;
  std::string_view whole, part;
};

Digits digits_of(std::string_view text) {
  Digits digits;
  digits.negative = text.starts_with('-');
  if (digits.negative) text.remove_prefix(1);
  const auto point = text.find('.');
  digits.whole = text.substr(0, point);
  if (point != text.npos) digits.part = text.substr(point + 1);
  const auto all_digits = [](std::string_view some) {
    return std::all_of(some.begin(), some.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  digits.is_number = !digits.whole.empty() && all_digits(digits.whole) && all_digits(digits.part);
  while (digits.whole.starts_with('0')) digits.whole.remove_prefix(1);
  while (digits.part.ends_with('0')) digits.part.remove_suffix(1);
  if (digits.whole.empty() && digits.part.empty()) digits.negative = false;
  return digits;
}

int compared_sizes(const Digits& a, const Digits& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (const int order = a.whole.compare(b.whole); order != 0) return order;
  return a.part.compare(b.part);
}

/// By size; what is no number comes last.
int compare_decimals(void*, int a_size, const void* a, int b_size, const void* b) {
  const std::string_view left(static_cast<const char*>(a), static_cast<std::size_t>(a_size));
  const std::string_view right(static_cast<const char*>(b), static_cast<std::size_t>(b_size));
  const Digits x = digits_of(left), y = digits_of(right);
  if (x.is_number != y.is_number) return x.is_number ? -1 : 1;
  if (!x.is_number) return left.compare(right);
  if (x.negative != y.negative) return x.negative ? -1 : 1;
  return x.negative ? compared_sizes(y, x) : compared_sizes(x, y);
}

int compare_folded(void*, int a_size, const void* a, int b_size, const void* b) {
  const std::string_view left(static_cast<const char*>(a), static_cast<std::size_t>(a_size));
  const std::string_view right(static_cast<const char*>(b), static_cast<std::size_t>(b_size));
  return folded(left).compare(folded(right));
}

}  // namespace

void add_functions(sqlite3* database, const Moment& now) {
  const auto add = [&](const char* name, int words, const Moment* with, auto tell) {
    sqlite3_create_function(database, name, words, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                            const_cast<Moment*>(with), tell, nullptr, nullptr);
  };
  add("folded", 1, nullptr, tell_folded);
  add("money", 2, nullptr, tell_money);
  add("today", 0, &now, tell_today);
  sqlite3_create_collation(database, "decimal", SQLITE_UTF8, nullptr, compare_decimals);
  sqlite3_create_collation(database, "folded", SQLITE_UTF8, nullptr, compare_folded);
}

}  // namespace crm
