#include <algorithm>

#include "cli/commands/campaigns.hpp"
#include "cli/commands/story_page.hpp"
#include "cli/output/figure.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"

namespace crm {
namespace {

/// Of fewer a rate would be chance.
constexpr std::int64_t enough_for_a_rate = 10;

class CampaignPage {
 public:
  CampaignPage(const Campaign& campaign, const Desk& desk)
      : campaign_(campaign), desk_(desk), world_(desk.world()), page_(nobody(), desk) {}

  void print() {
    page_.headline(campaign_.name, campaign_.id);
    about();
    costs();
    Yields all = yields(desk_);
    const Yield its = all.of[campaign_.id];
    answer(its);
    money("Revenue and cost", its.rows, all.remarks);
    as_source(its);
    if (its.replied > 0)
      hint(world_, "who replied: crm list campaign:" + campaign_.id + " +REPLIED");
    print_problems(all.problems, world_);
  }

 private:
  static const Customer& nobody() {
    static const Customer none;
    return none;
  }

  void about() {
    const std::string span = span_of(campaign_);
    std::string when = span;
    if (campaign_.from && *campaign_.from > desk_.today()) when += ", to come";
    if (campaign_.to && *campaign_.to < desk_.today()) when += ", over";
    page_.lines(joined_parts({campaign_.channel, when,
                              campaign_.coupon.empty() ? "" : "coupon " + campaign_.coupon,
                              campaign_.margin ? "margin " + campaign_.margin->text() + " %" : ""},
                             " · "),
                2);
    page_.lines(campaign_.note, 2);
    for (const Conflict& one : campaign_.conflicts)
      page_.lines(one.field + ": kept " + one.kept + ", other side had " + one.lost, 2);
  }

  void costs() {
    Table table({{.key = "on"},
                 {.key = "amount", .side = Column::Side::right},
                 {.key = "text", .gives_way = true, .wraps = true},
                 {.key = "id", .dispensable = 1}});
    std::vector<const Cost*> all;
    for (const Cost& cost : campaign_.costs) all.push_back(&cost);
    std::stable_sort(all.begin(), all.end(),
                     [](const Cost* a, const Cost* b) { return a->on < b->on; });
    for (const Cost* const cost : all)
      table.row({page_.day_of(cost->on),
                 amount_words(cost->amount, desk_),
                 cost->text + (cost->on > desk_.today() ? " (to come)" : ""),
                 {cost->id, Style::dim}});
    page_.section("Costs", table);
  }

  /// `67 % (20 of 30) of the members`; of few only what it would divide.
  static std::string rate(std::int64_t part, std::int64_t whole, const char* of) {
    if (whole <= 0 || part > whole) return {};
    if (whole < enough_for_a_rate)
      return "of " + std::to_string(whole) + " " + of + ", too few for a rate";
    return shown_figure(Share{part, whole}, Grouping::thousands) + " " + of;
  }

  void answer(const Yield& its) {
    Table table({{.key = "what"},
                 {.key = "count", .side = Column::Side::right},
                 {.key = "rate", .gives_way = true, .wraps = true}});
    const auto row = [&](const char* what, std::int64_t count, std::string rate) {
      table.row({std::string(what), std::to_string(count), std::move(rate)});
    };
    row("members", its.members, "");
    row("reached", its.reached, rate(its.reached, its.members, "members"));
    row("replied", its.replied, rate(its.replied, its.reached, "reached"));
    row("redeemed", its.redeemed, rate(its.redeemed, its.members, "members"));
    row("won deals", its.won, "");
    page_.section("Answer", table);
  }

  void money(const char* title, const std::vector<Yield::Row>& rows,
             const std::vector<std::string>& remarks) {
    const auto right = Column::Side::right;
    Table table({{.key = "revenue", .title = "revenue", .side = right, .dispensable = 1},
                 {.key = "goods", .title = "goods", .side = right, .dispensable = 3},
                 {.key = "cost", .title = "cost", .side = right, .dispensable = 2},
                 {.key = "profit", .title = "profit", .side = right},
                 {.key = "roi", .title = "ROI", .side = right}});
    const Grouping grouping = desk_.settings().grouping();
    for (const Yield::Row& row : rows) {
      if (row.revenue.minor == 0 && row.cost.minor == 0 && row.goods.minor == 0) continue;
      table.row(
          {amount_words(row.revenue, desk_),
           amount_words(row.goods, desk_),
           amount_words(row.cost, desk_),
           {amount_words(row.profit, desk_), row.profit.minor < 0 ? Style::red : Style::plain},
           shown_figure(row.roi, grouping)});
    }
    if (table.empty()) return;
    page_.section(title, table);
    page_.lines("ROI is profit divided by cost; profit is revenue less goods and cost", 2);
    // The sum over all campaigns is not shown here.
    for (const std::string& text : remarks)
      if (!text.starts_with("all in ")) page_.lines(text, 2);
  }

  /// Of those who name it as where they come from, whatever they bought.
  void as_source(const Yield& its) {
    const bool sold = std::any_of(its.as_source.begin(), its.as_source.end(),
                                  [](const Yield::Row& row) { return row.revenue.minor != 0; });
    if (its.customers == 0 && !sold) return;
    Table table({{.key = "what"},
                 {.key = "count", .side = Column::Side::right},
                 {.key = "rate", .gives_way = true, .wraps = true}});
    table.row({std::string("came from it"), std::to_string(its.customers), std::string()});
    table.row({std::string("bought since"), std::to_string(its.bought),
               rate(its.bought, its.customers, "who came")});
    page_.section("As a source", table);
    std::string revenue, profit;
    for (const Yield::Row& row : its.as_source) {
      revenue += (revenue.empty() ? "" : ", ") + amount_words(row.revenue, desk_);
      profit += (profit.empty() ? "" : ", ") + amount_words(row.profit, desk_);
    }
    if (!revenue.empty()) page_.lines("revenue " + revenue + "; profit " + profit, 2);
  }

  const Campaign& campaign_;
  const Desk& desk_;
  World& world_;
  StoryPage page_;
};

std::string part_of(std::int64_t count, std::int64_t whole) {
  return json_object({{"count", std::to_string(count)}, {"of", std::to_string(whole)}});
}

std::string json_of(const std::vector<Yield::Row>& rows) {
  std::string all;
  for (const Yield::Row& row : rows)
    all += (all.empty() ? "" : ",") + json_object({{"revenue", json_text(row.revenue.text())},
                                                   {"goods", json_text(row.goods.text())},
                                                   {"cost", json_text(row.cost.text())},
                                                   {"profit", json_text(row.profit.text())},
                                                   {"roi", json_figure(row.roi)}});
  return "[" + all + "]";
}

}  // namespace

std::string json_of(const Yield& its) {
  return json_object({{"members", std::to_string(its.members)},
                      {"reached", part_of(its.reached, its.members)},
                      {"replied", part_of(its.replied, its.reached)},
                      {"redeemed", part_of(its.redeemed, its.members)},
                      {"won", std::to_string(its.won)},
                      {"money", json_of(its.rows)},
                      {"as_source", json_object({{"customers", std::to_string(its.customers)},
                                                 {"bought", part_of(its.bought, its.customers)},
                                                 {"money", json_of(its.as_source)}})}});
}

void print_campaign_page(const Campaign& campaign, const Desk& desk) {
  CampaignPage(campaign, desk).print();
}

}  // namespace crm
