#include "cli/commands/campaigns.hpp"

#include <algorithm>

#include "cli/commands/telling.hpp"
#include "cli/output/figure.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

bool is_called(const Campaign& one, const std::string& words) {
  return one.id == words || folded(one.name) == folded(words);
}

/// By the beginning of its id or of a word of its name.
bool could_be(const Campaign& one, const std::string& words) {
  const std::string wanted = folded(words);
  return wanted.size() >= 3 && (folded(one.id).starts_with(wanted) ||
                                (" " + folded(one.name)).find(" " + wanted) != std::string::npos);
}

std::vector<StoredCampaign> all_of(const Desk& desk) {
  return desk.book().campaign_files().value().found;
}

Error no_campaign(const std::string& words, const std::vector<StoredCampaign>& all) {
  std::vector<std::string> known;
  for (const StoredCampaign& one : all) {
    known.push_back(one.campaign.id);
    known.push_back(one.campaign.name);
    for (const std::string_view word : split(one.campaign.name, ' ')) known.emplace_back(word);
  }
  const auto near = did_you_mean(words, known);
  return Error::nothing_found("there is no campaign \"" + printable_line(words) + "\"",
                              near.empty()
                                  ? "crm list campaigns shows them; crm campaign NAME starts one"
                                  : "did you mean " + near.front() + "?");
}

Campaign campaign_from(const Data& data, const Desk& desk) {
  auto read = desk.book().read_campaign_text("", new_file(data));
  if (read) return read->campaign;
  Error wrong = read.error();
  wrong.kind = Error::Kind::asked_wrongly;
  for (Problem& problem : wrong.problems) problem.place.reset();
  throw Failure(wrong);
}

std::set<std::string, std::less<>> ids_of(const std::vector<Cost>& costs) {
  std::set<std::string, std::less<>> ids;
  for (const Cost& cost : costs) ids.insert(cost.id);
  return ids;
}

void take_away(std::vector<Cost>& costs, const std::string& id) {
  const auto gone = std::erase_if(costs, [&](const Cost& cost) { return cost.id == id; });
  if (gone > 0) return;
  std::string known;
  for (const Cost& cost : costs)
    known += (known.empty() ? "known are " : ", ") + cost.id + " (" + cost.amount.text() +
             (cost.text.empty() ? "" : " " + cost.text) + ")";
  throw Failure(Error::nothing_found("there is no cost \"" + printable_line(id) + "\"", known));
}

// --- Figures ---

/// A row of a table by the keys of its columns.
class Line {
 public:
  Line(const ReportTable& table, const ReportTable::Row& row) : table_(table), row_(row) {}

  const Figure& at(std::string_view key) const {
    static const Figure none;
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
      if (table_.columns[i].key == key) return row_.figures[i];
    return none;
  }

  /// 0 where it says nothing.
  std::int64_t count(std::string_view key) const {
    const auto* const found = std::get_if<std::int64_t>(&at(key));
    return found == nullptr ? 0 : *found;
  }

  std::string text(std::string_view key) const {
    const auto* const found = std::get_if<std::string>(&at(key));
    return found == nullptr ? "" : *found;
  }

  Yield::Row money() const {
    const auto amount = [&](std::string_view key) {
      const auto* const found = std::get_if<Money>(&at(key));
      return found == nullptr ? Money() : *found;
    };
    return {amount("revenue"), amount("goods"), amount("cost"), amount("profit"), at("roi")};
  }

 private:
  const ReportTable& table_;
  const ReportTable::Row& row_;
};

void take(const ReportTable& table, Yields& yields) {
  const bool is_source = table.key == "sources";
  for (const ReportTable::Row& row : table.rows) {
    if (row.total) continue;
    const Line line(table, row);
    Yield& its = yields.of[line.text("id")];
    if (is_source) {
      its.customers += line.count("customers");
      its.bought += line.count("bought");
      its.as_source.push_back(line.money());
      continue;
    }
    its.reached += line.count("reached");
    its.replied += line.count("replied");
    its.redeemed += line.count("redeemed");
    its.won += line.count("won");
    its.rows.push_back(line.money());
  }
}

/// Who is in which campaigns, begun or not.
void count_members(const Desk& desk, Yields& yields) {
  using Ids = std::vector<std::string>;
  const auto look = [](const Customer& customer, const std::string&) -> std::optional<Ids> {
    if (customer.is_deleted() || customer.status == "contact" || customer.campaigns.empty())
      return std::nullopt;
    return customer.campaigns;
  };
  const Needs needs{Depth::brief,
                    FieldSet::of({"id", "status", "deleted", "merged_into", "campaigns"})};
  for (const Ids& ids : desk.scan<Ids>(look, needs).found)
    for (const std::string& id : ids) ++yields.of[id].members;
}

}  // namespace

std::optional<StoredCampaign> campaign_named(const std::string& words, const Desk& desk) {
  std::vector<StoredCampaign> all = all_of(desk);
  std::vector<StoredCampaign*> near;
  for (StoredCampaign& one : all) {
    if (is_called(one.campaign, words)) return std::move(one);
    if (could_be(one.campaign, words)) near.push_back(&one);
  }
  if (near.empty()) return std::nullopt;
  if (near.size() == 1) return std::move(*near.front());
  throw Failure(Error::conflict("\"" + printable_line(words) + "\" could be the campaign " +
                                    near[0]->campaign.name + " or " + near[1]->campaign.name,
                                "say it with its id: " + near[0]->campaign.id));
}

std::optional<StoredCampaign> campaign_instead(const Failure& failure, const std::string& words,
                                               const Desk& desk) {
  if (failure.error().kind == Error::Kind::nothing_found) return campaign_named(words, desk);
  if (failure.error().kind != Error::Kind::conflict) return std::nullopt;
  for (StoredCampaign& one : all_of(desk))
    if (is_called(one.campaign, words)) return std::move(one);
  return std::nullopt;
}

std::string campaign_id(const std::string& words, const Desk& desk) {
  const std::string word(trimmed(words));
  if (word.empty() || desk.world().manners.anyway) return word;
  const std::vector<StoredCampaign> all = all_of(desk);
  for (const StoredCampaign& one : all)
    if (is_called(one.campaign, word)) return one.campaign.id;
  // A book without campaigns knows them by words alone.
  if (all.empty()) return word;
  if (const auto found = campaign_named(word, desk)) return found->campaign.id;
  throw Failure(no_campaign(word, all));
}

std::vector<Assignment> with_campaign_ids(std::vector<Assignment> changes, const Desk& desk) {
  for (Assignment& change : changes) {
    const bool removes = change.kind == Assignment::Kind::remove;
    if (change.key == "campaigns" && removes) {
      // What is no campaign may still be taken out of a list.
      if (const auto found = campaign_named(change.value, desk)) change.value = found->campaign.id;
    } else if (change.key == "campaigns" || change.key == "campaign") {
      std::string ids;
      for (const std::string_view part : split(change.value, ','))
        if (!trimmed(part).empty())
          ids += (ids.empty() ? "" : ",") + campaign_id(std::string(part), desk);
      change.value = ids;
    } else if (change.key == "source") {
      for (const StoredCampaign& one : all_of(desk))
        if (is_called(one.campaign, change.value)) change.value = one.campaign.id;
    }
  }
  return changes;
}

Cost cost_of(const std::string& typed, Day on, const Campaign& campaign, const Desk& desk) {
  std::vector<std::string> words;
  const std::string line = composed(trimmed(typed));
  for (const std::string_view word : split(line, ' '))
    if (!word.empty()) words.emplace_back(word);
  Cost cost;
  cost.on = on;
  if (!words.empty())
    if (const auto day = Day::parse(words.front())) {
      cost.on = *day;
      words.erase(words.begin());
    }
  // An amount is as many of the first words as can be read as one.
  const std::string& currency = desk.settings().currency;
  std::optional<Money> amount;
  std::size_t taken = 0;
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    text += (text.empty() ? "" : " ") + words[i];
    if (const auto money = Money::parse(text, currency)) {
      amount = *money;
      taken = i + 1;
    }
  }
  if (!amount)
    throw Failure(
        Error::asked_wrongly("\"" + printable_line(typed) + "\" does not begin with what it cost",
                             "an amount, and what for: cost+=\"12500 photographs\""));
  if (amount->minor < 0 && !desk.world().manners.anyway)
    throw Failure(
        Error::asked_wrongly("a cost can't be less than nothing: " + printable_line(typed)));
  cost.amount = *amount;
  for (std::size_t i = taken; i < words.size(); ++i)
    cost.text += (cost.text.empty() ? "" : " ") + words[i];
  cost.id = desk.new_id(ids_of(campaign.costs));
  return cost;
}

Campaign changed(const Campaign& before, const std::vector<Assignment>& changes, const Desk& desk) {
  Campaign after = before;
  for (const Assignment& change : changes) {
    if (change.key == "cost" || change.key == "costs") {
      if (change.kind == Assignment::Kind::set)
        throw Failure(Error::asked_wrongly("a campaign has several costs",
                                           "cost+=AMOUNT adds one, cost-=ID takes one away"));
      if (change.kind == Assignment::Kind::remove)
        take_away(after.costs, change.value);
      else
        after.costs.push_back(cost_of(change.value, desk.today(), after, desk));
      continue;
    }
    Data data = assigned(to_data(after), change, campaign_type(), {desk.settings(), desk.now()},
                         desk.world().manners.anyway)
                    .value();
    after = campaign_from(data, desk);
    std::erase_if(after.conflicts, [&](const Conflict& one) { return one.field == change.key; });
  }
  if (after.from && after.to && *after.to < *after.from && !desk.world().manners.anyway)
    throw Failure(
        Error::asked_wrongly("from " + after.from->text() + ", but only until " + after.to->text(),
                             "name a later day, or insist with --anyway"));
  return after;
}

std::string span_of(const Campaign& campaign) {
  return span_words({campaign.from, campaign.to});
}

std::vector<Money> costs_of(const Campaign& campaign) {
  Totals totals;
  for (const Cost& cost : campaign.costs) totals.add(cost.amount);
  return totals.amounts();
}

Yields yields(const Desk& desk) {
  Telling telling;
  telling.kind = report_kind_named("sources");
  Told told = tell({telling}, {{}, desk.now(), false}, desk);
  Yields yields;
  for (const ReportTable& table : told.tellings.front().report.tables) {
    take(table, yields);
    if (table.key == "campaigns") yields.remarks = table.remarks;
  }
  count_members(desk, yields);
  yields.problems = std::move(told.problems);
  return yields;
}

}  // namespace crm
