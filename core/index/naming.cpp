#include "core/index/naming.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/book/journal.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/selling.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/index/index.hpp"
#include "core/index/names.hpp"

namespace crm {
namespace {

/// Conversations stay among the entries so many days.
constexpr std::int32_t days_of_talk = 90;

/// Cells of what a thing is said to be.
constexpr int widest_meaning = 60;

/// More folders than that are not watched one by one.
constexpr std::size_t most_folders = 50;

constexpr std::size_t operations_shown = 20;

/// What one record has to say.
struct Said {
  std::vector<std::string> lines;
  std::string id, name;
  std::vector<std::string> tags;
  std::string source;
};

/// A cell is at most so long; nobody types more of a name.
std::string_view cut(std::string_view cell) {
  constexpr std::size_t most_bytes = 160;
  if (cell.size() <= most_bytes) return cell;
  std::size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xc0U) == 0x80) --end;
  return cell.substr(0, end);
}

std::string line(std::string_view section, std::string_view key, std::string_view word,
                 std::string_view meaning) {
  std::string text(section);
  for (const std::string_view cell : {key, word, meaning})
    text += "\t" + std::string(cut(printable_line(cell)));
  return text;
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts)
    if (!part.empty()) all += (all.empty() ? "" : ", ") + std::string(part);
  return shortened(printable_line(all), widest_meaning);
}

/// The whole text, and from each later word on.
std::vector<std::string> beginnings(const std::string& text, char between) {
  std::vector<std::string> all{text};
  for (auto at = text.find(between); at != text.npos && at + 1 < text.size();
       at = text.find(between, at + 1))
    all.push_back(text.substr(at + 1));
  return all;
}

class Teller {
 public:
  Teller(const Settings& settings, Day today) : settings_(settings), today_(today) {}

  Said tell(const Customer& customer, const Moment& now) const {
    Said said{{}, customer.id, customer.name, customer.tags, customer.source};
    if (!customer.merged_into.empty()) return {};
    if (customer.is_deleted()) {
      said.lines.push_back(line(section::removed, customer.id, customer.id, customer.name));
      said.tags.clear();
      said.source.clear();
      said.name.clear();
      return said;
    }
    add_ids(customer, said.lines);
    add_contacts(customer, customer.name, said.lines);
    for (const Person& person : customer.people) {
      add_contacts(person, customer.name, said.lines);
      if (person.left) continue;
      const std::string meaning = joined({person.role, customer.name});
      for (const std::string& key : beginnings(folded(person.name), ' '))
        said.lines.push_back(line(section::contact, key, person.name, meaning));
      said.lines.push_back(line(section::person, customer.id + "/" + folded(person.name),
                                person.name, joined({person.role})));
    }
    add_entries(customer, now, said.lines);
    return said;
  }

 private:
  void add_ids(const Customer& customer, std::vector<std::string>& lines) const {
    // The last part of an id is chance.
    auto keys = beginnings(lowered(customer.id), '-');
    if (keys.size() > 1) keys.pop_back();
    for (const std::string& key : keys)
      lines.push_back(line(section::id, key, customer.id, joined({customer.name})));
  }

  void add_contacts(const Contact& contact, const std::string& whose,
                    std::vector<std::string>& lines) const {
    for (const Labelled& email : contact.emails)
      lines.push_back(line(section::contact, lowered(email.value), email.value, joined({whose})));
    for (const Labelled& phone : contact.phones) {
      const std::string number = e164(phone.value, settings_.country);
      if (number.size() < 2) continue;
      lines.push_back(line(section::phone, number, number, joined({whose})));
      std::string typed;
      for (const char c : phone.value)
        if (c >= '0' && c <= '9') typed += c;
      if (!phone.value.starts_with('+') && !typed.empty())
        lines.push_back(line(section::phone, typed, typed, joined({whose})));
    }
  }

  void add_entries(const Customer& customer, const Moment& now,
                   std::vector<std::string>& lines) const {
    const auto add = [&](std::string_view section, const std::string& id,
                         std::initializer_list<std::string_view> parts) {
      if (!id.empty()) lines.push_back(line(section, id, id, joined(parts)));
    };
    const auto other = [&](std::string_view what, const std::string& id,
                           std::initializer_list<std::string_view> parts) {
      if (id.empty()) return;
      lines.push_back(line(section::entry, id, id, std::string(what) + ": " + joined(parts)));
    };
    const std::string& name = customer.name;
    for (const Deal& deal : customer.deals) {
      const Standing stands = standing_of(deal);
      const std::string amount = deal.amount ? deal.amount->text() : "";
      if (stands.ends.empty())
        add(section::deal, deal.id, {deal.title, name, amount, stands.stage});
      else
        other("deal", deal.id, {deal.title, name, amount, stands.stage});
    }
    for (const Reminder& reminder : customer.reminders)
      if (const auto due = next_due(reminder))
        add(section::reminder, reminder.id, {due->day.text(), name, reminder.text});
      else
        other("reminder", reminder.id, {reminder.text, name, "done"});
    for (const Case& one : customer.cases)
      if (one.is_closed())
        other("case", one.id, {one.title, name, "closed"});
      else
        add(section::open_case, one.id, {one.title, name, one.status()});
    for (const Purchase& one : customer.purchases)
      other("purchase", one.id, {one.item, one.amount.text(), one.on.text(), name});
    for (const Payment& one : customer.payments)
      other("payment", one.id, {one.amount.text(), one.on.text(), name});
    for (const Person& person : customer.people)
      other("person", person.id, {person.name, person.role, name});
    for (const Interaction& one : customer.interactions)
      if (is_planned(one, now))
        add(section::meeting, one.id, {one.at.day.text(), one.kind, name, one.subject});
      else if (days_between(one.at.day, today_) <= days_of_talk)
        other(one.kind, one.id, {one.at.day.text(), name, one.subject});
  }

  Standing standing_of(const Deal& deal) const {
    const std::vector<Stage>* const stages = settings_.pipeline(deal.pipeline);
    return standing(deal, stages == nullptr ? std::vector<Stage>() : *stages);
  }

  const Settings& settings_;
  Day today_;
};

/// The words of crm.yaml, in its order.
class SettingsTeller {
 public:
  SettingsTeller(const Settings& settings, std::vector<std::string>& lines)
      : settings_(settings), lines_(lines) {}

  void tell() {
    add_all(section::status, settings_.statuses);
    add_all(section::case_status, settings_.statuses_of_cases());
    add_all(section::kind, settings_.kinds);
    add_all(section::outcome, settings_.outcomes);
    add_all(section::priority, settings_.priorities);
    add_all(section::reason, settings_.lost_reasons);
    for (const auto& [name, stages] : settings_.pipelines) {
      add(section::pipeline, name, "");
      for (const Stage& stage : stages)
        add(section::stage, stage.stage,
            joined({settings_.pipelines.size() > 1 ? name : "", stage.ends, stage.guide}));
    }
    for (const auto& [name, colleague] : settings_.team)
      if (!colleague.left) add(section::colleague, name, joined({colleague.name}));
    for (const auto& [name, filter] : settings_.filters)
      add(section::filter, "@" + name, joined({filter}));
    for (const auto& [name, field] : settings_.fields) {
      add(section::field, name, joined({field.label, field.type}));
      std::vector<std::string> choices = field.choices;
      if (field.type == "yes") choices = {"yes", "no"};
      add_all(std::string(section::choice) + name, choices);
    }
  }

 private:
  void add_all(std::string_view section, const std::vector<std::string>& words) {
    for (const std::string& word : words) add(section, word, "");
  }

  void add(std::string_view section, std::string_view word, std::string_view meaning) {
    // Letters, so that lines are in this order: at most 17,576 of them.
    std::string place;
    for (int n = count_++, i = 0; i < 3; ++i, n /= 26)
      place.insert(place.begin(), static_cast<char>('a' + n % 26));
    lines_.push_back(line(section, place, word, meaning));
  }

  const Settings& settings_;
  std::vector<std::string>& lines_;
  int count_ = 0;
};

/// The folders in which records are: a file that somebody saves is mostly a new one there.
std::vector<std::string> watched(const Book& book) {
  std::set<std::string> folders;
  if (const auto paths = book.paths())
    for (const std::string& path : *paths) {
      if (folders.size() > most_folders) break;
      folders.insert(path.substr(0, path.rfind('/')));
    }
  std::vector<std::string> all{"crm.yaml",  "customers",    "campaigns",
                               "templates", ".crm/journal", ".crm/index"};
  for (const std::string& folder : folders)
    if (folder != "customers") all.push_back(folder);
  return all;
}

void add_names(const std::vector<Said>& all, std::vector<std::string>& lines) {
  std::map<std::string, int> times;
  for (const Said& one : all)
    if (!one.name.empty()) ++times[folded(one.name)];
  for (const Said& one : all) {
    if (one.name.empty()) continue;
    const std::string whole = folded(one.name);
    const std::string& word = times[whole] > 1 ? one.id : one.name;
    for (const std::string& key : beginnings(whole, ' '))
      lines.push_back(line(section::name, key, word, word == one.id ? one.name : one.id));
  }
}

void add_counted(std::string_view section, const std::map<std::string, int>& counts,
                 std::vector<std::string>& lines) {
  for (const auto& [word, count] : counts)
    lines.push_back(line(section, folded(word), word,
                         std::to_string(count) + (count == 1 ? " customer" : " customers")));
}

/// `welcome` of `welcome.hi.txt`: the letter that a file is a form of, without its language; empty
/// where it is none.
std::string letter_in(std::string file) {
  const auto cut = [&](std::string_view ending) {
    const bool is = file.ends_with(ending);
    if (is) file.resize(file.size() - ending.size());
    return is;
  };
  if (!cut(".txt") && !cut(".html")) return {};
  const auto dot = file.rfind('.');
  if (dot == file.npos || dot == 0) return file;
  const std::string language = lowered(file.substr(dot + 1));
  const std::size_t code = std::min(language.find('-'), language.size());
  const bool is_language =
      (code == 2 || code == 3) && language.size() <= 8 &&
      language.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == language.npos;
  if (is_language) file.resize(dot);
  return file;
}

/// What stands beside the customers: campaigns, letters, the last operations.
void add_others(const Book& book, std::vector<std::string>& lines) {
  if (const auto campaigns = book.campaigns())
    for (const Campaign& one : campaigns->found)
      lines.push_back(line(section::campaign, one.id, one.id, joined({one.name})));
  const std::string folder = book.layout().absolute("templates");
  std::set<std::string> letters;
  if (const auto files = book.disk().files_below(folder, ""))
    for (const std::string& path : *files)
      if (const std::string name = letter_in(path.substr(folder.size() + 1)); !name.empty())
        letters.insert(name);
  for (const std::string& name : letters)
    lines.push_back(line(section::letter, folded(name), name, ""));
  const Journal journal(book.disk(), book.layout().journal());
  for (const Operation& one : journal.heads(operations_shown))
    lines.push_back(line(section::operation, one.id, one.id, joined({one.title})));
}

}  // namespace

Result<void> keep_names(const Book& book, const Moment& now) {
  const std::vector<std::string> paths = watched(book);
  // What changes meanwhile shall look changed afterwards, but for the index: reading writes it.
  const std::string before = Names::head(book.disk(), book.layout(), paths);
  const Teller teller(book.settings(), now.day);
  std::vector<Said> all;
  {
    Index index(book, now);
    const auto look = [&](const Customer& customer, const std::string&) {
      return std::optional(teller.tell(customer, now));
    };
    auto scan = index.scan<Said>(look, Depth::without_texts);
    if (!scan) return error(scan.error());
    all = std::move(scan->found);
  }
  std::vector<std::string> lines;
  std::map<std::string, int> tags, sources;
  add_names(all, lines);
  for (Said& one : all) {
    std::move(one.lines.begin(), one.lines.end(), std::back_inserter(lines));
    for (const std::string& tag : one.tags) ++tags[tag];
    if (!one.source.empty()) ++sources[one.source];
  }
  add_counted(section::tag, tags, lines);
  add_counted(section::source, sources, lines);
  add_others(book, lines);
  SettingsTeller(book.settings(), lines).tell();
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::string text = before;
  const std::string after = Names::head(book.disk(), book.layout(), paths);
  const auto index_line = [](const std::string& head) { return head.find("\n.crm/index\t") + 1; };
  const auto from = index_line(after);
  text.replace(index_line(before), before.find('\n', index_line(before)) - index_line(before),
               after.substr(from, after.find('\n', from) - from));
  for (const std::string& one : lines) text += one + "\n";
  return book.disk().replace({{.path = book.layout().names(), .text = text, .durable = false}});
}

}  // namespace crm
