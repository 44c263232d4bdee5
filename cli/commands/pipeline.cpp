#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/report/board.hpp"

namespace crm {
namespace {

using Side = Column::Side;

struct PipelineOptions {
  std::vector<std::string> words;
  std::string pipeline;
  bool board = false;
};

/// What one customer has for the board, and for what is usual in the book.
struct Share {
  std::vector<BoardDeal> deals;
  std::vector<Stay> stays;
};

/// All that the board is drawn from.
struct Picture {
  std::vector<BoardDeal> deals;
  std::vector<Problem> problems;
};

Picture picture(const Filter& filter, const Desk& desk) {
  const Settings& settings = desk.settings();
  // A filter with +STALE has asked for the stays already.
  const bool with_stays = !desk.knows_stays();
  const int rank = customer_type().rank("deals");
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Share> {
    if (customer.deals.empty()) return std::nullopt;
    Share share;
    if (!customer.is_deleted() || filter.wants_deleted())
      each_entry(customer, rank, [&](const Item& entry) {
        if (filter.fits(customer, entry))
          share.deals.push_back(board_deal(*std::get<const Deal*>(entry), customer, settings));
      });
    if (with_stays && !customer.is_deleted()) share.stays = finished_stays(customer, settings);
    return share;
  };
  Needs needs = needs_of(filter);
  needs.add({Depth::brief, FieldSet::of({"deals"})});
  auto scan = desk.scan<Share>(look, needs);
  Picture all{{}, std::move(scan.problems)};
  std::vector<Stay> stays;
  for (Share& share : scan.found) {
    std::move(share.deals.begin(), share.deals.end(), std::back_inserter(all.deals));
    stays.insert(stays.end(), share.stays.begin(), share.stays.end());
  }
  if (with_stays) desk.learn(Stays(stays));
  return all;
}

void keep_pipeline(std::vector<BoardDeal>& deals, const std::string& asked, const Desk& desk) {
  const std::string wanted = folded(asked);
  std::vector<std::string> known;
  const auto learn = [&](const std::string& name) {
    if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end())
      known.push_back(name);
  };
  for (const auto& [name, stages] : desk.settings().pipelines) learn(name);
  // Some deals may be in one that crm.yaml no longer has.
  for (const BoardDeal& deal : deals) learn(deal.pipeline);
  if (std::none_of(known.begin(), known.end(),
                   [&](const std::string& name) { return folded(name) == wanted; })) {
    const auto near = did_you_mean(asked, known);
    std::string names;
    for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
    throw Failure(Error::asked_wrongly(
        "there is no pipeline \"" + printable_line(asked) + "\"",
        near.empty() ? "known are " + names : "did you mean " + near.front() + "?"));
  }
  std::erase_if(deals, [&](const BoardDeal& deal) { return folded(deal.pipeline) != wanted; });
}

std::string days_in_stage(const BoardDeal& deal, const Desk& desk) {
  if (!deal.standing.since) return "";
  return std::to_string(std::max(0, days_between(*deal.standing.since, desk.today())));
}

std::string grouped(std::int64_t minor, const std::string& currency, const Desk& desk) {
  return Money{minor, currency}.grouped(desk.settings().grouping());
}

/// For people; what has no name is said so.
std::string title_of(const Board& board) {
  const std::string name = board.pipeline.empty() ? "no pipeline" : printable_line(board.pipeline);
  return board.known ? name : name + " (no longer in crm.yaml)";
}

std::string title_of(const BoardRow& row) {
  return row.stage.empty() ? "no stage" : printable_line(row.stage);
}

/// `sum` is weighed where any of its deals is.
bool is_weighted(const BoardSum& sum) {
  return !sum.currency.empty() && sum.unweighted < sum.count;
}

// For pipes and programs: a line for each stage and currency.

void print_sums(const std::vector<Board>& all, World& world) {
  const std::vector<Column> columns{{.key = "pipeline"}, {.key = "stage"}, {.key = "currency"},
                                    {.key = "count"},    {.key = "total"}, {.key = "weighted"},
                                    {.key = "oldest"},   {.key = "stale"}};
  std::vector<std::string> known;
  for (const Column& column : columns) known.push_back(column.key);
  check_json(known, world);
  Table table(columns);
  for (const Board& board : all)
    for (const BoardRow& row : board.stages) {
      std::vector<BoardSum> sums = row.sums;
      if (sums.empty()) sums.emplace_back();
      for (const BoardSum& sum : sums) {
        const bool money = !sum.currency.empty();
        const auto amount = [&](std::int64_t minor, bool said) {
          return said ? Money{minor, sum.currency}.number() : std::string();
        };
        const std::string total = amount(sum.total, money);
        const std::string weighted = amount(sum.weighted, is_weighted(sum));
        const std::string oldest = sum.oldest ? std::to_string(*sum.oldest) : "";
        const auto text = [](const std::string& one) {
          return one.empty() ? std::string("null") : json_text(one);
        };
        table.row({board.pipeline, row.stage, sum.currency, std::to_string(sum.count), total,
                   weighted, oldest, std::to_string(sum.stale)},
                  json_object({{"pipeline", json_text(board.pipeline)},
                               {"stage", json_text(row.stage)},
                               {"currency", text(sum.currency)},
                               {"count", std::to_string(sum.count)},
                               {"total", text(total)},
                               {"weighted", text(weighted)},
                               {"oldest", oldest.empty() ? "null" : oldest},
                               {"stale", std::to_string(sum.stale)}}));
      }
    }
  if (!table.empty() || world.manners.wants_json()) table.print(world);
}

/// The open deals, a line each.
void print_deals(const std::vector<Board>& all, const Desk& desk) {
  World& world = desk.world();
  const std::vector<Column> columns{{.key = "id"},     {.key = "customer"}, {.key = "name"},
                                    {.key = "title"},  {.key = "pipeline"}, {.key = "stage"},
                                    {.key = "amount"}, {.key = "days"},     {.key = "stale"}};
  std::vector<std::string> known;
  for (const Column& column : columns) known.push_back(column.key);
  check_json(known, world);
  Table table(columns);
  for (const Board& board : all)
    for (const BoardRow& row : board.stages)
      for (const BoardDeal* const deal : row.deals) {
        const std::string days = days_in_stage(*deal, desk);
        const std::string amount = deal->amount ? deal->amount->text() : "";
        const bool stale = is_stale(*deal, desk.settings(), *desk.stays(), desk.today());
        table.row({deal->id, deal->customer, deal->name, deal->title, deal->pipeline, row.stage,
                   amount, days, std::string(stale ? "yes" : "")},
                  json_object({{"id", json_text(deal->id)},
                               {"customer", json_text(deal->customer)},
                               {"name", json_text(deal->name)},
                               {"title", json_text(deal->title)},
                               {"pipeline", json_text(deal->pipeline)},
                               {"stage", json_text(row.stage)},
                               {"amount", deal->amount ? json_text(amount) : "null"},
                               {"days", days.empty() ? "null" : days},
                               {"stale", stale ? "true" : "false"}}));
      }
  if (!table.empty() || world.manners.wants_json()) table.print(world);
}

// For people.

/// The stages with their bars and sums, one table a pipeline.
class Sums {
 public:
  Sums(const Board& board, const Desk& desk) : desk_(desk) {
    columns_ = {
        {.key = "stage", .title = title_of(board), .gives_way = true, .least = 8},
        {.key = "bar"},
        {.key = "deals", .title = "deals", .side = Side::right},
        {.key = "total", .title = "total", .side = Side::right, .gives_way = true, .least = 20},
        {.key = "weighted", .title = "weighted", .side = Side::right, .dispensable = 5},
        {.key = "oldest", .title = "oldest", .side = Side::right, .dispensable = 4},
        {.key = "note", .gives_way = true, .wraps = true, .dispensable = 3, .least = 7}};
    for (const BoardRow& row : board.stages) stage(row, row.known || !board.known);
    total("open", board.open, true);
    total("won this quarter", board.won, false);
    total("lost this quarter", board.lost, false);
    draw_bars();
  }

  void print() const {
    Table table(columns_);
    for (const auto& row : rows_) table.row(row);
    table.print_for_people(desk_.world(), 0);
  }

 private:
  static constexpr std::size_t bar = 1;
  static constexpr int widest_bar = 24, narrowest_bar = 3, gap = 2;

  void stage(const BoardRow& row, bool known) {
    std::string note = known ? "" : "no longer in crm.yaml";
    if (row.stale() > 0)
      note = fmt::format("{} stale{}{}", row.stale(), note.empty() ? "" : ", ", note);
    put({title_of(row), known ? Style::plain : Style::dim}, row, true, note);
    counts_.resize(rows_.size());
    counts_[rows_.size() - std::max<std::size_t>(1, row.sums.size())] = row.count();
  }

  void total(const char* name, const BoardRow& row, bool open) {
    if (open || row.count() > 0) put({std::string(name), Style::bold}, row, open, "");
  }

  void put(const Cell& name, const BoardRow& row, bool open, const std::string& note) {
    std::vector<BoardSum> sums = row.sums;
    if (sums.empty()) sums.emplace_back();
    bool first = true;
    for (const BoardSum& sum : sums) {
      std::vector<Cell> cells(columns_.size());
      if (first) {
        cells[0] = name;
        cells[6] = {note, Style::yellow};
      }
      first = false;
      cells[2] = {std::to_string(sum.count), sum.count == 0 ? Style::dim : Style::plain};
      if (!sum.currency.empty())
        cells[3] = Cell(grouped(sum.total, sum.currency, desk_) + " " + sum.currency);
      else if (sum.count > 0)
        cells[3] = {std::string("no amount"), Style::dim};
      if (open && is_weighted(sum)) cells[4] = Cell(grouped(sum.weighted, sum.currency, desk_));
      if (open && !sum.currency.empty() && !is_weighted(sum))
        cells[4] = {std::string("–"), Style::dim};
      if (open && sum.oldest) cells[5] = Cell(fmt::format("{} d", *sum.oldest));
      rows_.push_back(std::move(cells));
    }
  }

  /// As long as the other columns leave room for: a mark for each deal, or in proportion.
  void draw_bars() {
    counts_.resize(rows_.size());
    const std::size_t most = *std::max_element(counts_.begin(), counts_.end());
    int room = desk_.world().terminal.width;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      int widest = 0;
      for (const auto& row : rows_) widest = std::max(widest, width(printable_line(row[i].text)));
      if (widest > 0) room -= std::max(widest, width(columns_[i].title)) + gap;
    }
    room = std::min(room, widest_bar);
    if (most == 0 || room < narrowest_bar) return;
    const auto cells = static_cast<std::size_t>(room);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::size_t length = most <= cells ? counts_[i] : (counts_[i] * cells + most / 2) / most;
      if (counts_[i] > 0) length = std::max<std::size_t>(1, length);
      for (; length > 0; --length) rows_[i][bar].text += "▇";
    }
  }

  const Desk& desk_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  /// Deals of the stage that the row begins; 0 for others.
  std::vector<std::size_t> counts_;
};

/// The deals as cards, a column a stage, as many side by side as fit.
class Cards {
 public:
  Cards(const Board& board, const Desk& desk) : board_(board), desk_(desk) {}

  void print() const {
    constexpr int narrow = 60, narrowest = 18, gap = 2;
    World& world = desk_.world();
    const int room = world.terminal.width;
    std::size_t beside = 1;
    if (room >= narrow) beside = static_cast<std::size_t>((room + gap) / (narrowest + gap));
    const auto& stages = board_.stages;
    for (std::size_t first = 0; first < stages.size(); first += beside) {
      if (first > 0) world.out << "\n";
      print_beside(first, std::min(first + beside, stages.size()));
    }
  }

 private:
  void print_beside(std::size_t first, std::size_t end) const {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> lines;
    std::size_t head = 0;
    for (std::size_t i = first; i < end; ++i)
      head = std::max(head, head_of(board_.stages[i]).size());
    for (std::size_t i = first; i < end; ++i) {
      const BoardRow& row = board_.stages[i];
      columns.push_back({.key = row.stage,
                         .title = fmt::format("{} {}", title_of(row), row.count()),
                         .gives_way = true});
      lines.push_back(lines_of(row, head));
    }
    std::size_t height = 0;
    for (const auto& column : lines) height = std::max(height, column.size());
    Table table(columns);
    for (std::size_t n = 0; n < height; ++n) {
      std::vector<Cell> cells;
      for (const auto& column : lines) cells.push_back(n < column.size() ? column[n] : Cell());
      table.row(std::move(cells));
    }
    table.print_for_people(desk_.world(), 0);
  }

  /// What stands above the cards of a stage.
  std::vector<Cell> head_of(const BoardRow& row) const {
    std::vector<Cell> lines;
    if (!row.known && board_.known) lines.emplace_back("no longer in crm.yaml", Style::yellow);
    if (row.deals.empty()) lines.emplace_back("–", Style::dim);
    for (const BoardSum& sum : row.sums)
      if (!sum.currency.empty())
        lines.emplace_back(amount_words({sum.total, sum.currency}, desk_), Style::dim);
    return lines;
  }

  std::vector<Cell> lines_of(const BoardRow& row, std::size_t head) const {
    std::vector<Cell> lines = head_of(row);
    lines.resize(head);
    for (const BoardDeal* const deal : row.deals) {
      lines.emplace_back();
      lines.emplace_back(deal->title, Style::bold);
      lines.emplace_back(deal->name);
      if (deal->amount) lines.emplace_back(amount_words(*deal->amount, desk_));
      const std::string days = days_in_stage(*deal, desk_);
      const bool stale = is_stale(*deal, desk_.settings(), *desk_.stays(), desk_.today());
      lines.emplace_back(fmt::format("{}{}{}", days.empty() ? "" : days + " d  ",
                                     stale ? "stale  " : "", deal->id),
                         stale ? Style::yellow : Style::dim);
    }
    return lines;
  }

  const Board& board_;
  const Desk& desk_;
};

/// What the figures leave out.
void tell_unweighted(const Board& board, World& world) {
  std::size_t count = 0;
  std::string stages;
  for (const BoardRow& row : board.stages) {
    std::size_t here = 0;
    for (const BoardSum& sum : row.sums) here += sum.unweighted;
    if (here > 0) stages += (stages.empty() ? "" : ", ") + title_of(row);
    count += here;
  }
  if (count == 0) return;
  const std::string said = fmt::format("not weighted: {} deal{} without a probability ({})", count,
                                       count == 1 ? "" : "s", stages);
  for (const std::string& line : wrapped(printable_line(said), world.terminal.width))
    world.out << line << "\n";
}

void tell_stale(const std::vector<Board>& all, const PipelineOptions& asked, World& world) {
  // A filter knows a stage that crm.yaml no longer has only as a part of a text.
  std::string stages, others;
  for (const Board& board : all)
    for (const BoardRow& row : board.stages) {
      if (row.stale() == 0) continue;
      if (row.stage.empty()) continue;
      if (row.known)
        stages += (stages.empty() ? "stage:" : ",") + row.stage;
      else
        others = "stage~" + row.stage;
    }
  std::string filter;
  for (const std::string& word : asked.words) filter += as_typed(word) + " ";
  // What else must be true, must be so on both sides of an "or".
  if (filter.find(" or ") != filter.npos) filter = "[ " + filter + "] ";
  for (const std::string& stage : {stages, others})
    if (!stage.empty())
      hint(world, "stale: crm list deals " + filter + as_typed(stage) + " +STALE");
}

void print_for_people(const std::vector<Board>& all, const PipelineOptions& asked,
                      const Desk& desk) {
  World& world = desk.world();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) world.out << "\n";
    if (!asked.board) {
      Sums(all[i], desk).print();
      tell_unweighted(all[i], world);
      continue;
    }
    if (all.size() > 1)
      world.out << styled(title_of(all[i]), Style::bold, world.terminal.colour) << "\n\n";
    Cards(all[i], desk).print();
  }
  tell_stale(all, asked, world);
}

void show_pipeline(const PipelineOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Filter filter = desk.filter(asked.words, *customer_type().find("deals")->item);
  Picture all = picture(filter, desk);
  if (!asked.pipeline.empty()) keep_pipeline(all.deals, asked.pipeline, desk);
  const auto drawn = boards(all.deals, desk.settings(), *desk.stays(), desk.today());
  if (for_people(world))
    print_for_people(drawn, asked, desk);
  else if (asked.board || world.manners.ids || world.manners.nul)
    print_deals(drawn, desk);
  else
    print_sums(drawn, world);
  if (drawn.empty() && world.terminal.err) {
    const bool of_all = asked.words.empty() && asked.pipeline.empty();
    remark(world, !all.deals.empty() ? "no deal is open, and none ended this quarter"
                  : of_all           ? "there are no deals yet"
                                     : "no deal fits");
    if (all.deals.empty() && of_all)
      hint(world, "crm add \"Acme Robotics\" --deal \"500 arms\" 12000");
  }
  print_problems(all.problems, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<PipelineOptions>();
  words.arguments(asked->words, placeholder::filter,
                  "which deals: by their own fields and their customers'");
  words.flag(asked->board, "--board", "the deals as cards, a column a stage");
  words.option(asked->pipeline, "--pipeline", Placeholder{"PIPELINE"},
               "of several, this one alone");
  return [asked](World& world) { show_pipeline(*asked, world); };
}

}  // namespace

Command pipeline_command() {
  return {
      "pipeline",
      "Sell",
      "show the open deals by stage, and what they come to",
      {{"crm pipeline", "by stage: how many, what they come to, and which have rested too long"},
       {"crm pipeline owner:me", "my deals"},
       {"crm pipeline --board", "the deals themselves, as cards"},
       {"crm pipeline --pipeline sales value:50000..", "the large ones of one pipeline"},
       {"crm pipeline --csv", "a line for each stage and currency"}},
      declare,
      {"Weighted is each amount times its probability: the deal's own, else that of its stage in "
       "crm.yaml. crm report forecast weighs by what became of the book's own deals, once there "
       "are enough of them, and says so.",
       "Stale are deals that are in their stage for longer than four in five were, where the book "
       "knows enough of them; else for longer than the stage's stale in crm.yaml, or 30 days."}};
}

}  // namespace crm
