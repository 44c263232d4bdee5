#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/query/search.hpp"

namespace crm {
namespace {

struct FindOptions {
  std::vector<std::string> words, plain;
  std::string in, limit;
};

/// Where to look.
struct Place {
  /// nullptr: everywhere.
  const ListKind* kind = nullptr;
  /// Customers' notes alone, or all of them but these.
  bool notes = false;

  const Type& type() const { return kind == nullptr ? customer_type() : *kind->type; }
};

constexpr std::string_view notes = "notes";

std::vector<std::string> place_names() {
  std::vector<std::string> names;
  for (const ListKind& kind : list_kinds()) names.emplace_back(kind.name);
  names.emplace_back(notes);
  return names;
}

Place place_named(const std::string& word) {
  if (word.empty()) return {};
  if (word == notes || word == "note") return {&list_kinds().front(), true};
  if (const ListKind* const kind = list_kind_named(word)) return {kind};
  const std::vector<std::string> names = place_names();
  const auto near = did_you_mean(word, names);
  throw Failure(
      Error::asked_wrongly("there is nothing called \"" + printable_line(word) + "\" to look in",
                           near.empty() ? fmt::format("--in takes {}", fmt::join(names, ", "))
                                        : "did you mean --in " + near.front() + "?"));
}

/// What a customer's record has, packed: of millions of hits only what is shown of them is kept.
struct Found {
  struct Line {
    /// Seconds of the wall clock since 1970; the least for what has no day.
    std::int64_t when;
    std::uint32_t begin;
  };

  std::string id, name;
  std::vector<Line> lines;
  /// Of each line its date, kind, id and text, ended by a NUL each.
  std::string packed;
  /// Hits, those included that a limit left out.
  std::size_t count = 0;
};

std::int64_t when(const std::optional<Moment>& at) {
  constexpr std::int64_t seconds_a_day = 86'401;  // a day alone stands before its first second
  if (!at) return std::numeric_limits<std::int64_t>::min();
  return at->day.number() * seconds_a_day + (at->second ? *at->second + 1 : 0);
}

std::string_view next_text(std::string_view& packed) {
  const std::string_view text = packed.substr(0, packed.find('\0'));
  packed.remove_prefix(text.size() + 1);
  return text;
}

Found packed(const Customer& customer, std::vector<Hit> hits, std::optional<std::size_t> limit) {
  Found found{customer.id, customer.name, {}, {}, hits.size()};
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return when(a.at) > when(b.at); });
  if (limit && hits.size() > *limit) hits.resize(*limit);
  for (const Hit& hit : hits) {
    found.lines.push_back({when(hit.at), static_cast<std::uint32_t>(found.packed.size())});
    for (const std::string& text : {hit.at ? hit.at->text() : "", hit.kind, hit.id, hit.text})
      found.packed += text + '\0';
  }
  found.packed.shrink_to_fit();
  return found;
}

const std::vector<std::string>& find_fields() {
  static const std::vector<std::string> names{"id", "customer", "name", "date", "kind", "text"};
  return names;
}

Table empty_table() {
  return Table({{.key = "id", .on_terminal = false},
                {.key = "customer", .on_terminal = false},
                {.key = "name", .title = "customer", .gives_way = true},
                {.key = "date", .title = "date"},
                {.key = "kind", .title = "kind"},
                {.key = "text", .title = "text", .gives_way = true, .wraps = true, .least = 28},
                {.key = "id", .title = "id", .dispensable = 1, .in_pipe = false}});
}

void put_row(const Found& found, const Found::Line& line, const Search& search, const Desk& desk,
             Table& table) {
  std::string_view rest = std::string_view(found.packed).substr(line.begin);
  const std::string date(next_text(rest)), kind(next_text(rest)), id(next_text(rest)),
      text(next_text(rest));
  const World& world = desk.world();
  Cell shown_date{date};
  Cell shown_text{text};
  if (for_people(world)) {
    if (const auto at = Moment::parse(date))
      shown_date.shown = day_words(Moment{at->day, {}, {}}, desk.today());
    for (const Search::Span& span : search.marks(text))
      shown_text.marks.push_back({span.begin, span.end});
  }
  std::optional<std::string> json;
  if (world.manners.wants_json())
    json = json_object({{"customer", json_text(found.id)},
                        {"name", json_text(found.name)},
                        {"date", date.empty() ? "null" : json_text(date)},
                        {"kind", json_text(kind)},
                        {"id", json_text(id.empty() ? found.id : id)},
                        {"text", json_text(text)}});
  table.row({id.empty() ? found.id : id,
             found.id,
             {found.name, Style::bold},
             std::move(shown_date),
             kind,
             std::move(shown_text),
             {id, Style::dim}},
            std::move(json));
}

void print_hits(const std::vector<Found>& all, std::optional<std::size_t> limit,
                const Search& search, const Desk& desk) {
  constexpr std::size_t rows_at_once = 10'000;

  struct Line {
    std::int64_t when;
    std::uint32_t customer, line;
  };

  std::vector<Line> order;
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    count += all[i].count;
    for (std::uint32_t line = 0; line < all[i].lines.size(); ++line)
      order.push_back({all[i].lines[line].when, i, line});
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Line& a, const Line& b) { return a.when > b.when; });
  if (limit && order.size() > *limit) order.resize(*limit);
  World& world = desk.world();
  for (std::size_t begin = 0; begin == 0 || begin < order.size(); begin += rows_at_once) {
    const std::size_t end = std::min(begin + rows_at_once, order.size());
    Table table = empty_table();
    for (std::size_t i = begin; i < end; ++i)
      put_row(all[order[i].customer], all[order[i].customer].lines[order[i].line], search, desk,
              table);
    if (!table.empty() || world.manners.wants_json())
      table.print(world, "id", {begin == 0, end == order.size()});
  }
  if (order.size() < count && world.terminal.err)
    remark(world, fmt::format("{} of {} hits", order.size(), count));
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i)
    all += (i == 0                 ? ""
            : i + 1 < texts.size() ? ", "
                                   : " and ") +
           ("\"" + printable_line(texts[i]) + "\"");
  return all;
}

/// A field that is not there may have been meant as text.
Filter filter_of(const std::vector<std::string>& words, const Type& type, const Desk& desk) {
  auto filter = Filter::parse(words, type, desk.asker());
  if (filter) return *std::move(filter);
  Error wrong = filter.error();
  Problem& problem = wrong.problems.front();
  problem.hint += problem.hint.empty() ? "" : problem.hint.ends_with('?') ? " " : "; ";
  problem.hint += "as text: crm find -- " + as_typed(words.front());
  throw Failure(wrong);
}

void find(const FindOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  check_json(find_fields(), world);
  Sought sought = crm::sought(asked.words).value();
  sought.texts.insert(sought.texts.end(), asked.plain.begin(), asked.plain.end());
  const Place place = place_named(asked.in);
  const auto limit = limit_of(asked.limit, "crm find silk --limit 10");
  desk.tell_of_taken_sign(asked.words, place.type());
  const Filter filter = filter_of(sought.filter, place.type(), desk);
  const Search search(sought.texts, desk.settings());
  if (search.is_empty())
    throw Failure(Error::asked_wrongly(
        "what shall be found?", "crm find silk; or crm list with a filter, to see whom it fits"));

  const auto wanted_in = [&](const Customer& customer) -> Search::Wanted {
    if (place.kind == nullptr) return {};
    return [&](const Item* entry) {
      if (entry == nullptr) return place.kind->list.empty() && filter.fits(customer);
      const bool is_there =
          std::visit([&](const auto* one) { return one->noun == place.kind->type->noun; }, *entry);
      return is_there && filter.fits(customer, *entry);
    };
  };
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Found> {
    if (customer.is_deleted() && !filter.wants_deleted()) return std::nullopt;
    if (place.kind == nullptr && !filter.fits(customer)) return std::nullopt;
    auto hits = search.hits(customer, wanted_in(customer));
    if (place.notes) std::erase_if(hits, [](const Hit& hit) { return hit.kind != "note"; });
    if (hits.empty()) return std::nullopt;
    return packed(customer, std::move(hits), limit);
  };
  const auto may_be_in = [&](std::string_view text, const std::string& path) {
    return search.may_be_in(text, file_stem(path));
  };
  auto scan = desk.book().scan<Found>(look, false, may_be_in).value();
  if (!scan.found.empty() || world.manners.wants_json())
    print_hits(scan.found, limit, search, desk);
  if (scan.found.empty() && world.terminal.err) {
    remark(world, "nothing has " + quoted(sought.texts));
    std::vector<std::string> near;
    if (place.kind == nullptr && sought.filter.empty())
      near = desk.names_like(fmt::format("{}", fmt::join(sought.texts, " ")));
    if (!near.empty()) hint(world, "did you mean " + near.front() + "?");
  }
  print_problems(scan.problems, world);
  if (scan.found.empty()) throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<FindOptions>();
  static const std::string choices = fmt::format("{}", fmt::join(place_names(), " "));
  words.arguments(
      asked->words, asked->plain, Placeholder{"TEXT... [FILTER...]"},
      "words that must all stand in one entry, in any order; a phrase in quotes. Words "
      "with a sign (field:value, +tag, -tag, @name) say in whose records to look; after "
      "-- every word is text");
  words.option(asked->in, "--in", Placeholder{"LIST", choices},
               "look in these alone; a filter's fields are theirs then, as in crm list");
  words.option(asked->limit, "--limit", Placeholder{"N"}, "show the newest N alone");
  return [asked](World& world) { find(*asked, world); };
}

}  // namespace

Command find_command() {
  return {"find",
          "Every day",
          "find words in all that was said and written, newest first",
          {{"crm find silk", "in notes, conversations, names, every field"},
           {"crm find jurgen", "accents and capitals don't matter: finds Jürgen"},
           {"crm find silk finish", "both words in one entry"},
           {"crm find \"silk finish\"", "the phrase"},
           {"crm find silk +vip", "in the records of VIPs"},
           {"crm find sample --in interactions by:arjun at:-30d..",
            "what Arjun said or heard of it lately"},
           {"crm find 9845012399", "a phone, however it is written"}},
          declare};
}

}  // namespace crm
