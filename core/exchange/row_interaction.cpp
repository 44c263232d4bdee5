// A row that is a conversation, held or to come, or a reminder.
#include <array>
#include <charconv>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/entry_row.hpp"

namespace crm {
namespace {

class InteractionRow {
 public:
  explicit InteractionRow(EntryRow& entry) : entry_(entry), row_(entry.row()) {}

  void take() {
    const auto at = entry_.moment("at");
    if (!at) return;
    const std::string said = row_.line("subject"), text = row_.paragraphs("text");
    const std::string note = row_.paragraphs("note");
    if (row_.yes("done") == false) {
      Reminder reminder;
      reminder.due = *at;
      reminder.text = said.empty() ? clean_line(text) : said;
      if (!said.empty() && !text.empty()) reminder.text += ": " + clean_line(text);
      reminder.for_whom = entry_.colleague_in("by");
      reminder.external = entry_.external();
      entry_.says().reminders.push_back(std::move(reminder));
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
    interaction.by = entry_.colleague_in("by");
    interaction.planned = !row_.find("done") && in_time(row_.ground().now, *at) < 0;
    interaction.external = entry_.external();
    if (row_.plan().is_ours) {
      interaction.id = entry_.own_id();
      interaction.deal = row_.line("deal");
      interaction.case_id = row_.line("case");
    }
    entry_.says().interactions.push_back(std::move(interaction));
  }

 private:
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
    for (const std::string& known : entry_.settings().kinds)
      if (folded(known) == word) return known;
    for (const auto& [theirs, ours] : others)
      if (word == theirs &&
          std::ranges::find(entry_.settings().kinds, ours) != entry_.settings().kinds.end())
        return std::string(ours);
    auto& unknown = entry_.gathered().unknown_kinds;
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

  EntryRow& entry_;
  TableRow& row_;
};

}  // namespace

void take_interaction(EntryRow& entry) {
  InteractionRow(entry).take();
}

void take_reminder(EntryRow& entry) {
  TableRow& row = entry.row();
  const auto due = entry.moment("due");
  if (!due) return;
  Reminder reminder;
  reminder.due = *due;
  reminder.text = row.paragraphs("text");
  if (const std::string note = row.paragraphs("note"); !note.empty())
    reminder.text += (reminder.text.empty() ? "" : "\n") + note;
  if (const auto i = row.find("every")) {
    if (auto every = Recurrence::parse(clean_line(row.text(*i))))
      reminder.every = *every;
    else
      row.refuse(i, every.error());
  }
  reminder.for_whom = entry.colleague_in("for");
  reminder.by = entry.colleague_in("by");
  reminder.promise = row.yes("promise") == true;
  if (row.plan().is_ours) {
    reminder.id = entry.own_id();
    reminder.deal = row.line("deal");
    reminder.case_id = row.line("case");
    if (const auto done = Day::parse(row.line("done"))) reminder.done = *done;
  } else if (row.yes("done") == true) {
    reminder.done = due->day;
  }
  reminder.external = entry.external();
  entry.says().reminders.push_back(std::move(reminder));
}

}  // namespace crm
