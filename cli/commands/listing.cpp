#include "cli/commands/listing.hpp"

#include <algorithm>
#include <charconv>

#include "cli/output/json.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

FieldName field_named(std::string_view name, const ListKind& kind, const Desk& desk) {
  return FieldName::find(trimmed(name), *kind.type, desk.asker()).value();
}

std::vector<FieldName> fields_named(std::string_view names, const ListKind& kind,
                                    const Desk& desk) {
  std::vector<FieldName> fields;
  for (const std::string_view name : split(names, ','))
    if (!trimmed(name).empty()) fields.push_back(field_named(name, kind, desk));
  return fields;
}

}  // namespace

std::optional<std::size_t> limit_of(const std::string& text, const char* example) {
  if (text.empty()) return std::nullopt;
  std::size_t limit = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, limit);
  if (failure != std::errc() || stopped != end)
    throw Failure(Error::asked_wrongly(
        "--limit wants a whole number, not \"" + printable_line(text) + "\"", example));
  return limit;
}

void check_json(const std::vector<std::string>& known, const World& world) {
  const std::string& asked = world.manners.json;
  if (asked.empty() || asked == "*") return;
  for (const std::string_view name : split(asked, ',')) {
    const std::string field(trimmed(name));
    if (std::find(known.begin(), known.end(), field) != known.end()) continue;
    const auto near = did_you_mean(field, known);
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
    throw Failure(Error::asked_wrongly(
        "there is no field \"" + printable_line(field) + "\"",
        near.empty() ? "known are " + all : "did you mean " + near.front() + "?"));
  }
}

ListWish wish_of(const ListOptions& asked, const ListKind& kind, const Desk& desk) {
  ListWish wish;
  wish.count = asked.count;
  if (!kind.list.empty()) wish.rank = customer_type().rank(kind.list);
  wish.limit = limit_of(asked.limit);
  if (!asked.by.empty()) wish.by = field_named(asked.by, kind, desk);
  if (wish.by && !asked.columns.empty())
    throw Failure(Error::asked_wrongly("--by counts groups: they have no --columns",
                                       "leave one of them out"));
  wish.columns = fields_named(asked.columns, kind, desk);
  const std::string& json = desk.world().manners.json;
  if (!json.empty() && json != "*" && !wish.by) wish.json = fields_named(json, kind, desk);
  for (std::string_view name : split(asked.sort, ',')) {
    name = trimmed(name);
    const bool falling = name.starts_with('-');
    if (falling || name.starts_with('+')) name.remove_prefix(1);
    if (name.empty()) continue;
    if (wish.by && name == "count")
      wish.by_count_falling = falling;
    else
      wish.sort.push_back({field_named(name, kind, desk), falling});
  }
  if (wish.by && std::any_of(wish.sort.begin(), wish.sort.end(), [&](const ListWish::Key& key) {
        return key.field.name() != wish.by->name();
      }))
    throw Failure(Error::asked_wrongly("groups are sorted by " + wish.by->name() + " or by count",
                                       "--sort -count"));
  return wish;
}

namespace {

/// A customer's id and name both answer to `customer`; the id is what is shown.
std::vector<Value> listed(const FieldName& field, const Subject& subject) {
  std::vector<Value> values = field.values(subject);
  if (field.key() == "customer" && values.size() > 1) values.resize(1);
  return values;
}

std::string json_of(const std::vector<Value>& values, bool many) {
  std::string all;
  for (const Value& value : values) {
    const bool plain = value.kind == Value::Kind::number && !value.text.empty();
    all += (all.empty() ? "" : ",") + (plain ? value.text : json_text(value.text));
  }
  if (many) return "[" + all + "]";
  return all.empty() ? "null" : all;
}

/// The object and the field, where it has no such member yet.
std::string with_field(const std::string& object, const FieldName& field, const Subject& subject,
                       const Type& type) {
  // What a record leaves to be worked out is told to whom asks for it.
  const bool unwritten = field.name() == "since" && !subject.customer.since;
  const bool there = type.find(field.name()) != nullptr && field.name() != "due" && !unwritten;
  if (there || (field.name() == "customer" && subject.entry != nullptr)) return object;
  const std::string member =
      json_text(field.name()) + ":" + json_of(listed(field, subject), field.is_list());
  if (object == "{}") return "{" + member + "}";
  return object.substr(0, object.size() - 1) + "," + member + "}";
}

/// What JSON says of it: the record's entry, and what else was asked for by name.
std::string json_line(const Subject& subject, const ListKind& kind, const ListWish& wish,
                      const Desk& desk) {
  std::string object = json_of(subject.customer, subject.entry, kind, desk);
  const auto& asked = wish.json.empty() ? wish.columns : wish.json;
  std::string names;
  for (const FieldName& field : asked) {
    names += (names.empty() ? "" : ",") + field.name();
    object = with_field(object, field, subject, *kind.type);
  }
  return asked.empty() ? object : only_fields(object, names);
}

/// Of several values the one that comes first in that order.
std::optional<Value> key_of(const ListWish::Key& key, const Subject& subject) {
  const std::vector<Value> values = listed(key.field, subject);
  if (values.empty()) return std::nullopt;
  return key.falling ? *std::max_element(values.begin(), values.end(), is_before)
                     : *std::min_element(values.begin(), values.end(), is_before);
}

void put_amount(ListLine::Wished& line, const Item& entry) {
  if (const auto* const deal = std::get_if<const Deal*>(&entry)) line.amount = (*deal)->amount;
  if (const auto* const paid = std::get_if<const Payment*>(&entry)) line.amount = (*paid)->amount;
  if (const auto* const bought = std::get_if<const Purchase*>(&entry)) {
    line.amount = (*bought)->amount;
    line.given_back = !(*bought)->refund_of.empty();
  }
}

std::optional<ListLine> line_of(const Subject& subject, const LineWish& all) {
  const auto& [kind, filter, wish, form, desk] = all;
  if (kind.shows && !kind.shows(subject.entry)) return std::nullopt;
  ListLine line;
  if (wish.by || !wish.sort.empty()) line.wished = std::make_unique<ListLine::Wished>();
  if (wish.by) {
    line.wished->groups = listed(*wish.by, subject);
    if (subject.entry != nullptr) put_amount(*line.wished, *subject.entry);
    return line;
  }
  if (wish.count) return line;
  for (const ListWish::Key& key : wish.sort) line.wished->keys.push_back(key_of(key, subject));
  ListRow row = kind.row(subject.customer, subject.entry, desk);
  if (!wish.columns.empty()) {
    const Cell id = row.cells.front();
    row.cells.clear();
    for (const FieldName& field : wish.columns)
      row.cells.push_back(cell_of(listed(field, subject), desk));
    row.cells.push_back(id);
  }
  line.bytes = std::move(row.order);
  line.order_size = line.bytes.size();
  if (form) {
    std::optional<std::string> json;
    if (desk.world().manners.wants_json()) json = json_line(subject, kind, wish, desk);
    form->put(line.bytes, row.cells, json);
  } else {
    line.cells = std::move(row.cells);
  }
  return line;
}

}  // namespace

Needs needs_of(const ListKind& kind, const Filter& filter, const ListWish& wish,
               const World& world) {
  // The record's entry, whole.
  if (world.manners.wants_json()) return Depth::whole;
  Needs needs = needs_of(filter);
  const bool counts = wish.count || wish.by;
  // All conversations, not only the last; what was said is only told, not counted.
  const Depth told = kind.name != "interactions" ? Depth::brief
                     : counts                    ? Depth::without_texts
                                                 : Depth::whole;
  needs.add({told, counts && kind.list.empty() ? FieldSet::none() : kind.reads});
  const auto read = [&](const FieldName& field) {
    const Depth depth = field.asks_texts()  ? Depth::whole
                        : field.asks_past() ? Depth::without_texts
                                            : Depth::brief;
    needs.add({depth, field.reads()});
  };
  for (const ListWish::Key& key : wish.sort) read(key.field);
  for (const FieldName& field : wish.columns) read(field);
  if (wish.by) read(*wish.by);
  return needs;
}

bool is_plain(const LineWish& wish) {
  const ListWish& list = wish.list;
  return wish.kind.type == &customer_type() && wish.filter.is_empty() && wish.form &&
         !wish.desk.world().manners.wants_json() && !list.by && !list.count && list.sort.empty() &&
         list.columns.empty();
}

ListLine line_of(const Listing& listing, const LineWish& wish) {
  const std::string last = listing.last ? listing.last->text() : "";
  ListLine line;
  line.bytes = listing.order;
  line.order_size = line.bytes.size();
  wish.form->put(line.bytes, {{listing.id, listing.name, listing.kind, listing.status,
                               listing.owner, listing.tags, last}});
  return line;
}

std::optional<ListLine> line_of(const Customer& customer, const LineWish& wish) {
  if (!wish.filter.fits(customer)) return std::nullopt;
  return line_of(wish.filter.subject(customer), wish);
}

std::vector<ListLine> lines_of(const Customer& customer, const LineWish& wish) {
  std::vector<ListLine> lines;
  each_entry(customer, wish.list.rank, [&](const Item& entry) {
    if (!wish.filter.fits(customer, entry)) return;
    if (auto line = line_of(wish.filter.subject(customer, &entry), wish))
      lines.push_back(*std::move(line));
  });
  return lines;
}

std::string with_worked_out(std::string object, const Customer& customer, const Desk& desk) {
  const std::string& names = desk.world().manners.json;
  if (names == "*") return object;
  const Subject subject{customer, nullptr, desk.settings(), desk.now()};
  for (const std::string_view name : split(names, ',')) {
    const auto field = FieldName::find(trimmed(name), customer_type(), desk.asker());
    if (field) object = with_field(object, *field, subject, customer_type());
  }
  return object;
}

/// What is absent comes last, whichever way it goes.
bool stands_before(const ListLine& a, const ListLine& b, const ListKind& kind,
                   const ListWish& wish) {
  for (std::size_t i = 0; i < wish.sort.size(); ++i) {
    const auto &left = a.wished->keys[i], &right = b.wished->keys[i];
    if (!left && !right) continue;
    if (!left || !right) return left.has_value();
    const bool falling = wish.sort[i].falling;
    if (is_before(*left, *right)) return !falling;
    if (is_before(*right, *left)) return falling;
  }
  return kind.newest_first && wish.sort.empty() ? a.order() > b.order() : a.order() < b.order();
}

}  // namespace crm
