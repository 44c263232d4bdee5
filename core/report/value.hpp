// What a customer is worth: what they bought so far, and where they stand among the book's others.
//
// Where they stand goes by three scores (recency, frequency, money, "RFM"), each from 1 to 5 by the
// fifths of the book's own customers who bought something: 5 is the best fifth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/report.hpp"
#include "core/report/takings.hpp"

namespace crm {

/// What one customer bought in a currency, to date.
struct Spending {
  std::string currency;
  Takings in_span, ever;
};

/// What one customer bought, to date.
struct Buying {
  /// By currency, the codes in their order.
  std::vector<Spending> amounts;
  /// All of it in the book's currency, each sale by its day's rate; nothing where a rate is
  /// missing.
  std::optional<Money> exchanged_in_span, exchanged_ever;
  /// Days on which they bought something. What is given back is no buying.
  std::int64_t days = 0;
  std::optional<Day> first, last;
  /// Whether anything was sold or given back in the span.
  bool any_in_span = false;

  /// The mean time between two such days; too few where there are fewer than three.
  Figure interval() const;
};

Buying buying(const CustomerFacts& customer, const Question& question);

/// Recency is by the day they last bought, frequency by the days on which they did, money by all
/// their revenue, exchanged to the book's currency; who bought in a currency without a rate has no
/// score for money and is compared by the other two.
struct Scores {
  int recency = 1, frequency = 1;
  std::optional<int> money;
  /// On one day only.
  bool once = false;
};

/// The trade's usual words. Worth is the mean of frequency and money.
///
/// | | recency | worth | bought on |
/// |---|---|---|---|
/// | champion | 4, 5 | from 4 | several days |
/// | loyal | 3 | from 3 | several days |
/// | loyal | 4, 5 | from 3, below 4 | several days |
/// | promising | 4, 5 | below 3 | several days |
/// | new | 4, 5 | any | one day |
/// | needs-attention | 3 | below 3, or any | several days, or one |
/// | at-risk | 1, 2 | from 3 | any |
/// | lost | 1, 2 | below 3 | any |
enum class Segment { champion, loyal, promising, fresh, needs_attention, at_risk, lost };

Segment segment(const Scores& scores);

/// `champion`, `new`, `at-risk`.
std::string_view name_of(Segment segment);
const std::vector<Segment>& all_segments();

/// The scores of all customers of a book that bought something, also of those that are not counted.
class Segments {
 public:
  /// With fewer customers a fifth of them says nothing.
  static constexpr std::int64_t enough = 20;

  /// The facts must stay where they are.
  Segments(const AllFacts& facts, const Question& question);

  /// Nothing for who never bought, and where there are too few.
  std::optional<Scores> scores(const CustomerFacts& customer) const;
  /// The segment's name, nothing for who never bought, or too few.
  Figure figure(const CustomerFacts& customer) const;
  /// Of one of the facts; nullptr for who never bought or gave back anything.
  const Buying* buying(const CustomerFacts& customer) const;

  /// How many customers bought something.
  std::int64_t buyers() const { return static_cast<std::int64_t>(last_.size()); }

  bool are_enough() const { return buyers() >= enough; }

  /// Why there are no segments, or what they could not be made of.
  std::vector<std::string> remarks() const;

 private:
  /// One a customer, as the facts have them.
  const AllFacts& facts_;
  std::vector<Buying> bought_;
  /// In order, one a customer who bought.
  std::vector<std::int64_t> last_, days_, money_;
};

}  // namespace crm
