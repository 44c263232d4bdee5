// What every command has changed, kept so that it can be finished after a crash and undone
// afterwards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/disk.hpp"

namespace crm {

/// One file's text before and after; nothing: there was, or is, no such file.
struct Change {
  /// Relative to the book.
  std::string path;
  std::optional<std::string> before, after;
  bool operator==(const Change&) const = default;
};

/// One command, whole.
struct Operation {
  /// Nine digits, counting up within this clone: the order of the journal.
  std::string number;
  /// 6 Crockford characters.
  std::string id;
  /// RFC 3339, local time of the book with its offset.
  std::string at;
  std::string by;
  /// What it did, as it was told to the person: `logged a call with Globex`.
  std::string title;
  /// The id of the operation that this one takes back or does again.
  std::string undoes, redoes;
  std::vector<Change> changes;
  bool operator==(const Operation&) const = default;
};

/// The text of an operation's file, and back: a head of lines, then the bytes of each change.
std::string to_text(const Operation& operation);
Result<Operation> parse_operation(const std::string& text, bool head_only = false);

class Journal {
 public:
  /// How many operations can be undone.
  static constexpr std::size_t kept = 1000;

  Journal(Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}

  /// For the next operation; call it under the book's lock.
  std::string next_number() const;
  /// The file that announces an operation, one at a time; it takes its place in the journal when
  /// everything is written.
  Replacement announcement(const Operation& operation) const;
  /// Marks it as done; forgets the oldest ones.
  Result<void> finish(const Operation& operation);

  /// Whether something is announced: it is being written, or a command was killed.
  bool has_announcement() const { return disk_.exists(announced()); }

  /// What is announced; nothing also where the announcement of a single file's change did not
  /// outlive a power cut.
  Result<std::optional<Operation>> announcement() const;
  /// Takes the announcement back.
  Result<void> withdraw();

  /// Heads (without changes) of those that are done, newest first.
  std::vector<Operation> heads(std::size_t most = kept) const;
  Result<Operation> load(const std::string& id) const;

 private:
  std::string announced() const { return folder_ + "/announced"; }

  /// The operation that was done last. It stands apart from the others, so that a command finds its
  /// number without looking through a thousand names.
  std::string newest() const { return folder_ + "/newest"; }

  std::string place_of(const Operation& operation) const;
  Result<Operation> read(const std::string& path, bool head_only) const;
  Result<void> put_newest_aside();

  Disk& disk_;
  std::string folder_;
};

}  // namespace crm
