// Each system call of a write fails in turn, or is the last one before the power goes: the book
// stays whole.
#include <doctest/doctest.h>

#include <cerrno>
#include <cstring>
#include <regex>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

struct Command {
  std::string name;
  Words words;
};

struct Fault {
  std::string name;
  std::string as;
  bool stays;
  bool no_swap = false;
};

using Texts = std::map<std::string, std::string>;

/// What people's records say, without the parts that differ from one run to the next.
Texts records(const std::filesystem::path& book) {
  static const std::regex chance("(- |\\{)id: [a-z0-9]{6}(?![a-z0-9-])");
  Texts texts = texts_below(book / "customers", ".crm-tmp-");
  for (auto& [path, text] : texts) text = std::regex_replace(text, chance, "$1id: …");
  return texts;
}

/// A new customer's file and id have chance in them.
Texts without_chance(const Texts& texts) {
  Texts same;
  for (const auto& [path, text] : texts) {
    const bool fresh = path.starts_with("newcomer-");
    same[fresh ? "newcomer" : path] = fresh ? text.substr(text.find("\nname:")) : text;
  }
  return same;
}

/// A book in which each command has something to do, and what it makes of it.
class Scene {
 public:
  explicit Scene(int customers = 3) {
    Variables there = new_book(start_, customers);
    there["CRM_NOW"] = "2026-11-21T10:15:00+01:00";
    REQUIRE(run({"set", "+all", "status=customer", "--yes"}, there).code == 0);
    variables_ = there;
    variables_["CRM_BOOK"] = now_.file("book");
    reset();
  }

  void reset() {
    std::filesystem::remove_all(book());
    std::filesystem::copy(start_.path() / "book", book(), std::filesystem::copy_options::recursive);
    std::filesystem::remove(said());
  }

  std::filesystem::path book() const { return now_.path() / "book"; }

  std::string said() const { return now_.file("said"); }

  const Variables& variables() const { return variables_; }

  Variables failing(const Fault& fault, int at) const {
    Variables all = variables_;
    all["LD_PRELOAD"] = CRM_FAULT_SHIM;
    all["CRM_FAULT_BELOW"] = book().string();
    all["CRM_FAULT_AT"] = std::to_string(at);
    all["CRM_FAULT_AS"] = fault.as;
    all["CRM_FAULT_SAYS"] = said();
    if (fault.stays) all["CRM_FAULT_STAYS"] = "1";
    if (fault.no_swap) all["CRM_FAULT_NO_SWAP"] = "1";
    return all;
  }

 private:
  Folder start_, now_;
  Variables variables_;
};

/// The n-th call of the command fails, for n from one to as many as it makes; `stride` leaves some
/// out.
void fail_each_call(Scene& scene, const Command& command, const Fault& fault, int stride = 1) {
  scene.reset();
  const Texts before = without_chance(records(scene.book()));
  const Ended clean = run(command.words, scene.variables());
  CAPTURE(clean.err);
  REQUIRE(clean.code == 0);
  const Texts after = without_chance(records(scene.book()));
  REQUIRE(before != after);

  int at = 1;
  for (bool failed = true; failed; at += stride) {
    REQUIRE(at < 300 * stride);
    scene.reset();
    const Ended end = run(command.words, scene.failing(fault, at));
    const std::string call = text_of(scene.said());
    failed = !call.empty();
    INFO(command.name << ", " << fault.name << " at call " << at << ": " << call << "exit "
                      << end.code << ": " << end.err);
    if (!failed) {
      CHECK(end.code == 0);
      CHECK(without_chance(records(scene.book())) == after);
      break;
    }
    if (fault.as == "KILL") {
      CHECK(end.was_killed());
    } else {
      CHECK(end.signal == 0);
      CHECK((end.code == 0 || end.code == 1));
    }
    const Texts now = without_chance(records(scene.book()));
    if (end.code == 0) CHECK(now == after);
    if (end.code > 0) {
      CHECK(end.err.starts_with("crm: "));
      CHECK(end.err.find(std::strerror(std::stoi(fault.as))) != end.err.npos);
      CHECK(end.err.find(scene.book().string()) != end.err.npos);
    }
    if (end.code > 0 && !fault.stays) {
      // What failed changed nothing, and has left nothing lying about but what could not be
      // removed.
      CHECK(now == before);
      if (call != "unlink\n") CHECK(leftovers(scene.book()).empty());
    }
    // The next command sets right what was left open, and works; where nothing was, it is asked now
    // and then.
    if (leftovers(scene.book()).empty() && at / stride % 8 != 0) continue;
    const Ended next = run({"set", id_of(0), "+later"}, scene.variables());
    INFO("then: " << next.err);
    CHECK(next.code == 0);
    Texts then = without_chance(records(scene.book()));
    std::string& marked = then[id_of(0) + ".yaml"];
    const auto mark = marked.find(", later]");
    REQUIRE(mark != marked.npos);
    marked.erase(mark, 7);
    CHECK((then == before || then == after));
    if (end.code == 0) CHECK(then == after);
    CHECK_FALSE(std::filesystem::exists(scene.book() / ".crm/journal/announced"));
  }
  CHECK(at > 10);
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"log", {"log", id_of(1), "call", "what was said"}},
      {"set", {"set", "+all", "owner=anna", "--yes"}},
      {"undo", {"undo"}},
      {"add", {"add", "Newcomer", "new@comer.example"}},
  };
  return all;
}

void fail_all(const Fault& fault) {
  Scene scene;
  for (const Command& command : commands()) fail_each_call(scene, command, fault);
}

}  // namespace

TEST_CASE("a disk that is full at any call leaves the book as it was") {
  fail_all({"a full disk", std::to_string(ENOSPC), false});
}

TEST_CASE("a disk that fails once at any call leaves the book as it was") {
  fail_all({"a failing disk", std::to_string(EIO), false});
}

TEST_CASE("a disk that turns read-only at any call leaves the book whole") {
  fail_all({"a read-only disk", std::to_string(EROFS), true});
}

TEST_CASE("a command that ends before any call leaves the book whole") {
  fail_all({"the end", "KILL", false});
}

TEST_CASE("a change of so many files that they are flushed together is made whole or not at all") {
  Scene scene(70);
  const Command many{"set", {"set", "+all", "owner=anna", "--yes"}};
  fail_each_call(scene, many, {"a full disk", std::to_string(ENOSPC), false}, 23);
  fail_each_call(scene, many, {"the end", "KILL", false}, 29);
}

TEST_CASE("a file system that can't swap files keeps the book whole as well") {
  Scene scene;
  fail_each_call(scene, commands()[1],
                 {"a full disk without swapping", std::to_string(ENOSPC), false, true});
  fail_each_call(scene, commands()[0], {"the end without swapping", "KILL", false, true});
}

TEST_CASE("an operation that is written down as it comes is made whole or not at all") {
  Scene scene;
  const auto rows = [&](const char* most_held) {
    return Command{"rows", {CRM_WRITER, scene.book().string(), most_held, "both", "4"}};
  };
  const Fault full{"a full disk", std::to_string(ENOSPC), false};
  const Fault killed{"the end", "KILL", false};
  fail_each_call(scene, rows("0"), full);
  fail_each_call(scene, rows("0"), killed);
  fail_each_call(scene, rows("0"), {"a failing disk", std::to_string(EIO), false}, 3);
  fail_each_call(scene, rows("0"), {"a read-only disk", std::to_string(EROFS), true}, 3);
  // The last texts are still held when the operation ends.
  fail_each_call(scene, rows("900"), full, 5);
  fail_each_call(scene, rows("900"), killed, 5);
  fail_each_call(scene, rows("0"), {"full, without swapping", full.as, false, true}, 5);
  fail_each_call(scene, rows("0"), {"the end, without swapping", "KILL", false, true}, 5);
}

TEST_CASE("a long operation that is taken back is taken back whole or not at all") {
  Scene scene(66);
  const Command undo{"undo", {"undo"}};
  fail_each_call(scene, undo, {"a failing disk", std::to_string(EIO), false}, 31);
  fail_each_call(scene, undo, {"the end", "KILL", false}, 37);
}
