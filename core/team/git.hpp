// The only door to git: the repository that a book stands in, asked and changed by git's own
// program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/program.hpp"

namespace crm {

/// What stands in a file of a tree: git's name of its bytes, and how it stands there.
struct Blob {
  /// 40 or 64 hex digits.
  std::string id;
  /// `100644`, `100755`, `120000` for a link.
  std::string mode = "100644";
  bool operator==(const Blob&) const = default;
};

/// One path that differs between two trees; nothing: it is not there.
struct TreeChange {
  /// Relative to the book.
  std::string path;
  std::optional<Blob> before, after;
  bool operator==(const TreeChange&) const = default;
};

/// What a person has begun with git and not ended.
enum class Unfinished { nothing, merge, rebase, cherry_pick, revert, bisect, am };

/// `merge`, `cherry-pick`: as git calls it.
std::string_view name_of(Unfinished operation);

class Git {
 public:
  /// The repository around this folder. Error::nothing_found where there is none, or no git.
  static Result<Git> open(AskProgram ask, const std::string& folder);

  /// git's own folder, absolute; of a linked work tree its own one.
  const std::string& folder() const { return folder_; }

  /// The work tree's top, absolute.
  const std::string& top() const { return top_; }

  /// Where the book is below the work tree's top: empty, or `sales/book/`.
  const std::string& prefix() const { return prefix_; }

  /// `refs/heads/main`; empty on a detached HEAD.
  const std::string& branch() const { return branch_; }

  /// The commit of HEAD, as it was when this was opened; empty before the first one.
  const std::string& head() const { return head_; }

  Unfinished unfinished(const Disk& disk) const;

  /// What git prints on stdout. It runs in the book's folder, so paths are relative to the book
  /// where git takes them so. Error::failed with git's own words.
  Result<std::string> ask(std::vector<std::string> words, std::string input = {},
                          std::vector<std::pair<std::string, std::string>> variables = {}) const;
  /// The same with its exit code, for those whose code is an answer.
  Result<ProgramAnswer> answer(
      std::vector<std::string> words, std::string input = {},
      std::vector<std::pair<std::string, std::string>> variables = {}) const;

  /// Paths that differ between two commits, renames not guessed; nothing instead of `from`: all of
  /// `to`. Only those of the book unless `everywhere`, which names them from the top of the work
  /// tree.
  Result<std::vector<TreeChange>> changes(const std::string& from, const std::string& to,
                                          bool everywhere = false) const;
  /// The same paths alone, named from the top of the work tree, each ended by a NUL.
  Result<std::string> changed_paths(const std::string& from, const std::string& to) const;
  /// What stands in these, in their order; one that is missing is an error.
  Result<std::vector<std::string>> texts(const std::vector<std::string>& blobs) const;

 private:
  Result<std::string> differing(std::vector<std::string> look, const std::string& from,
                                const std::string& to) const;

  AskProgram ask_;
  std::string book_, folder_, top_, prefix_, branch_, head_;
};

/// Whether a repository may be around this absolute folder: looked up without asking git, for those
/// who have none.
bool may_be_in_repository(const Disk& disk, const std::string& folder);

/// A value of git's configuration, as it holds in this folder; nothing where it is not set or
/// empty.
std::optional<std::string> git_setting(const std::string& name, const std::string& folder,
                                       const AskProgram& ask);

/// Parts of what git prints with -z.
std::vector<std::string> nul_separated(std::string_view text);
/// The same the other way: each ended by a NUL.
std::string nul_ended(const std::vector<std::string>& texts);

}  // namespace crm
