#include "cli/commands/lists.hpp"

#include "cli/output/json.hpp"
#include "core/domain/account.hpp"
#include "core/domain/folding.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

using Side = Column::Side;

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

std::string first_value(const std::vector<Labelled>& list) {
  return list.empty() ? "" : list.front().value;
}

Cell money_cell(const std::optional<Money>& money, const Desk& desk) {
  return money ? money_cell(std::vector<Money>{*money}, desk) : Cell();
}

Cell moment_cell(const Moment& moment, const Desk& desk) {
  if (!for_people(desk.world())) return moment.text();
  return {moment.text(), listed_day(moment, desk)};
}

template <class T>
const T& as(const Item* entry) {
  return *std::get<const T*>(*entry);
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
  columns.push_back({.key = "id", .title = "id", .dispensable = 2, .in_pipe = false});
  return columns;
}

ListRow entry_row(const Customer& customer, const std::string& id, std::string order,
                  std::vector<Cell> own) {
  ListRow row{std::move(order), {}};
  row.cells.reserve(own.size() + 4);
  row.cells.emplace_back(id);
  row.cells.emplace_back(customer.id);
  row.cells.emplace_back(customer.name, Style::bold);
  std::move(own.begin(), own.end(), std::back_inserter(row.cells));
  row.cells.emplace_back(id, Style::dim);
  return row;
}

ListRow customer_row(const Customer& customer, const Item*, const Desk& desk) {
  const ListedCustomer listed(customer, desk.now());
  const Listing& one = listed.listing();
  ListRow row{std::string(one.order), {}};
  row.cells.reserve(8);
  row.cells.emplace_back(customer.id);
  row.cells.emplace_back(customer.name, Style::bold);
  for (const std::string_view word : {one.kind, one.status, one.owner, one.tags})
    row.cells.emplace_back(std::string(word));
  row.cells.push_back(day_cell(one.last, desk));
  row.cells.emplace_back(customer.id, Style::dim);
  return row;
}

ListRow person_row(const Customer& customer, const Item* entry, const Desk&) {
  const auto& one = as<Person>(entry);
  return entry_row(
      customer, one.id, folded(one.name),
      {{one.name, Style::bold}, one.role, first_value(one.emails), first_value(one.phones)});
}

ListRow deal_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& deal = as<Deal>(entry);
  return entry_row(
      customer, deal.id, deal.expected ? deal.expected->text() : "9",
      {deal.title, money_cell(deal.amount, desk), standing(deal, desk.settings()).stage,
       day_cell(deal.expected, desk), deal.owner});
}

ListRow case_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& one = as<Case>(entry);
  return entry_row(customer, one.id, one.due ? one.due->text() : "9",
                   {one.title, one.status(), one.priority,
                    one.due ? moment_cell(*one.due, desk) : Cell(), one.owner});
}

ListRow purchase_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& one = as<Purchase>(entry);
  return entry_row(
      customer, one.id, one.on.text(),
      {day_cell(one.on, desk), one.item + (one.refund_of.empty() ? "" : " (given back)"),
       one.quantity ? one.quantity->text() : "", money_cell(one.amount, desk)});
}

ListRow payment_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& one = as<Payment>(entry);
  return entry_row(customer, one.id, one.on.text(),
                   {day_cell(one.on, desk), money_cell(one.amount, desk), one.for_what});
}

ListRow interaction_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& one = as<Interaction>(entry);
  return entry_row(customer, one.id, one.at.text(),
                   {moment_cell(one.at, desk), one.kind, one.by, one.outcome,
                    joined({one.subject, one.text}, ": ")});
}

bool is_open(const Item* entry) {
  return next_due(as<Reminder>(entry)).has_value();
}

ListRow reminder_row(const Customer& customer, const Item* entry, const Desk& desk) {
  const auto& one = as<Reminder>(entry);
  const auto due = next_due(one).value_or(Moment());
  const bool late = due.day < desk.today();
  Cell when = moment_cell(due, desk);
  if (late) when.style = Style::red;
  return entry_row(customer, one.id, due.text(),
                   {std::move(when),
                    {one.text, one.text + (one.promise ? " (promised)" : "")},
                    one.every ? one.every->words() : "",
                    one.for_whom});
}

ListRow conflict_row(const Customer& customer, const Item* entry, const Desk&) {
  const auto& one = as<Conflict>(entry);
  return entry_row(customer, one.id, folded(customer.name), {one.field, one.kept, one.lost});
}

Data data_of(const Conflict& one) {
  Data data = Data::map();
  data.put("field", Data::scalar(one.field));
  data.put("kept", Data::scalar(one.kept));
  data.put("lost", Data::scalar(one.lost));
  return data;
}

}  // namespace

Data data_of(const Item& entry, const Settings& settings) {
  return std::visit(
      [&](const auto* one) {
        using T = std::decay_t<decltype(*one)>;
        if constexpr (requires { to_data(*one); }) {
          Data data = to_data(*one);
          if constexpr (std::is_same_v<T, Deal>)
            data.put("stage", Data::scalar(standing(*one, settings).stage));
          if constexpr (std::is_same_v<T, Case>) data.put("status", Data::scalar(one->status()));
          return data;
        } else if constexpr (std::is_same_v<T, Conflict>) {
          return data_of(*one);
        } else {
          return Data::map();
        }
      },
      entry);
}

const std::vector<ListKind>& list_kinds() {
  static const std::vector<ListKind> all{
      {"customers",
       &customer_type(),
       "",
       {{.key = "id", .on_terminal = false},
        {.key = "name", .title = "name", .gives_way = true, .least = 22},
        {.key = "kind", .title = "kind", .dispensable = 5},
        {.key = "status", .title = "status", .dispensable = 3},
        {.key = "owner", .title = "owner", .dispensable = 4},
        {.key = "tags", .title = "tags", .gives_way = true, .dispensable = 6, .least = 10},
        {.key = "last", .title = "last contact", .dispensable = 2},
        {.key = "id", .title = "id", .dispensable = 7, .in_pipe = false}},
       FieldSet::of({"kind", "status", "tags", "interactions"}),
       customer_row},
      {"people", entry_type("people"), "people",
       with_customer({{.key = "person", .title = "person", .gives_way = true},
                      {.key = "role", .title = "role", .gives_way = true, .dispensable = 5},
                      {.key = "email", .title = "e-mail", .gives_way = true, .dispensable = 3},
                      {.key = "phone", .title = "phone", .dispensable = 4}}),
       FieldSet::of({"people"}), person_row},
      {"deals", entry_type("deals"), "deals",
       with_customer({{.key = "title", .title = "deal", .gives_way = true},
                      {.key = "amount", .title = "amount", .side = Side::right},
                      {.key = "stage", .title = "stage", .dispensable = 3},
                      {.key = "expected", .title = "expected", .dispensable = 4},
                      {.key = "owner", .title = "owner", .dispensable = 5}}),
       FieldSet::of({"deals"}), deal_row},
      {"cases", entry_type("cases"), "cases",
       with_customer({{.key = "title", .title = "case", .gives_way = true},
                      {.key = "status", .title = "status", .dispensable = 1},
                      {.key = "priority", .title = "priority", .dispensable = 4},
                      {.key = "due", .title = "due", .dispensable = 3},
                      {.key = "owner", .title = "owner", .dispensable = 5}}),
       FieldSet::of({"cases"}), case_row},
      {"purchases", entry_type("purchases"), "purchases",
       with_customer(
           {{.key = "on", .title = "on", .dispensable = 1},
            {.key = "item", .title = "item", .gives_way = true},
            {.key = "quantity", .title = "quantity", .side = Side::right, .dispensable = 3},
            {.key = "amount", .title = "amount", .side = Side::right}}),
       FieldSet::of({"purchases"}), purchase_row, true},
      {"payments", entry_type("payments"), "payments",
       with_customer({{.key = "on", .title = "on"},
                      {.key = "amount", .title = "amount", .side = Side::right},
                      {.key = "for", .title = "for", .dispensable = 3}}),
       FieldSet::of({"payments"}), payment_row, true},
      {"interactions", entry_type("interactions"), "interactions",
       with_customer({{.key = "at", .title = "at"},
                      {.key = "kind", .title = "kind", .dispensable = 1},
                      {.key = "by", .title = "by", .dispensable = 4},
                      {.key = "outcome", .title = "outcome", .dispensable = 3},
                      {.key = "text", .title = "text", .gives_way = true}}),
       FieldSet::of({"interactions"}), interaction_row, true},
      {"reminders", entry_type("reminders"), "reminders",
       with_customer({{.key = "due", .title = "due"},
                      {.key = "text", .title = "what", .gives_way = true},
                      {.key = "every", .title = "every", .dispensable = 4},
                      {.key = "for", .title = "for", .dispensable = 3}}),
       FieldSet::of({"reminders"}), reminder_row, false, is_open},
      {"conflicts", entry_type("conflicts"), "conflicts",
       with_customer({{.key = "field", .title = "field"},
                      {.key = "kept", .title = "kept", .gives_way = true},
                      {.key = "lost", .title = "lost", .gives_way = true}}),
       FieldSet::of({"conflicts"}), conflict_row},
  };
  return all;
}

const ListKind* list_kind_named(std::string_view word) {
  for (const ListKind& kind : list_kinds())
    if (kind.name == word ||
        (kind.name.ends_with('s') && kind.name.substr(0, kind.name.size() - 1) == word))
      return &kind;
  return word == "person" ? list_kind_named("people") : nullptr;
}

std::string json_of(const Customer& customer, const Item* entry, const ListKind& kind,
                    const Desk& desk) {
  if (entry == nullptr) return json_of(to_data(customer), *kind.type);
  return json_with("customer", customer.id, json_of(data_of(*entry, desk.settings()), *kind.type));
}

Cell cell_of(const std::vector<Value>& values, const Desk& desk) {
  std::vector<std::string> plain;
  for (const Value& value : values) plain.push_back(value.text);
  Cell cell(joined(plain, ", "));
  if (!for_people(desk.world())) return cell;
  std::vector<std::string> shown;
  for (const Value& value : values) {
    shown.push_back(value.text);
    if (value.kind == Value::Kind::money)
      shown.back() = Money{value.number, value.currency}.grouped(desk.settings().grouping()) + " " +
                     value.currency;
    if (value.kind == Value::Kind::day)
      if (const auto moment = Moment::parse(value.text))
        shown.back() = day_words(*moment, desk.today());
  }
  cell.shown = joined(shown, ", ");
  return cell;
}

Cell money_cell(const std::vector<Money>& amounts, const Desk& desk) {
  std::vector<Value> values;
  for (const Money& money : amounts) values.push_back(Value::of(money));
  return cell_of(values, desk);
}

std::string listed_day(const Moment& moment, const Desk& desk) {
  constexpr int narrow = 60;
  const bool this_year = moment.day.year() == desk.today().year();
  if (desk.world().terminal.width >= narrow) return day_words(moment, desk.today());
  const std::string date =
      std::to_string(moment.day.day()) + " " + std::string(month_name(moment.day.month()));
  if (!this_year) return date + " " + std::to_string(moment.day.year());
  return date + (moment.timed() ? " " + moment.clock() : "");
}

Cell day_cell(const std::optional<Day>& day, const Desk& desk) {
  if (!day) return {};
  Moment moment;
  moment.day = *day;
  return moment_cell(moment, desk);
}

}  // namespace crm
