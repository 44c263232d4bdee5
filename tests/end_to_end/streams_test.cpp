// Odd streams, odd files, and folders that are not as they should be.
#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

TEST_CASE("output that can't be written is said; a reader who has seen enough is not") {
  const Folder folder;
  const Variables here = new_book(folder, 3);
  const Ended full = shell("\"$CRM\" list > /dev/full", here);
  CHECK(full.code == 1);
  CHECK(full.err == "crm: the output could not be written\n");

  for (int i = 0; i < 400; ++i)
    std::ofstream(folder.file("book/customers/more-" + std::to_string(i) + ".yaml"))
        << "name: " << std::string(200, 'x') << i << "\n";
  const Ended enough = shell("\"$CRM\" list | head -1", here);
  CHECK(enough.code == 0);
  CHECK(enough.err.empty());
  CHECK(count_of(enough.out, "\n") == 1);
  // As some programs start others: the signal ignored.
  const Ended ignored = shell("trap '' PIPE; \"$CRM\" list | head -1", here);
  CHECK(ignored.err.empty());
}

TEST_CASE("a comparison that the shell takes for a file is remarked on") {
  const Folder folder;
  const Variables here = new_book(folder, 2);
  const std::string at = "cd '" + folder.path().string() + "' && \"$CRM\" list ";
  const std::string remark = "crm: the shell took the > for itself and writes this into the file ";
  CHECK(shell(at + "value>5000", here).err == remark + "5000\n");
  CHECK(shell(at + "deals value:>5000EUR", here).err == remark + "5000EUR\n");
  CHECK(shell(at + "last>=2026-11", here).err == remark + "=2026-11\n");
  CHECK(shell(at + "+all>=5", here).err == remark + "=5\n");
  // What may well be meant.
  for (const char* const meant :
       {"+all > 20261121", "value:..5000 > 2026", "> last", "value > customers.tsv", "name>2026",
        "value | cat", "value:5000.. > /dev/null"})
    CHECK(shell(at + meant, here).err == "");
}

TEST_CASE("closed streams hurt no file") {
  const Folder folder;
  const Variables here = new_book(folder, 1);
  const std::string log = "\"$CRM\" log " + id_of(0) + " call ";
  CHECK(shell(log + "one <&-", here).code == 0);
  CHECK(shell(log + "two >&-", here).code == 0);
  CHECK(shell(log + "three 2>&-", here).code == 0);
  CHECK(shell(log + "four <&- >&- 2>&-", here).code == 0);
  CHECK(shell(log + "- <&-", here).code == 2);
  CHECK(shell(log + "- < /dev/null", here).code == 2);
  CHECK(shell("\"$CRM\" remind <&- >&- 2>&-", here).code == 0);
  const std::string text = text_of(record_of(folder, 0));
  CHECK(count_of(text, "kind: call") == 4);
  CHECK(count_of(text, "logged") == 0);
  CHECK(run({"check"}, here).code == 0);
}

TEST_CASE("a read-only book is read, and says why it is not written") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  const std::string before = text_of(record_of(folder, 0));
  here["LD_PRELOAD"] = CRM_FAULT_SHIM;
  here["CRM_FAULT_BELOW"] = folder.file("book");
  here["CRM_FAULT_AT"] = "1";
  here["CRM_FAULT_AS"] = "30";
  here["CRM_FAULT_STAYS"] = "1";
  CHECK(run({"list"}, here).code == 0);
  CHECK(run({"remind"}, here).code == 0);
  const Ended log = run({"log", id_of(0), "call", "hello"}, here);
  CHECK(log.code == 1);
  CHECK(log.err.find("Read-only file system") != log.err.npos);
  CHECK(text_of(record_of(folder, 0)) == before);
}

TEST_CASE("an unreadable record does not hide the others") {
  const Folder folder;
  const Variables here = new_book(folder, 2);
  std::filesystem::create_symlink("nowhere.yaml", folder.file("book/customers/astray.yaml"));
  std::filesystem::create_symlink("loop.yaml", folder.file("book/customers/loop.yaml"));
  const Ended list = run({"list"}, here);
  CHECK(list.code == 5);
  CHECK(count_of(list.out, "\n") == 2);
  CHECK(list.err.find("customers/astray.yaml") != list.err.npos);
  CHECK(list.err.find("customers/loop.yaml") != list.err.npos);
  if (::geteuid() != 0) {
    std::filesystem::permissions(record_of(folder, 0), std::filesystem::perms::none);
    const Ended denied = run({"list"}, here);
    CHECK(denied.code == 5);
    CHECK(denied.err.find("Permission denied") != denied.err.npos);
  }
}

TEST_CASE("a book without a customers folder is an empty one") {
  const Folder folder;
  const Variables here = new_book(folder, 0);
  std::filesystem::remove_all(folder.file("book/customers"));
  CHECK(run({"list"}, here).code == 3);
  CHECK(run({"remind"}, here).code == 0);
  CHECK(run({"add", "Acme"}, here).code == 0);
  CHECK(run({"check"}, here).code == 0);
}

TEST_CASE("a file keeps its mode, and a link stays one") {
  const Folder folder;
  const Variables here = new_book(folder, 2);
  ::chmod(record_of(folder, 0).c_str(), 0600);
  REQUIRE(run({"log", id_of(0), "call", "hello"}, here).code == 0);

  struct stat info {};

  REQUIRE(::stat(record_of(folder, 0).c_str(), &info) == 0);
  CHECK((info.st_mode & 07777) == 0600);

  const std::string kept = folder.file("elsewhere.yaml");
  std::filesystem::rename(record_of(folder, 1), kept);
  std::filesystem::create_symlink("../../elsewhere.yaml", record_of(folder, 1));
  REQUIRE(run({"log", id_of(1), "call", "hello"}, here).code == 0);
  CHECK(std::filesystem::is_symlink(record_of(folder, 1)));
  CHECK(count_of(text_of(kept), "text: hello") == 1);
}

TEST_CASE("pipes and folders that are named like records are left alone") {
  const Folder folder;
  const Variables here = new_book(folder, 1);
  REQUIRE(::mkfifo(folder.file("book/customers/pipe.yaml").c_str(), 0666) == 0);
  std::filesystem::create_directory(folder.file("book/customers/folder.yaml"));
  CHECK(run({"list"}, here).code == 0);
  CHECK(run({"show", "pipe"}, here).code == 3);
  CHECK(run({"log", id_of(0), "call", "hello"}, here).code == 0);
  CHECK(run({"check"}, here).code == 0);
}

TEST_CASE("a folder behind a link is not read, and check says so") {
  const Folder folder;
  const Variables here = new_book(folder, 1);
  std::filesystem::create_directory(folder.file("shared"));
  std::ofstream(folder.file("shared/hooli.yaml")) << "name: Hooli\n";
  std::filesystem::create_symlink("../../shared", folder.file("book/customers/shared"));
  CHECK(run({"show", "hooli"}, here).code == 3);
  const Ended checked = run({"check"}, here);
  CHECK(checked.code == 0);
  CHECK(checked.out.starts_with("customers/shared\twarning\tnot-read\t"));
}

TEST_CASE("a book may be named from home") {
  const Folder folder;
  (void)new_book(folder, 2);
  const std::string home = folder.path().string();
  std::filesystem::create_directories(home + "/.config/crm");
  const auto count = [&](const Words& words, Variables here) {
    here["HOME"] = home;
    here["XDG_CONFIG_HOME"] = "";
    const Ended ended = run(words, here);
    return ended.out + ended.err;
  };
  CHECK(count({"list", "--count", "--book=~/book"}, {}) == "2\n");
  CHECK(count({"list", "--count"}, {{"CRM_BOOK", "~/book"}}) == "2\n");
  for (const char* const line : {"default_book: ~/book\n", "default_book: book/\n"}) {
    std::ofstream(home + "/.config/crm/config.yaml") << line;
    CHECK(count({"list", "--count"}, {{"CRM_BOOK", ""}}) == "2\n");
  }
}

TEST_CASE("EDITOR is run as git runs it: with words, quotes and variables of its own") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  const std::string program = folder.file("an editor");
  std::ofstream(program) << "#!/bin/sh\nsed -i \"s/^status: .*/status: $1/\" \"$2\"\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  here["EDITOR"] = "\"" + program + "\" former";
  CHECK(run({"edit", id_of(0)}, here).code == 0);
  CHECK(count_of(text_of(record_of(folder, 0)), "status: former") == 1);
  here["WORD"] = "customer";
  here["EDITOR"] = "'" + program + "' \"$WORD\"";
  CHECK(run({"edit", id_of(0)}, here).code == 0);
  CHECK(count_of(text_of(record_of(folder, 0)), "status: customer") == 1);
}
