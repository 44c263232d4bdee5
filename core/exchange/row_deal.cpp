// A row that is a deal: its pipeline and stage, how far it came, and how it ended.
#include <array>
#include <cmath>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/entry_row.hpp"

namespace crm {
namespace {

constexpr std::array won_words{"won",   "closed won", "closedwon", "gewonnen",
                               "gagne", "gagnee",     "ganado",    "ganada",
                               "ganho", "vinto",      "vinta",     "gewonnen deal"};
constexpr std::array lost_words{"lost",   "closed lost", "closedlost", "verloren", "perdu",
                                "perdue", "perdido",     "perdida",    "perso",    "persa"};

class DealRow {
 public:
  explicit DealRow(EntryRow& entry) : entry_(entry), row_(entry.row()) {}

  void take() {
    Deal deal;
    deal.title = row_.line("title");
    if (deal.title.empty()) row_.refuse(entry_.column_of("title"), std::string("it has no title"));
    deal.amount = row_.money("amount");
    deal.cost = row_.money("cost");
    deal.expected = row_.day("expected");
    deal.probability = percent();
    deal.owner = row_.line("owner");
    deal.source = row_.line("source");
    deal.campaign = row_.line("campaign");
    deal.note = row_.paragraphs("note");
    if (const std::string others = others_of_deal(); !others.empty())
      deal.note += (deal.note.empty() ? "" : "\n") + ("also of: " + others);
    deal.id = entry_.own_id();
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (row_.column(i).word.word == "tag")
        for (std::string& tag : listed(row_.text(i)))
          if (std::ranges::find(deal.tags, tag) == deal.tags.end())
            deal.tags.push_back(std::move(tag));
    const std::string stage = row_.line("stage"), status = row_.line("status");
    Found found = pipeline_of(stage);
    if (found.pipeline == nullptr || found.pipeline->empty())
      return row_.refuse(std::nullopt, std::string("crm.yaml has no pipeline"));
    if (!entry_.settings().pipelines.empty() &&
        found.pipeline_name != entry_.settings().pipelines.front().first)
      deal.pipeline = found.pipeline_name;
    const std::string ends = end_of(found, status, stage);
    if (ends.empty() && !stage.empty() && found.stage == nullptr) return refuse_stage(found, stage);
    // Without a column for stages, the status may tell one.
    if (ends.empty() && stage.empty() && !status.empty() && folded(status) != "open") {
      found.stage = stage_called(*found.pipeline, folded(status));
      if (found.stage == nullptr && !is_open_word(status)) {
        row_.refuse(row_.find("status"), "\"" + status + "\" is neither open, won nor lost");
        return;
      }
    }
    if (!ends.empty() && !stage.empty() && found.stage == nullptr &&
        !is_one_of(won_words, folded(stage)) && !is_one_of(lost_words, folded(stage)))
      entry_.remark("stage \"" + stage + "\" is none of crm.yaml's; the deal is " + ends);
    std::string reason = row_.line("reason");
    for (const std::string& known : entry_.settings().lost_reasons)
      if (folded(known) == folded(reason)) reason = known;
    if (ends.empty() && !reason.empty()) {
      deal.note += (deal.note.empty() ? "" : "\n") + reason;
      reason.clear();
    }
    take_history(deal, found, ends, reason);
    deal.external = entry_.external();
    entry_.says().deals.push_back(std::move(deal));
  }

 private:
  struct Found {
    const std::vector<Stage>* pipeline = nullptr;
    std::string pipeline_name;
    const Stage* stage = nullptr;
  };

  static const Stage* stage_called(const std::vector<Stage>& pipeline, const std::string& word) {
    for (const Stage& stage : pipeline) {
      if (folded(stage.stage) == word) return &stage;
      for (const std::string& was : stage.was)
        if (folded(was) == word) return &stage;
    }
    return nullptr;
  }

  static const Stage* ending(const std::vector<Stage>& pipeline, std::string_view ends) {
    for (const Stage& stage : pipeline)
      if (stage.ends == ends) return &stage;
    return nullptr;
  }

  /// The pipeline that the row names, or the first that has the stage, else the first.
  Found pipeline_of(const std::string& stage) {
    Found found;
    const std::string named = row_.line("pipeline");
    for (const auto& [name, stages] : entry_.settings().pipelines) {
      const bool fits = !named.empty() ? folded(name) == folded(named) : true;
      if (!fits) continue;
      const Stage* const here = stage_called(stages, folded(stage));
      if (found.pipeline == nullptr || (found.stage == nullptr && here != nullptr))
        found = {&stages, name, here};
    }
    if (found.pipeline != nullptr || named.empty()) return found;
    for (const auto& [name, stages] : entry_.settings().pipelines) {
      const Stage* const here = stage_called(stages, folded(stage));
      if (found.pipeline == nullptr || (found.stage == nullptr && here != nullptr))
        found = {&stages, name, here};
    }
    if (found.pipeline != nullptr)
      entry_.remark("pipeline \"" + named + "\" is none of crm.yaml's; read as " +
                    found.pipeline_name);
    return found;
  }

  /// `won`, `lost`, or empty for what is open.
  std::string end_of(const Found& found, const std::string& status, const std::string& stage) {
    const std::string word = folded(status), step = folded(stage);
    const bool says_won = row_.yes("is_won") == true;
    if (is_one_of(won_words, word) || says_won) return "won";
    if (is_one_of(lost_words, word)) return "lost";
    if (row_.yes("is_closed") == true && row_.find("is_won")) return "lost";
    if (found.stage != nullptr) return found.stage->ends;
    if (is_one_of(won_words, step)) return "won";
    if (is_one_of(lost_words, step)) return "lost";
    return {};
  }

  void refuse_stage(const Found& found, const std::string& stage) {
    std::string all;
    for (const Stage& one : *found.pipeline) all += (all.empty() ? "" : ", ") + one.stage;
    const auto i = row_.find("stage");
    const std::string header = i ? row_.column(*i).header : "Stage";
    row_.refuse(i, "there is no stage \"" + stage + "\" in " + found.pipeline_name +
                       "; the stages are " + all + " (say which it is: --map \"" + header + ":" +
                       stage + "=" + found.pipeline->front().stage + "\")");
  }

  Moment today() {
    ++entry_.gathered().dated_today;
    const Moment& now = row_.ground().now;
    // Of ours it is known what was before, be it of today.
    return entry_.own_id().empty() ? Moment{now.day, std::nullopt, std::nullopt, false} : now;
  }

  static Move move(const Moment& at, const std::string& stage, const std::string& from = {}) {
    Move move;
    move.at = at;
    move.stage = stage;
    move.from = from;
    return move;
  }

  void take_history(Deal& deal, const Found& found, const std::string& ends,
                    const std::string& reason) {
    const auto created = row_.moment("created"), moved = row_.moment("moved");
    const auto close_date = row_.moment("close_date");
    const std::string& first = found.pipeline->front().stage;
    const bool is_open_stage = found.stage != nullptr && found.stage->ends.empty();
    if (ends.empty()) {
      if (close_date && !deal.expected) deal.expected = close_date->day;
      const std::string stage = found.stage != nullptr ? found.stage->stage : first;
      if (created && moved && stage != first && in_time(*created, *moved) < 0) {
        deal.history.push_back(move(*created, first));
        deal.history.push_back(move(*moved, stage, first));
      } else if (moved || created) {
        deal.history.push_back(move(moved && stage != first ? *moved
                                    : created               ? *created
                                                            : *moved,
                                    stage));
      } else if (stage != first) {
        deal.history.push_back(move(today(), stage));
      }
      return;
    }
    std::optional<Moment> closed = row_.moment(ends == "won" ? "won" : "lost");
    for (const auto& other : {row_.moment("closed"), close_date, moved, created})
      if (!closed) closed = other;
    if (!closed) closed = today();
    const Stage* const last = found.stage != nullptr && found.stage->ends == ends
                                  ? found.stage
                                  : ending(*found.pipeline, ends);
    if (last == nullptr)
      return row_.refuse(row_.find("status"),
                         "no stage of " + found.pipeline_name + " ends as " + ends);
    std::string from;
    if (created && in_time(*created, *closed) < 0) {
      from = is_open_stage ? found.stage->stage : first;
      deal.history.push_back(move(*created, from));
    }
    deal.history.push_back(move(*closed, last->stage, from));
    deal.history.back().reason = reason;
  }

  std::optional<std::int64_t> percent() {
    const auto i = row_.find("probability");
    const auto number = row_.number("probability");
    if (!number) return std::nullopt;
    double value = std::strtod(number->c_str(), nullptr);
    const bool has_sign = row_.text(*i).find('%') != std::string::npos;
    const bool of_one =
        row_.plan().product != nullptr && row_.plan().product->name == "HubSpot deals";
    if (!has_sign && value <= 1 && (of_one || number->find('.') != number->npos)) value *= 100;
    if (value < 0 || value > 100) {
      row_.refuse(i, "\"" + *number + "\" is no percentage");
      return std::nullopt;
    }
    return std::llround(value);
  }

  /// A deal is one's own. Other companies, and whom it is with there, by name where they have one.
  std::string others_of_deal() const {
    const std::vector<Key>& whom = entry_.whom();
    if (whom.empty()) return {};
    const bool named =
        std::ranges::any_of(whom, [](const Key& key) { return key.kind == Key::Kind::name; });
    const bool of_company = is_company(whom.front());
    std::string others;
    for (std::size_t i = 1; i < whom.size(); ++i) {
      const Key& key = whom[i];
      const bool told = is_company(key) || (of_company && named ? key.kind == Key::Kind::name
                                                                : key.kind == Key::Kind::external);
      if (told) others += (others.empty() ? "" : ", ") + key.value;
    }
    return others;
  }

  static bool is_open_word(const std::string& status) {
    static constexpr std::array open{"open",   "offen",  "ouvert", "abierto",
                                     "aberto", "aperto", "active", "in progress"};
    return is_one_of(open, folded(status));
  }

  EntryRow& entry_;
  TableRow& row_;
};

}  // namespace

void take_deal(EntryRow& entry) {
  DealRow(entry).take();
}

}  // namespace crm
