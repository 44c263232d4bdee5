#include "core/exchange/entry_row.hpp"

#include <array>

#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"

namespace crm {
namespace {

std::string noun_of(RowKind kind) {
  std::string noun(name_of(kind));
  noun.pop_back();
  return noun;
}

/// FNV-1a in 12 hexadecimal digits.
std::string short_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  std::string digits;
  for (int i = 0; i < 12; ++i) digits += "0123456789abcdef"[(hash >> (4 * i)) & 15];
  return digits;
}

}  // namespace

bool is_company(const Key& key) {
  return key.kind == Key::Kind::external && (key.value.find(":company:") != key.value.npos ||
                                             key.value.find(":organization:") != key.value.npos);
}

EntryRow::EntryRow(TableRow& row, Counted& counted, Gathered& gathered)
    : row_(row), counted_(counted), gathered_(gathered) {
  arrival_.kind = Arrival::Kind::entry;
  take_whom();
  if (row_.plan().is_ours) own_id_ = id_of_ours();
}

void EntryRow::add_key(Key::Kind kind, std::string value) {
  const Key key{kind, std::move(value)};
  if (!key.value.empty() && std::ranges::find(keys_, key) == keys_.end()) keys_.push_back(key);
}

void EntryRow::take_whom() {
  std::string first, last;
  std::optional<std::size_t> blamed;
  for (std::size_t i = 0; i < row_.size(); ++i) {
    if (row_.column(i).word.word != "who") continue;
    if (!blamed) blamed = i;
    const std::string& rest = row_.column(i).word.rest;
    const std::string line = clean_line(row_.text(i));
    if (line.empty()) continue;
    if (rest.empty()) {
      take_anybody(line);
    } else if (rest == "id") {
      add_key(Key::Kind::id, line);
    } else if (rest == "name") {
      take_name(line);
    } else if (rest == "first_name") {
      first = line;
    } else if (rest == "last_name") {
      last = line;
    } else if (rest == "email") {
      std::vector<std::string> others;
      for (const Labelled& email : emails_in(row_.text(i), others))
        add_key(Key::Kind::email, email.value);
    } else if (rest == "phone") {
      std::vector<std::string> others;
      for (const Labelled& phone : phones_in(row_.text(i), others))
        add_key(Key::Kind::phone, phone.value);
    } else {
      for (const std::string& one : listed(row_.text(i))) take_number(rest, one);
    }
  }
  if (!first.empty() || !last.empty())
    add_key(Key::Kind::name, first.empty() ? last : last.empty() ? first : first + " " + last);
  put_in_order(blamed);
}

void EntryRow::take_number(std::string program, const std::string& number) {
  // As a customer's own column is called: external.till.
  if (program.starts_with("external.")) program.erase(0, program.find('.') + 1);
  if (program != "external") add_key(Key::Kind::external, program + ":" + number);
  // A card is known by its bare number as well: people write it both ways.
  if (program == "external" || program == "card") add_key(Key::Kind::external, number);
}

/// `Anna Sharma (anna@x.example)`, as HubSpot names who is associated; several by semicolons.
void EntryRow::take_name(const std::string& line) {
  for (const std::string_view part : split(line, ';')) {
    std::string_view one = trimmed(part);
    if (const auto open = one.rfind('('); open != one.npos && one.ends_with(')')) {
      const auto inner = trimmed(one.substr(open + 1, one.size() - open - 2));
      if (looks_like_email(inner)) {
        add_key(Key::Kind::email, std::string(inner));
        one = trimmed(one.substr(0, open));
      }
    }
    // In our own tables a customer may be written as its id.
    if (one.find('-') != one.npos && is_customer_id(one)) add_key(Key::Kind::id, std::string(one));
    if (looks_like_email(one)) add_key(Key::Kind::email, std::string(one));
    if (looks_like_phone(one)) add_key(Key::Kind::phone, std::string(one));
    add_key(Key::Kind::name, std::string(one));
  }
}

void EntryRow::take_anybody(const std::string& line) {
  if (looks_like_email(line)) return add_key(Key::Kind::email, line);
  if (line.find(':') != line.npos) add_key(Key::Kind::external, line);
  if (looks_like_phone(line)) {
    add_key(Key::Kind::external, line);
    return add_key(Key::Kind::phone, line);
  }
  if (is_customer_id(line)) add_key(Key::Kind::id, line);
  add_key(Key::Kind::name, line);
}

void EntryRow::put_in_order(std::optional<std::size_t> blamed) {
  static constexpr std::array usual{Key::Kind::id, Key::Kind::external, Key::Kind::email,
                                    Key::Kind::phone, Key::Kind::name};
  std::vector<Key::Kind> order = row_.plan().key;
  if (order.empty()) order.assign(usual.begin(), usual.end());
  // A company's deal is the company's, also where somebody there is named.
  std::stable_partition(keys_.begin(), keys_.end(), is_company);
  for (const Key::Kind kind : order)
    for (const Key& key : keys_)
      if (key.kind == kind) arrival_.whom.push_back(key);
  if (arrival_.whom.empty())
    row_.refuse(blamed, "nobody is named whose " + noun_of(row_.plan().kind) + " it is");
}

/// Of an entry of ours. What comes again in a record is no id of one, but the number of a
/// receipt.
std::string EntryRow::id_of_ours() {
  const std::string id = row_.line("id");
  const std::string whose = arrival_.whom.empty() ? "" : arrival_.whom.front().value;
  return is_item_id(id) && counted_.again("id" + whose + '\x1f' + id) == 0 ? id : "";
}

std::string EntryRow::program() const {
  const Product* const product = row_.plan().product;
  if (product == nullptr) return {};
  std::string name(product->name.substr(0, product->name.find(' ')));
  return lowered(name);
}

std::vector<std::string> EntryRow::external() {
  std::vector<std::string> all;
  if (!own_id_.empty()) return listed(row_.line("external"));
  const std::string noun = noun_of(row_.plan().kind);
  for (std::size_t i = 0; i < row_.size(); ++i) {
    if (row_.column(i).word.word != "external") continue;
    const std::string number = clean_line(row_.text(i));
    if (number.empty()) continue;
    std::string from = row_.column(i).word.rest;
    if (from.empty()) from = program();
    if (from.empty()) from = field_name(row_.column(i).header);
    std::string whole =
        std::ranges::count(number, ':') >= 2 ? number : from + ":" + noun + ":" + number;
    // The lines of one receipt all have its number.
    if (const unsigned before = counted_.again(whole); before > 0)
      whole += "#" + std::to_string(before + 1);
    if (std::ranges::find(all, whole) == all.end()) all.push_back(std::move(whole));
  }
  if (!all.empty()) return all;
  std::string content = noun;
  const std::size_t cells = row_.size() - (row_.plan().has_rejects ? 2 : 0);
  for (std::size_t i = 0; i < cells; ++i) content += '\x1f' + clean_line(row_.text(i));
  const unsigned before = counted_.again(content);
  return {"row:" + short_hash(content + '\x1f' + std::to_string(before))};
}

std::string EntryRow::colleague_in(std::string_view word) const {
  const std::string said = row_.line(word);
  const std::string known = said.empty() ? "" : colleague(settings(), said);
  return known.empty() ? said : known;
}

std::optional<std::size_t> EntryRow::column_of(std::string_view word) const {
  for (std::size_t i = 0; i < row_.size(); ++i)
    if (row_.column(i).word.word == word) return i;
  return std::nullopt;
}

std::optional<Moment> EntryRow::day_and_time(std::string_view day_word) {
  auto moment = row_.moment(day_word);
  const auto i = row_.find("time");
  if (!moment) {
    row_.refuse(column_of(day_word), std::string("it has no day"));
    return std::nullopt;
  }
  if (!i || moment->timed()) return moment;
  // The two cells together are what one cell would say.
  const auto both =
      DateColumn().read(moment->day.text() + " " + clean_line(row_.text(*i)), row_.ground());
  if (!both || !*both) {
    row_.refuse(i, "\"" + clean_line(row_.text(*i)) + "\" is no time of day");
    return std::nullopt;
  }
  return **both;
}

/// As it is written in tables of ours; else as people write days and hours.
std::optional<Moment> EntryRow::moment(std::string_view word) {
  if (row_.plan().is_ours)
    if (const auto written = Moment::parse(row_.line(word))) return *written;
  return day_and_time(word);
}

Arrival entry_in(TableRow& row, Counted& counted, Gathered& gathered) {
  EntryRow entry(row, counted, gathered);
  switch (row.plan().kind) {
    case RowKind::deals: take_deal(entry); break;
    case RowKind::interactions: take_interaction(entry); break;
    case RowKind::purchases: take_purchase(entry); break;
    case RowKind::payments: take_payment(entry); break;
    case RowKind::reminders: take_reminder(entry); break;
    case RowKind::customers: break;
  }
  return entry.take_arrival();
}

}  // namespace crm
