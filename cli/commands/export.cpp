#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/exporting.hpp"
#include "cli/output/json.hpp"
#include "cli/output/outlet.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/calendar_writer.hpp"
#include "core/exchange/cell.hpp"
#include "core/exchange/csv_writer.hpp"
#include "core/exchange/json_writer.hpp"
#include "core/exchange/ledger_writer.hpp"
#include "core/exchange/record_cells.hpp"
#include "core/exchange/vcard_writer.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct ExportOptions {
  std::vector<std::string> words;
  std::string out, columns, vcard_version;
  bool excel_safe = false, bom = false, events_only = false, prune = false;
};

struct ExportFormat {
  std::string_view name;
  /// How its files are called.
  std::vector<std::string_view> endings;
  /// What can be exported in it besides customers.
  std::vector<std::string_view> lists;
};

const std::vector<ExportFormat>& formats() {
  static const std::vector<ExportFormat> all = [] {
    std::vector<std::string_view> lists;
    for (const ListKind& kind : list_kinds())
      if (!kind.list.empty()) lists.push_back(kind.name);
    return std::vector<ExportFormat>{
        {"csv", {".csv"}, lists},
        {"tsv", {".tsv", ".txt", ".tab"}, lists},
        {"json", {".json"}, lists},
        {"jsonl", {".jsonl", ".ndjson"}, lists},
        {"vcard", {".vcf", ".vcard"}, {}},
        {"vdir", {}, {}},
        {"ics", {".ics"}, {"reminders", "interactions"}},
        {"ledger", {".ledger", ".journal", ".hledger", ".dat"}, {"purchases", "payments", "deals"}},
        {"mutt", {}, {}},
        {"aerc", {}, {}},
        {"notmuch", {}, {}},
    };
  }();
  return all;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const ExportFormat& format : formats()) names.emplace_back(format.name);
  return names;
}

const ExportFormat& format_named(const std::string& word) {
  for (const ExportFormat& format : formats())
    if (format.name == word) return format;
  const std::vector<std::string> names = format_names();
  const auto near = did_you_mean(word, names);
  throw Failure(Error::asked_wrongly("there is no format \"" + printable_line(word) + "\"",
                                     near.empty()
                                         ? fmt::format("there are {}", fmt::join(names, ", "))
                                         : "did you mean crm export " + near.front() + "?"));
}

/// What is exported: the list that the first word names, and a filter.
struct Asked {
  const ExportOptions& options;
  const ExportFormat& format;
  const ListKind& kind;
  const Filter& filter;
  const Desk& desk;

  bool is_of_customers() const { return kind.list.empty(); }

  std::string counted(std::size_t count) const {
    if (count != 1) return fmt::format("{} {}", count, kind.name);
    return "1 " + std::string(kind.name == "people" ? "person" : kind.type->noun);
  }
};

const ListKind& kind_of(std::vector<std::string>& words, const ExportFormat& format) {
  const ListKind& customers = list_kinds().front();
  const ListKind* const named = words.empty() ? nullptr : list_kind_named(words.front());
  if (named == nullptr && !words.empty() && words.front() == "campaigns" && format.name == "json")
    throw Failure(Error::asked_wrongly(
        "campaigns are exported with all of the book",
        "crm export json book   (crm list campaigns --json prints them alone)"));
  if (named == nullptr && !words.empty() &&
      (words.front() == "campaigns" || words.front() == "tags"))
    throw Failure(Error::asked_wrongly(
        fmt::format("{} has no place for {}", format.name, words.front()),
        fmt::format("crm list {0} --csv prints them, crm list {0} --json as well", words.front())));
  if (named == nullptr) return customers;
  words.erase(words.begin());
  const bool has_place = named == &customers || std::find(format.lists.begin(), format.lists.end(),
                                                          named->name) != format.lists.end();
  if (!has_place)
    throw Failure(Error::asked_wrongly(
        fmt::format("{} has no place for {}", format.name, named->name),
        format.lists.empty() ? "it has customers"
                             : fmt::format("it has customers, {}", fmt::join(format.lists, ", "))));
  return *named;
}

void refuse_what_does_not_fit(const ExportOptions& asked, const ExportFormat& format,
                              const World& world) {
  const Manners& manners = world.manners;
  if (manners.wants_json() || manners.csv || manners.tsv || manners.ids || manners.nul)
    throw Failure(Error::asked_wrongly("the form of an export is its first word, not an option",
                                       "crm export csv, crm export json"));
  const bool table = format.name == "csv" || format.name == "tsv";
  const bool cards = format.name == "vcard" || format.name == "vdir";
  for (const auto& [option, said, fits] :
       {std::tuple("--columns", !asked.columns.empty(), table),
        {"--excel-safe", asked.excel_safe, table},
        {"--bom", asked.bom, table},
        {"--events-only", asked.events_only, format.name == "ics"},
        {"--prune", asked.prune, format.name == "vdir"},
        {"--vcard-version", !asked.vcard_version.empty(), cards},
        {"--out", !asked.out.empty(),
         format.name != "mutt" && format.name != "aerc" && format.name != "notmuch"}})
    if (said && !fits)
      throw Failure(Error::asked_wrongly(fmt::format("{} is not for {}", option, format.name),
                                         "crm help export says what it is for"));
  if (!asked.vcard_version.empty() && asked.vcard_version != "3.0" && asked.vcard_version != "4.0")
    throw Failure(Error::asked_wrongly("a vCard is written in version 3.0 or 4.0, not \"" +
                                       printable_line(asked.vcard_version) + "\""));
}

/// How much was exported, what was not, and the exit code.
void end(const Asked& asked, std::size_t count, const LeftOut& left_out, Outlet& outlet) {
  World& world = asked.desk.world();
  outlet.finish(asked.counted(count));
  print_problems(left_out.problems, world);
  if (count > 0) return;
  if (world.terminal.err) remark(world, "no " + std::string(asked.kind.name) + " found");
  throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

/// What one text of `export_customers` holds: lines, each ended by this.
constexpr char end_of_entry = '\0';

// --- Tables ---

/// The book's own fields that somebody has, those of crm.yaml first.
std::vector<std::string> own_fields(const Asked& asked) {
  using Names = std::vector<std::string>;
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Names> {
    const bool removed = customer.is_deleted() && !asked.filter.wants_deleted();
    if (removed || customer.fields.empty() || !asked.filter.fits(customer)) return std::nullopt;
    Names names;
    for (const auto& [name, value] : customer.fields) names.push_back(name);
    return names;
  };
  Needs needs = needs_of(asked.filter);
  needs.add({Depth::brief, FieldSet::of({"fields"})});
  std::set<std::string> seen;
  for (const Names& names : asked.desk.scan<Names>(look, needs).found)
    seen.insert(names.begin(), names.end());
  Names all;
  for (const auto& [name, field] : asked.desk.settings().fields)
    if (seen.erase(name) > 0) all.push_back(name);
  all.insert(all.end(), seen.begin(), seen.end());
  return all;
}

/// The columns of a table, and what a row has in them.
class Rows {
 public:
  explicit Rows(const Asked& asked) : asked_(asked) {
    for (const std::string_view name : split(asked.options.columns, ','))
      if (!trimmed(name).empty())
        fields_.push_back(
            FieldName::find(trimmed(name), *asked.kind.type, asked.desk.asker()).value());
    if (fields_.empty() && asked.is_of_customers()) own_ = own_fields(asked);
  }

  std::vector<std::string> columns() const {
    std::vector<std::string> columns;
    for (const FieldName& field : fields_) columns.push_back(field.name());
    if (!columns.empty()) return columns;
    if (asked_.is_of_customers()) return customer_columns(own_);
    columns = entry_columns(*asked_.kind.type);
    if (!worked_out().empty()) columns.emplace_back(worked_out());
    return columns;
  }

  std::vector<std::string> cells(const Customer& customer, const Item* entry) const {
    if (!fields_.empty()) return wished(customer, entry);
    if (entry == nullptr) return customer_cells(customer, own_);
    const Data data = data_of(*entry, asked_.desk.settings());
    std::vector<std::string> cells = entry_cells(customer.id, data, *asked_.kind.type);
    if (worked_out().empty()) return cells;
    const Data* const value = data.find(worked_out());
    cells.push_back(value == nullptr ? "" : value->text);
    return cells;
  }

  /// Whether a customer's row leaves out something of it.
  bool lacks(const Customer& customer) const {
    return fields_.empty() && asked_.is_of_customers() && has_more_than_cells(customer);
  }

 private:
  std::string_view worked_out() const {
    return asked_.kind.name == "deals" ? "stage" : asked_.kind.name == "cases" ? "status" : "";
  }

  std::vector<std::string> wished(const Customer& customer, const Item* entry) const {
    std::vector<std::string> cells;
    for (const FieldName& field : fields_) {
      std::vector<std::string> texts;
      for (const Value& value : field.values(asked_.filter.subject(customer, entry)))
        texts.push_back(value.text);
      // A customer answers to id and name: the id is shown.
      if (field.key() == "customer" && texts.size() > 1) texts.resize(1);
      cells.push_back(texts.size() == 1 ? texts.front() : joined_cell(texts));
    }
    return cells;
  }

  const Asked& asked_;
  std::vector<FieldName> fields_;
  std::vector<std::string> own_;
};

void export_table(const Asked& asked) {
  const RowLook look{asked.format.name == "tsv" ? '\t' : ',', asked.options.excel_safe};
  const Rows rows(asked);
  Outlet outlet(asked.options.out, asked.format.endings, asked.desk);
  if (asked.options.bom) outlet.put(byte_order_mark);
  outlet.put(row_text(rows.columns(), look));
  std::size_t count = 0, lacking = 0;
  // Each row, and before it whether it lacks something.
  const auto text_of = [&](const Customer& customer, const Data&) -> std::optional<std::string> {
    std::string text;
    each_listed(customer, asked.kind, asked.filter, [&](const Item* entry) {
      text += rows.lacks(customer) ? '-' : '+';
      text += row_text(rows.cells(customer, entry), look) + end_of_entry;
    });
    if (text.empty()) return std::nullopt;
    return text;
  };
  const auto use = [&](std::string&& text) {
    text.pop_back();
    for (std::string_view row : split(text, end_of_entry)) {
      if (row.front() == '-') ++lacking;
      ++count;
      row.remove_prefix(1);
      outlet.put(row);
    }
    return outlet.is_wanted();
  };
  const LeftOut left_out = export_customers(asked.desk, asked.filter.wants_deleted(), text_of, use);
  World& world = asked.desk.world();
  if (lacking > 0 && world.terminal.err)
    remark(world, fmt::format("{} of {} have more than a row can say (further addresses, dates, "
                              "relations): crm export json has all of it",
                              lacking, asked.counted(count)));
  end(asked, count, left_out, outlet);
}

// --- JSON ---

void export_json(const Asked& asked) {
  const bool lines = asked.format.name == "jsonl";
  Outlet outlet(asked.options.out, asked.format.endings, asked.desk);
  std::size_t count = 0;
  const auto text_of = [&](const Customer& customer,
                           const Data& own) -> std::optional<std::string> {
    std::string text;
    each_listed(customer, asked.kind, asked.filter, [&](const Item* entry) {
      text += entry == nullptr ? to_json(customer, own)
                               : json_of(customer, entry, asked.kind, asked.desk);
      text += end_of_entry;
    });
    if (text.empty()) return std::nullopt;
    return text;
  };
  const auto use = [&](std::string&& text) {
    text.pop_back();
    for (const std::string_view record : split(text, end_of_entry)) {
      const char* const before = lines ? "" : count == 0 ? "[\n" : ",\n";
      outlet.put_json(before + std::string(record) + (lines ? "\n" : ""));
      ++count;
    }
    return outlet.is_wanted();
  };
  const LeftOut left_out = export_customers(asked.desk, asked.filter.wants_deleted(), text_of, use);
  if (!lines) outlet.put(count == 0 ? "[]\n" : "\n]\n");
  if (asked.is_of_customers()) left_out.tell_keys(asked.desk.world());
  end(asked, count, left_out, outlet);
}

// --- Cards, calendars, ledgers ---

/// What each customer says in that format, between a beginning and an end.
void export_texts(const Asked& asked, const std::string& begin,
                  const std::function<std::string(const Customer&)>& say,
                  const std::string& after) {
  Outlet outlet(asked.options.out, asked.format.endings, asked.desk);
  outlet.put(begin);
  std::size_t count = 0;
  const auto text_of = [&](const Customer& customer, const Data&) -> std::optional<std::string> {
    std::string text = say(customer);
    if (text.empty()) return std::nullopt;
    return text;
  };
  const auto use = [&](std::string&& text) {
    ++count;
    outlet.put(text);
    return outlet.is_wanted();
  };
  const LeftOut left_out = export_customers(asked.desk, asked.filter.wants_deleted(), text_of, use);
  outlet.put(after);
  const Asked of_customers{asked.options, asked.format, list_kinds().front(), asked.filter,
                           asked.desk};
  end(count == 0 ? asked : of_customers, count, left_out, outlet);
}

void export_vcard(const Asked& asked) {
  const Employers employers(asked.filter, asked.desk);
  export_texts(
      asked, "",
      [&](const Customer& customer) {
        if (!asked.filter.fits(customer)) return std::string();
        return to_vcard(customer, employers.wish_for(customer, asked.options.vcard_version));
      },
      "");
}

void export_calendar(const Asked& asked) {
  const Desk& desk = asked.desk;
  const CalendarWish wish{desk.now(), desk.book().zone(), desk.settings().leap_day_rule()};
  const bool tasks = !asked.options.events_only;
  const auto say = [&](const Customer& customer) {
    std::string text;
    const auto put = [&](const Item& entry) {
      if (const auto* const reminder = std::get_if<const Reminder*>(&entry); reminder && tasks)
        text += task_of(customer, **reminder, wish);
      if (const auto* const talk = std::get_if<const Interaction*>(&entry))
        text += event_of(customer, **talk, wish);
    };
    each_listed(customer, asked.kind, asked.filter, [&](const Item* entry) {
      if (entry != nullptr) return put(*entry);
      for (const Reminder& one : customer.reminders) put(&one);
      for (const Interaction& one : customer.interactions) put(&one);
      text += yearly_events_of(customer, wish);
    });
    return text;
  };
  export_texts(asked, calendar_begin(desk.settings().name), say, calendar_end());
}

void export_ledger(const Asked& asked) {
  const auto say = [&](const Customer& customer) {
    std::set<std::string> ids;
    bool all = false;
    each_listed(customer, asked.kind, asked.filter, [&](const Item* entry) {
      if (entry == nullptr)
        all = true;
      else
        ids.insert(id_of(*entry));
    });
    if (all) return ledger_of(customer, asked.desk.settings());
    return ledger_of(customer, asked.desk.settings(),
                     [&](const std::string& id) { return ids.contains(id); });
  };
  export_texts(asked, "", say, "");
}

void export_vdir(const Asked& asked) {
  if (asked.options.out.empty())
    throw Failure(
        Error::asked_wrongly("vdir wants a folder for its cards", "crm export vdir --out DIR"));
  export_cards({asked.options.out, asked.options.vcard_version, asked.options.prune}, asked.filter,
               asked.desk);
}

void export_(const ExportOptions& options, World& world) {
  if (options.words.empty())
    throw Failure(Error::asked_wrongly(
        "export as what?", fmt::format("there are {}", fmt::join(format_names(), ", "))));
  std::vector<std::string> words = options.words;
  const ExportFormat& format = format_named(words.front());
  words.erase(words.begin());
  refuse_what_does_not_fit(options, format, world);
  const Desk desk = Desk::open(world);
  const std::string_view name = format.name;
  if (name == "mutt" || name == "aerc" || name == "notmuch")
    return export_addresses(std::string(name), words, desk);
  if (!words.empty() && words.front() == "book" && name == "json") {
    if (words.size() > 1)
      throw Failure(Error::asked_wrongly("all of the book has no filter",
                                         "crm export json FILTER has those customers alone"));
    return export_book(options.out, desk);
  }
  const ListKind& kind = kind_of(words, format);
  const Filter filter = desk.filter(words, *kind.type);
  const Asked asked{options, format, kind, filter, desk};
  if (name == "csv" || name == "tsv") return export_table(asked);
  if (name == "json" || name == "jsonl") return export_json(asked);
  if (name == "vcard") return export_vcard(asked);
  if (name == "vdir") return export_vdir(asked);
  if (name == "ics") return export_calendar(asked);
  export_ledger(asked);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ExportOptions>();
  static const std::string choices = fmt::format("{}", fmt::join(format_names(), " "));
  words.arguments(asked->words, Placeholder{"FORMAT [LIST] [FILTER...]", choices},
                  fmt::format("{}; then, as in crm list, what of the book (customers, if you don't "
                              "say) and what must be true of it; after mutt, aerc and notmuch a "
                              "part of a name or address",
                              fmt::join(format_names(), ", ")));
  words.option(asked->out, "--out", placeholder::file,
               "write this file, in one piece, instead of printing; of vdir the folder");
  words.option(asked->columns, "--columns", placeholder::fields,
               "csv, tsv: these fields alone, as in crm list");
  words.flag(asked->excel_safe, "--excel-safe",
             "csv, tsv: an apostrophe before what a spreadsheet would take for a formula");
  words.flag(asked->bom, "--bom", "csv, tsv: begin with a byte order mark, for Excel");
  words.option(asked->vcard_version, "--vcard-version", Placeholder{"VERSION", "3.0 4.0"},
               "vcard, vdir: 3.0, which everything reads, or 4.0");
  words.flag(asked->events_only, "--events-only", "ics: no tasks, for calendars that have none");
  words.flag(asked->prune, "--prune",
             "vdir: remove the cards of customers who are not exported any more; a folder "
             "is for one book");
  return [asked](World& world) { export_(*asked, world); };
}

}  // namespace

Command export_command() {
  return {
      "export",
      "Exchange",
      "write customers, deals … for other programs",
      {{"crm export csv --out customers.csv", "for a spreadsheet"},
       {"crm export csv deals stage:won --columns customer,title,amount", "some of it"},
       {"crm export json +vip", "whole records, for programs and to be imported again"},
       {"crm export json book --out book.json", "all there is, also campaigns and who was removed"},
       {"crm export vcard +vip --out vips.vcf", "for a phone"},
       {"crm export vdir --out ~/.contacts/crm --prune", "a card each, for khard, vdirsyncer"},
       {"crm export ics --out crm.ics", "reminders, meetings and birthdays for a calendar"},
       {"crm export ics reminders for:me", "my tasks"},
       {"crm export ledger --out sales.ledger", "sales and payments for ledger, hledger"},
       {"crm export mutt anita",
        "addresses; in .muttrc: set query_command = \"crm export mutt %s\""}},
      declare};
}

}  // namespace crm
