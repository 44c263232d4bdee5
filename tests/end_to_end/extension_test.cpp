// `crm word` runs `crm-word` from PATH.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

/// A program in a folder that is looked through first.
void put_program(const Folder& folder, Variables& here, const std::string& name,
                 const std::string& script) {
  std::filesystem::create_directories(folder.file("bin"));
  std::ofstream(folder.file("bin/" + name)) << "#!/bin/sh\n" << script << "\n";
  std::filesystem::permissions(folder.file("bin/" + name), std::filesystem::perms::owner_all);
  here["PATH"] = folder.file("bin") + ":" + std::getenv("PATH");
}

}  // namespace

TEST_CASE("a program of PATH is a command: it gets the words, the book, and has the last word") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  put_program(folder, here, "crm-hello",
              R"(printf '<%s>' "$@"; echo; echo "$CRM_BOOK"; "$CRM" list --count; exit 42)");
  const Ended hello = run({"hello", "two words", "--own=1", "-x", "--book-like"}, here);
  CHECK(hello.code == 42);
  CHECK(hello.out == "<two words><--own=1><-x><--book-like>\n" + folder.file("book") + "\n1\n");

  // The nearest book, and the one that is asked for; without any, none.
  here["CRM_BOOK"] = "";
  const Ended near = shell("cd '" + folder.file("book/customers") + "' && \"$CRM\" hello a", here);
  CHECK(near.out == "<a>\n" + folder.file("book") + "\n1\n");
  for (const std::string& book : {std::string("--book=book"), std::string("--book book")}) {
    const Ended asked =
        shell("cd '" + folder.path().string() + "' && \"$CRM\" " + book + " hello a", here);
    CHECK(asked.out == "<a>\n" + folder.file("book") + "\n1\n");
  }
  const Ended none = shell("cd '" + folder.path().string() + "' && \"$CRM\" hello a", here);
  CHECK(none.code == 42);
  CHECK(none.out == "<a>\n\n");
  const Ended wrong = run({"--book", "/nonexistent", "hello"}, here);
  CHECK(wrong.code == 3);
  CHECK(wrong.out.empty());

  // Its own help, and a line in ours.
  CHECK(run({"help", "hello"}, here).out.starts_with("<--help>\n"));
  CHECK(run({"help"}, here).out.find("\nYour own\n  hello       run crm-hello\n") !=
        std::string::npos);

  // A shell offers it where a command may stand, and crm help as well.
  CHECK(run({"complete", "fish", "he"}, here).out ==
        "words\nhello\trun crm-hello\nhelp\tshow the commands, or how one is used\n");
  CHECK(run({"complete", "fish", "help", "he"}, here).out == "words\nhello\trun crm-hello\n");
  CHECK(run({"complete", "fish", "--book", folder.file("book"), "hel"}, here)
            .out.starts_with("words\nhello\t"));
  CHECK(run({"complete", "fish", "show", "hel"}, here).out == "words\n");
}

TEST_CASE("a program of PATH takes no command's place, and only a word is looked for there") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  put_program(folder, here, "crm-list", "echo theirs");
  CHECK(run({"list", "--count"}, here).out == "1\n");
  CHECK(run({"help"}, here).out.find("Your own") == std::string::npos);
  std::filesystem::create_directories(folder.file("bin/crm-"));
  put_program(folder, here, "outside", "echo outside");
  CHECK(run({"x/../../outside", "x"}, here).code == 2);
  // Not to be run: not by its name, nor by the mode it has.
  std::ofstream(folder.file("bin/crm-text")) << "not a program\n";
  const Ended text = run({"text"}, here);
  CHECK(text.code == 2);
  CHECK(text.err.starts_with("crm: there is no command \"text\"\n"));
  here["PATH"] = "";
  CHECK(run({"text"}, here).code == 2);
}

TEST_CASE("a program of PATH that is killed ends us as a shell would say it") {
  const Folder folder;
  Variables here = new_book(folder, 0);
  put_program(folder, here, "crm-dies", "kill -TERM $$");
  CHECK(run({"dies"}, here).code == 128 + 15);
}
