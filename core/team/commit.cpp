#include "core/team/commit.hpp"

#include "core/domain/text.hpp"

namespace crm {

const std::vector<std::string>& own_paths() {
  static const std::vector<std::string> all{
      "crm.yaml",  "rates.yaml", "erased.txt", "customers",  "campaigns",
      "templates", "mappings",   "hooks",      ".gitignore", ".gitattributes"};
  return all;
}

Result<std::string> commit_files(const Git& git, const Disk& disk, const Layout&,
                                 const std::vector<std::string>& paths,
                                 const std::string& message) {
  if (const Unfinished under_way = git.unfinished(disk); under_way != Unfinished::nothing)
    return error(Error::conflict("a " + std::string(name_of(under_way)) + " is under way"));
  std::string named;
  for (const std::string& path : paths) named += path + '\0';
  auto added = git.ask({"update-index", "-z", "--add", "--remove", "--stdin"}, named);
  if (!added) return error(added.error());
  const auto same = git.answer({"diff-index", "--cached", "--quiet", "HEAD"});
  if (same && same->code == 0) return "";
  auto done = git.ask({"commit", "-q", "--no-verify", "-m", message, "--only",
                       "--pathspec-from-file=-", "--pathspec-file-nul"},
                      named);
  if (!done) return error(done.error());
  auto head = git.ask({"rev-parse", "HEAD"});
  if (!head) return error(head.error());
  return std::string(trimmed(*head));
}

}  // namespace crm
