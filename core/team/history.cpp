#include "core/team/history.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/text.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/reader.hpp"
#include "core/team/chronicle.hpp"
#include "core/team/commit.hpp"
#include "core/team/trailers.hpp"

namespace crm {
namespace {

/// Commits that are read first; then four times as many, and so on.
constexpr std::size_t first_page = 25;

/// Of one commit by hand so much is told one by one.
constexpr std::size_t most_events = 12;

/// Of one commit by hand so many files are compared.
constexpr std::size_t most_compared = 500;

/// `3 added, 40 changed`: files.
template <class Some>
std::string counted(const std::vector<Some>& changes) {
  std::size_t added = 0, removed = 0;
  for (const Some& change : changes) {
    added += change.before ? 0 : 1;
    removed += change.after ? 0 : 1;
  }
  std::string words;
  for (const auto& [count, verb] : {std::pair(added, " added"),
                                    {removed, " removed"},
                                    {changes.size() - added - removed, " changed"}})
    if (count > 0) words += (words.empty() ? "" : ", ") + std::to_string(count) + verb;
  return words;
}

}  // namespace

History::History(const Book& book, const Git* git, About about)
    : book_(book), git_(git), about_(std::move(about)) {}

Result<std::vector<Happening>> History::more() {
  if (ended_) return std::vector<Happening>();
  if (git_ == nullptr) {
    ended_ = true;
    return from_journal();
  }
  if (!begun_) {
    begun_ = true;
    auto first = uncommitted();
    if (!first || !first->empty()) return first;
  }
  while (!ended_) {
    auto next = page();
    if (!next || !next->empty()) return next;
  }
  return std::vector<Happening>();
}

Result<std::vector<Happening>> History::from_journal() const {
  const Journal journal(book_.disk(), book_.layout().journal());
  std::vector<Happening> all;
  for (const Operation& one : about_.path.empty() ? journal.heads() : journal.heads_of(about_.path))
    all.push_back({one.at, one.by, one.title, one.files, one.id});
  return all;
}

/// Operations of this copy that git does not have yet, and what somebody has changed by hand.
Result<std::vector<Happening>> History::uncommitted() {
  std::vector<std::string> words{"status", "--porcelain", "-z", "-uall", "--no-renames", "--"};
  words.insert(words.end(), own_paths().begin(), own_paths().end());
  const auto said = git_->ask(std::move(words));
  if (!said) return error(said.error());
  std::set<std::string> differing;
  for (const std::string& line : nul_separated(*said)) {
    // Paths are those from the top of the work tree.
    const std::string path = line.size() > 3 ? line.substr(3) : "";
    if (path.starts_with(git_->prefix())) differing.insert(path.substr(git_->prefix().size()));
  }
  std::vector<Happening> all, by_hand;
  const Journal journal(book_.disk(), book_.layout().journal());
  std::set<std::string> by_us;
  if (!differing.empty()) {
    // What git has already does not wait: by its trailer, or older than the last commit of these.
    std::set<std::string> known;
    if (const auto log = commits(*git_, {.most = 200, .line = "^Crm-Operation: "}))
      for (const Commit& commit : *log)
        for (const Operation& one : operations_in(commit.message)) known.insert(one.id);
    LogQuestion last{.most = 1};
    for (const std::string& path : differing)
      if (last.paths.size() < 500) last.paths.push_back(":(literal)" + path);
    const auto committed = commits(*git_, last);
    for (const Operation& one : journal.heads()) {
      const auto recorded = journal.load(one.id);
      if (!recorded) continue;
      std::vector<std::string> paths;
      for (std::size_t i = 0; i < recorded->changes.size(); ++i)
        paths.push_back(recorded->changes.path(i));
      const bool differs = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return differing.contains(path);
      });
      if (!differs) continue;
      const auto at = parse_instant(one.at);
      const bool is_old = at && committed && !committed->empty() && *at < committed->front().at;
      if (known.contains(one.id) || is_old) break;
      by_us.insert(paths.begin(), paths.end());
      if (about_.path.empty() || std::find(paths.begin(), paths.end(), about_.path) != paths.end())
        all.push_back({one.at, one.by, one.title, one.files, one.id});
    }
  }
  std::vector<std::string> edited;
  for (const std::string& path : differing)
    if (!by_us.contains(path) && is_about(path)) edited.push_back(path);
  const auto changes = by_hand_in(edited);
  if (!changes) return error(changes.error());
  const auto events = told_changes(*changes, book_.settings());
  if (events.size() > most_events) {
    by_hand.push_back({"", "", "files: " + counted(*changes), changes->size(), ""});
  } else {
    for (const Event& event : events) by_hand.push_back({"", "", event.words, 1, ""});
  }
  by_hand.insert(by_hand.end(), all.begin(), all.end());
  return by_hand;
}

/// What stands in these files, and what git has of them.
Result<std::vector<Change>> History::by_hand_in(const std::vector<std::string>& paths) const {
  std::map<std::string, std::string> blobs;
  if (!paths.empty() && !git_->head().empty()) {
    std::vector<std::string> words{"ls-tree", "-r", "-z", "HEAD", "--"};
    // Thousands of names are too many words: then all of the book's are looked through.
    if (paths.size() < 500) words.insert(words.end(), paths.begin(), paths.end());
    const auto said = git_->ask(std::move(words));
    if (!said) return error(said.error());
    // MODE blob ID\tPATH
    for (const std::string& line : nul_separated(*said)) {
      const auto tab = line.find('\t');
      const auto fields = split(std::string_view(line).substr(0, tab), ' ');
      if (tab != line.npos && fields.size() == 3 && fields[0].starts_with("100"))
        blobs[line.substr(tab + 1)] = fields[2];
    }
  }
  std::vector<std::string> ids;
  for (const std::string& path : paths)
    if (const auto blob = blobs.find(path); blob != blobs.end()) ids.push_back(blob->second);
  auto texts = ids.empty() ? Result<std::vector<std::string>>() : git_->texts(ids);
  if (!texts) return error(texts.error());
  std::vector<Change> all;
  std::size_t next = 0;
  for (const std::string& path : paths) {
    Change change{path, std::nullopt, std::nullopt};
    if (blobs.contains(path)) change.before = std::move((*texts)[next++]);
    if (auto text = book_.disk().read(book_.layout().absolute(path)))
      change.after = *std::move(text);
    all.push_back(std::move(change));
  }
  return all;
}

bool History::is_about(const std::string& path) const {
  if (about_.record.empty()) return true;
  return path == about_.path || file_stem(path) == about_.record;
}

/// A file that was moved keeps its name.
std::vector<std::string> History::pathspecs() const {
  if (about_.record.empty()) return {};
  return {":(literal)" + about_.path, ":(glob)**/" + about_.record + ".yaml"};
}

std::string History::who(const Commit& commit) const {
  std::string word = colleague(book_.settings(), commit.email);
  return word.empty() ? commit.author : word;
}

Result<std::vector<Happening>> History::page() {
  const std::size_t most = read_ == 0 ? first_page : read_ * 3;
  const auto log =
      commits(*git_, {.skip = read_, .most = most, .paths = pathspecs(), .from = git_->head()});
  if (!log) return error(log.error());
  read_ += log->size();
  if (log->size() < most) ended_ = true;
  const auto is_told = [&](const std::vector<Operation>& some) {
    return some.size() == 1 || (some.size() > 1 && about_.record.empty());
  };
  // What operations did, their titles say; only of the others the texts are compared.
  std::vector<std::vector<Operation>> operations;
  std::vector<std::string> looked_at;
  for (const Commit& commit : *log) {
    operations.push_back(operations_in(commit.message));
    const bool told =
        operations.back().size() == 1 || (operations.back().size() > 1 && about_.record.empty());
    if (!told || about_.with_files) looked_at.push_back(commit.id);
  }
  const auto changes = changes_of(*git_, looked_at);
  if (!changes) return error(changes.error());
  std::vector<std::vector<TreeChange>> parts(log->size());
  std::vector<TreeChange> wanted;
  std::size_t next = 0;
  for (std::size_t i = 0; i < log->size(); ++i) {
    if (next == looked_at.size() || looked_at[next] != (*log)[i].id) continue;
    parts[i] = (*changes)[next++];
    if (is_told(operations[i])) continue;
    std::erase_if(parts[i], [&](const TreeChange& change) {
      return !is_own_path(change.path) || !is_about(change.path);
    });
    if (parts[i].size() <= most_compared)
      wanted.insert(wanted.end(), parts[i].begin(), parts[i].end());
  }
  const auto texts = with_texts(*git_, wanted);
  if (!texts) return error(texts.error());
  std::vector<Happening> all;
  auto text = texts->begin();
  for (std::size_t i = 0; i < log->size(); ++i) {
    const Commit& commit = (*log)[i];
    const std::size_t files = parts[i].size();
    if (is_told(operations[i])) {
      for (auto one = operations[i].rbegin(); one != operations[i].rend(); ++one)
        all.push_back({one->at.empty() ? book_.zone().local(commit.at).text() : one->at,
                       one->by.empty() ? who(commit) : one->by, one->title, files, one->id});
    } else if (files > most_compared) {
      tell_counted(commit, counted(parts[i]), files, all);
    } else {
      const std::vector<Change> some(text, text + static_cast<std::ptrdiff_t>(files));
      text += static_cast<std::ptrdiff_t>(files);
      tell(commit, commit.is_merge() ? own_part(commit, some) : some, all);
    }
  }
  return all;
}

/// What a merge says that does not follow from its two sides: somebody has settled something, or
/// changed more on the way.
std::vector<Change> History::own_part(const Commit& merge,
                                      const std::vector<Change>& changes) const {
  std::vector<Change> own;
  if (merge.parents.size() != 2 || changes.empty()) return own;
  const auto said = git_->answer({"merge-base", merge.parents[0], merge.parents[1]});
  const std::string base(said && said->code == 0 ? trimmed(said->out) : std::string_view());
  const auto text = [&](const std::string& commit, const std::string& path) {
    const auto blob = git_->answer({"cat-file", "blob", commit + ":./" + path});
    return blob && blob->code == 0 ? std::optional(blob->out) : std::nullopt;
  };
  for (const Change& change : changes) {
    if (!change.before || !change.after) continue;
    const auto other = text(merge.parents[1], change.path);
    if (!other) continue;
    const auto from = base.empty() ? std::nullopt : text(base, change.path);
    const auto merged = merged_text(from, *change.before, *other, change.path, book_.settings());
    if (merged) own.push_back({change.path, merged->text, change.after});
  }
  return own;
}

void History::tell_counted(const Commit& commit, const std::string& count, std::size_t files,
                           std::vector<Happening>& all) const {
  const auto line = commit.message.substr(0, commit.message.find('\n'));
  all.push_back({book_.zone().local(commit.at).text(), who(commit), line + " (" + count + ")",
                 files, commit.short_id});
}

void History::tell(const Commit& commit, const std::vector<Change>& changes,
                   std::vector<Happening>& all) const {
  const auto events = told_changes(changes, book_.settings());
  const std::string at = book_.zone().local(commit.at).text();
  // With its settings a whole book came.
  const auto is_beginning = [](const Change& one) { return one.path == "crm.yaml" && !one.before; };
  if (events.size() > most_events || std::any_of(changes.begin(), changes.end(), is_beginning)) {
    tell_counted(commit, counted(changes), changes.size(), all);
    return;
  }
  for (const Event& event : events)
    all.push_back({at, who(commit), event.words, changes.size(), commit.short_id});
}

}  // namespace crm
