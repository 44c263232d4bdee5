// What happened between two states of a file of the book, told in the words of the trade.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/changes.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// One thing that happened to a record, or to the book's own files.
struct Event {
  enum class Kind {
    /// A record came, went, came back, went into another.
    added,
    removed,
    restored,
    merged,
    /// A conversation was written down.
    logged,
    /// A deal or case was opened, or got on.
    opened,
    moved,
    reminder,
    done,
    bought,
    paid,
    /// Two people have set the same field, and a merge has kept one; somebody has settled it.
    overlapped,
    settled,
    /// Any other value of a record.
    changed,
    /// crm.yaml, rates.yaml, templates and such.
    settings,
    /// A file of a record that can't be read.
    unreadable
  };
  Kind kind = Kind::changed;
  /// The record's id and name; empty for files that are none.
  std::string record, name;
  /// What of it: a deal's or case's title, a reminder's text, the kind of a conversation; may be
  /// empty.
  std::string subject;
  /// Where it was and where it is now: a stage, a value; may be empty.
  std::string before, after;
  /// All of it as a sentence: `Globex: owner anna → ben`, `added Hooli`, `500 arms: proposal →
  /// won`.
  std::string words;
  bool operator==(const Event&) const = default;
};

/// In the order of the record's fields; nothing where the two mean the same. Nothing instead of a
/// text: no file. `path` is relative to the book and says what kind of file it is.
std::vector<Event> told_changes(const std::string& path, const std::optional<std::string>& before,
                                const std::optional<std::string>& after, const Settings& settings);

/// The same of several files that changed together: a record whose file was moved is one record.
std::vector<Event> told_changes(const std::vector<Change>& changes, const Settings& settings);

}  // namespace crm
