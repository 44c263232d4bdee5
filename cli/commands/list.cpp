#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/triage.hpp"
#include "cli/output/figure.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/text_order.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

void finish(const Table& table, std::vector<Problem> problems, const std::string& what,
            World& world, const std::string& advice = {}) {
  std::erase_if(problems, [](const Problem& problem) { return problem.warning; });
  if (!table.empty() || world.manners.wants_json()) table.print(world);
  print_problems(problems, world);
  if (table.empty()) {
    if (world.terminal.err) remark(world, "no " + what + " found");
    if (!advice.empty()) hint(world, advice);
    throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
  }
}

void print_count(std::size_t count, std::vector<Problem> problems, World& world) {
  world.out << count << "\n";
  std::erase_if(problems, [](const Problem& problem) { return problem.warning; });
  print_problems(problems, world);
}

void tell_limit(std::size_t shown, std::size_t all, std::string_view what, World& world) {
  if (shown < all && world.terminal.err)
    remark(world, fmt::format("{} of {} {}", shown, all, what));
}

Table empty_table(const ListKind& kind, const ListWish& wish) {
  if (wish.columns.empty()) return Table(kind.columns);
  std::vector<Column> columns;
  for (const FieldName& field : wish.columns) {
    Column column{.key = field.name(), .title = field.name()};
    const bool number = field.shape() == Shape::money || field.shape() == Shape::number ||
                        field.shape() == Shape::decimal;
    if (number) column.side = Column::Side::right;
    column.gives_way = !number && field.shape() != Shape::day && field.shape() != Shape::moment;
    columns.push_back(std::move(column));
  }
  // For --ids.
  columns.push_back({.key = "id", .on_terminal = false, .in_pipe = false});
  return Table(std::move(columns));
}

struct Group {
  std::optional<Value> value;
  std::size_t count = 0;
  Totals sum;
};

std::vector<Group> groups_of(const std::vector<ListLine>& lines, const ListWish& wish) {
  // By what is folded alike, so that Bob and bob are one.
  std::vector<Group> groups;
  std::map<std::string, std::size_t> places;
  for (const ListLine& one : lines) {
    const ListLine::Wished& line = *one.wished;
    std::vector<std::optional<Value>> values(line.groups.begin(), line.groups.end());
    if (values.empty()) values.emplace_back();
    for (const auto& value : values) {
      const std::string name = value ? "=" + folded(value->text) : "";
      const auto [place, is_new] = places.emplace(name, groups.size());
      if (is_new) groups.push_back({value, 0, {}});
      Group& group = groups[place->second];
      ++group.count;
      if (line.amount && line.given_back) group.sum.subtract(*line.amount);
      if (line.amount && !line.given_back) group.sum.add(*line.amount);
    }
  }
  const bool falling = !wish.sort.empty() && wish.sort.front().falling;
  std::stable_sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    if (!a.value || !b.value) return a.value && !b.value;
    return falling ? is_before(*b.value, *a.value) : is_before(*a.value, *b.value);
  });
  if (wish.by_count_falling)
    std::stable_sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
      return *wish.by_count_falling ? a.count > b.count : a.count < b.count;
    });
  return groups;
}

void print_groups(const std::vector<ListLine>& lines, std::vector<Problem> problems,
                  const ListKind& kind, const ListWish& wish, const Desk& desk) {
  World& world = desk.world();
  const std::vector<Group> groups = groups_of(lines, wish);
  if (wish.count) return print_count(groups.size(), std::move(problems), world);
  const bool with_sums =
      kind.name == "deals" || kind.name == "purchases" || kind.name == "payments";
  const std::string& name = wish.by->name();
  check_json(with_sums ? std::vector<std::string>{name, std::string(kind.name), "amount"}
                       : std::vector<std::string>{name, std::string(kind.name)},
             world);
  std::vector<Column> columns{{.key = name, .title = name, .gives_way = true},
                              {.key = std::string(kind.name),
                               .title = std::string(kind.name),
                               .side = Column::Side::right}};
  if (with_sums)
    columns.push_back({.key = "amount",
                       .title = "amount",
                       .side = Column::Side::right,
                       .gives_way = true,
                       .wraps = true,
                       .least = 24});
  Table table(std::move(columns));
  for (const Group& group : groups) {
    if (wish.limit && table.size() == *wish.limit) break;
    std::vector<Cell> cells{group.value ? cell_of({*group.value}, desk) : Cell("none", Style::dim),
                            std::to_string(group.count)};
    std::vector<std::pair<std::string, std::string>> members{
        {name, group.value ? json_text(group.value->text) : "null"},
        {std::string(kind.name), std::to_string(group.count)}};
    if (with_sums) {
      cells.push_back(money_cell(group.sum.amounts(), desk));
      std::string sums;
      for (const Money& money : group.sum.amounts())
        sums += (sums.empty() ? "" : ",") + json_text(money.text());
      members.emplace_back("amount", "[" + sums + "]");
    }
    table.row(std::move(cells), json_object(members));
  }
  tell_limit(table.size(), groups.size(), "groups", world);
  finish(table, std::move(problems), std::string(kind.name), world);
}

/// Tags and campaigns are counted and cut short, no more.
void refuse_order(const ListOptions& asked, const std::string& what) {
  for (const auto& [name, value] :
       {std::pair("--sort", asked.sort), {"--columns", asked.columns}, {"--by", asked.by}})
    if (!value.empty())
      throw Failure(Error::asked_wrongly(std::string(name) + " is not for " + what,
                                         "leave it out, or list customers or deals"));
}

void list_tags(const ListOptions& asked, const Desk& desk) {
  refuse_order(asked, "tags");
  check_json({"tag", "customers"}, desk.world());
  const auto limit = limit_of(asked.limit);
  const auto look = [](const Customer& customer,
                       const std::string&) -> std::optional<std::vector<std::string>> {
    if (customer.is_deleted() || customer.tags.empty()) return std::nullopt;
    return customer.tags;
  };
  const auto scan = desk.scan<std::vector<std::string>>(look, Depth::brief);
  std::map<std::string, int> counts;
  for (const auto& tags : scan.found)
    for (const std::string& tag : tags) ++counts[tag];
  if (asked.count) return print_count(counts.size(), scan.problems, desk.world());
  Table table({{.key = "tag", .title = "tag", .gives_way = true},
               {.key = "customers", .title = "customers", .side = Column::Side::right}});
  for (const auto& [tag, count] : counts)
    if (!limit || table.size() < *limit) table.row({tag, std::to_string(count)});
  tell_limit(table.size(), counts.size(), "tags", desk.world());
  finish(table, scan.problems, "tags", desk.world());
}

/// One amount for each currency in which there was any.
Cell yield_cell(const Yield& its, Money Yield::Row::*amount, const Desk& desk) {
  std::vector<Money> amounts;
  for (const Yield::Row& row : its.rows)
    if (row.revenue.minor != 0 || row.cost.minor != 0) amounts.push_back(row.*amount);
  return money_cell(amounts, desk);
}

/// As the report has it, one for each currency that it cost.
Cell roi_cell(const Yield& its, const Desk& desk) {
  std::string plain, shown;
  for (const Yield::Row& row : its.rows) {
    const std::string one = plain_figure(row.roi);
    if (one.empty()) continue;
    plain += (plain.empty() ? "" : ", ") + one;
    shown += (shown.empty() ? "" : ", ") + shown_figure(row.roi, desk.settings().grouping());
  }
  return {plain, shown};
}

void list_campaigns(const ListOptions& asked, const Desk& desk) {
  refuse_order(asked, "campaigns");
  std::vector<std::string> fields;
  for (const Field& field : campaign_type().fields) fields.emplace_back(field.key);
  check_json(fields, desk.world());
  const auto limit = limit_of(asked.limit);
  auto scan = desk.book().campaigns().value();
  constexpr auto right = Column::Side::right;
  Table table({{.key = "id", .title = "id", .dispensable = 7},
               {.key = "name", .title = "name", .gives_way = true},
               {.key = "channel", .title = "channel", .dispensable = 11},
               {.key = "from", .title = "from", .dispensable = 9},
               {.key = "to", .title = "to", .dispensable = 10},
               {.key = "cost", .title = "cost", .side = right, .dispensable = 6},
               {.key = "members", .title = "members", .side = right, .dispensable = 5},
               {.key = "replied", .title = "replied", .side = right, .dispensable = 4},
               {.key = "revenue", .title = "revenue", .side = right, .dispensable = 8},
               {.key = "profit", .title = "profit", .side = right},
               {.key = "roi", .title = "ROI", .side = right, .dispensable = 3}});
  Yields brought;
  if (!asked.count) brought = yields(desk);
  scan.problems.insert(scan.problems.end(), brought.problems.begin(), brought.problems.end());
  std::size_t found = 0;
  for (const Campaign& one : scan.found) {
    const auto named = [&](const std::string& word) {
      return folded(one.name + " " + one.id + " " + one.channel).find(folded(word)) !=
             std::string::npos;
    };
    if (!std::all_of(asked.words.begin() + 1, asked.words.end(), named)) continue;
    ++found;
    if (limit && table.size() == *limit) continue;
    const Yield& its = brought.of[one.id];
    table.row({one.id,
               {one.name, Style::bold},
               one.channel,
               day_cell(one.from, desk),
               day_cell(one.to, desk),
               money_cell(costs_of(one), desk),
               std::to_string(its.members),
               std::to_string(its.replied),
               yield_cell(its, &Yield::Row::revenue, desk),
               yield_cell(its, &Yield::Row::profit, desk),
               roi_cell(its, desk)},
              crm::json_of(to_data(one), campaign_type()));
  }
  if (asked.count) return print_count(found, scan.problems, desk.world());
  tell_limit(table.size(), found, "campaigns", desk.world());
  finish(table, scan.problems, "campaigns", desk.world());
}

/// What may be listed.
std::vector<std::string> list_names() {
  std::vector<std::string> names;
  for (const ListKind& kind : list_kinds()) names.emplace_back(kind.name);
  names.insert(names.end(), {"campaigns", "tags"});
  return names;
}

/// The customers, a key for each.
void list_one_by_one(const Filter& filter, const Desk& desk) {
  if (!desk.world().may_ask())
    throw Failure(Error::asked_wrongly("--triage asks about each customer, and nobody can be asked",
                                       "run it on a terminal"));
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Match> {
    if (customer.is_deleted() || !filter.fits(customer)) return std::nullopt;
    Match match;
    match.path = path;
    match.id = customer.id;
    return match;
  };
  const auto scan = desk.scan<Match>(look, needs_of(filter));
  if (scan.found.empty()) throw Failure(Error::nothing_found("no customers found"));
  triage(scan.found, desk);
  if (!scan.problems.empty()) print_problems(scan.problems, desk.world());
}

std::vector<ListLine*> sorted_lines(std::vector<ListLine>& lines, const ListKind& kind,
                                    const ListWish& wish) {
  std::vector<ListLine*> sorted;
  sorted.reserve(lines.size());
  if (wish.sort.empty() && !kind.newest_first) {
    std::vector<std::string_view> orders;
    orders.reserve(lines.size());
    for (const ListLine& line : lines) orders.push_back(line.order());
    for (const std::uint32_t place : places_in_order(orders)) sorted.push_back(&lines[place]);
    return sorted;
  }
  for (ListLine& line : lines) sorted.push_back(&line);
  std::stable_sort(sorted.begin(), sorted.end(), [&](const ListLine* a, const ListLine* b) {
    return stands_before(*a, *b, kind, wish);
  });
  return sorted;
}

/// A line a customer, or one for each entry of theirs.
Scan<ListLine> all_lines(const LineWish& wish) {
  const auto is_listed = [&](const Customer& customer) {
    return !customer.is_deleted() || wish.filter.wants_deleted();
  };
  const Needs needs = needs_of(wish.kind, wish.filter, wish.list, wish.desk.world());
  if (wish.kind.list.empty()) {
    const auto look = [&](const Customer& customer) {
      return is_listed(customer) ? line_of(customer, wish) : std::nullopt;
    };
    const auto look_at_listing = [&](const Listing& listing) {
      return std::optional(line_of(listing, wish));
    };
    if (is_plain(wish)) return wish.desk.listings<ListLine>(look_at_listing, look, needs);
    return wish.desk.scan<ListLine>(
        [&](const Customer& customer, const std::string&) { return look(customer); }, needs);
  }
  using Lines = std::vector<ListLine>;
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Lines> {
    if (!is_listed(customer)) return std::nullopt;
    Lines lines = lines_of(customer, wish);
    if (lines.empty()) return std::nullopt;
    return lines;
  };
  auto scan = wish.desk.scan<Lines>(look, needs);
  Scan<ListLine> all{{}, std::move(scan.problems)};
  for (Lines& some : scan.found) std::move(some.begin(), some.end(), std::back_inserter(all.found));
  return all;
}

void list(const ListOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  std::vector<std::string> words = asked.words;
  const ListKind* kind = &list_kinds().front();
  if (!words.empty()) {
    const std::string first = words.front();
    if (first == "tags" || first == "tag") return list_tags(asked, desk);
    if (first == "campaigns" || first == "campaign") return list_campaigns(asked, desk);
    if (const ListKind* const named = list_kind_named(first)) {
      kind = named;
      words.erase(words.begin());
    }
  }
  const ListWish wish = wish_of(asked, *kind, desk);
  const Filter filter = desk.filter(words, *kind->type);
  if (asked.triage && kind != &list_kinds().front())
    throw Failure(
        Error::asked_wrongly("--triage goes through customers, not " + std::string(kind->name)));
  if (asked.triage) return list_one_by_one(filter, desk);
  Table table = empty_table(*kind, wish);
  const auto form = Form::find(table.columns(), world);
  auto [lines, problems] = all_lines({*kind, filter, wish, form, desk});
  if (wish.by && !lines.empty()) return print_groups(lines, problems, *kind, wish, desk);
  if (wish.count) return print_count(lines.size(), problems, world);
  for (ListLine* const line : sorted_lines(lines, *kind, wish)) {
    if (wish.limit && table.size() == *wish.limit) break;
    if (form)
      table.line(line->text());
    else
      table.row(std::move(line->cells));
  }
  tell_limit(table.size(), lines.size(), kind->name, world);
  const std::vector<std::string> names = list_names();
  const auto near = asked.words.empty() || kind != &list_kinds().front()
                        ? std::vector<std::string>()
                        : did_you_mean(asked.words.front(), names);
  finish(table, problems, std::string(kind->name), world,
         near.empty() ? "" : "did you mean crm list " + near.front() + "?");
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ListOptions>();
  static const std::string choices = fmt::format("{}", fmt::join(list_names(), " "));
  words.arguments(asked->words, Placeholder{"[LIST] [FILTER...]", choices},
                  fmt::format("{} (customers, if you don't say); then what must be true of them: "
                              "field:value, +tag, -tag, words of the name",
                              fmt::join(list_names(), ", ")));
  words.option(asked->sort, "--sort", placeholder::fields,
               "by these fields; -value begins with the greatest");
  words.option(asked->columns, "--columns", placeholder::fields, "show these fields");
  words.option(asked->by, "--by", Placeholder{"FIELD"},
               "count by that field; sums of deals, purchases and payments");
  words.option(asked->limit, "--limit", Placeholder{"N"}, "show the first N alone");
  words.flag(asked->count, "--count", "print how many there are");
  words.flag(asked->triage, "--triage",
             "go through the customers, a key for each: customer, lead, leave, remove");
  return [asked](World& world) { list(*asked, world); };
}

}  // namespace

Command list_command() {
  return {
      "list",
      "Every day",
      "list customers, deals, reminders …",
      {{"crm list status:lead owner:me", "my leads"},
       {"crm list +vip -churned", "by tags"},
       {"crm list deals stage:proposal", "deals, by their own fields and their customers'"},
       {"crm list [ status:lead or +vip ] last:..-90d", "leads and VIPs nobody spoke to lately"},
       {"crm list deals value:5000.. --sort -value --limit 10", "the largest first"},
       {"crm list deals --by stage", "how many, and how much"},
       {"crm list segment:loyal,champion last:..-60d", "good customers nobody spoke to"},
       {"crm list campaign:spring-fair +REPLIED", "who answered: whom to call back"},
       {"crm list --csv > customers.csv", "for a spreadsheet"}},
      declare};
}

}  // namespace crm
