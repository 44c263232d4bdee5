#include "core/team/purge.hpp"

#include <algorithm>
#include <set>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/record/reader.hpp"

namespace crm {
namespace {

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

/// All names that these files ever had, from the top of the work tree.
Result<std::set<std::string>> names_in_history(const Git& git,
                                               const std::vector<std::string>& paths) {
  std::set<std::string> stems, found;
  for (const std::string& path : paths) stems.emplace(file_stem(path));
  auto all = git.ask({"log", "--all", "-m", "--format=", "--name-only", "-z"});
  if (!all) return error(all.error());
  const auto clean = [](std::string name) {
    name.erase(0, name.find_first_not_of('\n'));
    return name;
  };
  for (const std::string& name : nul_separated(*all))
    if (const std::string path = clean(name); stems.contains(std::string(file_stem(path))))
      found.insert(path);
  for (const std::string& path : paths) {
    const auto before =
        git.answer({"log", "--follow", "--format=", "--name-only", "-z", "--", path});
    if (!before) return error(before.error());
    if (before->code != 0) continue;
    for (const std::string& name : nul_separated(before->out))
      if (std::string old = clean(name); !old.empty()) found.insert(std::move(old));
  }
  return found;
}

/// What can be taken out of any text without taking out something else.
std::vector<std::string> unmistakable(const Traces& traces) {
  std::vector<std::string> words;
  for (const std::string& name : traces.names)
    if (folded(name).find(' ') != std::string::npos) words.push_back(name);
  for (const std::string& address : traces.addresses)
    if (address.size() >= 5) words.push_back(address);
  return words;
}

/// For `s/…/…/` of sed.
std::string escaped(const std::string& words) {
  std::string text;
  for (const char c : words) {
    if (std::string_view("\\/.*[]^$&").find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

Result<Purge> purge(const Git& git, const std::vector<std::string>& paths, const Traces& traces) {
  if (git.head().empty()) return Purge{};
  const auto names = names_in_history(git, paths);
  if (!names) return error(names.error());
  const std::vector<std::string> words = unmistakable(traces);
  bool is_told = !names->empty();
  for (const std::string& word : words) {
    if (is_told) break;
    const auto said = git.answer({"log", "--all", "-1", "--format=%H", "-F", "--grep=" + word});
    is_told = said && !trimmed(said->out).empty();
  }
  if (!is_told) return Purge{};
  const auto remotes = git.ask({"remote"});
  if (!remotes) return error(remotes.error());
  const auto has_filter_repo = git.answer({"filter-repo", "--version"});

  Purge purge;
  purge.is_thorough = has_filter_repo && has_filter_repo->code == 0;
  std::vector<std::string>& lines = purge.commands;
  const auto open = git.ask({"status", "--porcelain", "--", "customers", "erased.txt"});
  if (open && !trimmed(*open).empty())
    lines.emplace_back(
        "git add -A -- customers erased.txt && git commit -q -m 'erased a customer'");
  const std::string top = git.prefix().empty() ? "" : "cd \"$(git rev-parse --show-toplevel)\"";
  if (!top.empty()) lines.push_back(top);
  if (purge.is_thorough) {
    std::string line = "git filter-repo --force";
    if (!names->empty()) line += " --invert-paths";
    for (const std::string& name : *names) line += " --path " + quoted(name);
    if (!words.empty()) {
      std::string list;
      for (const std::string& word : words)
        list += (list.empty() ? "(echo " : "; echo ") + quoted(word + "==>[erased]");
      lines.push_back(list + ") > \"$(git rev-parse --git-dir)/erased-words\"");
      line +=
          " --replace-text \"$(git rev-parse --git-dir)/erased-words\" --replace-message \"$(git "
          "rev-parse --git-dir)/erased-words\"";
    }
    lines.push_back(line);
    if (!words.empty()) lines.emplace_back("rm \"$(git rev-parse --git-dir)/erased-words\"");
  } else {
    std::string line = "FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch --force";
    if (!names->empty()) {
      std::string remove = "git rm -r -q --cached --ignore-unmatch --";
      for (const std::string& name : *names) remove += " " + quoted(name);
      line += " --index-filter " + quoted(remove);
    }
    if (!words.empty()) {
      std::string replace = "sed";
      for (const std::string& word : words)
        replace += " -e " + quoted("s/" + escaped(word) + "/[erased]/g");
      line += " --msg-filter " + quoted(replace);
    }
    lines.push_back(line + " --tag-name-filter cat -- --all");
    lines.emplace_back(
        "git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin");
  }
  lines.emplace_back("git reflog expire --expire=now --all");
  lines.emplace_back("git gc --quiet --prune=now");
  for (const std::string_view remote : split(trimmed(*remotes), '\n')) {
    if (remote.empty()) continue;
    const std::string name(remote);
    // git filter-repo takes the remote away, so that nobody pushes without a thought.
    if (purge.is_thorough)
      if (const auto url = git.ask({"remote", "get-url", name}))
        lines.push_back("git remote add " + quoted(name) + " " +
                        quoted(std::string(trimmed(*url))));
    lines.push_back("git push --force --all " + quoted(name));
    lines.push_back("git push --force --tags " + quoted(name));
  }
  return purge;
}

}  // namespace crm
