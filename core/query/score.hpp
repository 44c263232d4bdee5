// A customer's score: the points that the rules of crm.yaml give for what is true of them. It is
// worked out whenever somebody asks and never stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/filter.hpp"

namespace crm {

struct Score {
  /// A rule that holds: its filter, which is also the reason, and its points.
  struct Part {
    std::string rule;
    std::int64_t points = 0;
    bool operator==(const Part&) const = default;
  };

  /// The sum of the parts; 0 where no rule holds.
  std::int64_t points = 0;
  /// In the order of crm.yaml.
  std::vector<Part> parts = {};
  bool operator==(const Score&) const = default;
};

/// The rules of a book, read once and asked of many customers.
class ScoreRules {
 public:
  /// Those of the asker's settings; none where crm.yaml has none. Error::invalid, naming the rule,
  /// for one that can't be read, that asks for the score itself, or whose points are no whole
  /// number.
  static Result<ScoreRules> parse(const Asker& asker);

  bool empty() const { return rules_.empty(); }

  Score of(const Customer& customer) const;

  /// What of a customer the rules look at.
  FieldSet reads() const;
  bool asks_past() const;
  bool asks_texts() const;

 private:
  struct Rule {
    std::string text;
    Filter filter;
    std::int64_t points = 0;
  };

  std::vector<Rule> rules_;
};

/// What the field `score` is made of; the rules live in it. Error::asked_wrongly where there are no
/// rules, with how to write one as hint.
Result<Scoring> scoring(ScoreRules rules);

/// The same asker for a rule of the score, which can't ask for the score.
Asker without_score(Asker asker);

/// A whole number of points, which may be below zero: `20`, `-15`.
Result<std::int64_t> points_of(std::string_view text);

}  // namespace crm
