// The disk as the book needs it: a handful of verbs. Paths are absolute, or as the process was
// given them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/book/sweep.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// What shall stand in a file; nothing: the file shall be gone.
struct Replacement {
  std::string path;
  std::optional<std::string> text;
  /// Where set: what must stand there until that moment (nothing: no file).
  std::optional<std::optional<std::string>> before = std::nullopt;
  /// Whether it must outlive a power cut.
  bool durable = true;
};

/// Held while it lives.
class Lock {
 public:
  virtual ~Lock() = default;
};

class Disk {
 public:
  virtual ~Disk() = default;

  /// The whole file. Error::nothing_found when there is none, failed with the reason otherwise.
  virtual Result<std::string> read(const std::string& path) const = 0;
  /// The files of `files_in`, by name. Paths are `folder/…`.
  virtual Result<std::vector<std::string>> files_below(const std::string& folder,
                                                       const std::string& ending) const = 0;
  /// The same files with their stamps; their paths are relative to the folder.
  virtual Result<Sweep> sweep_below(const std::string& folder, const std::string& ending) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  /// All of them or none: every new text is written beside its file and flushed before the first
  /// takes its place, and an error brings back what had stood there. Error::busy when a file was
  /// not, or is no longer, what it must be `before`; whoever saves it in that moment loses nothing.
  /// Folders are made as needed. Killed in between, some files have the new text and some the old,
  /// none a part of one.
  virtual Result<void> replace(const std::vector<Replacement>& files) = 0;
  /// Removes what a killed `replace` left beside its files in this folder.
  virtual void sweep(const std::string& folder) = 0;
  /// Renames, not flushed.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  /// An empty file in the place of whatever stood there, for its owner's eyes alone.
  virtual Result<void> make_private(const std::string& path) = 0;
  /// Makes a folder and those above it.
  virtual Result<void> make_folder(const std::string& path) = 0;
  /// Waits up to `patience_ms`; Error::busy when somebody else holds it all that time.
  virtual Result<std::unique_ptr<Lock>> lock(const std::string& path, int patience_ms) = 0;
};

}  // namespace crm
