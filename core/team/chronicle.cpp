#include "core/team/chronicle.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/merge/meaning.hpp"
#include "core/record/difference.hpp"
#include "core/record/reader.hpp"

namespace crm {
namespace {

using Kind = Event::Kind;

/// Cells of a value in a sentence.
constexpr int value_width = 40;

std::string text_at(const Data* of, std::string_view key) {
  const Data* const value = of == nullptr ? nullptr : of->find(key);
  return value != nullptr && value->kind == Data::Kind::scalar ? value->text : "";
}

std::string in_words(const Data& value) {
  if (value.empty()) return "none";
  if (value.kind == Data::Kind::scalar)
    return shortened(printable_line(trimmed(value.text)), value_width);
  if (value.kind == Data::Kind::map) {
    for (const char* const key : {"title", "name", "text", "value", "item", "label", "to", "on"})
      if (const std::string text = text_at(&value, key); !text.empty())
        return shortened(printable_line(text), value_width);
    std::string all;
    for (std::size_t i = 0; i < value.keys.size(); ++i)
      all += (i > 0 ? ", " : "") + value.keys[i] + " " + in_words(value.children[i]);
    return shortened(all, value_width);
  }
  std::string all;
  for (const Data& one : value.children) all += (all.empty() ? "" : ", ") + in_words(one);
  return shortened(all, value_width);
}

std::string with_article(const std::string& noun) {
  const bool vowel =
      !noun.empty() && std::string_view("aeiouAEIOU").find(noun[0]) != std::string::npos;
  return (vowel ? "an " : "a ") + noun;
}

/// The entry of that name in a list, or the value at that key of a map.
const Data* step(const Data* from, const std::string& name) {
  if (from == nullptr) return nullptr;
  if (from->kind != Data::Kind::list) return from->find(name);
  for (const Data& entry : from->children)
    if (entry_name(entry) == name) return &entry;
  return nullptr;
}

/// Tells the edits that lead from one state of a record to another.
class Telling {
 public:
  Telling(const Data& before, const Data& after) : before_(before), after_(after) {
    record_ = text_at(&after_, "id");
    name_ = text_at(&after_, "name");
    if (name_.empty()) name_ = record_;
  }

  std::vector<Event> events(const std::vector<Edit>& edits) {
    const bool came_back =
        !text_at(&before_, "deleted").empty() && text_at(&after_, "deleted").empty();
    const std::string target = text_at(&after_, "merged_into");
    if (!target.empty() && text_at(&before_, "merged_into") != target) {
      tell(Kind::merged, "", "", target, "merged " + name_ + " into " + target);
      return std::move(events_);
    }
    for (const Edit& edit : edits) {
      if (edit.path.front() == "deleted") {
        if (came_back)
          tell(Kind::restored, "", "", "", "restored " + name_);
        else if (text_at(&before_, "deleted").empty())
          tell(Kind::removed, "", "", "", "removed " + name_);
      } else {
        tell_edit(edit);
      }
    }
    tell_sets();
    // What has no words of its own is told by its place.
    if (events_.empty() && !edits.empty())
      tell(Kind::changed, edits.front().path.front(), "", "",
           name_ + ": " + to_text(edits.front().path));
    return std::move(events_);
  }

 private:
  void tell(Kind kind, std::string subject, std::string before, std::string after,
            std::string words) {
    words = printable_line(words);
    Event event{kind,
                record_,
                name_,
                std::move(subject),
                std::move(before),
                std::move(after),
                std::move(words)};
    // Several values of one entry are one thing that was done.
    if (!events_.empty() && events_.back().words == event.words) return;
    events_.push_back(std::move(event));
  }

  void tell_edit(const Edit& edit) {
    const std::string& list = edit.path.front();
    const bool whole = edit.kind == Edit::Kind::add ? edit.path.size() == 1 : edit.path.size() == 2;
    const bool adds = edit.kind == Edit::Kind::add || edit.before.empty();
    const bool comes = whole && adds && edit.value.kind == Data::Kind::map;
    // A list that was not there is set as a whole.
    if (edit.path.size() == 1 && edit.value.kind == Data::Kind::list && adds &&
        edit.kind == Edit::Kind::set && !edit.value.children.empty() &&
        edit.value.children[0].kind == Data::Kind::map) {
      for (const Data& entry : edit.value.children) tell_entry(list, entry);
      return;
    }
    if (edit.path.size() == 1 && edit.kind != Edit::Kind::add && is_texts(edit.before) &&
        is_texts(edit.value) && !(edit.before.empty() && edit.value.empty())) {
      for (const Data& one : edit.value.children) sets_[list].emplace_back(true, in_words(one));
      for (const Data& one : edit.before.children) sets_[list].emplace_back(false, in_words(one));
      return;
    }
    if (comes) return tell_entry(list, edit.value);
    if (list == "conflicts") return tell_settled(edit.before);
    if (list == "interactions" && edit.path.size() >= 2) return tell_interaction(edit);
    if ((list == "deals" || list == "cases") && edit.path.size() >= 2) return tell_business(edit);
    if (list == "reminders" && edit.path.size() >= 2) return tell_reminder(edit);
    if (edit.path.size() == 1 && is_set(edit)) {
      sets_[list].emplace_back(edit.kind == Edit::Kind::add, in_words(edit.value));
      return;
    }
    if (edit.kind == Edit::Kind::remove && edit.path.size() == 2 && is_text_list(list)) {
      sets_[list].emplace_back(false, printable_line(edit.path[1]));
      return;
    }
    tell_value(name_, list, edit);
  }

  /// A text that comes to a list of texts.
  static bool is_set(const Edit& edit) {
    return edit.kind == Edit::Kind::add && edit.value.kind == Data::Kind::scalar;
  }

  /// Nothing, or a list of texts.
  static bool is_texts(const Data& value) {
    if (value.kind == Data::Kind::none) return true;
    return value.kind == Data::Kind::list &&
           std::all_of(value.children.begin(), value.children.end(),
                       [](const Data& one) { return one.kind == Data::Kind::scalar; });
  }

  bool is_text_list(const std::string& key) const {
    const Data* const list = before_.find(key);
    return list != nullptr && list->kind == Data::Kind::list && !list->children.empty() &&
           list->children[0].kind == Data::Kind::scalar;
  }

  /// `Globex: +vip -old`, `Globex: emails +a@b.example`.
  void tell_sets() {
    for (const auto& [key, changes] : sets_) {
      std::string words = name_ + ":" + (key == "tags" ? "" : " " + key);
      std::string came, went;
      for (const auto& [comes, text] : changes) {
        words += (comes ? " +" : " -") + text;
        std::string& all = comes ? came : went;
        all += (all.empty() ? "" : ", ") + text;
      }
      tell(Kind::changed, key, went, came, words);
    }
  }

  void tell_entry(const std::string& list, const Data& entry) {
    const std::string title = in_words(entry);
    if (list == "interactions") {
      const std::string kind = text_at(&entry, "kind");
      tell(Kind::logged, kind, "", "", "logged " + with_article(kind) + " with " + name_);
    } else if (list == "deals" || list == "cases") {
      const Data* const history = entry.find("history");
      std::string stands;
      if (history != nullptr && !history->children.empty()) {
        stands = text_at(&history->children.back(), list == "deals" ? "stage" : "status");
      }
      tell(Kind::opened, title, "", stands,
           "opened " + title + " for " + name_ + (stands.empty() ? "" : ", " + stands));
    } else if (list == "reminders") {
      tell(Kind::reminder, title, "", text_at(&entry, "due"),
           name_ + ": will be reminded on " + text_at(&entry, "due") +
               (text_at(&entry, "text").empty() ? "" : ": " + title));
    } else if (list == "purchases") {
      const bool back = !text_at(&entry, "refund_of").empty();
      tell(Kind::bought, title, "", text_at(&entry, "amount"),
           name_ + (back ? " gave back " : " bought ") + title + ", " + text_at(&entry, "amount"));
    } else if (list == "conflicts") {
      const std::string field = text_at(&entry, "field");
      const auto value = [&](const char* key) {
        const Data* const found = entry.find(key);
        return found == nullptr ? "none" : in_words(*found);
      };
      tell(
          Kind::overlapped, field, value("lost"), value("kept"),
          name_ + ": both changed " + field + ", kept " + value("kept") + ", not " + value("lost"));
    } else if (list == "payments") {
      tell(Kind::paid, "", "", text_at(&entry, "amount"),
           name_ + " paid " + text_at(&entry, "amount"));
    } else {
      tell(Kind::changed, list, "", title, name_ + ": " + list + " +" + title);
    }
  }

  void tell_settled(const Data& before) {
    if (before.kind == Data::Kind::list) {
      for (const Data& entry : before.children) tell_settled(entry);
      return;
    }
    const std::string field = text_at(&before, "field");
    if (!field.empty()) tell(Kind::settled, field, "", "", name_ + ": settled " + field);
  }

  const Data* entry_of(const Edit& edit) const {
    const Data* entry = step(after_.find(edit.path[0]), edit.path[1]);
    return entry != nullptr ? entry : step(before_.find(edit.path[0]), edit.path[1]);
  }

  void tell_interaction(const Edit& edit) {
    const Data* const entry = entry_of(edit);
    const std::string kind = text_at(entry, "kind");
    const std::string what = kind + " of " + text_at(entry, "at").substr(0, 10);
    if (edit.path.size() == 2)
      return tell(Kind::changed, kind, "", "", name_ + ": removed the " + what);
    tell_value(name_ + ", " + what, edit.path[2], edit);
  }

  void tell_business(const Edit& edit) {
    const Data* const entry = entry_of(edit);
    const std::string title = entry == nullptr ? edit.path[1] : in_words(*entry);
    if (edit.path.size() == 2)
      return tell(Kind::changed, title, "", "", name_ + ": removed " + title);
    const std::string_view word = edit.path[0] == "deals" ? "stage" : "status";
    if (edit.path[2] == "history") {
      const std::string now = stands(step(after_.find(edit.path[0]), edit.path[1]), word);
      const std::string was = stands(step(before_.find(edit.path[0]), edit.path[1]), word);
      if (now == was) {
        // A move that keeps what a field was before: the field itself is told.
        return;
      }
      return tell(
          Kind::moved, title, was, now,
          title + ": " + (was.empty() ? "none" : was) + " → " + (now.empty() ? "none" : now));
    }
    tell_value(title, edit.path[2], edit);
  }

  /// Where a deal or case stands by its last move.
  static std::string stands(const Data* entry, std::string_view word) {
    const Data* const history = entry == nullptr ? nullptr : entry->find("history");
    if (history == nullptr) return "";
    const Data* last = nullptr;
    for (const Data& move : history->children)
      if (!text_at(&move, word).empty() &&
          (last == nullptr || text_at(last, "at") <= text_at(&move, "at")))
        last = &move;
    return text_at(last, word);
  }

  void tell_reminder(const Edit& edit) {
    const Data* const entry = entry_of(edit);
    const std::string title = entry == nullptr ? edit.path[1] : in_words(*entry);
    if (edit.path.size() == 2)
      return tell(Kind::changed, title, "", "", name_ + ": removed the reminder: " + title);
    if (edit.path[2] == "done" || edit.path[2] == "done_by") {
      if (edit.path[2] == "done" && edit.value.empty())
        return tell(Kind::reminder, title, "", "", name_ + ": not done: " + title);
      return tell(Kind::done, title, "", "", name_ + ": done: " + title);
    }
    tell_value(name_ + ", " + title, edit.path[2], edit);
  }

  void tell_value(const std::string& of, const std::string& key, const Edit& edit) {
    const bool comes = edit.kind == Edit::Kind::add;
    const std::string was = comes ? "" : in_words(edit.before);
    const std::string is = edit.kind == Edit::Kind::remove ? "none" : in_words(edit.value);
    // Deeper than a value: who wants to know looks at the file.
    if (comes) return tell(Kind::changed, key, "", is, of + ": " + key + " +" + is);
    tell(Kind::changed, key, was, is, of + ": " + key + " " + was + " → " + is);
  }

  const Data &before_, &after_;
  std::string record_, name_;
  std::vector<Event> events_;
  std::map<std::string, std::vector<std::pair<bool, std::string>>> sets_;
};

/// Keys of the record that the schema does not know.
void add_unknown(const Data& before, const Data& after, const Type& type,
                 std::vector<Edit>& edits) {
  const auto look = [&](const std::string& key) {
    const Data* const was = before.find(key);
    const Data* const is = after.find(key);
    if (type.find(key) != nullptr || (was != nullptr && is != nullptr && *was == *is)) return;
    edits.push_back(
        {Edit::Kind::set, {key}, is == nullptr ? Data() : *is, was == nullptr ? Data() : *was});
  };
  for (const std::string& key : before.keys) look(key);
  for (const std::string& key : after.keys)
    if (before.find(key) == nullptr) look(key);
}

bool is_record(std::string_view path) {
  return path.ends_with(".yaml") &&
         (path.starts_with("customers/") || path.starts_with("campaigns/"));
}

/// What an entry of a settings' list is called.
std::string title_of(const Data& entry) {
  for (const char* const key : {"stage", "id", "name"})
    if (const std::string text = text_at(&entry, key); !text.empty()) return text;
  return "";
}

const Data* titled(const Data* list, const std::string& title) {
  if (list == nullptr || list->kind != Data::Kind::list) return nullptr;
  for (const Data& entry : list->children)
    if (title_of(entry) == title) return &entry;
  return nullptr;
}

/// The ways to the values that differ: keys, and titles of entries.
void differing(const Data* before, const Data* after, Path& way, std::vector<Path>& found) {
  if (before != nullptr && after != nullptr && *before == *after) return;
  const auto one_sided = before == nullptr || after == nullptr;
  const auto go = [&](const std::string& name, const Data* was, const Data* is) {
    way.push_back(name);
    differing(was, is, way, found);
    way.pop_back();
  };
  if (!one_sided && before->kind == Data::Kind::map && after->kind == Data::Kind::map) {
    for (const std::string& key : before->keys) go(key, before->find(key), after->find(key));
    for (const std::string& key : after->keys)
      if (before->find(key) == nullptr) go(key, nullptr, after->find(key));
    return;
  }
  const auto has_titles = [](const Data& list) {
    return list.kind == Data::Kind::list && !list.children.empty() &&
           std::none_of(list.children.begin(), list.children.end(),
                        [](const Data& one) { return title_of(one).empty(); });
  };
  const std::size_t before_all = found.size();
  if (!one_sided && has_titles(*before) && has_titles(*after)) {
    for (const Data& entry : before->children)
      go(title_of(entry), &entry, titled(after, title_of(entry)));
    for (const Data& entry : after->children)
      if (titled(before, title_of(entry)) == nullptr) go(title_of(entry), nullptr, &entry);
  }
  // Else as a whole; also where only the order differs.
  if (found.size() == before_all) found.push_back(way);
}

/// `guide of proposal`, `filter hot`, `margin`.
std::string setting_words(const Path& way) {
  if (way.empty()) return "";
  if (way.size() == 1) return way[0];
  if (way.size() == 2) return way[0] + ": " + way[1];
  return way.back() + " of " + way[way.size() - 2];
}

std::vector<Event> told_settings(const std::string& file, const Data& before, const Data& after) {
  Path way;
  std::vector<Path> found;
  differing(&before, &after, way, found);
  std::vector<Event> events;
  for (const Path& one : found) {
    const std::string what = setting_words(one);
    if (!what.empty())
      events.push_back({Kind::settings, "", "", what, "", "", file + ": " + printable_line(what)});
  }
  return events;
}

}  // namespace

std::vector<Event> told_changes(const std::string& path, const std::optional<std::string>& before,
                                const std::optional<std::string>& after, const Settings& settings) {
  if (before == after) return {};
  const bool of_record = is_record(path);
  if (!of_record && path != "crm.yaml" && path != "rates.yaml") {
    const std::string what = !before ? "added " : !after ? "removed " : "changed ";
    return {{Kind::settings, "", "", path, "", "", what + printable_line(path)}};
  }
  const auto meant = [&](const std::optional<std::string>& text) {
    return text ? meaning_of(*text, path, settings) : Result<Meaning>(Meaning{});
  };
  const auto was = meant(before), is = meant(after);
  if (!was || !is) {
    const std::string what = !is ? "can't be read" : "can be read again";
    return {{is ? Kind::changed : Kind::unreadable, of_record ? std::string(file_stem(path)) : "",
             "", path, "", "", printable_line(path) + ": " + what}};
  }
  if (!of_record) {
    if (before && after) return told_settings(path, was->whole(), is->whole());
    return {{Kind::settings, "", "", path, "", "", (before ? "removed " : "added ") + path}};
  }
  const std::string noun = path.starts_with("campaigns/") ? "campaign " : "";
  const auto of = [&](Kind kind, const Meaning& meaning, const std::string& words) {
    const std::string id = text_at(&meaning.known, "id");
    const std::string name = text_at(&meaning.known, "name");
    return std::vector<Event>{{kind, id, name.empty() ? id : name, "", "", "",
                               printable_line(words + noun + (name.empty() ? id : name))}};
  };
  if (!before) return of(Kind::added, *is, "added ");
  if (!after) return of(Kind::removed, *was, "removed ");
  const Data whole_before = was->whole(), whole_after = is->whole();
  std::vector<Edit> edits = difference(whole_before, whole_after, type_for(path));
  add_unknown(whole_before, whole_after, type_for(path), edits);
  return Telling(whole_before, whole_after).events(edits);
}

std::vector<Event> told_changes(const std::vector<Change>& changes, const Settings& settings) {
  std::vector<Event> all;
  // Where a file's record has gone, by its name: people move files, which keep their names.
  std::map<std::string_view, const Change*> came;
  for (const Change& change : changes)
    if (!change.before && is_record(change.path)) came.emplace(file_stem(change.path), &change);
  std::set<const Change*> told;
  for (const Change& change : changes) {
    const auto there = came.find(file_stem(change.path));
    if (change.after || !is_record(change.path) || there == came.end()) continue;
    const Change& new_place = *there->second;
    auto events = told_changes(new_place.path, change.before, new_place.after, settings);
    if (events.empty()) {
      const auto meant = meaning_of(*new_place.after, new_place.path, settings);
      const std::string stem(there->first);
      const std::string name = meant ? text_at(&meant->known, "name") : stem;
      const std::string folder = new_place.path.substr(0, new_place.path.rfind('/'));
      events.push_back({Kind::changed, stem, name, "", change.path, new_place.path,
                        printable_line(name + ": now in " + folder)});
    }
    all.insert(all.end(), events.begin(), events.end());
    told.insert({&change, &new_place});
  }
  for (const Change& change : changes) {
    if (told.contains(&change)) continue;
    const auto events = told_changes(change.path, change.before, change.after, settings);
    all.insert(all.end(), events.begin(), events.end());
  }
  return all;
}

}  // namespace crm
