// A thousand letters, sent by runs that are killed at random, by a mailer that fails and dies: each
// goes out exactly once, or is named as one of which nobody knows.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <random>
#include <set>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

std::string name_of(int customer) {
  std::string digits = std::to_string(customer);
  return "c" + std::string(4 - digits.size(), '0') + digits;
}

/// A book whose customers all want letters, and a mailer that writes down whom it was given: `got`
/// with a line for each, in one piece.
class Post {
 public:
  Post(int customers, const std::string& mailer) {
    const std::string book = folder_.file("book");
    std::filesystem::create_directories(book + "/customers");
    std::filesystem::create_directories(book + "/templates");
    std::ofstream(book + "/crm.yaml")
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\nconsent: "
           "assume\ncommit: off\n";
    std::ofstream(book + "/templates/news.txt")
        << "---\nsubject: News for {{name}}\nfrom: Us <us@press.example>\n---\nDear {{name}}\n";
    for (int i = 0; i < customers; ++i)
      std::ofstream(book + "/customers/" + name_of(i) + ".yaml")
          << "id: " << name_of(i) << "\nname: Customer " << i << "\nemails: [" << name_of(i)
          << "@example.com]\n";
    const std::string path = folder_.file("mailer");
    // Its last word is the address.
    std::ofstream(path) << "#!/bin/sh\nfor to; do :; done\ngot=" << folder_.file("got")
                        << "\nfolder=" << folder_.path().string() << "\n"
                        << mailer;
    ::chmod(path.c_str(), 0755);
    here_ = {{"CRM_BOOK", book}, {"CRM_SENDMAIL", path}, {"CRM_NOW", "2026-11-21T10:15:00+01:00"}};
  }

  const Variables& here() const { return here_; }

  std::string file(const std::string& name) const { return folder_.file(name); }

  /// How often each was given to the mailer.
  std::map<std::string, int> given() const {
    std::map<std::string, int> times;
    std::ifstream got(folder_.file("got"));
    for (std::string line; std::getline(got, line);) ++times[line.substr(0, line.find('@'))];
    return times;
  }

  /// Whose record tells of it, how often.
  std::map<std::string, int> told() const {
    std::map<std::string, int> times;
    for (const auto& [path, text] : texts_below(folder_.path() / "book" / "customers"))
      if (const auto count = count_of(text, "sent_key: news/"); count > 0)
        times[path.substr(0, path.find('.'))] = static_cast<int>(count);
    return times;
  }

  /// Of whom the outbox does not know whether they have it.
  std::set<std::string> unclear() const {
    std::map<std::string, std::string> last;
    if (!std::filesystem::exists(folder_.path() / "book/.crm/outbox")) return {};
    for (const auto& [path, text] : texts_below(folder_.path() / "book" / ".crm" / "outbox")) {
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        const auto first = line.find('\t'), second = line.find('\t', first + 1),
                   third = line.find('\t', second + 1);
        if (second != line.npos)
          last[line.substr(second + 1, third - second - 1)] = line.substr(0, first);
      }
    }
    std::set<std::string> names;
    for (const auto& [name, state] : last)
      if (state == "sending") names.insert(name);
    return names;
  }

 private:
  Folder folder_;
  Variables here_;
};

constexpr const char* takes_it = "cat > /dev/null; echo \"$to\" >> \"$got\"\n";

}  // namespace

TEST_CASE(
    "a thousand letters, with runs that are killed at random, go out once each or are named") {
  constexpr int customers = 1000;
  const Post post(customers, takes_it);
  std::mt19937 chance(2026);
  std::uniform_int_distribution<std::size_t> after(1, 250);
  int killed = 0;
  // Killed when that many more were given, wherever the run is then.
  while (killed < 12) {
    const std::size_t wanted = post.given().size() + after(chance);
    Running running({"letter", "news", "--send", "--limit", std::to_string(customers)},
                    post.here());
    while (post.given().size() < wanted && post.given().size() + post.unclear().size() < customers)
      pause_for(2000);
    running.kill();
    if (!running.wait().was_killed()) break;
    ++killed;
  }
  CHECK(killed >= 3);
  Ended end = run({"letter", "news", "--send", "--limit", std::to_string(customers)}, post.here());
  CAPTURE(end.err);
  const std::set<std::string> unclear = post.unclear();
  CHECK(unclear.size() <= static_cast<std::size_t>(killed));
  for (const std::string& name : unclear) CHECK(count_of(end.err, name) > 0);
  const auto given = post.given(), told = post.told();
  for (int i = 0; i < customers; ++i) {
    const std::string name = name_of(i);
    CAPTURE(name);
    const bool known = !unclear.contains(name);
    // Never twice; left out only where it is said.
    const int times = given.contains(name) ? given.at(name) : 0;
    CHECK(times <= 1);
    if (known) CHECK(times == 1);
    CHECK((told.contains(name) ? told.at(name) : 0) == (known ? 1 : 0));
  }
  // What is unknown is settled by a person: half of it they have, the other half gets it again.
  if (!unclear.empty()) {
    end = run({"letter", "news", *unclear.begin(), "--arrived"}, post.here());
    CAPTURE(end.out);
    CHECK(end.code == 0);
  }
  end = run({"letter", "news", "--again", "--send"}, post.here());
  CAPTURE(end.err);
  CHECK(end.code == (unclear.size() > 1 ? 0 : 3));
  CHECK(post.unclear().empty());
  CHECK(post.told().size() == customers);
  for (const auto& [name, times] : post.told()) CHECK(times == 1);
  CHECK(run({"check"}, post.here()).code == 0);
  CHECK(leftovers(post.file("book")).empty());
}

TEST_CASE("what a mailer refuses is sent by the next run, what it died on is not") {
  const Post post(60, R"(
n=$(cat "$folder/count" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > "$folder/count"
if [ $((n % 7)) = 3 ]; then echo "try again later" >&2; exit 75; fi
if [ $((n % 11)) = 5 ]; then kill -KILL $$; fi
cat > /dev/null; echo "$to" >> "$got"
)");
  std::set<std::string> unclear;
  for (int round = 0; round < 8; ++round) {
    const Ended end = run({"letter", "news", "--send"}, post.here());
    CAPTURE(end.err);
    CHECK((end.code == 0 || end.code == 1 || end.code == 3));
    if (round == 0) {
      CHECK(count_of(end.err, "ended with 75: try again later") > 0);
      CHECK(count_of(end.err, "was killed (signal 9)") > 0);
    }
    const auto now = post.unclear();
    for (const std::string& name : unclear) CHECK(now.contains(name));
    unclear = now;
  }
  CHECK(!unclear.empty());
  const auto given = post.given(), told = post.told();
  CHECK(given.size() + unclear.size() == 60);
  for (const auto& [name, times] : given) {
    CHECK(times == 1);
    CHECK(!unclear.contains(name));
    CHECK(told.contains(name));
  }
  CHECK(told.size() == given.size());
}

TEST_CASE("a mailer that takes nothing ends the run after three letters") {
  const Post post(20, "echo x >> \"$got\"; exit 69\n");
  const Ended end = run({"letter", "news", "--send"}, post.here());
  CHECK(end.code == 1);
  CHECK(count_of(text_of(post.file("got")), "x") == 3);
  CHECK(count_of(end.err, "stopped after 3 letters in a row") == 1);
  CHECK(post.told().empty());
  CHECK(post.unclear().empty());
}

TEST_CASE("two runs at once: the second one sends nothing") {
  // It waits in the mailer until the second run is over.
  const Post post(3,
                  "echo \"$to\" >> \"$got\"; while [ ! -e \"$folder/go\" ]; do sleep 0.01; done\n");
  Running first({"letter", "news", "--send"}, post.here());
  while (post.given().empty()) pause_for(2000);
  const Ended second = run({"letter", "news", "--send"}, post.here());
  CHECK(second.code == 6);
  CHECK(count_of(second.err, "letters of this book are being sent already") == 1);
  CHECK(run({"letter", "news"}, post.here()).code != 6);
  std::ofstream(post.file("go")) << "on";
  CHECK(first.wait().code == 0);
  CHECK(post.given().size() == 3);
  CHECK(post.told().size() == 3);
}

TEST_CASE(
    "Ctrl-C lets the letter that is on its way come to its end, and what was sent is entered") {
  const Post post(3,
                  "echo \"$to\" >> \"$got\"; while [ ! -e \"$folder/go\" ]; do sleep 0.01; done\n");
  // The shell tells us the run's own number, since only it gets the signal.
  const std::string pid = post.file("pid");
  Running running(
      {"/bin/sh", "-c", "echo $$ > " + pid + "; exec " CRM_BINARY " letter news --send"},
      post.here());
  while (post.given().empty()) pause_for(2000);
  CHECK(shell("kill -INT $(cat " + pid + ")", {}).code == 0);
  std::ofstream(post.file("go")) << "on";
  const Ended end = running.wait();
  CHECK_FALSE(end.was_killed());
  CHECK(end.code == 1);
  CAPTURE(end.err);
  CHECK(count_of(end.err, "stopped") > 0);
  CHECK(post.given().size() == 1);
  CHECK(post.told().size() == 1);
  CHECK(run({"letter", "news", "--send"}, post.here()).code == 0);
  CHECK(post.told().size() == 3);
}

TEST_CASE("thousands of letters want to be named") {
  const Post post(1000, takes_it);
  const Ended end = run({"letter", "news", "--send"}, post.here());
  CHECK(end.code == 2);
  CHECK(count_of(end.err, "these would be 1000 letters") == 1);
  CHECK(post.given().empty());
}
