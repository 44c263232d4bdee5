// A row that is an entry of a customer: what each of them has, and what each kind makes of it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/arrival.hpp"
#include "core/exchange/row.hpp"

namespace crm {

/// What does not depend on the kind: whose it is, what makes it known again, who had it, and when.
class EntryRow {
 public:
  EntryRow(TableRow& row, Counted& counted, Gathered& gathered);

  TableRow& row() { return row_; }

  Gathered& gathered() { return gathered_; }

  const Settings& settings() const { return row_.ground().settings; }

  /// Whom it may belong to, the likeliest first.
  const std::vector<Key>& whom() const { return arrival_.whom; }

  /// Of an entry of ours, else empty.
  const std::string& own_id() const { return own_id_; }

  /// What makes it known when it comes again. Ask once.
  std::vector<std::string> external();
  /// By the short name where crm.yaml's team has one, else as written.
  std::string colleague_in(std::string_view word) const;
  /// The first column of that word, whether it says anything or not.
  std::optional<std::size_t> column_of(std::string_view word) const;
  /// A day, and its time where a cell has one. Refuses the row where there is none.
  std::optional<Moment> moment(std::string_view word);

  /// What it says goes in here.
  Customer& says() { return arrival_.says; }

  void remark(std::string remark) { arrival_.remarks.push_back(std::move(remark)); }

  Arrival take_arrival() { return std::move(arrival_); }

 private:
  void take_whom();
  void take_name(const std::string& line);
  void take_anybody(const std::string& line);
  void take_number(std::string program, const std::string& number);
  void add_key(Key::Kind kind, std::string value);
  void put_in_order(std::optional<std::size_t> blamed);
  std::string id_of_ours();
  std::string program() const;
  std::optional<Moment> day_and_time(std::string_view word);

  TableRow& row_;
  Counted& counted_;
  Gathered& gathered_;
  Arrival arrival_;
  std::vector<Key> keys_;
  std::string own_id_;
};

// What can't be read refuses the row.

void take_deal(EntryRow& entry);
void take_interaction(EntryRow& entry);
void take_reminder(EntryRow& entry);
void take_purchase(EntryRow& entry);
void take_payment(EntryRow& entry);

/// A key that names a company, as a CRM tells it.
bool is_company(const Key& key);

bool is_one_of(const auto& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace crm
