// How anything in the core fails: an Error with the problems a person can mend, as a value.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace crm {

/// A place in a file of the book. Lines and columns count from 1, columns in characters;
/// line 0 means the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  bool operator==(const Place&) const = default;
};

/// `customers/acme-7h2k.yaml:41:14`, without what is not known.
std::string to_text(const Place& place);

/// One thing that is wrong: what, where, and what to do next.
struct Problem {
  std::string message;
  std::optional<Place> place;
  std::string hint;
  /// Stable name of the kind of problem (`duplicate-key`), for `check`; may be empty.
  std::string code;
  /// A warning leaves the record readable; only `check` speaks of it.
  bool warning = false;
  bool operator==(const Problem&) const = default;
};

/// Why something was not done. The kinds are the exit codes of the program.
struct Error {
  enum class Kind {
    failed = 1,
    asked_wrongly = 2,
    nothing_found = 3,
    conflict = 4,
    invalid = 5,
    busy = 6
  };

  Kind kind = Kind::failed;
  std::vector<Problem> problems;

  /// The first problem's message: what tests and callers mostly look at.
  const std::string& message() const { return problems.front().message; }

  static Error failed(std::string message, std::string hint = {});
  static Error asked_wrongly(std::string message, std::string hint = {});
  static Error nothing_found(std::string message, std::string hint = {});
  static Error conflict(std::string message, std::string hint = {});
  static Error invalid(std::string message, std::string hint = {});
  static Error busy(std::string message, std::string hint = {});
};

/// Either a T or the Error that prevented it. `.value()` throws Failure, caught once in `run()`.
template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::bad_expected_access<Error>;

/// What `.value()` is for a Result<void>: throws Failure where something went wrong.
inline void insist(const Result<void>& done) {
  if (!done) throw Failure(done.error());
}

/// `return error(Error::failed("…"));` from a function that returns a Result.
inline tl::unexpected<Error> error(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace crm
