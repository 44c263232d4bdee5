#include "core/team/tidings.hpp"

#include <algorithm>
#include <map>

#include "core/domain/text.hpp"
#include "core/team/chronicle.hpp"
#include "core/team/log.hpp"

namespace crm {
namespace {

constexpr std::size_t most_commits = 300;
constexpr std::size_t most_named = 3;

std::string count_of(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// All that one person did.
class Deeds {
 public:
  void add(const Event& event) { by_kind_[event.kind].push_back(event); }

  std::vector<std::string> told() const {
    std::vector<std::string> all;
    for (const auto& [kind, events] : by_kind_)
      for (std::string& words : words_of(kind, events)) all.push_back(std::move(words));
    return all;
  }

 private:
  static std::string names(const std::vector<Event>& events) {
    std::vector<std::string> seen;
    for (const Event& event : events)
      if (std::find(seen.begin(), seen.end(), event.name) == seen.end()) seen.push_back(event.name);
    std::string all;
    for (std::size_t i = 0; i < seen.size() && i < most_named; ++i)
      all += (i > 0 ? ", " : "") + seen[i];
    if (seen.size() > most_named)
      all += " and " + std::to_string(seen.size() - most_named) + " more";
    return all;
  }

  /// As many as are few are told one by one.
  static std::vector<std::string> each(const std::vector<Event>& events, const std::string& many) {
    if (events.size() > most_named) return {many};
    std::vector<std::string> all;
    for (const Event& event : events) all.push_back(event.words);
    return all;
  }

  static std::vector<std::string> words_of(Event::Kind kind, const std::vector<Event>& events) {
    using Kind = Event::Kind;
    const std::size_t count = events.size();
    switch (kind) {
      case Kind::added:
        if (count > most_named) return {"added " + count_of(count, "customer")};
        return {"added " + names(events)};
      case Kind::removed: return {"removed " + names(events)};
      case Kind::restored: return {"restored " + names(events)};
      case Kind::logged: return {"logged " + std::to_string(count) + " (" + names(events) + ")"};
      case Kind::moved: {
        if (count > most_named) return {"moved " + std::to_string(count) + " deals and cases"};
        std::vector<std::string> all;
        for (const Event& event : events)
          all.push_back("moved " + event.subject + " to " + event.after);
        return all;
      }
      case Kind::reminder:
        return {"set " + count_of(count, "reminder") + " (" + names(events) + ")"};
      case Kind::done:
        return {"finished " + count_of(count, "reminder") + " (" + names(events) + ")"};
      case Kind::bought: return {"sold " + std::to_string(count) + " (" + names(events) + ")"};
      case Kind::paid:
        return {"entered " + count_of(count, "payment") + " (" + names(events) + ")"};
      case Kind::opened: {
        if (count > most_named) return {"opened " + std::to_string(count) + " deals and cases"};
        std::vector<std::string> all;
        for (const Event& event : events)
          all.push_back("opened " + event.subject + " for " + event.name);
        return all;
      }
      case Kind::settled: return {"settled what both had changed (" + names(events) + ")"};
      case Kind::overlapped: return {};
      case Kind::changed: return {"changed " + names(events)};
      default: return each(events, std::to_string(count) + " other changes");
    }
  }

  std::map<Event::Kind, std::vector<Event>> by_kind_;
};

}  // namespace

Result<std::vector<Tidings>> tidings(const Git& git, const std::string& from, const std::string& to,
                                     const Settings& settings) {
  if (to.empty() || from == to) return std::vector<Tidings>();
  const std::string range = from.empty() ? to : from + ".." + to;
  auto log = commits(git, {.most = most_commits + 1, .from = range});
  if (!log) return error(log.error());
  std::erase_if(*log, [](const Commit& commit) { return commit.is_merge(); });
  const bool is_cut = log->size() > most_commits;
  if (is_cut) log->resize(most_commits);
  std::reverse(log->begin(), log->end());
  std::vector<std::string> ids;
  for (const Commit& commit : *log) ids.push_back(commit.id);
  const auto changed = changes_of(git, ids);
  if (!changed) return error(changed.error());
  std::vector<TreeChange> all;
  for (const std::vector<TreeChange>& some : *changed)
    all.insert(all.end(), some.begin(), some.end());
  const auto texts = with_texts(git, all);
  if (!texts) return error(texts.error());

  std::vector<std::string> people;
  std::map<std::string, Deeds> deeds;
  auto next = texts->begin();
  for (std::size_t i = 0; i < log->size(); ++i) {
    const Commit& commit = (*log)[i];
    std::string who = colleague(settings, commit.email);
    if (who.empty()) who = commit.author;
    if (std::find(people.begin(), people.end(), who) == people.end()) people.push_back(who);
    const auto count = static_cast<std::ptrdiff_t>((*changed)[i].size());
    for (const Event& event : told_changes(std::vector<Change>(next, next + count), settings))
      deeds[who].add(event);
    next += count;
  }
  std::vector<Tidings> told;
  for (const std::string& who : people)
    if (auto words = deeds[who].told(); !words.empty()) told.push_back({who, std::move(words)});
  if (is_cut && !told.empty()) told.back().deeds.emplace_back("and more before that");
  return told;
}

}  // namespace crm
