#include "core/exchange/plan.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/mapping.hpp"
#include "core/exchange/usual_headers.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

constexpr std::array all_kinds{RowKind::customers, RowKind::deals,        RowKind::purchases,
                               RowKind::payments,  RowKind::interactions, RowKind::reminders};

std::vector<std::string> folded_all(const std::vector<std::string>& headers) {
  std::vector<std::string> folded;
  for (const std::string& header : headers) folded.push_back(folded_header(header));
  return folded;
}

bool is_for(const Mapping& mapping, const std::vector<std::string>& headers) {
  std::set<std::string> theirs, ours(headers.begin(), headers.end());
  for (const auto& [header, word] : mapping.columns) theirs.insert(header);
  return theirs == ours;
}

const CsvWish::Saved* saved_for(const std::vector<std::string>& headers, const CsvWish& wish) {
  for (const CsvWish::Saved& saved : wish.saved)
    if (is_for(saved.mapping, headers) && (wish.as.empty() || saved.mapping.as == wish.as ||
                                           (saved.mapping.as.empty() && wish.as == "customers")))
      return &saved;
  return nullptr;
}

/// How many fields the cells name, as headers would.
std::size_t fields_named(const std::vector<std::string>& cells, const CsvWish& wish) {
  std::size_t most = 0;
  const auto asked = row_kind(wish.as);
  for (const RowKind kind : all_kinds) {
    if (asked && kind != *asked) continue;
    std::set<std::string> words;
    for (const std::string& cell : cells)
      if (cell.size() < 100)
        if (const auto word = usual_word(folded_header(cell), kind); !word.empty())
          words.insert(word + folded_header(cell));
    most = std::max(most, words.size());
  }
  return most;
}

bool looks_like_data(const std::vector<std::string>& cells) {
  return std::ranges::any_of(cells, [](const std::string& cell) {
    return looks_like_email(trimmed(cell)) || looks_like_phone(trimmed(cell));
  });
}

std::size_t filled(const std::vector<std::string>& cells) {
  return static_cast<std::size_t>(
      std::ranges::count_if(cells, [](const std::string& cell) { return !trimmed(cell).empty(); }));
}

/// Whether all columns of --map stand there.
bool has_mapped_columns(const std::vector<std::string>& cells, const CsvWish& wish) {
  const auto headers = told_apart(cells);
  return !wish.map.empty() && std::ranges::all_of(wish.map, [&](const std::string& word) {
    return MapWord::parse(word, headers).has_value();
  });
}

ColumnWord with_point(std::string_view text, RowKind kind) {
  if (const auto word = ColumnWord::parse(text, kind)) return *word;
  return {};
}

/// A place for what has none, so that nothing gets lost.
ColumnWord field_for(const std::string& header, std::size_t at, RowKind kind,
                     std::set<std::string>& taken) {
  if (kind != RowKind::customers) return {"-", ""};
  std::string name = field_name(header);
  if (name.empty()) name = "column_" + std::to_string(at + 1);
  std::string free = name;
  for (int i = 2; !taken.insert(free).second; ++i) free = name + "_" + std::to_string(i);
  return {"fields", free};
}

/// Of a table of entries that crm export has made: whose and which they are.
bool begins_as_ours(const std::vector<std::string>& headers) {
  return headers.size() > 2 && headers[0] == "customer" && headers[1] == "id";
}

/// A column as crm export csv and crm list --csv name it.
bool is_column_of_ours(const std::string& header) {
  static constexpr std::array<std::string_view, 11> others{"street",  "postcode", "city", "region",
                                                           "country", "address",  "last", "next",
                                                           "score",   "segment",  "value"};
  const std::string name = header.substr(0, header.find('.'));
  return customer_type().find(name) != nullptr || std::ranges::find(others, name) != others.end();
}

/// Whether crm export has made it: of customers, that has all of it or nothing but our columns.
bool is_of_ours(const std::vector<std::string>& headers, RowKind kind) {
  if (kind != RowKind::customers) return begins_as_ours(headers);
  std::vector<std::string> low;
  for (const std::string& header : headers) low.push_back(lowered(header));
  const auto names = [&](std::string_view one) { return std::ranges::find(low, one) != low.end(); };
  return names("id") && (names("added") || std::ranges::all_of(low, is_column_of_ours));
}

/// Of a table that crm export has made; its cases and people are in none.
std::optional<RowKind> kind_of_ours(const std::vector<std::string>& headers) {
  if (!begins_as_ours(headers)) return std::nullopt;
  const auto names = [&](std::string_view one) {
    return std::ranges::find(headers, one) != headers.end();
  };
  if (names("stage")) return RowKind::deals;
  if (names("item")) return RowKind::purchases;
  if (names("due") && names("text")) return RowKind::reminders;
  if (names("at") && names("kind")) return RowKind::interactions;
  if (names("on") && names("amount")) return RowKind::payments;
  return std::nullopt;
}

/// What the table is where nobody said: customers, else the first of which it has what is needed.
RowKind told_kind(const std::vector<std::string>& folded) {
  const auto names = [&](RowKind kind, std::string_view wanted) {
    return std::ranges::any_of(folded, [&](const std::string& one) {
      const std::string word = usual_word(one, kind);
      return word == wanted || (word.starts_with(wanted) && word.size() > wanted.size() &&
                                word[wanted.size()] == '.');
    });
  };
  const auto all = [&](RowKind kind, std::initializer_list<std::string_view> wanted) {
    return names(kind, "who") &&
           std::ranges::all_of(wanted, [&](std::string_view one) { return names(kind, one); });
  };
  if (all(RowKind::deals, {"title", "stage"})) return RowKind::deals;
  if (all(RowKind::purchases, {"on", "item", "amount"})) return RowKind::purchases;
  if (all(RowKind::interactions, {"at", "kind", "text"})) return RowKind::interactions;
  return RowKind::customers;
}

std::optional<Key::Kind> key_kind(std::string_view word) {
  return word == "id"         ? std::optional(Key::Kind::id)
         : word == "external" ? std::optional(Key::Kind::external)
         : word == "email"    ? std::optional(Key::Kind::email)
         : word == "phone"    ? std::optional(Key::Kind::phone)
         : word == "name"     ? std::optional(Key::Kind::name)
                              : std::nullopt;
}

Result<RowKind> kind_of(const CsvWish& wish, const std::vector<std::string>& headers,
                        const std::vector<std::string>& folded, const Product* product,
                        const CsvWish::Saved* saved) {
  if (!wish.as.empty()) {
    if (const auto kind = row_kind(wish.as)) return *kind;
    const auto near = did_you_mean(wish.as, row_kinds());
    std::string all;
    for (const std::string& one : row_kinds()) all += (all.empty() ? "" : ", ") + one;
    return error(Error::asked_wrongly(
        "--as \"" + printable_line(wish.as) + "\" is no kind of row",
        near.empty() ? "it is one of " + all : "did you mean " + near.front() + "?"));
  }
  if (saved != nullptr)
    return saved->mapping.as.empty() ? RowKind::customers
                                     : row_kind(saved->mapping.as).value_or(RowKind::customers);
  if (product != nullptr) return product->kind;
  if (const auto ours = kind_of_ours(headers)) return *ours;
  if (begins_as_ours(headers))
    return error(Error::asked_wrongly(
        "these are entries that come back only with their records",
        "crm export json has all of a customer; --as says what else they are"));
  return told_kind(folded);
}

/// What nobody has named twice; of columns that were only taken for something, the first has it.
Result<void> settle_doubles(Plan& plan, std::set<std::string>& taken) {
  for (const bool told : {true, false})
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
      PlannedColumn& column = plan.columns[i];
      if (column.by_itself == told || may_come_again(column.word)) continue;
      for (std::size_t j = 0; j < plan.columns.size(); ++j) {
        PlannedColumn& other = plan.columns[j];
        const bool same = is_date(column.word) || is_number(column.word)
                              ? other.word.word == column.word.word &&
                                    (column.word.word == "date" || column.word.word == "day"
                                         ? other.word.rest == column.word.rest
                                         : true)
                              : other.word == column.word;
        if (i == j || !same) continue;
        if (told && !other.by_itself)
          return error(Error::asked_wrongly(
              "two columns can't both become " + column.word.text() + ": \"" +
                  plan.columns[std::min(i, j)].header + "\" and \"" +
                  plan.columns[std::max(i, j)].header + "\"",
              "leave one of them out: --map \"" + plan.columns[std::max(i, j)].header + "=-\""));
        if (other.by_itself && (told || j > i))
          other.word = field_for(other.header, j, plan.kind, taken);
      }
    }
  return {};
}

Result<void> look_for_what_is_needed(const Plan& plan) {
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return plan.has(word); });
  };
  std::string all;
  for (const PlannedColumn& column : plan.columns) all += (all.empty() ? "" : ", ") + column.header;
  const auto missing = [&](const std::string& what, const std::string& word) {
    return error(Error::asked_wrongly("no column tells " + what + "; the columns are " + all,
                                      "say which does: --map \"COLUMN=" + word + "\""));
  };
  if (plan.kind == RowKind::customers)
    return any({"name", "first_name", "last_name", "company", "email", "phone", "id"})
               ? Result<void>()
               : missing("a name, a company, an e-mail address or a phone number", "name");
  if (!plan.has("who"))
    return missing("whose " + std::string(name_of(plan.kind)) + " these are", "who");
  if (plan.kind == RowKind::deals && !plan.has("title")) return missing("a deal's title", "title");
  if (plan.kind == RowKind::interactions && !plan.has("at")) return missing("the day", "at");
  if (plan.kind == RowKind::purchases || plan.kind == RowKind::payments) {
    if (!plan.has("on")) return missing("the day", "on");
    if (!any({"amount", "price"})) return missing("an amount", "amount");
  }
  if (plan.kind == RowKind::reminders && !plan.has("due")) return missing("the day", "due");
  return {};
}

/// What is the key says whose an entry is, where no other column does: `ID` with --key id.
void find_whom(Plan& plan, const std::vector<std::string>& keys,
               const std::vector<std::string>& folded) {
  for (const std::string& key : keys)
    for (std::size_t i = 0; i < folded.size(); ++i)
      if (folded[i] == key && plan.columns[i].by_itself) {
        plan.columns[i].word = {"who", key};
        return;
      }
}

bool is_id_of_ours(std::string_view word, RowKind kind) {
  if (word == "id") return true;
  if (word == "for") return kind == RowKind::payments;
  return word == "deal" || word == "case" || word == "refund_of";
}

/// A field of several values that foreign tables write in other ways, or have not.
bool is_list_of_ours(std::string_view header) {
  static constexpr std::array<std::string_view, 5> lists{"links", "aliases", "consent", "extra",
                                                         "distinct_from"};
  return std::ranges::find(lists, header) != lists.end();
}

void note_words(PlannedColumn& column, const std::string& theirs, const std::string& ours) {
  for (auto& [from, to] : column.words)
    if (from == theirs) {
      to = ours;
      return;
    }
  column.words.emplace_back(theirs, ours);
}

}  // namespace

bool Plan::has(std::string_view word) const {
  return std::ranges::any_of(columns,
                             [&](const PlannedColumn& column) { return column.word.word == word; });
}

std::vector<std::string> told_apart(const std::vector<std::string>& header) {
  std::vector<std::string> headers;
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string name = clean_line(header[i]);
    if (name.empty()) name = "column " + std::to_string(i + 1);
    std::string apart = name;
    for (int again = 2; std::ranges::find(headers, apart) != headers.end(); ++again)
      apart = name + " (" + std::to_string(again) + ")";
    headers.push_back(std::move(apart));
  }
  return headers;
}

Result<std::size_t> header_row(const std::vector<std::vector<std::string>>& rows,
                               const CsvWish& wish) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (find_product(folded_all(rows[i])) != nullptr ||
        saved_for(told_apart(rows[i]), wish) != nullptr || has_mapped_columns(rows[i], wish))
      return i;
  std::size_t best = rows.size(), most = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (looks_like_data(rows[i])) continue;
    const std::size_t named = fields_named(rows[i], wish);
    // The first line may be a table of one column; further down it must be more than a word.
    if (named <= most || (named == 1 && (i > 0 || filled(rows[i]) > 4))) continue;
    if (named * 4 < filled(rows[i])) continue;
    most = named;
    best = i;
  }
  if (best < rows.size()) return best;
  const std::string hint =
      "the first line should hold the columns' names, such as Name, Email, Phone";
  if (rows.empty()) return error(Error::invalid("there are no rows in it", hint));
  if (looks_like_data(rows.front()))
    return error(
        Error::invalid("its first line is no line of headers: it holds somebody's address", hint));
  // Headers of a language that is not known here; --map will have to tell.
  return std::size_t{0};
}

Result<Plan> plan_for(const std::vector<std::string>& header, const CsvWish& wish) {
  const std::vector<std::string> headers = told_apart(header);
  const std::vector<std::string> folded = folded_all(header);
  const CsvWish::Saved* const saved = saved_for(headers, wish);
  Plan plan;
  plan.product = find_product(folded);
  const auto kind = kind_of(wish, headers, folded, plan.product, saved);
  if (!kind) return error(kind.error());
  plan.kind = *kind;
  if (plan.product != nullptr && plan.product->kind != plan.kind) plan.product = nullptr;
  plan.has_rejects =
      headers.size() > 2 && headers[headers.size() - 2] == "line" && headers.back() == "reason";
  std::set<std::string> taken;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    PlannedColumn column{headers[i], {}, {}, true};
    if (saved != nullptr) {
      column.word = with_point(*find_named(saved->mapping.columns, headers[i]), plan.kind);
      column.by_itself = false;
      if (const Data* const words = saved->mapping.words.find(headers[i]))
        for (std::size_t w = 0; w < words->keys.size(); ++w)
          note_words(column, words->keys[w], words->children[w].text);
    } else if (plan.has_rejects && i + 2 >= headers.size()) {
      column.word = {"-", ""};
    } else if (plan.product != nullptr) {
      column.word = with_point(plan.product->word_for(folded[i]), plan.kind);
    }
    // Our own tables have the fields' names as headers.
    if (column.word.word.empty() && plan.product == nullptr &&
        header[i].find(' ') == std::string::npos)
      if (const auto word = ColumnWord::parse(clean_line(header[i]), plan.kind);
          word && word->word != "-" && word->word != "date" &&
          !is_id_of_ours(word->word, plan.kind))
        column.word = *word;
    if (column.word.word.empty() && plan.product == nullptr)
      column.word = with_point(usual_word(folded[i], plan.kind), plan.kind);
    plan.columns.push_back(std::move(column));
  }
  // An id is one of ours only in a table of ours.
  // What was rejected from one still is of it.
  const std::vector<std::string> own(headers.begin(), headers.end() - (plan.has_rejects ? 2 : 0));
  plan.is_ours = plan.product == nullptr && saved == nullptr && is_of_ours(own, plan.kind);
  // Who says that the id is the key means ours.
  if (plan.kind == RowKind::customers && std::ranges::find(wish.key, "id") != wish.key.end())
    plan.is_ours = plan.is_ours || plan.product == nullptr;
  for (std::size_t i = 0; plan.is_ours && i < headers.size(); ++i) {
    const std::string name = lowered(headers[i]);
    ColumnWord& word = plan.columns[i].word;
    if (is_id_of_ours(name, plan.kind))
      word = {name, ""};
    else if (plan.kind == RowKind::customers && is_list_of_ours(name))
      word = {"own", name};
    else if (plan.kind == RowKind::customers && name.starts_with("address."))
      word = {name.substr(name.find('.') + 1), ""};
  }
  for (const std::string& typed : wish.map) {
    const auto word = MapWord::parse(typed, headers);
    if (!word) return error(word.error());
    PlannedColumn& column = plan.columns[word->column];
    if (word->theirs) {
      note_words(column, *word->theirs, word->becomes);
      continue;
    }
    const auto becomes = ColumnWord::parse(word->becomes, plan.kind);
    if (!becomes) return error(becomes.error());
    column.word = *becomes;
    column.by_itself = false;
  }
  if (plan.kind != RowKind::customers && !plan.has("who")) find_whom(plan, wish.key, folded);
  for (const PlannedColumn& column : plan.columns)
    if (column.word.word == "fields") taken.insert(column.word.rest);
  for (std::size_t i = 0; i < plan.columns.size(); ++i)
    if (plan.columns[i].word.word.empty())
      plan.columns[i].word = field_for(plan.columns[i].header, i, plan.kind, taken);
  if (auto settled = settle_doubles(plan, taken); !settled) return error(settled.error());
  std::vector<std::string> keys = wish.key;
  if (keys.empty() && saved != nullptr) {
    keys = saved->mapping.key;
    plan.saved = saved->name;
  } else if (saved != nullptr) {
    plan.saved = saved->name;
  }
  for (const std::string& key : keys) {
    const auto known = key_kind(key);
    if (!known)
      return error(Error::asked_wrongly("--key \"" + printable_line(key) + "\" is no key",
                                        "a key is id, external, email, phone or name"));
    plan.key.push_back(*known);
  }
  if (auto needed = look_for_what_is_needed(plan); !needed) return error(needed.error());
  return plan;
}

Mapping mapping_of(const Plan& plan) {
  static constexpr std::array names{"id", "external", "email", "phone", "name"};
  Mapping mapping;
  if (plan.kind != RowKind::customers) mapping.as = name_of(plan.kind);
  for (const Key::Kind key : plan.key)
    mapping.key.emplace_back(names.at(static_cast<std::size_t>(key)));
  for (const PlannedColumn& column : plan.columns) {
    mapping.columns.emplace_back(column.header, column.word.text());
    if (column.words.empty()) continue;
    Data words = Data::map();
    for (const auto& [theirs, ours] : column.words) words.put(theirs, Data::scalar(ours));
    if (mapping.words.empty()) mapping.words = Data::map();
    mapping.words.put(column.header, std::move(words));
  }
  return mapping;
}

}  // namespace crm
