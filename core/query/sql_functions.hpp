// What SQL about a book knows beyond SQLite's own: crm's clock, folded texts, amounts.
#pragma once

#include <memory>
#include <string>

#include "core/domain/day.hpp"

struct sqlite3;

namespace crm {

/// By it `'now'` is the moment that crm was given, not the machine's. It outlives the database.
class SqlClock {
 public:
  /// `now` has its offset.
  explicit SqlClock(const Moment& now);
  SqlClock(const SqlClock&) = delete;
  SqlClock& operator=(const SqlClock&) = delete;
  ~SqlClock();

  /// Of the file system to open a database with.
  const std::string& name() const { return name_; }

 private:
  struct System;
  std::string name_;
  std::unique_ptr<System> system_;
};

/// `folded(text)`, `money(minor, currency)`, `today()`; the orders `decimal` (by size) and
/// `folded`. `now` must outlive the database.
void add_functions(sqlite3* database, const Moment& now);

}  // namespace crm
