#include "core/team/git.hpp"

#include <charconv>
#include <utility>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Variables that a git which runs us (in a hook, as a driver) has set for itself.
const std::vector<std::pair<std::string, std::string>>& own_variables() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"GIT_DIR", ""},
      {"GIT_WORK_TREE", ""},
      {"GIT_INDEX_FILE", ""},
      {"GIT_PREFIX", ""},
      {"GIT_OBJECT_DIRECTORY", ""},
      {"GIT_COMMON_DIR", ""},
      {"GIT_LITERAL_PATHSPECS", "1"},
      {"LC_ALL", "C"},
      {"GIT_MERGE_AUTOEDIT", "no"},
  };
  return all;
}

/// What git says first is mostly why; what comes after is what it could not do therefore.
std::string reason_in(const ProgramAnswer& answer) {
  for (const std::string_view line : split(answer.err, '\n')) {
    std::string_view said = trimmed(line);
    const auto is = [&](std::string_view start) { return said.starts_with(start); };
    if (said.empty() || is("hint:") || is("warning:") || is("From ") || is("To ")) continue;
    for (const std::string_view weight : {"fatal: ", "error: "})
      if (is(weight)) said.remove_prefix(weight.size());
    return printable_line(said);
  }
  return "exit code " + std::to_string(answer.code);
}

}  // namespace

std::string_view name_of(Unfinished operation) {
  switch (operation) {
    case Unfinished::nothing: return "";
    case Unfinished::merge: return "merge";
    case Unfinished::rebase: return "rebase";
    case Unfinished::cherry_pick: return "cherry-pick";
    case Unfinished::revert: return "revert";
    case Unfinished::bisect: return "bisect";
    case Unfinished::am: return "am";
  }
  return "";
}

Result<Git> Git::open(AskProgram ask, const std::string& folder) {
  Git git;
  git.ask_ = std::move(ask);
  git.book_ = folder;
  // The commit and the branch may be missing: nothing is committed yet, or no branch checked out.
  const auto where =
      git.answer({"rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--show-toplevel",
                  "--show-prefix", "HEAD", "--symbolic-full-name", "HEAD"});
  if (!where) return error(where.error());
  const auto lines = split(where->out, '\n');
  if (lines.size() < 4 || lines[0] != "true")
    return error(
        Error::nothing_found(folder + " is not in a git repository", "start one with: git init"));
  git.folder_ = lines[1];
  git.top_ = lines[2];
  git.prefix_ = lines[3];
  if (where->code == 0 && lines.size() >= 6) {
    git.head_ = lines[4];
    if (lines[5] != "HEAD") git.branch_ = lines[5];
    return git;
  }
  const auto branch = git.answer({"symbolic-ref", "-q", "HEAD"});
  if (!branch) return error(branch.error());
  if (branch->code == 0) git.branch_ = trimmed(branch->out);
  return git;
}

Unfinished Git::unfinished(const Disk& disk) const {
  static constexpr std::pair<const char*, Unfinished> marks[] = {
      {"MERGE_HEAD", Unfinished::merge},
      {"rebase-merge", Unfinished::rebase},
      {"rebase-apply/applying", Unfinished::am},
      {"rebase-apply", Unfinished::rebase},
      {"CHERRY_PICK_HEAD", Unfinished::cherry_pick},
      {"REVERT_HEAD", Unfinished::revert},
      {"BISECT_LOG", Unfinished::bisect}};
  for (const auto& [file, operation] : marks)
    if (disk.exists(folder_ + "/" + file)) return operation;
  return Unfinished::nothing;
}

Result<ProgramAnswer> Git::answer(
    std::vector<std::string> words, std::string input,
    std::vector<std::pair<std::string, std::string>> variables) const {
  ProgramCall call{.words = std::move(words), .input = std::move(input)};
  call.variables = own_variables();
  for (auto& variable : variables) {
    std::erase_if(call.variables, [&](const auto& one) { return one.first == variable.first; });
    call.variables.push_back(std::move(variable));
  }
  // Paths come as they are, never quoted; a long answer is for us, not for a pager.
  const std::vector<std::string> first{"git",       "-C", book_, "-c", "core.quotePath=false",
                                       "--no-pager"};
  call.words.insert(call.words.begin(), first.begin(), first.end());
  return ask_(call);
}

Result<std::string> Git::ask(std::vector<std::string> words, std::string input,
                             std::vector<std::pair<std::string, std::string>> variables) const {
  // After `-c name=value`.
  std::size_t first = 0;
  while (first + 2 < words.size() && words[first] == "-c") first += 2;
  const std::string verb = words[first];
  auto said = answer(std::move(words), std::move(input), std::move(variables));
  if (!said) return error(said.error());
  if (said->code != 0) return error(Error::failed("git " + verb + ": " + reason_in(*said)));
  return std::move(said->out);
}

Result<std::string> Git::differing(std::vector<std::string> look, const std::string& from,
                                   const std::string& to) const {
  std::vector<std::string> words{"diff-tree", "-r", "-z", "--no-renames"};
  words.insert(words.end(), look.begin(), look.end());
  if (from.empty()) {
    // The tree without anything, which git knows by this name whatever it hashes with.
    auto nothing = ask({"hash-object", "-t", "tree", "--stdin"});
    if (!nothing) return error(nothing.error());
    words.emplace_back(trimmed(*nothing));
  } else {
    words.push_back(from);
  }
  words.push_back(to);
  return ask(std::move(words));
}

Result<std::string> Git::changed_paths(const std::string& from, const std::string& to) const {
  return differing({"--name-only", "--no-relative"}, from, to);
}

Result<std::vector<TreeChange>> Git::changes(const std::string& from, const std::string& to,
                                             bool everywhere) const {
  const auto said =
      differing({"--raw", "--full-index", everywhere ? "--no-relative" : "--relative"}, from, to);
  if (!said) return error(said.error());
  // :100644 100644 BEFORE AFTER M\0PATH\0
  std::vector<TreeChange> all;
  const auto parts = nul_separated(*said);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    const auto fields = split(parts[i], ' ');
    if (fields.size() < 5) return error(Error::failed("git diff-tree: " + parts[i]));
    TreeChange change{parts[i + 1], std::nullopt, std::nullopt};
    const std::string before_mode(fields[0].substr(1));
    if (before_mode != "000000") change.before = Blob{std::string(fields[2]), before_mode};
    if (fields[1] != "000000") change.after = Blob{std::string(fields[3]), std::string(fields[1])};
    all.push_back(std::move(change));
  }
  return all;
}

Result<std::vector<std::string>> Git::texts(const std::vector<std::string>& blobs) const {
  std::string asked;
  for (const std::string& blob : blobs) asked += blob + "\n";
  const auto said = ask({"cat-file", "--batch"}, std::move(asked));
  if (!said) return error(said.error());
  // ID blob SIZE\nBYTES\n
  std::vector<std::string> all;
  std::string_view rest = *said;
  for (const std::string& blob : blobs) {
    const auto end = rest.find('\n');
    const auto fields = split(rest.substr(0, end), ' ');
    std::size_t size = 0;
    const bool there =
        end != rest.npos && fields.size() == 3 &&
        std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), size).ec ==
            std::errc() &&
        rest.size() - end > size + 1;
    if (!there) return error(Error::failed("git cat-file: " + blob + " is missing"));
    all.emplace_back(rest.substr(end + 1, size));
    rest.remove_prefix(end + 1 + size + 1);
  }
  return all;
}

bool may_be_in_repository(const Disk& disk, const std::string& folder) {
  std::string above = folder;
  while (true) {
    if (disk.exists(above + "/.git")) return true;
    if (above.empty()) return false;
    above.erase(above.rfind('/') == above.npos ? 0 : above.rfind('/'));
  }
}

std::optional<std::string> git_setting(const std::string& name, const std::string& folder,
                                       const AskProgram& ask) {
  const auto said =
      ask({.words = {"git", "-C", folder, "config", "--get", name}, .variables = own_variables()});
  if (!said || said->code != 0 || trimmed(said->out).empty()) return std::nullopt;
  return std::string(trimmed(said->out));
}

std::string nul_ended(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + '\0';
  return all;
}

std::vector<std::string> nul_separated(std::string_view text) {
  if (text.ends_with('\0')) text.remove_suffix(1);
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  for (const std::string_view part : split(text, '\0')) parts.emplace_back(part);
  return parts;
}

}  // namespace crm
