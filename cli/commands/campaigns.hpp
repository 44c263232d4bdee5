// Campaigns as people name them, what is changed of them, and what they brought.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/record/assignment.hpp"
#include "core/report/report.hpp"

namespace crm {

/// The campaign of that id or name, else the only one whose id or name begins so; nothing where
/// there is none. Error::conflict, thrown, where there are several.
std::optional<StoredCampaign> campaign_named(const std::string& words, const Desk& desk);

/// The same after nothing else was found by these words; where they could mean several customers,
/// only a campaign that is called exactly so.
std::optional<StoredCampaign> campaign_instead(const Failure& failure, const std::string& words,
                                               const Desk& desk);

/// The changes with ids where they name campaigns: `campaigns+=`, `campaign=`, and `source=` where
/// it is a campaign's name. Nothing found, thrown, for a campaign that a book with campaigns does
/// not have; as they stand with --anyway.
std::vector<Assignment> with_campaign_ids(std::vector<Assignment> changes, const Desk& desk);
/// The id of the campaign that is meant, as above.
std::string campaign_id(const std::string& words, const Desk& desk);

/// A cost as it is typed: `12500`, `12500 EUR photographs`, `2026-10-04 3900 stamps`; of `on`,
/// where it names no day.
Cost cost_of(const std::string& typed, Day on, const Campaign& campaign, const Desk& desk);

/// The campaign after the changes; `cost+=AMOUNT` adds a cost, `cost-=ID` takes one away.
Campaign changed(const Campaign& before, const std::vector<Assignment>& changes, const Desk& desk);

/// `5 Oct – 8 Nov 2026`, `since 5 Oct 2026`; empty where it has neither.
std::string span_of(const Campaign& campaign);

/// What it cost so far and will, by currency.
std::vector<Money> costs_of(const Campaign& campaign);

/// What a campaign brought, to date; one of its rows for each currency, as `report sources` has
/// them.
struct Yield {
  struct Row {
    Money revenue, goods, cost, profit;
    Figure roi;
  };

  std::int64_t members = 0, reached = 0, replied = 0, redeemed = 0, won = 0;
  std::vector<Row> rows;
  /// Of those who name it as their source.
  std::int64_t customers = 0, bought = 0;
  std::vector<Row> as_source;
};

struct Yields {
  /// By the campaign's id.
  std::map<std::string, Yield> of;
  /// What the figures leave out.
  std::vector<std::string> remarks;
  std::vector<Problem> problems;
};

Yields yields(const Desk& desk);

/// As JSON: counts with what each is a part of, sums of each currency.
std::string json_of(const Yield& its);

/// For people.
void print_campaign_page(const Campaign& campaign, const Desk& desk);

}  // namespace crm
