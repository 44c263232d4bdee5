// What was done to a book, by whom and when: from git's log where there is one, and from this
// copy's journal.
#pragma once

#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/team/git.hpp"
#include "core/team/log.hpp"

namespace crm {

struct Happening {
  /// RFC 3339 by the book's clock; empty for what somebody has changed by hand and not committed.
  std::string at;
  /// A short name of the team, or what git calls them.
  std::string by;
  std::string words;
  /// How many files it changed; 0 where that was not asked for.
  std::size_t files = 0;
  /// Of the operation; of what was committed by hand, the commit's. Empty for what is neither.
  std::string id;
};

class History {
 public:
  /// Of one record alone, where one is named. `with_files` counts them, which takes longer.
  struct About {
    std::string record, path;
    bool with_files = false;
  };

  /// `git` may be nothing.
  History(const Book& book, const Git* git, About about);

  /// The next ones, newest first; none at the end.
  Result<std::vector<Happening>> more();

 private:
  Result<std::vector<Happening>> uncommitted();
  Result<std::vector<Happening>> from_journal() const;
  Result<std::vector<Change>> by_hand_in(const std::vector<std::string>& paths) const;
  Result<std::vector<Happening>> page();
  void tell(const Commit& commit, const std::vector<Change>& changes,
            std::vector<Happening>& all) const;
  void tell_counted(const Commit& commit, const std::string& count, std::size_t files,
                    std::vector<Happening>& all) const;
  std::vector<Change> own_part(const Commit& merge, const std::vector<Change>& changes) const;
  bool is_about(const std::string& path) const;
  std::vector<std::string> pathspecs() const;
  std::string who(const Commit& commit) const;

  const Book& book_;
  const Git* git_;
  About about_;
  bool begun_ = false, ended_ = false;
  std::size_t read_ = 0;
};

}  // namespace crm
