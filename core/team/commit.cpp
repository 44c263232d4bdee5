#include "core/team/commit.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "core/domain/text.hpp"

namespace crm {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// How long we wait for another git that holds the index: 10, 20, 40 … ms.
constexpr int longest_pause_ms = 160;

/// Each of them once.
SortedPaths sorted_paths(std::string_view nul_ended) {
  SortedPaths all;
  for (std::size_t end = 0; (end = nul_ended.find('\0')) != nul_ended.npos;) {
    all.push_back(nul_ended.substr(0, end));
    nul_ended.remove_prefix(end + 1);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Without those that .gitignore leaves out, as long as git does not follow them all the same.
Result<std::string> followed(const Git& git, std::string paths) {
  // It alone can't take paths literally: one that begins with a colon would be more than a path.
  std::string asked;
  for (const std::string_view path : sorted_paths(paths))
    asked.append(path.starts_with(':') ? "./" : "").append(path) += '\0';
  const auto said = git.answer({"check-ignore", "--no-index", "-z", "--stdin"}, std::move(asked),
                               {{"GIT_LITERAL_PATHSPECS", ""}});
  if (!said) return error(said.error());
  if (said->code != 0) return paths;
  auto ignored = nul_separated(said->out);
  for (std::string& path : ignored)
    if (path.starts_with("./:")) path.erase(0, 2);
  std::vector<std::string> words{"ls-files", "-z", "--"};
  words.insert(words.end(), ignored.begin(), ignored.end());
  // Thousands of names are too many words: then all that git follows are looked through.
  if (ignored.size() > 500) words.resize(2);
  const auto known = git.ask(std::move(words));
  if (!known) return error(known.error());
  std::set<std::string> left_out(ignored.begin(), ignored.end());
  for (const std::string& path : nul_separated(*known)) left_out.erase(path);
  auto all = nul_separated(paths);
  std::erase_if(all, [&](const std::string& path) { return left_out.contains(path); });
  return nul_ended(all);
}

/// Asks git without any hook being run.
Result<std::string> ask_unhooked(const Git& git, std::vector<std::string> words,
                                 const std::string& input = {}, const Variables& variables = {}) {
  words.insert(words.begin(), {"-c", "core.hooksPath=/dev/null"});
  return git.ask(std::move(words), input, variables);
}

Result<void> enter(const Git& git, const std::string& named, const Variables& variables = {}) {
  const auto done =
      ask_unhooked(git, {"update-index", "-z", "--add", "--remove", "--stdin"}, named, variables);
  if (!done) return error(done.error());
  return {};
}

/// An index of our own, which stands for the commit that a line beside it names. Derived: it is
/// made anew where it does not fit.
class PrivateIndex {
 public:
  PrivateIndex(const Git& git, Disk& disk, const Layout& layout)
      : git_(git), disk_(disk), folder_(layout.local() + "/commit") {
    const std::string book = git.top() + (git.prefix().empty() ? "" : "/" + git.prefix());
    const std::string absolute = book + (book.ends_with('/') ? "" : "/") + ".crm/commit/index";
    variables_ = {{"GIT_INDEX_FILE", absolute}};
  }

  /// The tree of that commit (empty: none) with these paths as they stand on the disk. Nothing
  /// else differs.
  Result<std::string> tree(const std::string& head, const std::string& named,
                           const SortedPaths& paths, SortedPaths& changed) {
    const auto said = disk_.read(folder_ + "/of");
    const auto words = split(said ? trimmed(*said) : std::string_view(), ' ');
    const bool fits = !head.empty() && words.size() == 3 && words[0] == head &&
                      words[2] == std::to_string(sum_of_index());
    // Until it is whole again it stands for nothing.
    if (auto gone = forget_commit(); !gone) return error(gone.error());
    if (fits) {
      const auto tree = entered(head, words[1], named, paths, changed);
      if (tree) return tree;
    }
    if (auto anew = make_anew(head); !anew) return error(anew.error());
    return entered(head, "", named, paths, changed);
  }

  void stands_for(const std::string& commit, const std::string& tree) {
    const std::string line = commit + " " + tree + " " + std::to_string(sum_of_index()) + "\n";
    (void)disk_.replace({{.path = folder_ + "/of", .text = line, .durable = false}});
  }

 private:
  /// What the index's bytes come to: git does not look whether they are whole.
  std::uint64_t sum_of_index() const {
    const auto bytes = disk_.read(folder_ + "/index");
    std::uint64_t hash = 14695981039346656037U;
    if (bytes)
      for (const char c : *bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
  }

  Result<void> forget_commit() {
    if (auto made = disk_.make_folder(folder_); !made) return made;
    if (!disk_.exists(folder_ + "/of")) return {};
    return disk_.replace({{.path = folder_ + "/of", .text = {}, .durable = false}});
  }

  Result<void> make_anew(const std::string& head) {
    disk_.sweep(folder_);
    std::vector<Replacement> old;
    for (const char* const name : {"/index", "/index.lock"})
      if (disk_.exists(folder_ + name))
        old.push_back({.path = folder_ + name, .text = {}, .durable = false});
    if (auto gone = disk_.replace(old); !gone) return gone;
    if (head.empty()) return {};
    const auto read = ask_unhooked(git_, {"read-tree", head}, {}, variables_);
    if (!read) return error(read.error());
    return {};
  }

  /// `known` is the tree of `head`; empty where it is not known.
  Result<std::string> entered(const std::string& head, std::string_view known,
                              const std::string& named, const SortedPaths& paths,
                              SortedPaths& changed) {
    if (auto done = enter(git_, named, variables_); !done) return error(done.error());
    // Looking for each of the thousand texts that HEAD has would take longer than all the rest;
    // that only ours differ is asked below.
    auto written = ask_unhooked(git_, {"write-tree", "--missing-ok"}, {}, variables_);
    if (!written) return error(written.error());
    std::string tree(trimmed(*written));
    changed.clear();
    if (tree == known) return tree;
    if (!known.empty() && paths.size() == 1) {
      changed = paths;
      return tree;
    }
    const auto differing = git_.changed_paths(head, tree);
    if (!differing) return error(differing.error());
    for (const std::string_view one : sorted_paths(*differing)) {
      const std::string_view path = one.substr(std::min(git_.prefix().size(), one.size()));
      const auto ours = std::lower_bound(paths.begin(), paths.end(), path);
      if (!one.starts_with(git_.prefix()) || ours == paths.end() || *ours != path)
        return error(Error::failed("git's index for crm does not fit the commit"));
      changed.push_back(*ours);
    }
    return tree;
  }

  const Git& git_;
  Disk& disk_;
  std::string folder_;
  Variables variables_;
};

/// What git says where it has no name or e-mail for us.
bool says_nobody(const ProgramAnswer& answer) {
  for (const char* const words : {"tell me who you are", "auto-detection is disabled",
                                  "empty ident name", "unable to auto-detect"})
    if (answer.err.find(words) != answer.err.npos) return true;
  return false;
}

/// A name that git would guess from the machine's is nobody's.
std::vector<std::string> without_guessing(std::vector<std::string> words) {
  words.insert(words.begin(), {"-c", "user.useConfigOnly=true"});
  return words;
}

Result<std::string> commit_of(const Git& git, const std::string& tree, const std::string& parent,
                              const std::string& message, const std::string& at) {
  std::vector<std::string> words{"commit-tree", tree};
  if (!parent.empty()) words.insert(words.end(), {"-p", parent});
  Variables variables;
  if (!at.empty()) variables = {{"GIT_AUTHOR_DATE", at}, {"GIT_COMMITTER_DATE", at}};
  const auto said = git.answer(without_guessing(std::move(words)), message, variables);
  if (!said) return error(said.error());
  if (said->code != 0 && says_nobody(*said)) return error(nobody_known());
  if (said->code != 0)
    return error(Error::failed("git commit-tree: " + std::string(trimmed(said->err))));
  return std::string(trimmed(said->out));
}

std::string head_now(const Git& git) {
  const auto said = git.answer({"rev-parse", "--verify", "-q", "HEAD"});
  return said && said->code == 0 ? std::string(trimmed(said->out)) : "";
}

}  // namespace

const std::vector<std::string>& own_paths() {
  static const std::vector<std::string> all{
      "crm.yaml",  "rates.yaml", "erased.txt", "customers",  "campaigns",
      "templates", "mappings",   "hooks",      ".gitignore", ".gitattributes"};
  return all;
}

Result<std::string> ask_with_index(const Git& git, const Disk& disk,
                                   const std::vector<std::string>& words,
                                   const std::string& input) {
  auto done = ask_unhooked(git, words, input);
  const std::string held = git.folder() + "/index.lock";
  for (int pause = 10; !done && pause <= longest_pause_ms; pause *= 2) {
    if (!disk.exists(held)) {
      done = ask_unhooked(git, words, input);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(pause));
    done = ask_unhooked(git, words, input);
  }
  if (!done && disk.exists(held))
    return error(
        Error::busy("another git is at work in this repository", "where none is, remove " + held));
  return done;
}

bool is_own_path(std::string_view path) {
  return std::any_of(own_paths().begin(), own_paths().end(), [&](const std::string& place) {
    return path == place || (path.starts_with(place) && path.substr(place.size()).starts_with('/'));
  });
}

Error nobody_known() {
  return Error::failed("git does not know who you are",
                       "git config --global user.name \"Your Name\" && git config --global "
                       "user.email you@example.com");
}

bool is_nobody_known(const Error& error) {
  return error.problems == nobody_known().problems;
}

bool knows_person(const Git& git) {
  for (const char* const who : {"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"}) {
    const auto said = git.answer(without_guessing({"var", who}));
    if (!said || said->code != 0) return false;
  }
  return true;
}

Result<std::string> commit_files(const Git& git, Disk& disk, const Layout& layout,
                                 std::string paths, const MessageOf& message,
                                 const std::string& at) {
  if (const Unfinished under_way = git.unfinished(disk); under_way != Unfinished::nothing)
    return error(Error::conflict("a " + std::string(name_of(under_way)) + " is under way"));
  const auto ours = followed(git, std::move(paths));
  if (!ours) return error(ours.error());
  if (ours->empty()) return "";
  const std::string& named = *ours;
  const SortedPaths wanted = sorted_paths(named);
  // First in the person's index: a file that is entered there and not committed is as good as one
  // that is not entered, while a commit that their index does not know looks to be taken back.
  const auto entered =
      ask_with_index(git, disk, {"update-index", "-z", "--add", "--remove", "--stdin"}, named);
  if (!entered) return error(entered.error());
  PrivateIndex index(git, disk, layout);
  std::string head = git.head();
  for (bool again = false;; again = true) {
    SortedPaths changed;
    const auto tree = index.tree(head, named, wanted, changed);
    if (!tree) return error(tree.error());
    const std::string words = changed.empty() ? "" : message(changed);
    if (words.empty()) {
      if (changed.empty() && !head.empty()) index.stands_for(head, *tree);
      return "";
    }
    auto commit = commit_of(git, *tree, head, words, at);
    if (!commit) return commit;
    const std::string subject = words.substr(0, words.find('\n'));
    const auto moved =
        ask_unhooked(git, {"update-ref", "-m", "crm: " + subject, "HEAD", *commit, head});
    if (moved) {
      index.stands_for(*commit, *tree);
      return commit;
    }
    // The person's own git was quicker: once more on top of what it did.
    const std::string now = head_now(git);
    if (again || now == head) return error(moved.error());
    head = now;
  }
}

Result<std::string> commit_files(const Git& git, Disk& disk, const Layout& layout,
                                 std::string paths, const std::string& message,
                                 const std::string& at) {
  return commit_files(
      git, disk, layout, std::move(paths), [&](const SortedPaths&) { return message; }, at);
}

Result<void> forget_commit_index(Disk& disk, const Layout& layout) {
  std::vector<Replacement> old;
  for (const char* const name : {"/of", "/index"})
    if (const std::string file = layout.local() + "/commit" + name; disk.exists(file))
      old.push_back({.path = file, .text = std::nullopt});
  return disk.replace(old);
}

}  // namespace crm
