// How crm behaves at a terminal, in a pipe, and when it is interrupted.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/end_to_end/machine.hpp"
#include "tests/end_to_end/pseudo_terminal.hpp"

using namespace end_to_end;

namespace {

const std::string escape = "\033[";

/// What `crm show` of a customer prints at a terminal.
std::string shown(const Words& words, Variables here, const Variables& more, int columns = 80) {
  for (const auto& [name, value] : more) here[name] = value;
  return PseudoTerminal(words, here, columns).wait().out;
}

void put_editor(const Folder& folder, Variables& here, const std::string& script) {
  std::ofstream(folder.file("editor")) << "#!/bin/sh\n" << script << "\n";
  std::filesystem::permissions(folder.file("editor"), std::filesystem::perms::owner_all);
  here["EDITOR"] = folder.file("editor");
  here["TMPDIR"] = folder.path().string();
}

}  // namespace

TEST_CASE(
    "colours are for terminals, and for whoever wants them; without them nothing is missing") {
  const Folder folder;
  const Variables here = new_book(folder, 2);
  const Words show{"show", "one-1111"}, always{"show", "one-1111", "--color", "always"},
      never{"show", "one-1111", "--color=never"};
  const auto has = [&](const std::string& text) { return text.find(escape) != text.npos; };
  CHECK(has(shown(show, here, {})));
  CHECK_FALSE(has(shown(show, here, {{"NO_COLOR", "1"}})));
  CHECK(has(shown(show, here, {{"NO_COLOR", ""}})));
  CHECK_FALSE(has(shown(show, here, {{"TERM", "dumb"}})));
  CHECK_FALSE(has(shown(show, here, {{"CLICOLOR", "0"}})));
  CHECK_FALSE(has(shown(never, here, {})));
  CHECK(has(shown(always, here, {{"NO_COLOR", "1"}})));
  CHECK_FALSE(has(shown(show, here, {{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}})));
  CHECK(has(shown({"log", "--help"}, here, {})));
  CHECK_FALSE(has(shown({"log", "--help", "--color", "never"}, here, {})));

  Variables forced = here;
  CHECK_FALSE(has(run(show, forced).out));
  CHECK(has(run(always, forced).out));
  forced["CLICOLOR_FORCE"] = "1";
  CHECK(has(run(show, forced).out));
  forced["CLICOLOR_FORCE"] = "0";
  CHECK_FALSE(has(run(show, forced).out));
  CHECK(run({"list", "--color", "sometimes"}, here).code == 2);

  // The same words with and without.
  std::string plain = shown(show, here, {}), codes;
  for (auto at = plain.find(escape); at != plain.npos; at = plain.find(escape))
    plain.erase(at, plain.find_first_not_of("0123456789;", at + 2) + 1 - at);
  CHECK(plain == shown(show, here, {{"NO_COLOR", "1"}}));
}

TEST_CASE("a page is as wide as the terminal, or as COLUMNS says") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  here["NO_COLOR"] = "1";
  here["TERM"] = "dumb";
  const Words log{
      "log", "one-1111", "call",
      "ನಮಸ್ಕಾರ 株式会社みどり and a long story that goes on and on until no line holds it"};
  REQUIRE(run(log, here).code == 0);
  const auto widest = [](const std::string& text) {
    std::size_t most = 0, now = 0;
    for (const char c : text) {
      if (c == '\n') now = 0;
      // Of a wide character in UTF-8 only the first byte counts, so this is a lower bound.
      if (c != '\n' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
        most = std::max(most, ++now);
    }
    return most;
  };
  const Words story{"log", "one-1111"};
  CHECK(widest(shown(story, here, {}, 40)) <= 40);
  const std::string wide = shown(story, here, {}, 200);
  CHECK(wide.find("until no line holds it") != wide.npos);
  CHECK(shown(story, here, {{"COLUMNS", "40"}}, 200) == shown(story, here, {}, 40));
  for (const char* const odd : {"0", "-3", "x", "7"})
    CHECK(shown(story, here, {{"COLUMNS", odd}}, 200) == shown(story, here, {}, 80));
}

TEST_CASE("alone in a book it is the morning page, elsewhere the way to one") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  here["CRM_NOW"] = "2026-11-21T10:15:00+01:00";
  REQUIRE(run({"remind", "one-1111", "today", "send the offer"}, here).code == 0);
  const std::string page = shown({"--color=never"}, here, {});
  CHECK(page.starts_with("Saturday 21 November 2026\n\nToday\n"));
  CHECK(shown({"--color=never"}, here, {{"CRM_NOW", "2026-11-23"}})
            .starts_with("Monday 23 November 2026\n\nOverdue\n  2 days  "));
  const std::string start = shown({"--color=never"}, here, {{"CRM_BOOK", ""}});
  CHECK(start.find("  crm init clients && cd clients\n") != start.npos);
  const std::string due = run({"remind"}, here).out;
  here["CRM_BOOK"] = "";
  CHECK(run({"--book=" + folder.file("book")}, here).out == due);
}

TEST_CASE("a name that could be two is asked about at a terminal alone") {
  const Folder folder;
  Variables here = new_book(folder, 2);
  here["PATH"] = "/nonexistent";  // no fzf
  PseudoTerminal at({"show", "customer", "--color=never"}, here);
  REQUIRE(at.shows("which one? "));
  at.type("2\n");
  const Ended end = at.wait();
  CHECK(end.code == 0);
  CHECK(end.out.find("Customer two-2222  ") != end.out.npos);
  for (const char* const quiet : {"--no-input", "--yes"}) {
    const Ended none = PseudoTerminal({"show", "customer", quiet}, here).wait();
    CHECK(none.code == 4);
    CHECK(none.out.find("which one") == none.out.npos);
  }
  CHECK(run({"show", "customer"}, here).code == 4);
  PseudoTerminal interrupted({"show", "customer"}, here);
  REQUIRE(interrupted.shows("which one? "));
  interrupted.type("\x03");
  CHECK(interrupted.wait().signal == 2);
}

TEST_CASE("where fzf is there it does the asking") {
  const Folder folder;
  Variables here = new_book(folder, 2);
  std::filesystem::create_directories(folder.file("bin"));
  const auto fzf = [&](const std::string& script) {
    std::ofstream(folder.file("bin/fzf")) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(folder.file("bin/fzf"), std::filesystem::perms::owner_all);
  };
  here["PATH"] = folder.file("bin") + ":" + std::getenv("PATH");
  fzf("cat > '" + folder.file("asked") + "'; echo 'the list' >&2; sed -n 2p '" +
      folder.file("asked") + "'");
  const Ended second = PseudoTerminal({"show", "customer", "--color=never"}, here).wait();
  CHECK(second.code == 0);
  CHECK(second.out.find("the list\n") != second.out.npos);
  CHECK(second.out.find("Customer two-2222  ") != second.out.npos);
  CHECK(text_of(folder.file("asked")) ==
        "0\tCustomer one-1111\tone-1111\n1\tCustomer two-2222\ttwo-2222\n");
  // Esc.
  fzf("exit 130");
  CHECK(PseudoTerminal({"show", "customer"}, here).wait().code == 4);
  // One that does not know our options.
  fzf("echo 'unknown option: --height' >&2; exit 2");
  PseudoTerminal old({"show", "customer"}, here);
  REQUIRE(old.shows("which one? "));
  old.type("1\n");
  CHECK(old.wait().code == 0);
  here["TERM"] = "dumb";
  PseudoTerminal dumb({"show", "customer"}, here);
  CHECK(dumb.shows("which one? "));
}

TEST_CASE("Ctrl-C at a question, in an editor or instead of a key leaves the book as it was") {
  const Folder folder;
  Variables here = new_book(folder, 2);
  const auto before = texts_below(folder.file("book/customers"));
  PseudoTerminal question({"set", "+all", "status=customer"}, here);
  REQUIRE(question.shows("[y/N]"));
  question.type("\x03");
  CHECK(question.wait().signal == 2);

  // The editor gets it, and so do we: the draft is kept. One long sleep would not do: a shell that
  // is interrupted just before it starts a program lets that run to its end first.
  put_editor(folder, here,
             "echo 'name: Draft' > \"$1\"; echo editing; while :; do sleep 0.02; done");
  PseudoTerminal editor({"edit", "one-1111"}, here);
  REQUIRE(editor.shows("editing"));
  editor.type("\x03");
  const Ended ended = editor.wait();
  CHECK(ended.code == 130);
  bool draft_is_kept = false;
  for (const auto& [path, text] : texts_below(folder.path()))
    draft_is_kept = draft_is_kept || (path.starts_with("crm-") && text == "name: Draft\n");
  CHECK(draft_is_kept);
  // One that uses it itself goes on.
  put_editor(
      folder, here,
      "trap 'interrupted=1' INT; echo editing; while [ -z \"$interrupted\" ]; do sleep 0.02; "
      "done; echo 'tags: [all, edited]' > \"$1.new\"; sed '/^tags/d' \"$1\" >> \"$1.new\"; "
      "mv \"$1.new\" \"$1\"");
  PseudoTerminal own({"edit", "two-2222"}, here);
  REQUIRE(own.shows("editing"));
  own.type("\x03");
  CHECK(own.wait().code == 0);
  CHECK(text_of(record_of(folder, 1)).find("edited") != std::string::npos);
  REQUIRE(run({"undo"}, here).code == 0);

  REQUIRE(run({"set", "+all", "status=lead", "--yes"}, here).code == 0);
  PseudoTerminal keys({"list", "--triage"}, here);
  REQUIRE(keys.shows("q quit"));
  keys.type("\x03");
  // Pressed before we ask for a key it is the signal that it always is.
  const Ended left = keys.wait();
  CHECK((left.code == 130 || left.signal == 2));
  CHECK(texts_below(folder.file("book/customers")) == before);
  CHECK(leftovers(folder.file("book")).empty());
  CHECK(run({"check"}, here).code == 0);
}

TEST_CASE("Ctrl-C at any moment of an import leaves all of it or nothing") {
  const Folder folder;
  const Variables here = new_book(folder, 1);
  constexpr int rows = 400;
  std::ofstream table(folder.file("many.csv"));
  table << "Name,E-mail\n";
  for (int i = 0; i < rows; ++i)
    table << "Person Number " << i << ",person" << i << "@many.example\n";
  table.close();
  const Words import{"import", folder.file("many.csv")};
  REQUIRE(run(import, here).code == 0);
  REQUIRE(run({"undo"}, here).code == 0);
  const long typical = typical_duration({"import", folder.file("many.csv"), "--dry-run"}, here) * 2;
  std::mt19937 chance{2026};
  std::uniform_int_distribution<long> delay(0, typical);
  int interrupted = 0;
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    Running running(import, here);
    pause_for(delay(chance));
    running.interrupt();
    const Ended end = running.wait();
    if (end.was_killed()) CHECK(end.signal == 2);
    interrupted += end.was_killed() ? 1 : 0;
    // The lock is free; whoever comes next finishes what was announced.
    REQUIRE(run({"log", id_of(0), "call", "round " + std::to_string(round)}, here).code == 0);
    const std::string count = run({"list", "--count"}, here).out;
    const bool whole = count == std::to_string(rows + 1) + "\n";
    CHECK_MESSAGE((whole || count == "1\n"), count);
    CHECK(leftovers(folder.file("book")).empty());
    REQUIRE(run({"undo"}, here).code == 0);
    if (whole) REQUIRE(run({"undo"}, here).code == 0);
  }
  CHECK(interrupted > 0);
}

TEST_CASE("progress is for terminals, and leaves no trace there") {
  const Folder folder;
  const Variables here = new_book(folder, 1);
  std::ofstream table(folder.file("many.csv"));
  table << "Name,E-mail\n";
  for (int i = 0; i < 1200; ++i) table << "Person " << i << ",person" << i << "@many.example\n";
  table.close();
  const Words import{"import", folder.file("many.csv"), "--dry-run", "--no-input"};
  CHECK(run(import, here).err.find('\r') == std::string::npos);
  PseudoTerminal at(import, here);
  CHECK(at.shows("many.csv: 500 read"));
  CHECK(at.shows("  [#"));
  CHECK(at.shows("\r\033[K"));
  CHECK(shown(import, here, {{"TERM", "dumb"}}).find(" read\r") == std::string::npos);
}
