// Wishes sent by cron: by runs that are killed and mailers that fail and die, and by two copies of
// one book. Each goes out exactly once, or is named as one of which nobody knows.
#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "tests/end_to_end/post_office.hpp"

using namespace end_to_end;

namespace {

/// A book whose customers all have their birthday today.
class Birthday : public PostOffice {
 public:
  Birthday(int customers, const std::string& mailer, const std::string& more = "")
      : PostOffice({.customers = customers,
                    .mailer = mailer,
                    .settings = "wishes:\n  birthday: happy\n" + more,
                    .record = "birthday: 11-21\n",
                    .letter = "happy",
                    .subject = "Happy birthday, {{name}}"}) {}

  /// Who is named as one of whom nobody knows whether they have it.
  std::set<std::string> unclear() const {
    std::set<std::string> names;
    std::istringstream lines(run({"wishes"}, here()).err);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("  happy to ")) names.insert(line.substr(11, line.find(',') - 11));
    return names;
  }
};

void git(const std::string& folder, const std::string& words) {
  const Ended end = shell("cd '" + folder + "' && " + words, {});
  CAPTURE(words);
  CAPTURE(end.err);
  REQUIRE(end.code == 0);
}

}  // namespace

TEST_CASE("wishes that a mailer refuses go out with a later run, what it dies on is never resent") {
  const Birthday day(9, R"(
n=$(cat "$folder/count" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > "$folder/count"
if [ $n = 3 ]; then echo "try again later" >&2; exit 75; fi
if [ $n = 5 ]; then kill -KILL $$; fi
cat > /dev/null; echo "$to" >> "$got"
)");
  Ended end = run({"wishes", "--send"}, day.here());
  CAPTURE(end.err);
  CHECK(end.code == 1);
  CHECK(count_of(end.err, "not sent to Customer 2: ") == 1);
  CHECK(count_of(end.err, "ended with 75: try again later") == 1);
  CHECK(count_of(end.err, "not known whether sent to Customer 4: ") == 1);
  CHECK(day.unclear() == std::set<std::string>{"c0004"});
  CHECK(day.given().size() == 7);
  // The next morning.
  const Variables next = day.here_but("CRM_NOW", "2026-11-22T10:15:00+01:00");
  end = run({"wishes", "--send"}, next);
  CAPTURE(end.out);
  CHECK(end.code == 0);
  CHECK(end.out == "sent happy to Customer 2\n");
  CHECK(count_of(end.err, "c0004") == 1);
  // It is named each time, also where there is nothing else to say.
  end = run({"wishes", "--send"}, next);
  CHECK(end.code == 0);
  CHECK(end.out.empty());
  CHECK(count_of(end.err, "c0004") == 1);
  // A person knows, also when it would be too late for others.
  const Variables later = day.here_but("CRM_NOW", "2026-12-05T10:15:00+01:00");
  end = run({"wishes", "--again", "--send"}, later);
  CAPTURE(end.err);
  CHECK(end.out == "sent happy to Customer 4\n");
  end = run({"wishes", "--send"}, later);
  CHECK((end.out + end.err).empty());
  for (const auto& [name, times] : day.given()) CHECK(times == 1);
  CHECK(day.given().size() == 9);
  CHECK(day.told("wishes/birthday/2026").size() == 9);
  CHECK(run({"check"}, day.here()).code == 0);
}

TEST_CASE("wishes of runs that are killed anywhere go out once each or are named") {
  constexpr int customers = 150;
  const Birthday day(customers, PostOffice::takes_it, "commit: off\n");
  std::mt19937 chance(2026);
  std::uniform_int_distribution<std::size_t> after(1, 40);
  int killed = 0;
  while (killed < 6) {
    const std::size_t wanted = day.given().size() + after(chance);
    Running running({"wishes", "--send"}, day.here());
    while (day.given().size() < wanted &&
           day.given().size() + static_cast<std::size_t>(killed) < customers)
      pause_for(2000);
    running.kill();
    if (!running.wait().was_killed()) break;
    ++killed;
  }
  CHECK(killed >= 2);
  const Ended end = run({"wishes", "--send"}, day.here());
  CAPTURE(end.err);
  const std::set<std::string> unclear = day.unclear();
  CHECK(unclear.size() <= static_cast<std::size_t>(killed));
  const auto given = day.given(), told = day.told("wishes/birthday/2026");
  for (int i = 0; i < customers; ++i) {
    const std::string name = customer_name(i);
    CAPTURE(name);
    const bool known = !unclear.contains(name);
    const int times = given.contains(name) ? given.at(name) : 0;
    CHECK(times <= 1);
    if (known) CHECK(times == 1);
    CHECK((told.contains(name) ? told.at(name) : 0) == (known ? 1 : 0));
  }
  if (!unclear.empty()) {
    CHECK(run({"wishes", "--arrived"}, day.here()).code == 0);
    CHECK(day.told("wishes/birthday/2026").size() == customers);
  }
  CHECK(leftovers(day.file("book")).empty());
}

TEST_CASE("two runs at once: the second one sends nothing and says so") {
  const Birthday day(
      2, "echo \"$to\" >> \"$got\"; while [ ! -e \"$folder/go\" ]; do sleep 0.01; done\n");
  Running first({"wishes", "--send"}, day.here());
  while (day.given().empty()) pause_for(2000);
  const Ended second = run({"wishes", "--send"}, day.here());
  CHECK(second.code == 6);
  CHECK(count_of(second.err, "letters of this book are being sent already") == 1);
  std::ofstream(day.file("go")) << "on";
  CHECK(first.wait().code == 0);
  CHECK(day.given().size() == 2);
}

TEST_CASE("two copies of a book, each with its cron, wish once; and their reminders are one") {
  const Birthday day(3, PostOffice::takes_it,
                     "  no contact 30d: {remind: \"say hello to {{name}}\"}\n  catch_up: 3d\n");
  // The last contact was 30 days ago.
  for (int i = 0; i < 3; ++i)
    std::ofstream(day.file("book") + "/customers/" + customer_name(i) + ".yaml", std::ios::app)
        << "added: 2026-10-22\n";
  const std::string other = day.file("other");
  const std::string me = "git config user.name anna && git config user.email anna@example.com";
  git(day.file(""), "git init -q --bare hub.git");
  std::ofstream(day.file("book") + "/.gitignore") << ".crm/\n.crm-tmp-*\n";
  std::ofstream(day.file("book") + "/.gitattributes")
      << "crm.yaml text eol=lf merge=crm\ncustomers/**/*.yaml text eol=lf merge=crm\n";
  git(day.file("book"), "git init -q && " + me +
                            " && git add -A && git commit -qm begin && git remote add origin "
                            "../hub.git");
  REQUIRE(run({"sync"}, day.here()).code == 0);
  git(day.file(""), "git clone -q hub.git other");
  git(other, me);
  const Variables there = day.here_but("CRM_BOOK", other);
  // Only letters that were synced are known there; of reminders that needs not be.
  Ended end = run({"wishes", "--send"}, day.here());
  CAPTURE(end.err);
  CHECK(end.code == 0);
  CHECK(day.given().size() == 3);
  CHECK(run({"sync"}, day.here()).code == 0);
  end = run({"sync"}, there);
  CHECK(end.code == 0);
  end = run({"wishes", "--send"}, there);
  CHECK((end.out + end.err).empty());
  CHECK(end.code == 0);
  // Both set the reminders of the next one before they hear of each other.
  for (int i = 0; i < 3; ++i)
    CHECK(run({"log", customer_name(i), "call", "hello"}, there).code == 0);
  CHECK(run({"sync"}, there).code == 0);
  CHECK(run({"sync"}, day.here()).code == 0);
  const std::string december = "2026-12-21T10:15:00+01:00";
  Variables here_later = day.here_but("CRM_NOW", december), there_later = there;
  there_later["CRM_NOW"] = december;
  CHECK(count_of(run({"wishes", "--send"}, here_later).out, "will remind") == 3);
  CHECK(count_of(run({"wishes", "--send"}, there_later).out, "will remind") == 3);
  for (int times = 0; times < 2; ++times) {
    CHECK(run({"sync"}, here_later).code == 0);
    CHECK(run({"sync"}, there_later).code == 0);
  }
  for (const std::string& copy : {std::string("book"), std::string("other")})
    for (const auto& [path, text] : texts_below(day.file(copy) + "/customers")) {
      CAPTURE(path);
      CAPTURE(text);
      CHECK(count_of(text, "say hello") == 2);
      CHECK(count_of(text, "sent_key") == 1);
      CHECK(count_of(text, "conflicts") == 0);
    }
  CHECK(day.given().size() == 3);
  for (const auto& [name, times] : day.given()) CHECK(times == 1);
  CHECK(run({"check"}, day.here()).code == 0);
}

TEST_CASE("of two machines with one cron line only the sender sends, and the other is calm") {
  const Birthday day(2, PostOffice::takes_it, "sender: anna\n");
  Variables anna = day.here_but("CRM_ME", "anna"), ben = day.here_but("CRM_ME", "ben");
  Ended end = run({"wishes", "--send"}, ben);
  CHECK(end.code == 0);
  CHECK((end.out + end.err).empty());
  CHECK(day.given().empty());
  end = run({"wishes", "--send"}, anna);
  CHECK(end.code == 0);
  CHECK(day.given().size() == 2);
}

TEST_CASE("thousands of wishes want to be named") {
  const Birthday day(1000, PostOffice::takes_it, "commit: off\n");
  const Ended end = run({"wishes", "--send"}, day.here());
  CHECK(end.code == 2);
  CHECK(count_of(end.err, "these would be 1000 letters") == 1);
  CHECK(day.given().empty());
}
