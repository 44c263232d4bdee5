// A row that is an entry of a customer: a deal, a conversation, a sale, a payment, a reminder.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/row.hpp"

namespace crm {
namespace {

constexpr std::array won_words{"won",   "closed won", "closedwon", "gewonnen",
                               "gagne", "gagnee",     "ganado",    "ganada",
                               "ganho", "vinto",      "vinta",     "gewonnen deal"};
constexpr std::array lost_words{"lost",   "closed lost", "closedlost", "verloren", "perdu",
                                "perdue", "perdido",     "perdida",    "perso",    "persa"};

bool is_one_of(const auto& words, const std::string& folded_word) {
  return std::ranges::find(words, folded_word) != words.end();
}

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

/// A price for one, times how many there were; half a cent goes up.
Money times(const Money& price, const Decimal& quantity) {
  const std::int64_t twice = share(2 * price.minor, quantity.millionths, 1'000'000);
  return {(twice + (twice < 0 ? -1 : 1)) / 2, price.currency};
}

class EntryRow {
 public:
  EntryRow(TableRow& row, Counted& counted, Gathered& gathered)
      : row_(row), counted_(counted), gathered_(gathered) {}

  Arrival arrival() {
    arrival_.kind = Arrival::Kind::entry;
    take_whom();
    if (row_.plan().is_ours) own_id_ = own_id();
    switch (row_.plan().kind) {
      case RowKind::deals: take_deal(); break;
      case RowKind::interactions: take_interaction(); break;
      case RowKind::purchases: take_purchase(); break;
      case RowKind::payments: take_payment(); break;
      case RowKind::reminders: take_reminder(); break;
      case RowKind::customers: break;
    }
    return std::move(arrival_);
  }

 private:
  const Settings& settings() const { return row_.ground().settings; }

  // --- whose it is ---

  void add_key(Key::Kind kind, std::string value) {
    const Key key{kind, std::move(value)};
    if (!key.value.empty() && std::ranges::find(keys_, key) == keys_.end()) keys_.push_back(key);
  }

  void take_whom() {
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

  void take_number(std::string program, const std::string& number) {
    // As a customer's own column is called: external.till.
    if (program.starts_with("external.")) program.erase(0, program.find('.') + 1);
    if (program != "external") add_key(Key::Kind::external, program + ":" + number);
    // A card is known by its bare number as well: people write it both ways.
    if (program == "external" || program == "card") add_key(Key::Kind::external, number);
  }

  /// `Anna Sharma (anna@x.example)`, as HubSpot names who is associated; several by semicolons.
  void take_name(const std::string& line) {
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
      if (one.find('-') != one.npos && is_customer_id(one))
        add_key(Key::Kind::id, std::string(one));
      if (looks_like_email(one)) add_key(Key::Kind::email, std::string(one));
      if (looks_like_phone(one)) add_key(Key::Kind::phone, std::string(one));
      add_key(Key::Kind::name, std::string(one));
    }
  }

  void take_anybody(const std::string& line) {
    if (looks_like_email(line)) return add_key(Key::Kind::email, line);
    if (line.find(':') != line.npos) add_key(Key::Kind::external, line);
    if (looks_like_phone(line)) {
      add_key(Key::Kind::external, line);
      return add_key(Key::Kind::phone, line);
    }
    if (is_customer_id(line)) add_key(Key::Kind::id, line);
    add_key(Key::Kind::name, line);
  }

  void put_in_order(std::optional<std::size_t> blamed) {
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

  // --- what makes it known again ---

  std::string program() const {
    const Product* const product = row_.plan().product;
    if (product == nullptr) return {};
    std::string name(product->name.substr(0, product->name.find(' ')));
    return lowered(name);
  }

  std::vector<std::string> external() {
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

  std::string colleague_in(std::string_view word) const {
    const std::string said = row_.line(word);
    const std::string known = said.empty() ? "" : colleague(settings(), said);
    return known.empty() ? said : known;
  }

  // --- deals ---

  struct Found {
    const std::vector<Stage>* pipeline = nullptr;
    std::string pipeline_name;
    const Stage* stage = nullptr;
  };

  static const Stage* stage_called(const std::vector<Stage>& pipeline, const std::string& word) {
    for (const Stage& stage : pipeline) {
      if (folded(stage.stage) == word) return &stage;
      for (const std::string& was : stage.was)
        if (folded(was) == word) return &stage;
    }
    return nullptr;
  }

  static const Stage* ending(const std::vector<Stage>& pipeline, std::string_view ends) {
    for (const Stage& stage : pipeline)
      if (stage.ends == ends) return &stage;
    return nullptr;
  }

  /// The pipeline that the row names, or the first that has the stage, else the first.
  Found pipeline_of(const std::string& stage) {
    Found found;
    const std::string named = row_.line("pipeline");
    for (const auto& [name, stages] : settings().pipelines) {
      const bool fits = !named.empty() ? folded(name) == folded(named) : true;
      if (!fits) continue;
      const Stage* const here = stage_called(stages, folded(stage));
      if (found.pipeline == nullptr || (found.stage == nullptr && here != nullptr))
        found = {&stages, name, here};
    }
    if (found.pipeline != nullptr || named.empty()) return found;
    for (const auto& [name, stages] : settings().pipelines) {
      const Stage* const here = stage_called(stages, folded(stage));
      if (found.pipeline == nullptr || (found.stage == nullptr && here != nullptr))
        found = {&stages, name, here};
    }
    if (found.pipeline != nullptr)
      arrival_.remarks.push_back("pipeline \"" + named + "\" is none of crm.yaml's; read as " +
                                 found.pipeline_name);
    return found;
  }

  /// `won`, `lost`, or empty for what is open.
  std::string end_of(const Found& found, const std::string& status, const std::string& stage) {
    const std::string word = folded(status), step = folded(stage);
    const bool says_won = row_.yes("is_won") == true;
    if (is_one_of(won_words, word) || says_won) return "won";
    if (is_one_of(lost_words, word)) return "lost";
    if (row_.yes("is_closed") == true && row_.find("is_won")) return "lost";
    if (found.stage != nullptr) return found.stage->ends;
    if (is_one_of(won_words, step)) return "won";
    if (is_one_of(lost_words, step)) return "lost";
    return {};
  }

  void refuse_stage(const Found& found, const std::string& stage) {
    std::string all;
    for (const Stage& one : *found.pipeline) all += (all.empty() ? "" : ", ") + one.stage;
    const auto i = row_.find("stage");
    const std::string header = i ? row_.column(*i).header : "Stage";
    row_.refuse(i, "there is no stage \"" + stage + "\" in " + found.pipeline_name +
                       "; the stages are " + all + " (say which it is: --map \"" + header + ":" +
                       stage + "=" + found.pipeline->front().stage + "\")");
  }

  Moment today() {
    ++gathered_.dated_today;
    const Moment& now = row_.ground().now;
    // Of ours it is known what was before, be it of today.
    return own_id_.empty() ? Moment{now.day, std::nullopt, std::nullopt, false} : now;
  }

  static Move move(const Moment& at, const std::string& stage, const std::string& from = {}) {
    Move move;
    move.at = at;
    move.stage = stage;
    move.from = from;
    return move;
  }

  void take_history(Deal& deal, const Found& found, const std::string& ends,
                    const std::string& reason) {
    const auto created = row_.moment("created"), moved = row_.moment("moved");
    const auto close_date = row_.moment("close_date");
    const std::string& first = found.pipeline->front().stage;
    const bool is_open_stage = found.stage != nullptr && found.stage->ends.empty();
    if (ends.empty()) {
      if (close_date && !deal.expected) deal.expected = close_date->day;
      const std::string stage = found.stage != nullptr ? found.stage->stage : first;
      if (created && moved && stage != first && in_time(*created, *moved) < 0) {
        deal.history.push_back(move(*created, first));
        deal.history.push_back(move(*moved, stage, first));
      } else if (moved || created) {
        deal.history.push_back(move(moved && stage != first ? *moved
                                    : created               ? *created
                                                            : *moved,
                                    stage));
      } else if (stage != first) {
        deal.history.push_back(move(today(), stage));
      }
      return;
    }
    std::optional<Moment> closed = row_.moment(ends == "won" ? "won" : "lost");
    for (const auto& other : {row_.moment("closed"), close_date, moved, created})
      if (!closed) closed = other;
    if (!closed) closed = today();
    const Stage* const last = found.stage != nullptr && found.stage->ends == ends
                                  ? found.stage
                                  : ending(*found.pipeline, ends);
    if (last == nullptr)
      return row_.refuse(row_.find("status"),
                         "no stage of " + found.pipeline_name + " ends as " + ends);
    std::string from;
    if (created && in_time(*created, *closed) < 0) {
      from = is_open_stage ? found.stage->stage : first;
      deal.history.push_back(move(*created, from));
    }
    deal.history.push_back(move(*closed, last->stage, from));
    deal.history.back().reason = reason;
  }

  std::optional<std::int64_t> percent() {
    const auto i = row_.find("probability");
    const auto number = row_.number("probability");
    if (!number) return std::nullopt;
    double value = std::strtod(number->c_str(), nullptr);
    const bool has_sign = row_.text(*i).find('%') != std::string::npos;
    const bool of_one =
        row_.plan().product != nullptr && row_.plan().product->name == "HubSpot deals";
    if (!has_sign && value <= 1 && (of_one || number->find('.') != number->npos)) value *= 100;
    if (value < 0 || value > 100) {
      row_.refuse(i, "\"" + *number + "\" is no percentage");
      return std::nullopt;
    }
    return std::llround(value);
  }

  /// Of an entry of ours. What comes again in a record is no id of one, but the number of a
  /// receipt.
  std::string own_id() {
    const std::string id = row_.line("id");
    const std::string whose = arrival_.whom.empty() ? "" : arrival_.whom.front().value;
    return is_item_id(id) && counted_.again("id" + whose + '\x1f' + id) == 0 ? id : "";
  }

  static bool is_company(const Key& key) {
    return key.kind == Key::Kind::external && (key.value.find(":company:") != key.value.npos ||
                                               key.value.find(":organization:") != key.value.npos);
  }

  /// A deal is one's own. Other companies, and whom it is with there, by name where they have one.
  std::string others_of_deal() const {
    const std::vector<Key>& whom = arrival_.whom;
    if (whom.empty()) return {};
    const bool named =
        std::ranges::any_of(whom, [](const Key& key) { return key.kind == Key::Kind::name; });
    const bool of_company = is_company(whom.front());
    std::string others;
    for (std::size_t i = 1; i < whom.size(); ++i) {
      const Key& key = whom[i];
      const bool told = is_company(key) || (of_company && named ? key.kind == Key::Kind::name
                                                                : key.kind == Key::Kind::external);
      if (told) others += (others.empty() ? "" : ", ") + key.value;
    }
    return others;
  }

  void take_deal() {
    Deal deal;
    deal.title = row_.line("title");
    if (deal.title.empty()) row_.refuse(title_column("title"), std::string("it has no title"));
    deal.amount = row_.money("amount");
    deal.cost = row_.money("cost");
    deal.expected = row_.day("expected");
    deal.probability = percent();
    deal.owner = row_.line("owner");
    deal.source = row_.line("source");
    deal.campaign = row_.line("campaign");
    deal.note = row_.paragraphs("note");
    if (const std::string others = others_of_deal(); !others.empty())
      deal.note += (deal.note.empty() ? "" : "\n") + ("also of: " + others);
    deal.id = own_id_;
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (row_.column(i).word.word == "tag")
        for (std::string& tag : listed(row_.text(i)))
          if (std::ranges::find(deal.tags, tag) == deal.tags.end())
            deal.tags.push_back(std::move(tag));
    const std::string stage = row_.line("stage"), status = row_.line("status");
    Found found = pipeline_of(stage);
    if (found.pipeline == nullptr || found.pipeline->empty())
      return row_.refuse(std::nullopt, std::string("crm.yaml has no pipeline"));
    if (!settings().pipelines.empty() && found.pipeline_name != settings().pipelines.front().first)
      deal.pipeline = found.pipeline_name;
    const std::string ends = end_of(found, status, stage);
    if (ends.empty() && !stage.empty() && found.stage == nullptr) return refuse_stage(found, stage);
    // Without a column for stages, the status may tell one.
    if (ends.empty() && stage.empty() && !status.empty() && folded(status) != "open") {
      found.stage = stage_called(*found.pipeline, folded(status));
      if (found.stage == nullptr && !is_open_word(status)) {
        row_.refuse(row_.find("status"), "\"" + status + "\" is neither open, won nor lost");
        return;
      }
    }
    if (!ends.empty() && !stage.empty() && found.stage == nullptr &&
        !is_one_of(won_words, folded(stage)) && !is_one_of(lost_words, folded(stage)))
      arrival_.remarks.push_back("stage \"" + stage + "\" is none of crm.yaml's; the deal is " +
                                 ends);
    std::string reason = row_.line("reason");
    for (const std::string& known : settings().lost_reasons)
      if (folded(known) == folded(reason)) reason = known;
    if (ends.empty() && !reason.empty()) {
      deal.note += (deal.note.empty() ? "" : "\n") + reason;
      reason.clear();
    }
    take_history(deal, found, ends, reason);
    deal.external = external();
    arrival_.says.deals.push_back(std::move(deal));
  }

  static bool is_open_word(const std::string& status) {
    static constexpr std::array open{"open",   "offen",  "ouvert", "abierto",
                                     "aberto", "aperto", "active", "in progress"};
    return is_one_of(open, folded(status));
  }

  std::optional<std::size_t> title_column(std::string_view word) const {
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (row_.column(i).word.word == word) return i;
    return std::nullopt;
  }

  // --- conversations and reminders ---

  std::optional<Moment> day_and_time(std::string_view day_word) {
    auto moment = row_.moment(day_word);
    const auto i = row_.find("time");
    if (!moment) {
      row_.refuse(title_column(day_word), std::string("it has no day"));
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

  std::optional<std::int64_t> minutes() {
    const auto i = row_.find("minutes");
    if (!i) return std::nullopt;
    const std::string text = clean_line(row_.text(*i));
    // `01:30` and `01:30:00` are hours and minutes.
    if (const auto parts = split(text, ':'); parts.size() == 2 || parts.size() == 3) {
      std::int64_t hours = 0, rest = 0;
      const auto whole = [](std::string_view part, std::int64_t& value) {
        const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
        return failure == std::errc() && end == part.data() + part.size() && value >= 0 &&
               value < 1000;
      };
      if (whole(parts[0], hours) && whole(parts[1], rest)) {
        if (hours * 60 + rest == 0) return std::nullopt;
        return hours * 60 + rest;
      }
    }
    std::string bare = text;
    for (const std::string_view unit : {"minutes", "minuten", "min.", "min", "m"})
      if (bare.ends_with(unit)) bare = trimmed(bare.substr(0, bare.size() - unit.size()));
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(bare.data(), bare.data() + bare.size(), value);
    if (bare.empty() || failure != std::errc() || end != bare.data() + bare.size()) {
      row_.refuse(i, "\"" + text + "\" is no number of minutes");
      return std::nullopt;
    }
    return value;
  }

  std::string kind() {
    const std::string said = row_.line("kind");
    if (said.empty()) return "note";
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> others{{
        {"e-mail", "email"},
        {"mail", "email"},
        {"anruf", "call"},
        {"telefonat", "call"},
        {"phone", "call"},
        {"phone call", "call"},
        {"appel", "call"},
        {"llamada", "call"},
        {"chiamata", "call"},
        {"treffen", "meeting"},
        {"termin", "meeting"},
        {"besuch", "visit"},
        {"reunion", "meeting"},
        {"lunch", "meeting"},
        {"notiz", "note"},
        {"sms", "message"},
    }};
    const std::string word = folded(said);
    for (const std::string& known : settings().kinds)
      if (folded(known) == word) return known;
    for (const auto& [theirs, ours] : others)
      if (word == theirs && std::ranges::find(settings().kinds, ours) != settings().kinds.end())
        return std::string(ours);
    auto& unknown = gathered_.unknown_kinds;
    if (std::ranges::find(unknown, said) == unknown.end() && unknown.size() < 20)
      unknown.push_back(said);
    return lowered(said);
  }

  std::string direction() {
    static constexpr std::array in{"in",        "incoming", "inbound", "received",
                                   "eingehend", "entrant",  "entrante"};
    static constexpr std::array out{"out",       "outgoing", "outbound", "sent",
                                    "ausgehend", "sortant",  "saliente"};
    const auto i = row_.find("direction");
    if (!i) return {};
    const std::string word = folded(clean_line(row_.text(*i)));
    if (is_one_of(in, word)) return "in";
    if (is_one_of(out, word)) return "out";
    row_.refuse(i, "\"" + clean_line(row_.text(*i)) + "\" is neither in nor out");
    return {};
  }

  /// As it is written in tables of ours; else as people write days and hours.
  std::optional<Moment> moment(std::string_view word) {
    if (row_.plan().is_ours)
      if (const auto written = Moment::parse(row_.line(word))) return *written;
    return day_and_time(word);
  }

  void take_interaction() {
    const auto at = moment("at");
    if (!at) return;
    const std::string said = row_.line("subject"), text = row_.paragraphs("text");
    const std::string note = row_.paragraphs("note");
    if (row_.yes("done") == false) {
      Reminder reminder;
      reminder.due = *at;
      reminder.text = said.empty() ? clean_line(text) : said;
      if (!said.empty() && !text.empty()) reminder.text += ": " + clean_line(text);
      reminder.for_whom = colleague_in("by");
      reminder.external = external();
      arrival_.says.reminders.push_back(std::move(reminder));
      return;
    }
    Interaction interaction;
    interaction.at = *at;
    interaction.kind = kind();
    interaction.direction = direction();
    interaction.subject = said;
    interaction.text = text;
    if (!note.empty()) interaction.text += (text.empty() ? "" : "\n") + note;
    interaction.minutes = minutes();
    interaction.place = row_.line("place");
    interaction.outcome = row_.line("outcome");
    interaction.by = colleague_in("by");
    interaction.planned = !row_.find("done") && in_time(row_.ground().now, *at) < 0;
    interaction.external = external();
    if (row_.plan().is_ours) {
      interaction.id = own_id_;
      interaction.deal = row_.line("deal");
      interaction.case_id = row_.line("case");
    }
    arrival_.says.interactions.push_back(std::move(interaction));
  }

  void take_reminder() {
    const auto due = moment("due");
    if (!due) return;
    Reminder reminder;
    reminder.due = *due;
    reminder.text = row_.paragraphs("text");
    if (const std::string note = row_.paragraphs("note"); !note.empty())
      reminder.text += (reminder.text.empty() ? "" : "\n") + note;
    if (const auto i = row_.find("every")) {
      if (auto every = Recurrence::parse(clean_line(row_.text(*i))))
        reminder.every = *every;
      else
        row_.refuse(i, every.error());
    }
    reminder.for_whom = colleague_in("for");
    reminder.by = colleague_in("by");
    reminder.promise = row_.yes("promise") == true;
    if (row_.plan().is_ours) {
      reminder.id = own_id_;
      reminder.deal = row_.line("deal");
      reminder.case_id = row_.line("case");
      if (const auto done = Day::parse(row_.line("done"))) reminder.done = *done;
    } else if (row_.yes("done") == true) {
      reminder.done = due->day;
    }
    reminder.external = external();
    arrival_.says.reminders.push_back(std::move(reminder));
  }

  // --- money ---

  std::optional<std::int64_t> whole(std::string_view word) {
    const auto number = row_.number(word);
    if (!number) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, failure] =
        std::from_chars(number->data(), number->data() + number->size(), value);
    if (failure == std::errc() && end == number->data() + number->size()) return value;
    row_.refuse(row_.find(word), "\"" + *number + "\" is no whole number");
    return std::nullopt;
  }

  void take_purchase() {
    Purchase purchase;
    const auto on = row_.day("on");
    if (!on) return row_.refuse(title_column("on"), std::string("it has no day"));
    purchase.on = *on;
    purchase.item = row_.line("item");
    if (purchase.item.empty()) purchase.item = row_.line("category");
    if (purchase.item.empty()) purchase.item = "purchase";
    if (const auto number = row_.number("quantity")) {
      auto quantity = Decimal::parse(*number);
      if (!quantity) return row_.refuse(row_.find("quantity"), quantity.error());
      purchase.quantity = *quantity;
    }
    auto amount = row_.money("amount");
    if (const auto price = row_.money("price"); price && !amount)
      amount = times(*price, purchase.quantity.value_or(Decimal{1000000}));
    const auto column = row_.find("amount") ? row_.find("amount") : row_.find("price");
    if (!amount)
      return row_.refuse(column ? column : title_column("amount"), std::string("it has no amount"));
    if (amount->minor < 0 || (purchase.quantity && purchase.quantity->millionths < 0))
      return row_.refuse(column,
                         std::string("it is below zero: what was given back has to name the "
                                     "purchase, as crm buy --refund does"));
    purchase.amount = *amount;
    purchase.category = row_.line("category");
    purchase.cost = row_.money("cost");
    purchase.points = whole("points");
    purchase.coupon = row_.line("coupon");
    purchase.campaign = row_.line("campaign");
    purchase.by = colleague_in("by");
    purchase.note = row_.paragraphs("note");
    purchase.external = external();
    if (row_.plan().is_ours) {
      purchase.id = own_id_;
      purchase.deal = row_.line("deal");
      purchase.refund_of = row_.line("refund_of");
    }
    arrival_.says.purchases.push_back(std::move(purchase));
  }

  void take_payment() {
    Payment payment;
    const auto on = row_.day("on");
    if (!on) return row_.refuse(title_column("on"), std::string("it has no day"));
    const auto amount = row_.money("amount");
    if (!amount) return row_.refuse(title_column("amount"), std::string("it has no amount"));
    payment.on = *on;
    payment.amount = *amount;
    payment.by = colleague_in("by");
    payment.note = row_.paragraphs("note");
    payment.external = external();
    if (row_.plan().is_ours) {
      payment.id = own_id_;
      payment.for_what = row_.line("for");
    }
    arrival_.says.payments.push_back(std::move(payment));
  }

  TableRow& row_;
  Counted& counted_;
  Gathered& gathered_;
  Arrival arrival_;
  std::vector<Key> keys_;
  /// Where it is an entry of ours.
  std::string own_id_;
};

}  // namespace

Arrival entry_in(TableRow& row, Counted& counted, Gathered& gathered) {
  return EntryRow(row, counted, gathered).arrival();
}

}  // namespace crm
