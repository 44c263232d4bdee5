// What every command has changed, kept so that it can be finished after a crash and undone
// afterwards.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/book/changes.hpp"
#include "core/book/disk.hpp"

namespace crm {

/// One command: what it was, and how many files it changed.
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
  /// The commit whose changes by others it has taken in: that is nobody's to undo here.
  std::string takes_in = {};
  /// Of one that erases somebody for ever: the lines of erased.txt that it adds, with blanks
  /// between them, as long as it is announced; `done` afterwards, since the journal says nothing of
  /// them.
  std::string erases = {};
  std::size_t files = 0;
  bool operator==(const Operation&) const = default;
};

/// An operation with what it changed, read as far as it is asked about.
struct Recorded {
  Operation operation;
  Changes changes;
};

/// The file of an operation that changes a few files: a head of lines, then the bytes of each
/// change. That of a long one is written as it comes, so its head stands at its end: a first line,
/// the texts, a line for each file with the places of its texts, the head, and where the head
/// begins. Complete, it ends in `end`.
std::string to_text(const Operation& operation, const std::vector<Change>& changes);

class Journal {
 public:
  /// How many operations can be undone.
  static constexpr std::size_t kept = 1000;

  Journal(Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}

  /// For the next operation; call it under the book's lock.
  std::string next_number() const;
  /// The file that announces an operation, one at a time; it takes its place in the journal when
  /// everything is written.
  Replacement announcement(const Operation& operation, const std::vector<Change>& changes) const;

  /// The changes of an operation that may become long: above `bound` bytes of texts they are
  /// written down as they come, as an announcement that is not complete.
  Changes long_announcement(std::size_t bound) const;
  /// All of it but its last line, so that it does not count yet.
  Result<void> write_down(const Operation& operation, Changes& changes) const;
  /// The last line, once all that was written down is durable: from here on the operation is
  /// announced.
  static Result<void> announce(Changes& changes);

  /// Marks it as done; forgets the oldest ones.
  Result<void> finish(const Operation& operation);

  /// What shall be kept of a change; nothing: none of it.
  using Keep = std::function<std::optional<Change>(Change change)>;
  /// Writes those that are done anew where `keep` or `words` (of a title) makes something else of
  /// them. Where nothing is left of a change or of an operation, it goes; so does one that can't be
  /// read. Each is whole at any time, and doing it again changes nothing.
  Result<void> rewrite(const Keep& keep, const std::function<std::string(std::string)>& words);
  /// Instead of what is announced: that it is done, without what it did. `finish` comes next.
  Result<void> announce_done(const Operation& operation);

  /// Whether something is announced: it is being written, or a command was killed.
  bool has_announcement() const { return disk_.exists(announced()); }

  /// What is announced; nothing also where the announcement of a single file's change did not
  /// outlive a power cut, and where a long one was not complete.
  Result<std::optional<Recorded>> announcement() const;
  /// Takes the announcement back.
  Result<void> withdraw();

  /// Heads of those that are done, newest first.
  std::vector<Operation> heads(std::size_t most = kept) const;
  /// The same, of those that changed this file.
  std::vector<Operation> heads_of(const std::string& path) const;
  Result<Recorded> load(const std::string& id) const;

 private:
  std::string announced() const { return folder_ + "/announced"; }

  /// The operation that was done last. It stands apart from the others, so that a command finds its
  /// number without looking through a thousand names.
  std::string newest() const { return folder_ + "/newest"; }

  std::string place_of(const Operation& operation) const;
  /// Shows the files of those that are done, newest first, as long as `look` says so.
  void for_each(const std::function<bool(const std::string& file)>& look) const;
  Result<Operation> head(const std::string& path) const;
  Result<Recorded> read(const std::string& path) const;
  Result<void> put_newest_aside();
  Result<void> rewrite_one(const std::string& file, const Keep& keep,
                           const std::function<std::string(std::string)>& words);

  Disk& disk_;
  std::string folder_;
};

}  // namespace crm
