#include "core/exchange/column_word.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::array<std::pair<std::string_view, RowKind>, 6> kinds{{
    {"customers", RowKind::customers},
    {"deals", RowKind::deals},
    {"interactions", RowKind::interactions},
    {"purchases", RowKind::purchases},
    {"payments", RowKind::payments},
    {"reminders", RowKind::reminders},
}};

/// What follows a word after a point.
enum class Rest { none, label, name, order, decimals };

struct Known {
  std::string_view word;
  unsigned kinds;
  Rest rest = Rest::none;
  /// Two columns may have it; those with a label or name may have it once for each.
  bool again = false;
};

constexpr unsigned c = 1, d = 2, i = 4, p = 8, y = 16, r = 32;
constexpr unsigned entries = d | i | p | y | r;

constexpr Known words[] = {
    {"-", c | entries, Rest::none, true},
    // A customer.
    {"id", c | entries},
    {"name", c},
    {"first_name", c},
    {"middle_name", c},
    {"last_name", c},
    {"prefix", c},
    {"suffix", c},
    {"alias", c, Rest::none, true},
    {"kind", c},
    {"status", c | d},
    {"owner", c | d},
    {"source", c | d},
    {"referred_by", c},
    {"works_at", c},
    {"company", c, Rest::label, true},
    {"role", c},
    {"department", c},
    {"since", c, Rest::order},
    {"added", c, Rest::order},
    {"birthday", c, Rest::order},
    {"birth_year", c},
    {"birth_month", c},
    {"birth_day", c},
    {"date", c, Rest::label},
    {"date_label", c, Rest::name},
    {"email", c, Rest::label, true},
    {"email_label", c, Rest::name},
    {"email_type", c, Rest::name},
    {"phone", c, Rest::label, true},
    {"phone_label", c, Rest::name},
    {"link", c, Rest::none, true},
    {"profile", c, Rest::name},
    {"address", c, Rest::label, true},
    {"street", c, Rest::label, true},
    {"postcode", c, Rest::label},
    {"city", c, Rest::label},
    {"region", c, Rest::label},
    {"country", c, Rest::label},
    {"address_label", c, Rest::name},
    {"tag", c | d, Rest::none, true},
    {"language", c},
    {"salutation", c},
    {"timezone", c},
    {"keep_in_touch", c},
    {"consent", c, Rest::name},
    {"no_consent", c, Rest::name},
    {"custom", c, Rest::name},
    {"custom_label", c, Rest::name},
    {"fields", c, Rest::name},
    // Of a table of ours: a field of the record, as crm export csv writes it.
    {"own", c, Rest::name},
    {"day", c, Rest::name},
    {"deleted", c | entries},
    // Whose an entry is, and what is common to entries.
    {"who", entries, Rest::label, true},
    {"external", c | entries, Rest::label, true},
    {"campaign", c | d | p},
    {"note", c | entries, Rest::label, true},
    {"by", i | p | y | r},
    // A deal.
    {"title", d},
    {"amount", d | p | y, Rest::decimals},
    {"currency", d | p | y},
    {"cost", d | p, Rest::decimals},
    {"expected", d, Rest::order},
    {"pipeline", d},
    {"stage", d},
    {"probability", d},
    {"created", d, Rest::order},
    {"moved", d, Rest::order},
    {"closed", d, Rest::order},
    {"close_date", d, Rest::order},
    {"won", d, Rest::order},
    {"lost", d, Rest::order},
    {"is_won", d},
    {"is_closed", d},
    {"reason", d},
    // An interaction.
    {"at", i, Rest::order},
    {"time", i | r},
    {"kind", i},
    {"direction", i},
    {"subject", i},
    {"text", i | r, Rest::label, true},
    {"minutes", i},
    {"place", i},
    {"outcome", i},
    {"done", i | r},
    // A purchase, a payment.
    {"on", p | y, Rest::order},
    {"item", p},
    {"quantity", p},
    {"price", p, Rest::decimals},
    {"category", p},
    {"points", p},
    {"coupon", p},
    // In tables of ours: ids of entries of the same record.
    {"deal", i | p | r},
    {"case", i | r},
    {"refund_of", p},
    // A reminder.
    {"due", r, Rest::order},
    {"every", r},
    {"for", y | r},
    {"promise", r},
};

const Known* find_word(std::string_view word, RowKind kind) {
  for (const Known& known : words)
    if (known.word == word && (known.kinds & static_cast<unsigned>(kind)) != 0) return &known;
  return nullptr;
}

std::string with_rest(const Known& known) {
  switch (known.rest) {
    case Rest::none: return std::string(known.word);
    case Rest::label: return std::string(known.word) + "[.LABEL]";
    case Rest::name: return std::string(known.word) + ".NAME";
    case Rest::order: return std::string(known.word) + "[.dmy|.mdy]";
    case Rest::decimals: return std::string(known.word) + "[.point|.comma]";
  }
  return {};
}

}  // namespace

std::optional<RowKind> row_kind(std::string_view word) {
  for (const auto& [name, kind] : kinds)
    if (name == word) return kind;
  return std::nullopt;
}

std::string_view name_of(RowKind kind) {
  for (const auto& [name, known] : kinds)
    if (known == kind) return name;
  return {};
}

std::vector<std::string> row_kinds() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : kinds) names.emplace_back(name);
  return names;
}

Result<ColumnWord> ColumnWord::parse(std::string_view text, RowKind kind) {
  const auto point = text.find('.');
  ColumnWord word{std::string(text.substr(0, point)),
                  point == text.npos ? std::string() : std::string(text.substr(point + 1))};
  const Known* known = find_word(word.word, kind);
  // `emails`, as our own tables are headed.
  for (const std::size_t letters : {std::size_t{1}, std::size_t{2}})
    if (known == nullptr && word.word.size() > 3 && word.word.ends_with('s'))
      if (const Known* const one =
              find_word(std::string_view(word.word).substr(0, word.word.size() - letters), kind);
          one != nullptr && one->again) {
        known = one;
        word.word = one->word;
      }
  const std::string shown = "\"" + printable_line(text) + "\"";
  if (known == nullptr) {
    std::vector<std::string> choices;
    for (const Known& one : words)
      if ((one.kinds & static_cast<unsigned>(kind)) != 0) choices.emplace_back(one.word);
    const auto near = did_you_mean(word.word, choices);
    std::string hint = near.empty() ? "" : "did you mean " + near.front() + "?";
    if (near.empty() && kind == RowKind::customers)
      hint = "a field of your own is written fields." + word.word;
    if (near.empty() && kind != RowKind::customers) {
      for (const std::string& one : choices)
        if (one != "-") hint += (hint.empty() ? "a column becomes " : ", ") + one;
    }
    return error(Error::asked_wrongly(
        "a column of " + std::string(name_of(kind)) + " can't become " + shown, hint));
  }
  const auto refused = [&](const std::string& hint) {
    return error(Error::asked_wrongly("a column can't become " + shown, hint));
  };
  if (point != text.npos && word.rest.empty())
    return refused("something should stand after the point");
  switch (known->rest) {
    case Rest::none:
      if (!word.rest.empty()) return refused("nothing stands after \"" + word.word + "\"");
      break;
    case Rest::name:
      if (word.rest.empty()) return refused("write " + word.word + ".NAME");
      break;
    case Rest::order:
      if (!word.rest.empty() && word.rest != "dmy" && word.rest != "mdy")
        return refused("after the point stands dmy or mdy");
      break;
    case Rest::decimals:
      if (!word.rest.empty() && word.rest != "point" && word.rest != "comma")
        return refused("after the point stands point or comma, the sign before the decimals");
      break;
    case Rest::label: break;
  }
  return word;
}

bool may_come_again(const ColumnWord& word) {
  return std::ranges::any_of(
      words, [&](const Known& known) { return known.word == word.word && known.again; });
}

bool is_date(const ColumnWord& word) {
  return word.word == "date" || word.word == "day" ||
         std::ranges::any_of(words, [&](const Known& known) {
           return known.word == word.word && known.rest == Rest::order;
         });
}

bool is_number(const ColumnWord& word) {
  static constexpr std::array numbers{"quantity", "points", "minutes", "probability"};
  return std::ranges::find(numbers, word.word) != numbers.end() ||
         std::ranges::any_of(words, [&](const Known& known) {
           return known.word == word.word && known.rest == Rest::decimals;
         });
}

std::vector<std::string> column_words(RowKind kind) {
  std::vector<std::string> all;
  for (const Known& known : words)
    if ((known.kinds & static_cast<unsigned>(kind)) != 0) all.push_back(with_rest(known));
  return all;
}

}  // namespace crm
