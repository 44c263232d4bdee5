// Campaigns of another book of ours, or of this one in an earlier state, are taken into the book.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/exchange/intake.hpp"

namespace crm {

class CampaignIntake {
 public:
  /// `update` and `prefer` of the wish say how; what `writing` holds is committed by the caller.
  /// Both and the book must outlive it.
  CampaignIntake(const Book& book, Writing& writing, bool update, Prefer prefer)
      : book_(book), writing_(writing), update_(update), prefer_(prefer) {}

  /// Known again by its id. What is empty is filled, costs are known by their ids and added;
  /// nothing is removed. An error means that nothing more can be taken.
  Result<Outcome> take(CampaignArrival arrival);
  /// Hands them to the writing.
  Result<void> finish();

  /// As that of Intake: `campaign/coupon`.
  const std::map<std::string, std::size_t>& differing() const { return differing_; }

 private:
  struct Known {
    /// Empty for one that is new.
    std::string path;
    Campaign campaign;
    /// Of one that is new.
    Data own;
    bool changed = false;
  };

  Result<void> look_at_book();
  Result<Outcome> create(CampaignArrival arrival);
  Result<Campaign> joined(const Campaign& known, const Campaign& says);

  const Book& book_;
  Writing& writing_;
  bool update_;
  Prefer prefer_;
  /// By id; nothing before the first one comes.
  std::optional<std::map<std::string, Known>> known_;
  std::map<std::string, std::size_t> differing_;
};

}  // namespace crm
