// The files below a folder, each with the stamp by which a file that was changed is told from one
// that was not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

class SharedWork;

struct Stamp {
  /// Nanoseconds since 1970-01-01T00:00:00Z, of the content and of the file's own data.
  std::int64_t modified = 0, touched = 0;
  std::uint64_t size = 0, inode = 0;
  bool operator==(const Stamp&) const = default;
};

/// In the order in which the folders name their files: it stays the same while none comes or goes.
struct Sweep {
  struct File {
    /// Where its path begins in `paths`, and how long it is.
    std::uint32_t begin = 0, length = 0;
    /// Empty where the file was gone when it was asked.
    Stamp stamp = {};
  };

  std::vector<File> files;
  /// The folder and those below it, with their stamps of before the names were read: while these
  /// stay, the names do, too. None where that can't be relied on.
  std::vector<File> folders;
  /// All paths, one after the other, relative to the folder.
  std::string paths;
  /// Links to folders, relative to the folder: what is behind them is not among the files.
  std::vector<std::string> links;
  /// When it began, by the machine's clock, in nanoseconds: a file that was changed about then may
  /// change again without its stamp showing it.
  std::int64_t at = 0;

  std::string_view path(std::size_t file) const {
    return std::string_view(paths).substr(files[file].begin, files[file].length);
  }

  void add(std::string_view path, const Stamp& stamp = {});
};

/// Of a file or folder; nothing where there is none.
std::optional<Stamp> stamp_of(const std::string& path);

/// The regular files below a folder whose names end so; hidden ones and those in hidden folders are
/// left out, and links to folders are not followed. An absent folder has none. A folder that can't
/// be looked into stands among the files, so that whoever reads it hears why.
Result<Sweep> files_in(const std::string& folder, const std::string& ending);

/// The same, with their stamps; who helps with `shared` asks for some of them. Where the names
/// still are those of `before`, the folders are not read again.
Result<Sweep> swept(const std::string& folder, const std::string& ending, const Sweep* before,
                    SharedWork& shared);

}  // namespace crm
