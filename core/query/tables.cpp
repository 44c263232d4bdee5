#include "core/query/tables.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <type_traits>

#include "core/domain/account.hpp"
#include "core/domain/bought.hpp"
#include "core/domain/text.hpp"
#include "core/report/stays.hpp"

namespace crm {
namespace {

using Kind = TableColumn::Kind;

template <class T>
concept Texted = requires(const T& value) {
  { value.text() } -> std::convertible_to<std::string>;
};

struct Renamed {
  /// Empty: of whatever has the key.
  std::string_view noun, key, name;
};

/// Keys that are words of SQL, or that the table needs for something else.
constexpr std::array<Renamed, 9> renamed{{{"", "on", "day"},
                                          {"", "case", "case_id"},
                                          {"person", "customer", "customer_too"},
                                          {"move", "from", "previous"},
                                          {"campaign", "from", "first_day"},
                                          {"campaign", "to", "last_day"},
                                          {"relation", "to", "other"},
                                          {"relation", "as", "relation"},
                                          {"stage", "then", "then_do"}}};

std::string_view column_name(std::string_view noun, std::string_view key) {
  for (const Renamed& one : renamed)
    if (one.key == key && (one.noun.empty() || one.noun == noun)) return one.name;
  return key;
}

/// What one of a list of texts is called, or the name in a map.
std::string_view one_of(std::string_view key) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> irregular{
      {{"aliases", "alias"},
       {"extra", "line"},
       {"with", "person"},
       {"also", "other"},
       {"was", "field"},
       {"consent", "channel"},
       {"external", "external"}}};
  for (const auto& [list, one] : irregular)
    if (list == key) return one;
  return key.ends_with('s') ? key.substr(0, key.size() - 1) : key;
}

/// What customers and their people both have stands in one table; what else an entry has is called
/// after it.
std::string list_name(std::string_view noun, std::string_view key) {
  if (key == "history") return "moves";
  if (noun == "customer" && key == "campaigns") return "campaign_members";
  if (noun == "customer" || noun == "person") return std::string(key);
  return std::string(noun) + "_" + std::string(key);
}

/// Where a column comes from.
struct Note {
  std::string_view noun, key;
  /// Ends the column's name, where a field has several: `_minor`.
  std::string_view ending = {};
  std::string_view meaning = {};
  bool long_text = false;
};

/// Draws up what tables there are, from records with one entry in each list.
class Drawing {
 public:
  static constexpr bool is_drawing = true;

  explicit Drawing(std::vector<BookTable>& tables) : tables_(tables) {}

  std::optional<std::size_t> table(const std::string& name, std::string_view noun,
                                   std::string_view key) {
    for (const BookTable& known : tables_)
      if (known.name == name) return std::nullopt;
    tables_.push_back({name, noun, key, {}});
    return tables_.size() - 1;
  }

  bool wants_lists_of(std::string_view) const { return true; }

  void row(std::size_t table) { at_ = table; }

  template <class Make>
  void cell(const Note& note, Kind kind, Make) {
    std::string name(column_name(note.noun, note.key));
    tables_[at_].columns.push_back(
        {name + std::string(note.ending), kind, note.noun, note.key, note.meaning, note.long_text});
  }

 private:
  std::vector<BookTable>& tables_;
  std::size_t at_ = 0;
};

/// Packs the rows of one record.
class Packing {
 public:
  static constexpr bool is_drawing = false;

  explicit Packing(const TablesWish& wish) : wish_(wish) {}

  std::string take() { return std::move(bytes_); }

  std::optional<std::size_t> table(const std::string& name, std::string_view, std::string_view) {
    static const auto numbers = [] {
      std::map<std::string, std::size_t, std::less<>> all;
      for (std::size_t i = 0; i < book_tables().size(); ++i) all.emplace(book_tables()[i].name, i);
      return all;
    }();
    const auto found = numbers.find(name);
    if (found == numbers.end() || !wish_[found->second].wanted) return std::nullopt;
    return found->second;
  }

  bool wants_lists_of(std::string_view noun) const {
    if (noun == "customer" || noun == "campaign") return true;
    const bool moves = noun == "deal" || noun == "case", contact = noun == "person";
    for (std::size_t i = 0; i < wish_.size(); ++i) {
      if (!wish_[i].wanted) continue;
      const BookTable& table = book_tables()[i];
      if (table.noun == noun || (contact && table.noun == "customer")) return true;
      if (moves && (table.key == "history" || table.noun == "move")) return true;
    }
    return false;
  }

  void row(std::size_t table) {
    put(static_cast<std::uint16_t>(table));
    columns_ = wish_[table].columns;
  }

  template <class Make>
  void cell(const Note&, Kind, Make make) {
    const bool wanted = (columns_ & 1) != 0;
    columns_ >>= 1;
    if (wanted) value(make());
  }

 private:
  template <class T>
  void put(T number) {
    const std::size_t at = bytes_.size();
    bytes_.resize(at + sizeof number);
    std::memcpy(bytes_.data() + at, &number, sizeof number);
  }

  void value(std::int64_t number) {
    put(PackedRows::Cell::Kind::number);
    put(number);
  }

  void value(std::string_view text) {
    // What is empty is not there.
    if (text.empty()) return put(PackedRows::Cell::Kind::absent);
    put(PackedRows::Cell::Kind::text);
    put(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }

  void value(const std::string& text) { value(std::string_view(text)); }

  template <class T>
  void value(const std::optional<T>& one) {
    if (one) return value(*one);
    put(PackedRows::Cell::Kind::absent);
  }

  const TablesWish& wish_;
  std::string bytes_;
  std::uint64_t columns_ = 0;
};

/// Whose a row is, beside itself.
struct Owner {
  std::string_view noun;
  const std::string& customer;
  /// Of the entry.
  const std::string& id;
};

/// Tells a record to a Drawing or a Packing, which so agree on every column.
template <class Teller>
class Telling {
 public:
  Telling(Teller& teller, const Settings& settings, const Moment& now)
      : teller_(teller), settings_(settings), now_(now) {}

  void customer(const Customer& customer) {
    customer_ = &customer;
    if (const auto table = teller_.table("customers", "customer", "")) {
      teller_.row(*table);
      fields(customer);
    }
    lists(customer, {"customer", customer.id, customer.id});
  }

  void campaign(const Campaign& campaign) {
    if (const auto table = teller_.table("campaigns", "campaign", "")) {
      teller_.row(*table);
      fields(campaign);
    }
    static const std::string nobody;
    lists(campaign, {"campaign", nobody, campaign.id});
  }

  void stages(const Settings& settings) {
    const auto table = teller_.table("stages", "stage", "");
    if (!table) return;
    for (const auto& entry : settings.pipelines) {
      const std::string& name = entry.first;
      const auto& pipeline = entry.second;
      std::int64_t position = 0;
      for (const Stage& stage : pipeline) {
        teller_.row(*table);
        ++position;
        teller_.cell(
            {.noun = "deal", .key = "pipeline", .meaning = "The pipeline it is a step of."},
            Kind::text, [&] { return name; });
        teller_.cell({.noun = "stage",
                      .key = "position",
                      .meaning = "1 for the first step of the pipeline."},
                     Kind::number, [&] { return position; });
        fields(stage);
      }
    }
  }

 private:
  // A row is told by the fields that stand in it, each by its type.

  template <class Entry>
  struct Fields {
    Telling& telling;
    const Entry& entry;

    template <class T>
    void operator()(std::string_view, const std::vector<T>&, Trait = {}) {}

    template <class T>
    void operator()(std::string_view key, const T& member, Trait trait = {}) {
      Note note{.noun = Entry::noun, .key = key, .long_text = trait.rule == Rule::lines};
      if constexpr (std::is_same_v<Entry, Customer>) {
        if (key == "kind") {
          note.meaning = "person or company, worked out where the record doesn't say it.";
          return telling.teller_.cell(note, Kind::text, [&] {
            return std::string_view(entry.is_company() ? "company" : "person");
          });
        }
      }
      if constexpr (std::is_same_v<Entry, Customer>) {
        if (key == "since") {
          note.meaning =
              "Became a customer: as written, else the day of the first win or purchase.";
          return telling.teller_.cell(note, Kind::text, [&] {
            const auto day = became_customer(entry, telling.settings_);
            return day ? day->text() : std::string();
          });
        }
      }
      if constexpr (std::is_same_v<Entry, Deal> || std::is_same_v<Entry, Case>) {
        if (key == "owner") {
          note.meaning = "The colleague whose it is: its own, else the customer's.";
          return telling.teller_.cell(note, Kind::text, [&]() -> std::string_view {
            return entry.owner.empty() ? telling.customer_->owner : entry.owner;
          });
        }
      }
      if constexpr (std::is_same_v<Entry, Deal>) {
        if (key == "source") {
          note.meaning =
              "The marketing source that brought this sale: its own, else the customer's.";
          return telling.teller_.cell(note, Kind::text, [&]() -> std::string_view {
            return entry.source.empty() ? telling.customer_->source : entry.source;
          });
        }
        if (key == "pipeline") {
          note.meaning = "The pipeline it runs through: its own, else the first of crm.yaml.";
          const std::string name = pipeline_of(entry, telling.settings_);
          return telling.teller_.cell(note, Kind::text, [&] { return std::string_view(name); });
        }
      }
      telling.put(note, &member);
    }
  };

  template <class Entry>
  void fields(const Entry& entry) {
    Fields<Entry> visit{*this, entry};
    Entry::describe(visit, entry);
    worked_out(entry);
  }

  /// A field that may be absent; nullptr: it is.
  template <class T>
  void put(const Note& note, const std::optional<T>* member) {
    put(note, *member ? &**member : nullptr);
  }

  void put(const Note& note, const std::string* text) {
    teller_.cell(note, Kind::text, [=] { return std::string_view(*text); });
  }

  void put(const Note& note, const bool* yes) {
    teller_.cell(note, Kind::number, [=] { return std::int64_t{*yes ? 1 : 0}; });
  }

  void put(const Note& note, const std::int64_t* number) {
    teller_.cell(note, Kind::number,
                 [=] { return number == nullptr ? std::nullopt : std::optional(*number); });
  }

  void put(const Note& note, const Decimal* decimal) {
    teller_.cell(note, Kind::decimal,
                 [=] { return decimal == nullptr ? std::string() : decimal->text(); });
  }

  template <Texted T>
  void put(const Note& note, const T* value) {
    teller_.cell(note, Kind::text,
                 [=] { return value == nullptr ? std::string() : value->text(); });
  }

  void put(Note note, const Moment* moment) {
    teller_.cell(note, Kind::text,
                 [=] { return moment == nullptr ? std::string() : moment->text(); });
    note.ending = "_day";
    note.meaning = "The day of it alone.";
    teller_.cell(note, Kind::text,
                 [=] { return moment == nullptr ? std::string() : moment->day.text(); });
  }

  void put(Note note, const Money* money) {
    teller_.cell(note, Kind::decimal,
                 [=] { return money == nullptr ? std::string() : money->number(); });
    note.ending = "_minor";
    note.meaning = "The same in whole cents, paise or yen: sums are made of these.";
    teller_.cell(note, Kind::number,
                 [=] { return money == nullptr ? std::nullopt : std::optional(money->minor); });
    note.ending = "_currency";
    note.meaning = "Its currency, such as EUR.";
    teller_.cell(note, Kind::text, [=] {
      return money == nullptr ? std::string_view() : std::string_view(money->currency);
    });
  }

  // What is not written but follows from what is.

  template <class Entry>
  void worked_out(const Entry&) {}

  void worked_out(const Customer& customer) {
    teller_.cell({.noun = "customer",
                  .key = "last",
                  .meaning = "The day of the last conversation that was held."},
                 Kind::text, [&] {
                   const Interaction* const last = last_contact(customer, now_);
                   return last == nullptr ? std::string() : last->at.day.text();
                 });
    teller_.cell({.noun = "customer",
                  .key = "next_due",
                  .meaning = "The day on which a reminder is due next."},
                 Kind::text, [&] {
                   std::string first;
                   for (const Reminder& reminder : customer.reminders)
                     if (const auto due = next_due(reminder))
                       if (const std::string day = due->day.text(); first.empty() || day < first)
                         first = day;
                   return first;
                 });
  }

  void worked_out(const Deal& deal) {
    Standing now;
    if constexpr (!Teller::is_drawing) now = standing(deal, settings_);
    teller_.cell({.noun = "deal", .key = "stage", .meaning = "Where it stands now."}, Kind::text,
                 [&] { return now.stage; });
    teller_.cell({.noun = "deal",
                  .key = "stage_since",
                  .meaning = "The day on which it came to that stage."},
                 Kind::text, [&] { return now.since ? now.since->text() : std::string(); });
    teller_.cell(
        {.noun = "deal", .key = "ended", .meaning = "won or lost; nothing while it is open."},
        Kind::text, [&] { return now.ends; });
    teller_.cell({.noun = "deal", .key = "reason", .meaning = "Why it came to that stage."},
                 Kind::text, [&] { return now.reason; });
  }

  void worked_out(const Case& one) {
    teller_.cell({.noun = "case", .key = "status", .meaning = "Where it stands now."}, Kind::text,
                 [&] { return one.status(); });
  }

  void worked_out(const Reminder& reminder) {
    teller_.cell({.noun = "reminder",
                  .key = "next_due",
                  .meaning = "When it is due next; nothing once it is done."},
                 Kind::text, [&] {
                   const auto due = next_due(reminder);
                   return due ? due->text() : std::string();
                 });
  }

  void worked_out(const Interaction& interaction) {
    teller_.cell({.noun = "interaction",
                  .key = "held",
                  .meaning = "1 if it took place, 0 if it is to come, was missed or cancelled."},
                 Kind::number,
                 [&] { return std::int64_t{counts_as_contact(interaction, now_) ? 1 : 0}; });
  }

  // Each list is a table of its own, whose rows say whose they are.

  struct Lists {
    Telling& telling;
    const Owner& owner;

    template <class T>
    void operator()(std::string_view key, const std::vector<T>& list, Trait = {}) {
      telling.list(key, list, owner);
    }

    template <class T>
    void operator()(std::string_view, const T&, Trait = {}) {}
  };

  template <class Entry>
  void lists(const Entry& entry, const Owner& owner) {
    if (!teller_.wants_lists_of(owner.noun)) return;
    Lists visit{*this, owner};
    Entry::describe(visit, entry);
  }

  template <class T, class Look>
  void each(const std::vector<T>& list, Look look) {
    if constexpr (Teller::is_drawing)
      look(T{});
    else
      for (const T& one : list) look(one);
  }

  template <class T>
  void list(std::string_view key, const std::vector<T>& list, const Owner& owner) {
    if (list.empty() && !Teller::is_drawing) return;
    const auto table = teller_.table(list_name(owner.noun, key), owner.noun, key);
    each(list, [&](const T& one) {
      if (table) {
        teller_.row(*table);
        owners(owner, key);
        if constexpr (Described<T>)
          fields(one);
        else
          values(key, one, owner);
      }
      if constexpr (Described<T>) lists(one, {T::noun, owner.customer, one.id});
    });
  }

  void owners(const Owner& owner, std::string_view key) {
    const auto column = [&](std::string_view noun, std::string_view whose,
                            std::string_view meaning) {
      teller_.cell({.noun = noun, .key = noun, .meaning = meaning}, Kind::text, [&] {
        return whose == owner.noun ? std::string_view(owner.id) : std::string_view();
      });
    };
    if (owner.noun != "campaign")
      teller_.cell({.noun = "", .key = "customer", .meaning = "The id of the customer."},
                   Kind::text, [&] { return std::string_view(owner.customer); });
    if (key == "history") {
      column("deal", "deal", "The id of the deal that was moved.");
      return column("case", "case", "The id of the case that was moved.");
    }
    if (owner.noun == "person" || (owner.noun == "customer" && is_of_contacts(key)))
      return column("person", "person",
                    "The id of the person; nothing where it is the customer's own.");
    if (owner.noun != "customer") column(owner.noun, owner.noun, "The id of what it belongs to.");
  }

  /// Whether people have it too.
  static bool is_of_contacts(std::string_view key) {
    static const std::vector<std::string_view> keys = [] {
      std::vector<std::string_view> all;
      const auto name = [&](std::string_view one, const auto&, Trait = {}) { all.push_back(one); };
      const Contact contact;
      Contact::describe(name, contact);
      return all;
    }();
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }

  void values(std::string_view key, const std::string& text, const Owner& owner) {
    text_cell(one_of(key), owner.noun, "One of them.", text);
  }

  void values(std::string_view key, const Labelled& one, const Owner& owner) {
    text_cell(one_of(key), owner.noun, "As it is written in the record.", one.value);
    text_cell("label", owner.noun, "What it is for.", one.label);
  }

  void values(std::string_view key, const std::pair<std::string, std::string>& named,
              const Owner& owner) {
    text_cell(one_of(key), owner.noun, "Its name.", named.first);
    text_cell("value", owner.noun, "What it says.", named.second);
  }

  void values(std::string_view key, const std::pair<std::string, Consent>& named,
              const Owner& owner) {
    text_cell(one_of(key), owner.noun, "phone, email or another way to reach them.", named.first);
    teller_.cell({.noun = owner.noun, .key = "given", .meaning = "1 for a yes, 0 for a no."},
                 Kind::number, [&] { return std::int64_t{named.second.given ? 1 : 0}; });
    teller_.cell(
        {.noun = owner.noun, .key = "since", .meaning = "The day of the yes, where it is known."},
        Kind::text,
        [&] { return named.second.since ? named.second.since->text() : std::string(); });
  }

  void text_cell(std::string_view name, std::string_view noun, std::string_view meaning,
                 const std::string& text) {
    teller_.cell({.noun = noun, .key = name, .meaning = meaning}, Kind::text,
                 [&] { return std::string_view(text); });
  }

  Teller& teller_;
  const Settings& settings_;
  const Moment& now_;
  const Customer* customer_ = nullptr;
};

}  // namespace

const std::vector<BookTable>& book_tables() {
  static const std::vector<BookTable> all = [] {
    std::vector<BookTable> tables;
    Drawing drawing(tables);
    Settings settings;
    settings.pipelines.push_back({"", {Stage{}}});
    const Moment now;
    Telling telling(drawing, settings, now);
    telling.customer(Customer());
    telling.campaign(Campaign());
    telling.stages(settings);
    return tables;
  }();
  return all;
}

const BookTable* book_table_named(std::string_view name) {
  const std::string wanted = lowered(name);
  for (const BookTable& table : book_tables())
    if (table.name == wanted) return &table;
  return nullptr;
}

std::string rows_of(const Customer& customer, const TablesWish& wish, const Settings& settings,
                    const Moment& now) {
  Packing packing(wish);
  Telling(packing, settings, now).customer(customer);
  return packing.take();
}

std::string rows_of(const Campaign& campaign, const TablesWish& wish) {
  Packing packing(wish);
  const Settings settings;
  const Moment now;
  Telling(packing, settings, now).campaign(campaign);
  return packing.take();
}

std::string rows_of(const Settings& settings, const TablesWish& wish) {
  Packing packing(wish);
  const Moment now;
  Telling(packing, settings, now).stages(settings);
  return packing.take();
}

template <class T>
T PackedRows::take() {
  T value;
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return value;
}

std::optional<std::size_t> PackedRows::next_row() {
  if (rest_.empty()) return std::nullopt;
  return take<std::uint16_t>();
}

PackedRows::Cell PackedRows::next_cell() {
  Cell cell{take<Cell::Kind>()};
  if (cell.kind == Cell::Kind::number) cell.number = take<std::int64_t>();
  if (cell.kind == Cell::Kind::text) {
    const auto size = take<std::uint32_t>();
    cell.text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  return cell;
}

}  // namespace crm
