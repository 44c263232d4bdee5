#include "core/book/layout.hpp"

namespace crm {
namespace {

std::string without_last_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

Result<Layout> book_at(const Disk& disk, const std::string& folder, const std::string& who_says) {
  Layout layout{without_last_slash(folder)};
  if (disk.exists(layout.settings())) return layout;
  return error(Error::nothing_found("there is no book in " + folder + who_says + " (no crm.yaml)",
                                    "start one with: crm init " + folder));
}

}  // namespace

std::string Layout::relative(const std::string& path) const {
  return path.starts_with(root + "/") ? path.substr(root.size() + 1) : path;
}

Result<Layout> find_book(const Disk& disk, const Whereabouts& where) {
  if (where.asked) return book_at(disk, *where.asked, "");
  if (where.environment && !where.environment->empty())
    return book_at(disk, *where.environment, ", which CRM_BOOK names");
  for (std::string folder = without_last_slash(where.folder); !folder.empty();) {
    const Layout layout{folder == "/" ? "" : folder};
    if (disk.exists(layout.settings())) return layout;
    const auto slash = folder.rfind('/');
    if (slash == folder.npos || folder == "/") break;
    folder = slash == 0 ? "/" : folder.substr(0, slash);
  }
  if (where.standard && !where.standard->empty())
    return book_at(disk, *where.standard, ", your default_book");
  return error(
      Error::nothing_found("there is no book here or in a folder above",
                           "start one with: crm init clients   or name one with --book DIR"));
}

}  // namespace crm
