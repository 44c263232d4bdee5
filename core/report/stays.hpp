// How long deals usually stay in each stage, by the book's own history, and so which are stale.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/account.hpp"

namespace crm {

/// A deal's time in a stage that it has left, whether forward, back, or by being won or lost.
struct Stay {
  /// As crm.yaml calls them now.
  std::string pipeline, stage;
  /// From the day it came to the day it went; 0 when that was the same.
  std::int32_t days = 0;
  bool operator==(const Stay&) const = default;
};

/// Those of one deal, in the order of time. The moves that count are those that decide where it
/// stands; a stay whose beginning nobody wrote down is none, and neither is the time after an
/// ending.
std::vector<Stay> finished_stays(const Deal& deal, const Settings& settings);

/// Those of all of a customer's deals.
std::vector<Stay> finished_stays(const Customer& customer, const Settings& settings);

/// The name of a deal's pipeline: its own, else the first of crm.yaml.
std::string pipeline_of(const Deal& deal, const Settings& settings);

/// What is usual in a stage: a figure in days is one that occurred, the smallest that at least this
/// part of all stays did not exceed.
struct UsualStay {
  std::size_t count = 0;
  /// Half of the stays, and four in five, were no longer.
  std::int32_t median = 0, eightieth = 0;
  bool operator==(const UsualStay&) const = default;
};

/// What is usual in each stage.
class Stays {
 public:
  /// So many finished stays must be known before they say what is usual.
  static constexpr std::size_t enough = 10;

  Stays() = default;
  explicit Stays(const std::vector<Stay>& finished);

  /// Whatever is known, be it enough or not; nothing where no deal has left that stage.
  std::optional<UsualStay> of(const std::string& pipeline, const std::string& stage) const;

 private:
  std::map<std::pair<std::string, std::string>, UsualStay> usual_;
};

/// Whether an open deal of that pipeline has been in its stage for longer than is usual: than four
/// in five of the stays that ended there took, where `enough` are known; else than crm.yaml says
/// under `stale`; else than 30 days. A percentile, not a mean: the few deals that lay for a year
/// don't move it, and one in five stands out, which is as many as somebody can look after.
bool is_stale(const std::string& pipeline, const Standing& standing, const Settings& settings,
              const Stays& stays, Day today);

}  // namespace crm
