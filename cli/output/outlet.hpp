// Where a long answer goes: stdout piece by piece, or a file in one piece.
#pragma once

#include <string>
#include <string_view>

#include "cli/desk.hpp"

namespace crm {

/// Throws Failure for a path that is the book's own or lies in one of its folders. `what` does not
/// go there: `a page`, `an export`.
void refuse_part_of_book(const std::string& path, std::string_view what, const std::string& advice,
                         const Desk& desk);

/// Throws Failure where the folder of that file is not there.
void refuse_without_folder(const std::string& path, const World& world);

/// `84 kB`, `1.2 MB`.
std::string size_words(std::size_t bytes);

class Outlet {
 public:
  /// An empty path or `-` is stdout. Throws Failure where no file may be written: into the book,
  /// into a folder that is not there, into a device, over a file whose name does not end with one
  /// of `endings` (with --anyway that one is given up).
  Outlet(std::string path, const std::vector<std::string_view>& endings, const Desk& desk);

  /// On a terminal without what could steer it.
  void put(std::string_view text);
  /// JSON has its own way of showing such characters.
  void put_json(const std::string& text);

  /// Whether anybody still reads.
  bool is_wanted() const;

  /// Writes the file, and says so to a person: `wrote a.csv (17 customers, 12 kB)`. With --dry-run
  /// nothing is written.
  void finish(const std::string& what);

 private:
  std::string path_;
  World& world_;
  std::string text_;
};

}  // namespace crm
