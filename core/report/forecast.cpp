#include "core/report/forecast.hpp"

#include <algorithm>
#include <map>

#include "core/report/grid.hpp"
#include "core/report/targets.hpp"
#include "core/report/weights.hpp"

namespace crm {
namespace {

struct Hoped {
  std::int64_t deals = 0;
  Money open, weighted, won;
};

/// No amount of no currency.
Figure shown(const Money& sum) {
  return sum.currency.empty() ? Figure() : Figure(sum);
}

/// `12 %`, of a share.
std::string percent(const Share& share) {
  const auto mille = per_mille(share).value_or(0);
  return std::to_string((mille + 5) / 10) + " %";
}

/// What a row of the months is about; slipped ones stand before the months, those without a day
/// behind them.
struct Place {
  std::string group;
  enum class Kind { slipped, month, no_day } kind;
  std::string month;

  auto operator<=>(const Place&) const = default;

  /// A key for the grid that leads back here.
  std::string key() const { return group + '\0' + std::to_string(static_cast<int>(kind)) + month; }

  static Place of(const std::string& key) {
    const std::size_t end = key.rfind('\0');
    return {key.substr(0, end), static_cast<Kind>(key[end + 1] - '0'), key.substr(end + 2)};
  }

  std::string name() const {
    switch (kind) {
      case Kind::slipped: return "slipped";
      case Kind::no_day: return "no day";
      case Kind::month: break;
    }
    return month;
  }
};

/// A deal that says no pipeline is in the first.
std::string group_of(const DealFacts& deal, const Question& question) {
  return question.by == "pipeline" ? deal.pipeline : deal.group;
}

std::string month_of(Day day) {
  return span_name(day, CalendarUnit::month, 1);
}

class Forecast {
 public:
  Forecast(const AllFacts& facts, const Question& question)
      : facts_(facts),
        question_(question),
        span_(question.span),
        history_(question.book(facts), question.settings),
        weights_(history_.on(question.today())),
        grid_(question) {
    if (span_.from) span_.from = span_.from->first_of_month();
  }

  Report tell() {
    for (const CustomerFacts& customer : facts_)
      for (const DealFacts& deal : customer.deals) take(deal);
    Report report{.name = "forecast",
                  .title = "Forecast",
                  .span = span_,
                  .day = question_.today(),
                  .tables = {},
                  .remarks = {}};
    report.tables = {months(), weights(),
                     targets_table(question_.book(facts_), question_, span_, weights_)};
    return report;
  }

 private:
  void take(const DealFacts& deal) {
    if (deal.is_open()) {
      if (const auto place = place_of(deal)) take_open(deal, *place);
    } else if (deal.is_won() && deal.amount && deal.since && span_.holds(*deal.since)) {
      const Place place{group_of(deal, question_), Place::Kind::month, month_of(*deal.since)};
      grid_.add(place.key(), deal.amount, *deal.since,
                [](Hoped& tally, const Money& amount) { tally.won += amount; });
    }
  }

  /// Nothing for an open deal of days that nobody asks about.
  std::optional<Place> place_of(const DealFacts& deal) const {
    if (!deal.expected) return Place{group_of(deal, question_), Place::Kind::no_day, ""};
    if (*deal.expected < question_.today())
      return Place{group_of(deal, question_), Place::Kind::slipped, ""};
    if (!span_.holds(*deal.expected)) return std::nullopt;
    return Place{group_of(deal, question_), Place::Kind::month, month_of(*deal.expected)};
  }

  void take_open(const DealFacts& deal, const Place& place) {
    if (!deal.amount) {
      ++without_amount_;
      return;
    }
    const Weight weight = weights_.of(deal);
    if (weight.from == Weight::From::deal)
      ++of_their_own_;
    else
      ++counted_[{deal.pipeline, deal.stage}];
    grid_.add(place.key(), deal.amount, question_.today(), [&](Hoped& tally, const Money& amount) {
      ++tally.deals;
      tally.open += amount;
      tally.weighted += weight.of(amount);
    });
  }

  ReportTable months() const {
    const bool grouped = !question_.by.empty();
    ReportTable table{.key = "months", .title = "By month of expected close"};
    if (grouped) table.columns.push_back({question_.by, question_.by});
    table.columns.insert(table.columns.end(), {{"month", "month", 0},
                                               {"deals", "deals", 2},
                                               {"open", "open", 1},
                                               {"weighted", "weighted", 0},
                                               {"best", "best case", 4},
                                               {"won", "won", 3}});
    const auto before = [](const auto& a, const auto& b) {
      return Place::of(a.group) < Place::of(b.group);
    };
    for (const auto& line : grid_.lines(before)) {
      ReportTable::Row row{{}, line.total};
      std::string month = line.group;
      bool begun = true;
      if (!line.total) {
        const Place place = Place::of(line.group);
        month = place.name();
        row.alarming = place.kind == Place::Kind::slipped;
        // What is to come can't have been won.
        begun = place.kind == Place::Kind::month && place.month <= month_of(question_.today());
        if (grouped) row.figures.emplace_back(place.group.empty() ? "none" : place.group);
      } else if (grouped) {
        row.figures.emplace_back(line.group);
        month.clear();
      }
      const auto in_currency = [&](Money sum) {
        sum.currency = line.currency;
        return shown(sum);
      };
      Money best = line.tally.open;
      best += line.tally.won;
      row.figures.insert(row.figures.end(), {month, line.tally.deals, in_currency(line.tally.open),
                                             in_currency(line.tally.weighted), in_currency(best),
                                             begun ? in_currency(line.tally.won) : Figure()});
      table.rows.push_back(std::move(row));
    }
    table.picture = Picture::bars;
    table.drawn = grouped ? 4 : 3;
    if (const std::string text = weights_said(); !text.empty()) table.remarks.push_back(text);
    say_what_has_no_weight(table.remarks);
    if (without_amount_ > 0)
      table.remarks.push_back("without an amount, left out: " + std::to_string(without_amount_) +
                              (without_amount_ == 1 ? " open deal" : " open deals"));
    for (const std::string& text : grid_.remarks()) table.remarks.push_back(text);
    table.when_empty = "no open deal is expected in these days";
    return table;
  }

  /// `weights: lead 12 % (3 of 25), offer 50 % (crm.yaml: 4 of 10 closed)`.
  std::string weights_said() const {
    std::string text;
    const auto say = [&](const std::string& one) { text += (text.empty() ? "" : ", ") + one; };
    for (const auto* const one : stages()) {
      const Weight weight = one->weight();
      if (weight.from == Weight::From::nothing) continue;
      const std::string why = weight.from == Weight::From::history
                                  ? std::to_string(one->won) + " of " + std::to_string(one->closed)
                                  : "crm.yaml: " + std::to_string(one->closed) + " of " +
                                        std::to_string(enough_closed) + " closed";
      say(name_of_stage(*one) + " " + percent(weight.share) + " (" + why + ")");
    }
    if (of_their_own_ > 0)
      say(std::to_string(of_their_own_) + (of_their_own_ == 1 ? " deal by its own probability"
                                                              : " deals by their own probability"));
    return text.empty() ? text : "weights: " + text;
  }

  void say_what_has_no_weight(std::vector<std::string>& remarks) const {
    for (const auto& [place, deals] : counted_) {
      const auto* const stage = weights_.find(place.first, place.second);
      if (stage != nullptr && stage->weight().from != Weight::From::nothing) continue;
      const bool known =
          stage != nullptr && is_written(question_.settings, place.first, place.second);
      remarks.push_back("not in the weighted sum: " + std::to_string(deals) +
                        (deals == 1 ? " deal in " : " deals in ") + place.second +
                        (known ? ", which has no probability in crm.yaml"
                         : question_.settings.pipeline(place.first) == nullptr
                             ? ": crm.yaml has no pipeline " + place.first
                             : ", a stage that crm.yaml does not have"));
    }
  }

  static bool is_written(const Settings& settings, const std::string& pipeline,
                         const std::string& stage) {
    const std::vector<Stage>* const stages = settings.pipeline(pipeline);
    return stages != nullptr && std::any_of(stages->begin(), stages->end(),
                                            [&](const Stage& one) { return one.stage == stage; });
  }

  ReportTable weights() const {
    ReportTable table{.key = "weights", .title = "How much of them counts"};
    table.columns = {{"stage", "stage"},
                     {"deals", "deals", 2},
                     {"weight", "weight %"},
                     {"from", "from", 0},
                     {"won_of_closed", "won of closed", 3}};
    for (const auto* const one : stages()) {
      const Weight weight = one->weight();
      const auto mille = per_mille(weight.share);
      const auto deals = counted_.find({one->pipeline, one->stage});
      table.rows.push_back(
          {{name_of_stage(*one), deals == counted_.end() ? std::int64_t{0} : deals->second,
            mille ? Figure((*mille + 5) / 10) : Figure(), std::string(name_of(weight.from)),
            one->closed >= enough_closed ? Figure(Share{one->won, one->closed})
                                         : Figure(TooFew{one->closed, enough_closed})}});
    }
    if (of_their_own_ > 0)
      table.remarks.push_back(std::to_string(of_their_own_) +
                              (of_their_own_ == 1 ? " deal has a probability of its own"
                                                  : " deals have probabilities of their own") +
                              ", which goes first");
    table.when_empty = "no open deal hangs on its stage";
    return table;
  }

  /// Those that open deals stand in.
  std::vector<const Weights::OfStage*> stages() const {
    std::vector<const Weights::OfStage*> stages;
    for (const auto& one : weights_.stages())
      if (counted_.count({one.pipeline, one.stage}) != 0) stages.push_back(&one);
    return stages;
  }

  /// With its pipeline where there are several.
  std::string name_of_stage(const Weights::OfStage& one) const {
    const bool several = std::any_of(counted_.begin(), counted_.end(), [&](const auto& other) {
      return other.first.first != counted_.begin()->first.first;
    });
    return several ? one.pipeline + " " + one.stage : one.stage;
  }

  const AllFacts& facts_;
  const Question& question_;
  /// As asked, from the first day of its first month on.
  Span span_;
  StageHistory history_;
  Weights weights_;
  Grid<Hoped> grid_;
  std::int64_t without_amount_ = 0, of_their_own_ = 0;
  /// Open deals with an amount that are weighted by their stage: pipeline and stage.
  std::map<std::pair<std::string, std::string>, std::int64_t> counted_;
};

}  // namespace

Report forecast_report(const AllFacts& facts, const Question& question) {
  return Forecast(facts, question).tell();
}

}  // namespace crm
