#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct ListOptions {
  std::vector<std::string> words;
};

/// A line of a list, with what it is sorted by.
struct Line {
  std::string order;
  std::vector<Cell> cells;
  std::string json;
};

using Look = std::function<std::optional<std::vector<Line>>(const Customer&, const std::string&)>;

/// What can be listed: the columns, and a customer's lines.
struct Kind {
  std::string_view name;
  const Type* type;
  std::vector<Column> columns;
  std::function<std::vector<Line>(const Customer&, const Filter&, const Desk&)> lines;
  bool newest_first = false;
};

using Side = Column::Side;

std::string joined(const std::vector<std::string>& parts, const char* between = " ") {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

std::string first_value(const std::vector<Labelled>& list) {
  return list.empty() ? "" : list.front().value;
}

Cell money_cell(const std::optional<Money>& money, const Desk& desk) {
  if (!money) return {};
  return {money->text(), money->grouped(desk.settings().grouping()) + " " + money->currency};
}

Cell day_cell(const std::optional<Day>& day, const Desk& desk) {
  if (!day) return {};
  Moment at;
  at.day = *day;
  return {day->text(), day_words(at, desk.today())};
}

const Type* entry_type(std::string_view key) {
  return customer_type().find(key)->item;
}

/// The columns that every list of entries ends with.
std::vector<Column> with_customer(std::vector<Column> own) {
  std::vector<Column> columns{{.key = "id", .on_terminal = false},
                              {.key = "customer", .on_terminal = false},
                              {.key = "name", .title = "customer", .gives_way = true}};
  columns.insert(columns.end(), own.begin(), own.end());
  columns.push_back({.key = "id", .title = "id", .dispensable = 1, .in_pipe = false});
  return columns;
}

Line entry_line(const Customer& customer, const std::string& id, const std::string& order,
                std::vector<Cell> own, const Data& data, const Type& type) {
  Line line{order,
            {id, customer.id, {customer.name, Style::bold}},
            json_with("customer", customer.id, json_of(data, type))};
  line.cells.insert(line.cells.end(), own.begin(), own.end());
  line.cells.push_back({id, Style::dim});
  return line;
}

/// Lines of the entries of one list of a record that the filter lets through.
template <class T>
std::vector<Line> entry_lines(
    const Customer& customer, const std::vector<T>& entries, const Filter& filter, const Type& type,
    const std::function<std::pair<std::string, std::vector<Cell>>(const T&)>& cells) {
  std::vector<Line> lines;
  for (const T& entry : entries) {
    const Data data = to_data(entry);
    if (!filter.fits(customer, data)) continue;
    auto [order, own] = cells(entry);
    lines.push_back(entry_line(customer, entry.id, order, std::move(own), data, type));
  }
  return lines;
}

std::vector<Line> customer_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  if (!filter.fits(customer)) return {};
  const Interaction* const last = last_contact(customer, desk.now());
  const std::optional<Day> day = last == nullptr ? std::nullopt : std::optional(last->at.day);
  Line line;
  line.order = folded(customer.name);
  line.cells = {customer.id,
                {customer.name, Style::bold},
                std::string(customer.is_company() ? "company" : "person"),
                customer.status,
                customer.owner,
                joined(customer.tags),
                day_cell(day, desk),
                {customer.id, Style::dim}};
  line.json = json_of(to_data(customer), customer_type());
  return {line};
}

std::vector<Line> person_lines(const Customer& customer, const Filter& filter, const Desk&) {
  return entry_lines<Person>(
      customer, customer.people, filter, *entry_type("people"), [&](const Person& one) {
        return std::pair(folded(one.name), std::vector<Cell>{{one.name, Style::bold},
                                                             one.role,
                                                             first_value(one.emails),
                                                             first_value(one.phones)});
      });
}

/// A deal, with its stage, which is worked out from its moves, as if it were written.
std::vector<Line> deal_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  std::vector<Line> lines;
  static const std::vector<Stage> none;
  for (const Deal& deal : customer.deals) {
    const auto* const pipeline = desk.settings().pipeline(deal.pipeline);
    const Standing now = standing(deal, pipeline == nullptr ? none : *pipeline);
    Data data = to_data(deal);
    data.put("stage", Data::scalar(now.stage));
    if (!filter.fits(customer, data)) continue;
    lines.push_back(entry_line(customer, deal.id, deal.expected ? deal.expected->text() : "9",
                               {deal.title, money_cell(deal.amount, desk), now.stage,
                                day_cell(deal.expected, desk), deal.owner},
                               data, *entry_type("deals")));
  }
  return lines;
}

std::vector<Line> case_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  std::vector<Line> lines;
  for (const Case& one : customer.cases) {
    Data data = to_data(one);
    data.put("status", Data::scalar(one.status()));
    if (!filter.fits(customer, data)) continue;
    const Cell due = one.due ? Cell{one.due->text(), day_words(*one.due, desk.today())} : Cell{};
    lines.push_back(entry_line(customer, one.id, one.due ? one.due->text() : "9",
                               {one.title, one.status(), one.priority, due, one.owner}, data,
                               *entry_type("cases")));
  }
  return lines;
}

std::vector<Line> purchase_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  return entry_lines<Purchase>(
      customer, customer.purchases, filter, *entry_type("purchases"), [&](const Purchase& one) {
        return std::pair(
            one.on.text(),
            std::vector<Cell>{
                day_cell(one.on, desk), one.item + (one.refund_of.empty() ? "" : " (given back)"),
                one.quantity ? one.quantity->text() : "", money_cell(one.amount, desk)});
      });
}

std::vector<Line> payment_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  return entry_lines<Payment>(
      customer, customer.payments, filter, *entry_type("payments"), [&](const Payment& one) {
        return std::pair(
            one.on.text(),
            std::vector<Cell>{day_cell(one.on, desk), money_cell(one.amount, desk), one.for_what});
      });
}

std::vector<Line> interaction_lines(const Customer& customer, const Filter& filter,
                                    const Desk& desk) {
  return entry_lines<Interaction>(
      customer, customer.interactions, filter, *entry_type("interactions"),
      [&](const Interaction& one) {
        return std::pair(one.at.text(),
                         std::vector<Cell>{{one.at.text(), day_words(one.at, desk.today())},
                                           one.kind,
                                           one.by,
                                           one.outcome,
                                           joined({one.subject, one.text}, ": ")});
      });
}

std::vector<Line> reminder_lines(const Customer& customer, const Filter& filter, const Desk& desk) {
  std::vector<Line> lines;
  for (const Reminder& one : customer.reminders) {
    const auto due = next_due(one);
    const Data data = to_data(one);
    if (!due || !filter.fits(customer, data)) continue;
    const bool late = due->day < desk.today();
    lines.push_back(
        entry_line(customer, one.id, due->text(),
                   {{due->text(), day_words(*due, desk.today()), late ? Style::red : Style::plain},
                    {one.text, one.text + (one.promise ? " (promised)" : "")},
                    one.every ? one.every->words() : "",
                    one.for_whom},
                   data, *entry_type("reminders")));
  }
  return lines;
}

std::vector<Line> conflict_lines(const Customer& customer, const Filter& filter, const Desk&) {
  std::vector<Line> lines;
  for (const Conflict& one : customer.conflicts) {
    Data data = Data::map();
    data.put("field", Data::scalar(one.field));
    data.put("kept", Data::scalar(one.kept));
    data.put("lost", Data::scalar(one.lost));
    if (filter.fits(customer, data))
      lines.push_back(entry_line(customer, one.id, folded(customer.name),
                                 {one.field, one.kept, one.lost}, data, *entry_type("conflicts")));
  }
  return lines;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"customers",
       &customer_type(),
       {{.key = "id", .on_terminal = false},
        {.key = "name", .title = "name", .gives_way = true, .least = 22},
        {.key = "kind", .title = "kind", .dispensable = 5},
        {.key = "status", .title = "status", .dispensable = 3},
        {.key = "owner", .title = "owner", .dispensable = 4},
        {.key = "tags", .title = "tags", .gives_way = true, .dispensable = 6, .least = 10},
        {.key = "last", .title = "last contact", .dispensable = 2},
        {.key = "id", .title = "id", .dispensable = 7, .in_pipe = false}},
       customer_lines},
      {"people", entry_type("people"),
       with_customer({{.key = "person", .title = "person", .gives_way = true},
                      {.key = "role", .title = "role", .gives_way = true, .dispensable = 4},
                      {.key = "email", .title = "e-mail", .gives_way = true, .dispensable = 2},
                      {.key = "phone", .title = "phone", .dispensable = 3}}),
       person_lines},
      {"deals", entry_type("deals"),
       with_customer({{.key = "title", .title = "deal", .gives_way = true},
                      {.key = "amount", .title = "amount", .side = Side::right},
                      {.key = "stage", .title = "stage", .dispensable = 2},
                      {.key = "expected", .title = "expected", .dispensable = 3},
                      {.key = "owner", .title = "owner", .dispensable = 4}}),
       deal_lines},
      {"cases", entry_type("cases"),
       with_customer({{.key = "title", .title = "case", .gives_way = true},
                      {.key = "status", .title = "status"},
                      {.key = "priority", .title = "priority", .dispensable = 3},
                      {.key = "due", .title = "due", .dispensable = 2},
                      {.key = "owner", .title = "owner", .dispensable = 4}}),
       case_lines},
      {"purchases", entry_type("purchases"),
       with_customer(
           {{.key = "on", .title = "on"},
            {.key = "item", .title = "item", .gives_way = true},
            {.key = "quantity", .title = "quantity", .side = Side::right, .dispensable = 2},
            {.key = "amount", .title = "amount", .side = Side::right}}),
       purchase_lines, true},
      {"payments", entry_type("payments"),
       with_customer({{.key = "on", .title = "on"},
                      {.key = "amount", .title = "amount", .side = Side::right},
                      {.key = "for", .title = "for", .dispensable = 2}}),
       payment_lines, true},
      {"interactions", entry_type("interactions"),
       with_customer({{.key = "at", .title = "at"},
                      {.key = "kind", .title = "kind"},
                      {.key = "by", .title = "by", .dispensable = 3},
                      {.key = "outcome", .title = "outcome", .dispensable = 2},
                      {.key = "text", .title = "text", .gives_way = true}}),
       interaction_lines, true},
      {"reminders", entry_type("reminders"),
       with_customer({{.key = "due", .title = "due"},
                      {.key = "text", .title = "what", .gives_way = true},
                      {.key = "every", .title = "every", .dispensable = 3},
                      {.key = "for", .title = "for", .dispensable = 2}}),
       reminder_lines},
      {"conflicts", entry_type("conflicts"),
       with_customer({{.key = "field", .title = "field"},
                      {.key = "kept", .title = "kept", .gives_way = true},
                      {.key = "lost", .title = "lost", .gives_way = true}}),
       conflict_lines},
  };
  return all;
}

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

void list_tags(const Desk& desk) {
  const auto look = [](const Customer& customer,
                       const std::string&) -> std::optional<std::vector<std::string>> {
    if (customer.is_deleted() || customer.tags.empty()) return std::nullopt;
    return customer.tags;
  };
  const auto scan = desk.scan<std::vector<std::string>>(look, Depth::brief);
  std::map<std::string, int> counts;
  for (const auto& tags : scan.found)
    for (const std::string& tag : tags) ++counts[tag];
  Table table({{.key = "tag", .title = "tag", .gives_way = true},
               {.key = "customers", .title = "customers", .side = Side::right}});
  for (const auto& [tag, count] : counts) table.row({tag, std::to_string(count)});
  finish(table, scan.problems, "tags", desk.world());
}

void list_campaigns(const std::vector<std::string>& words, const Desk& desk) {
  const auto scan = desk.book().campaigns().value();
  Table table({{.key = "id", .title = "id"},
               {.key = "name", .title = "name", .gives_way = true, .least = 22},
               {.key = "channel", .title = "channel", .dispensable = 3},
               {.key = "from", .title = "from", .dispensable = 2},
               {.key = "to", .title = "to", .dispensable = 2},
               {.key = "cost", .title = "cost", .side = Side::right}});
  for (const Campaign& one : scan.found) {
    const auto named = [&](const std::string& word) {
      return folded(one.name + " " + one.id + " " + one.channel).find(folded(word)) !=
             std::string::npos;
    };
    if (!std::all_of(words.begin(), words.end(), named)) continue;
    Totals totals;
    for (const Cost& cost : one.costs) totals.add(cost.amount);
    std::vector<std::string> plain;
    std::vector<std::string> shown;
    for (const Money& money : totals.amounts()) {
      plain.push_back(money.text());
      shown.push_back(money.grouped(desk.settings().grouping()) + " " + money.currency);
    }
    table.row({one.id,
               {one.name, Style::bold},
               one.channel,
               day_cell(one.from, desk),
               day_cell(one.to, desk),
               {joined(plain, ", "), joined(shown, ", ")}},
              json_of(to_data(one), campaign_type()));
  }
  finish(table, scan.problems, "campaigns", desk.world());
}

/// The kind that a word names (`deal` and `deals`); nullptr when it names none.
const Kind* kind_named(const std::string& word) {
  for (const Kind& kind : kinds())
    if (kind.name == word ||
        (kind.name.ends_with('s') && kind.name.substr(0, kind.name.size() - 1) == word))
      return &kind;
  return word == "person" ? kind_named("people") : nullptr;
}

void list(const ListOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  std::vector<std::string> words = asked.words;
  const Kind* kind = &kinds().front();
  if (!words.empty()) {
    const std::string first = words.front();
    if (first == "tags" || first == "tag") return list_tags(desk);
    if (first == "campaigns" || first == "campaign")
      return list_campaigns({words.begin() + 1, words.end()}, desk);
    if (const Kind* const named = kind_named(first)) {
      kind = named;
      words.erase(words.begin());
    }
  }
  const Filter filter = desk.filter(words, *kind->type);
  const auto look = [&](const Customer& customer,
                        const std::string&) -> std::optional<std::vector<Line>> {
    if (customer.is_deleted() && !filter.wants_deleted()) return std::nullopt;
    auto lines = kind->lines(customer, filter, desk);
    if (lines.empty()) return std::nullopt;
    return lines;
  };
  const bool shows_texts = kind->name == "interactions" || world.manners.wants_json();
  auto scan = desk.scan<std::vector<Line>>(
      look, shows_texts || filter.asks_texts() ? Depth::whole : Depth::brief);
  std::vector<Line> all;
  for (auto& some : scan.found) std::move(some.begin(), some.end(), std::back_inserter(all));
  std::stable_sort(all.begin(), all.end(), [&](const Line& a, const Line& b) {
    return kind->newest_first ? a.order > b.order : a.order < b.order;
  });
  Table table(kind->columns);
  for (Line& line : all) table.row(std::move(line.cells), std::move(line.json));
  std::vector<std::string> names{"campaigns", "tags"};
  for (const Kind& known : kinds()) names.emplace_back(known.name);
  const auto near = asked.words.empty() || kind != &kinds().front()
                        ? std::vector<std::string>()
                        : did_you_mean(asked.words.front(), names);
  finish(table, scan.problems, std::string(kind->name), world,
         near.empty() ? "" : "did you mean crm list " + near.front() + "?");
}

/// What may be listed.
std::vector<std::string> list_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kinds()) names.emplace_back(kind.name);
  names.insert(names.end(), {"campaigns", "tags"});
  return names;
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ListOptions>();
  static const std::string choices = joined(list_names(), " ");
  words.arguments(asked->words, Placeholder{"[LIST] [FILTER...]", choices},
                  joined(list_names(), ", ") +
                      " (customers, if you don't say); then what must be true of them: "
                      "field:value, +tag, -tag, words of the name");
  return [asked](World& world) { list(*asked, world); };
}

}  // namespace

Command list_command() {
  return {"list",
          "Every day",
          "list customers, deals, reminders …",
          {{"crm list status:lead owner:me", "my leads"},
           {"crm list +vip -churned", "by tags"},
           {"crm list deals stage:proposal", "deals, by their own fields and their customers'"},
           {"crm list --csv > customers.csv", "for a spreadsheet"}},
          declare};
}

}  // namespace crm
