// The disk as the book needs it: a handful of verbs. Paths are absolute, or as the process was
// given them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/book/file.hpp"
#include "core/book/sweep.hpp"
#include "core/domain/bytes.hpp"
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

/// Files that shall be replaced together, more than are held at once. Every one says what must
/// stand there `before`, and all are durable.
struct Replacements {
  std::size_t count = 0;
  /// Asked concurrently, and for each file more than once.
  std::function<Result<Replacement>(std::size_t file)> file;
  /// The same without its texts.
  std::function<std::string(std::size_t file)> path;
  /// Called once, when every new text stands durably beside its file, and none has taken its place.
  /// Where it fails, none does.
  std::function<Result<void>()> announce;
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
  /// A file, pipe or device of any length from its beginning, 64 KiB at a time.
  virtual Result<std::unique_ptr<Bytes>> open(const std::string& path) const = 0;
  /// A file of which parts are read. Errors as those of `read`.
  virtual Result<std::unique_ptr<OpenFile>> open_parts(const std::string& path) const = 0;
  /// The files of `files_in`, by name. Paths are `folder/…`.
  virtual Result<std::vector<std::string>> files_below(const std::string& folder,
                                                       const std::string& ending) const = 0;
  /// The same files with their stamps; their paths are relative to the folder. Where there was one
  /// `before`, it may spare reading the names. Who helps with `shared` asks for some of the stamps.
  virtual Result<Sweep> sweep_below(const std::string& folder, const std::string& ending,
                                    const Sweep* before, SharedWork& shared) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  /// Of a file or folder; nothing where there is none.
  virtual std::optional<Stamp> stamp(const std::string& path) const = 0;
  /// All of them or none: every new text is written beside its file and flushed before the first
  /// takes its place, and an error brings back what had stood there. Error::busy when a file was
  /// not, or is no longer, what it must be `before`; whoever saves it in that moment loses nothing.
  /// Folders are made as needed. Killed in between, some files have the new text and some the old,
  /// none a part of one.
  virtual Result<void> replace(const std::vector<Replacement>& files) = 0;
  /// The same for thousands: of each file few bytes are held, and of many the whole file system is
  /// flushed once.
  virtual Result<void> replace_many(const Replacements& files) = 0;
  /// A new, empty file in the place of whatever stood there; folders are made as needed.
  virtual Result<std::unique_ptr<GrowingFile>> grow(const std::string& path) = 0;
  /// A file without a name, outside of any book and gone when it is let go.
  virtual Result<std::unique_ptr<GrowingFile>> grow_unnamed() = 0;
  /// Removes what a killed `replace` left beside its files in this folder.
  virtual void sweep(const std::string& folder) = 0;
  /// Renames, not flushed.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  /// A file that is there, to be written over where that is allowed.
  virtual Result<std::unique_ptr<EditableFile>> edit(const std::string& path) = 0;
  /// An empty one, held, for its owner's eyes alone: new, or one that nobody holds. Error::busy
  /// where somebody does.
  virtual Result<std::unique_ptr<EditableFile>> make_private(const std::string& path) = 0;
  /// Makes a folder and those above it.
  virtual Result<void> make_folder(const std::string& path) = 0;
  /// Waits up to `patience_ms`; Error::busy when somebody else holds it all that time.
  virtual Result<std::unique_ptr<Lock>> lock(const std::string& path, int patience_ms) = 0;
};

}  // namespace crm
