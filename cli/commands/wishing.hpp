// The wishes of some days, by the rules of crm.yaml: whose they are, what would be sent or reminded
// of, and who is skipped and why.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands/mailing.hpp"
#include "core/letters/wish_rules.hpp"

namespace crm {

/// A wish of one customer, looked at.
struct DueWish {
  enum class Group { missed, today, soon, skipped, done };

  /// Of Wishing::rules().
  std::size_t rule = 0;
  Wish wish;
  Recipient recipient;
  Group group = Group::today;
  /// Why nothing is to be done; empty where something is.
  std::string reason = {};
  /// The letter's subject, or what a person is reminded of.
  std::string text = {};
  /// A person is reminded of it, as its rule wants, or since its letter goes by no mail.
  bool reminds = false;

  bool is_to_do() const { return group != Group::skipped && group != Group::done; }
};

/// What somebody wishes of the wishes.
struct WishingOptions {
  /// The first and the last day; what was missed before the first is caught up where that is today.
  Day from, to;
  /// Those of whom it is not known whether they have it are wished, however long ago it was.
  bool again = false;
  /// Letters that go by no mail are handed over too.
  bool any_channel = false;
};

class Wishing {
 public:
  /// Reads the rules, their filters and letters. A rule that is wrong is among the `problems`, and
  /// the others hold; but whoever it is for gets nothing else for the same occasion. Desk and
  /// outbox must outlive it.
  Wishing(const Desk& desk, const Outbox& outbox, const WishingOptions& options);

  Wishing(const Wishing&) = delete;
  Wishing& operator=(const Wishing&) = delete;

  const WishRule& rule(const DueWish& one) const { return rules_[one.rule].rule; }

  /// nullptr where the rule is for a reminder, or its letter is wrong.
  const Mailing* mailing(std::size_t rule) const { return rules_[rule].mailing.get(); }

  std::size_t count() const { return rules_.size(); }

  /// All of them, by group, day and name. Looks at the whole book.
  std::vector<DueWish> look();

  const std::vector<Problem>& problems() const { return problems_; }

  /// The reminder of a wish, the same in every clone of the book.
  Reminder reminder(const DueWish& one) const;

 private:
  struct Rule {
    WishRule rule;
    /// Nothing where it can't be read: then nobody knows whom the rule is for.
    std::optional<Filter> filter;
    std::unique_ptr<Mailing> mailing;

    bool is_wrong() const { return !filter || (!rule.reminds() && !mailing); }
  };

  /// What one record has: rules by number, and their wishes.
  struct Found {
    std::string path;
    std::vector<std::pair<std::size_t, Wish>> wishes;
  };

  void read_letter(Rule& rule);
  Needs needs() const;
  std::optional<Found> found(const Customer& customer, const std::string& path) const;
  DueWish judged(std::size_t number, const Wish& wish, const Customer& customer,
                 const std::string& path) const;
  std::string known_reason(const DueWish& one) const;
  void skip_shared(std::vector<DueWish>& all) const;
  void sort_into_groups(std::vector<DueWish>& all) const;

  const Desk& desk_;
  const Outbox& outbox_;
  WishingOptions options_;
  WishGround ground_;
  std::vector<Rule> rules_;
  std::vector<Problem> problems_;
  /// What this machine knows, by mark and customer.
  std::map<std::pair<std::string, std::string>, OnItsWay> known_;
  /// How long ago the oldest letter is of which nobody knows, in days.
  int oldest_unclear_ = 0;
};

/// `missed`, `today`.
std::string_view name_of(DueWish::Group group);

/// Whether a letter on its way is a wish.
bool is_wish(const Posted& letter);

}  // namespace crm
