#include "core/team/trailers.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

Operation operation(std::string id, std::string title) {
  Operation one;
  one.id = std::move(id);
  one.title = std::move(title);
  one.at = "2026-11-21T10:15:00+01:00";
  return one;
}

}  // namespace

TEST_CASE("one operation is its title and its trailers") {
  Operation one = operation("x7k2m9", "took back: added Globex");
  one.by = "anna";
  one.undoes = "a1b2c3";
  const std::string message = commit_message({one});
  CHECK(message ==
        "took back: added Globex\n\nCrm-Operation: x7k2m9\nCrm-By: anna\nCrm-Undoes: a1b2c3\n");
  one.at = "";
  CHECK(operations_in(message) == std::vector<Operation>{one});
}

TEST_CASE("a long title is cut in the subject and whole below it") {
  const std::string title(100, 'x');
  const std::string message = commit_message({operation("x7k2m9", title)});
  CHECK(message == std::string(71, 'x') + "…\n\n" + title + "\n\nCrm-Operation: x7k2m9\n");
  CHECK(operations_in(message).at(0).title == title);
  // Devanagari counts in cells, not bytes.
  CHECK(commit_message({operation("x7k2m9", "set अनिता शर्मा: +vip")})
            .starts_with("set अनिता शर्मा: +vip\n"));
}

TEST_CASE("several operations are a line each") {
  Operation second = operation("b2b2b2", "set Globex: owner anna → ben");
  second.by = "ben";
  const std::vector<Operation> both{operation("a1a1a1", "added Globex"), second};
  const std::string message = commit_message(both);
  CHECK(message ==
        "set Globex: owner anna → ben, and 1 more\n\n"
        "- a1a1a1 2026-11-21T10:15:00+01:00 added Globex\n"
        "- b2b2b2 2026-11-21T10:15:00+01:00 set Globex: owner anna → ben\n\n"
        "Crm-Operation: a1a1a1\nCrm-Operation: b2b2b2\nCrm-By: ben\n");
  CHECK(operations_in(message) == both);
}

TEST_CASE("a commit by hand names no operation") {
  CHECK(operations_in("Globex moved to Bonn\n\nThey told me.\n").empty());
  CHECK(operations_in("").empty());
}

}  // namespace crm
