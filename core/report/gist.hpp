// What reports read of a record, as it is written there: rows of words and numbers, before anybody
// asks what they mean today.
//
// It can be had of a customer, and straight from a card of the index (core/index/gist_reader).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/report/paper.hpp"
#include "core/report/word.hpp"

namespace crm {

/// What was hoped of a deal until the day on which that was changed.
struct DealTerms {
  Day until;
  std::optional<Amount> amount;
  std::optional<Day> expected;
  /// Percent; the deal's own.
  std::optional<std::int64_t> probability;
  bool operator==(const DealTerms&) const = default;
};

struct Gist {
  struct Move {
    Word id;
    Moment at;
    Word by, stage, from, reason, note;
    bool forced = false, reopen = false;
    bool operator==(const Move&) const = default;
  };

  struct Deal {
    Word id, title, owner, source, campaign, pipeline;
    std::optional<Amount> amount, cost;
    std::optional<Day> expected;
    std::optional<std::int64_t> probability;
    /// In the order of time.
    std::vector<Move> history;
    /// Before they were changed, in the order of time; none where they never were.
    std::vector<DealTerms> earlier;
    bool operator==(const Deal&) const = default;
  };

  struct Purchase {
    Word id;
    Day on;
    Word item, category, coupon, deal, campaign, refund_of;
    Amount amount;
    std::optional<Amount> cost;
    bool operator==(const Purchase&) const = default;
  };

  struct Payment {
    Word id;
    Day on;
    Amount amount;
    Word for_what;
    bool operator==(const Payment&) const = default;
  };

  struct Talk {
    Word id;
    Moment at;
    Word by, kind, direction, outcome, deal, case_id, campaign;
    /// As is written: before it took place.
    bool planned = false;
    Rows<Word> also;
    bool operator==(const Talk&) const = default;
  };

  /// Its words stand there.
  std::shared_ptr<Paper> paper;
  Word id, name, status, owner, source, referred_by;
  bool removed = false;
  Rows<Word> campaigns;
  /// Whether there is a way to reach them.
  bool reachable = false;
  std::optional<Day> added, since;
  std::optional<KeepInTouch> keep_in_touch;
  std::vector<Deal> deals;
  std::vector<Purchase> purchases;
  std::vector<Payment> payments;
  std::vector<Talk> talks;
  std::vector<Case> cases;
  std::vector<Reminder> reminders;

  /// `currency` is that of an amount without a code.
  static Gist of(const Customer& customer, std::string_view currency);
};

/// What a deal said before it was changed, in words that stand on the paper.
std::vector<DealTerms> earlier_terms(const Deal& deal, std::string_view currency, Paper& paper);

/// The amount with its code kept on the paper.
Amount kept(const Money& money, Paper& paper);

/// Into the order of time, as in_order (core/domain/deal) has it.
void put_in_order(std::vector<Gist::Move>& history);

}  // namespace crm
