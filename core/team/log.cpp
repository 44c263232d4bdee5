#include "core/team/log.hpp"

#include <charconv>

#include "core/domain/text.hpp"

namespace crm {

Result<std::vector<Commit>> commits(const Git& git, const LogQuestion& question) {
  if (git.head().empty()) return std::vector<Commit>();
  std::vector<std::string> words{"log",
                                 "-z",
                                 "--full-history",
                                 "--no-show-signature",
                                 "--encoding=UTF-8",
                                 "--format=%H%x01%P%x01%h%x01%at%x01%an%x01%ae%x01%B",
                                 "--skip=" + std::to_string(question.skip),
                                 "-n",
                                 std::to_string(question.most)};
  if (!question.line.empty()) words.push_back("--grep=" + question.line);
  if (question.since)
    words.push_back("--since=@" + std::to_string(question.since->time_since_epoch().count()));
  words.push_back(question.from.empty() ? "HEAD" : question.from);
  words.emplace_back("--");
  words.insert(words.end(), question.paths.begin(), question.paths.end());
  const auto said = git.ask(std::move(words), {}, {{"GIT_LITERAL_PATHSPECS", ""}});
  if (!said) return error(said.error());
  std::vector<Commit> all;
  for (const std::string& one : nul_separated(*said)) {
    std::string_view rest = one;
    const auto part = [&] {
      const auto end = std::min(rest.find('\x01'), rest.size());
      const std::string text(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      return text;
    };
    Commit commit;
    commit.id = part();
    const std::string parents = part();
    for (const std::string_view parent : split(parents, ' '))
      if (!parent.empty()) commit.parents.emplace_back(parent);
    commit.short_id = part();
    const std::string at = part();
    std::int64_t seconds = 0;
    std::from_chars(at.data(), at.data() + at.size(), seconds);
    commit.at = Instant(std::chrono::seconds(seconds));
    commit.author = part();
    commit.email = part();
    commit.message = rest;
    all.push_back(std::move(commit));
  }
  return all;
}

Result<std::vector<std::vector<TreeChange>>> changes_of(const Git& git,
                                                        const std::vector<std::string>& commits) {
  std::vector<std::vector<TreeChange>> all(commits.size());
  if (commits.empty()) return all;
  std::string asked;
  for (const std::string& commit : commits) asked += commit + "\n";
  const auto said = git.ask({"diff-tree", "--stdin", "-r", "-z", "--raw", "--root", "--no-renames",
                             "--full-index", "--relative", "--always", "-c"},
                            asked);
  if (!said) return error(said.error());
  // COMMIT\0 :100644 100644 BEFORE AFTER M\0 PATH\0 …
  std::size_t next = 0;
  const auto parts = nul_separated(*said);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].starts_with(':')) {
      while (next < commits.size() && commits[next] != parts[i]) ++next;
      if (next == commits.size()) return error(Error::failed("git diff-tree: " + parts[i]));
      continue;
    }
    // Of a merge a colon, a mode and a blob for each parent.
    const std::size_t parents = parts[i].find_first_not_of(':');
    const auto fields = split(std::string_view(parts[i]).substr(parents), ' ');
    if (fields.size() < 2 * parents + 3 || i + 1 == parts.size() || next == commits.size())
      return error(Error::failed("git diff-tree: " + parts[i]));
    const auto blob = [&](std::size_t place) -> std::optional<Blob> {
      if (fields[place] == "000000") return std::nullopt;
      return Blob{std::string(fields[parents + 1 + place]), std::string(fields[place])};
    };
    TreeChange change{parts[i + 1], blob(0), blob(parents)};
    ++i;
    all[next].push_back(std::move(change));
  }
  return all;
}

Result<std::vector<Change>> with_texts(const Git& git, const std::vector<TreeChange>& changes) {
  const auto is_file = [](const std::optional<Blob>& blob) {
    return blob && blob->mode.starts_with("100");
  };
  std::vector<std::string> blobs;
  for (const TreeChange& change : changes)
    for (const auto* const blob : {&change.before, &change.after})
      if (is_file(*blob)) blobs.push_back((*blob)->id);
  std::vector<Change> all;
  auto texts = blobs.empty() ? Result<std::vector<std::string>>() : git.texts(blobs);
  if (!texts) return error(texts.error());
  std::size_t next = 0;
  for (const TreeChange& change : changes) {
    Change one{change.path, std::nullopt, std::nullopt};
    if (is_file(change.before)) one.before = std::move((*texts)[next++]);
    if (is_file(change.after)) one.after = std::move((*texts)[next++]);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace crm
