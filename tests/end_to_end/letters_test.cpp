// A thousand letters, sent by runs that are killed at random, by a mailer that refuses, dies and
// hangs: each goes out exactly once, or is named as one of which nobody knows.
#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <set>

#include "tests/end_to_end/post_office.hpp"

using namespace end_to_end;

namespace {

class Post : public PostOffice {
 public:
  Post(int customers, const std::string& mailer)
      : PostOffice({.customers = customers,
                    .mailer = mailer,
                    .settings = "commit: off\n",
                    .record = "",
                    .letter = "news",
                    .subject = "News for {{name}}"}) {}

  /// Of whom the outbox does not know whether they have it.
  std::set<std::string> unclear() const {
    std::map<std::string, std::string> last;
    if (!std::filesystem::exists(file("book/.crm/outbox"))) return {};
    for (const auto& [path, text] : texts_below(file("book/.crm/outbox"))) {
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
};

}  // namespace

TEST_CASE(
    "a thousand letters by a mailer that refuses, dies and hangs, in runs that are killed at "
    "random, go out once each or are named") {
  constexpr int customers = 1000;
  // What hangs or dies has taken the letter, or it has not.
  const Post post(customers, R"(
n=$(cat "$folder/count" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > "$folder/count"
if [ $((n % 7)) = 3 ]; then echo "try again later" >&2; exit 75; fi
if [ $((n % 101)) = 50 ]; then kill -KILL $$; fi
if [ $((n % 307)) = 100 ]; then exec sleep 30; fi
cat > /dev/null; echo "$to" >> "$got"
if [ $((n % 103)) = 51 ]; then kill -KILL $$; fi
if [ $((n % 311)) = 101 ]; then exec sleep 30; fi
)");
  Variables here = post.here();
  here["XDG_CONFIG_HOME"] = post.file("settings");
  std::filesystem::create_directories(post.file("settings/crm"));
  std::ofstream(post.file("settings/crm/config.yaml")) << "mailer_seconds: 1\n";
  const Words send{"letter", "news", "--send", "--limit", std::to_string(customers)};
  std::mt19937 chance(2026);
  std::uniform_int_distribution<std::size_t> after(1, 250);
  int killed = 0, runs = 0;
  std::string said;
  const auto all_are_over = [&] {
    std::set<std::string> over = post.unclear();
    for (const auto& [name, times] : post.given()) over.insert(name);
    return over.size() == customers;
  };
  // Killed when that many more were given, wherever the run is then; or it comes to its end.
  for (; runs < 40 && !all_are_over(); ++runs) {
    const std::size_t wanted = post.given().size() + after(chance);
    Running running(send, here);
    while (post.given().size() < wanted && !running.has_ended()) pause_for(2000);
    if (killed < 12) running.kill();
    const Ended ended = running.wait();
    said += ended.err;
    if (ended.was_killed()) ++killed;
  }
  CHECK(killed >= 3);
  CHECK(runs < 40);
  CHECK(count_of(said, "ended with 75: try again later") > 0);
  CHECK(count_of(said, "was killed (signal 9)") > 0);
  CHECK(count_of(said, "it was not done after 1 s") > 0);
  Ended end = run(send, here);
  CAPTURE(end.err);
  CHECK(end.code == 3);
  const std::set<std::string> unclear = post.unclear();
  CHECK(!unclear.empty());
  CHECK(unclear.size() < 100);
  for (const std::string& name : unclear) CHECK(count_of(end.err, name) > 0);
  const auto given = post.given(), told = post.told("news/");
  for (int i = 0; i < customers; ++i) {
    const std::string name = customer_name(i);
    CAPTURE(name);
    const bool known = !unclear.contains(name);
    // Never twice; left out only where it is said.
    const int times = given.contains(name) ? given.at(name) : 0;
    CHECK(times <= 1);
    if (known) CHECK(times == 1);
    CHECK((told.contains(name) ? told.at(name) : 0) == (known ? 1 : 0));
  }
  // What is unknown is settled by a person: one of them has it, the others get it again.
  std::ofstream(post.file("count")) << "-1000000";
  end = run({"letter", "news", *unclear.begin(), "--arrived"}, here);
  CAPTURE(end.out);
  CHECK(end.code == 0);
  end = run({"letter", "news", "--again", "--send"}, here);
  CAPTURE(end.err);
  CHECK(end.code == 0);
  CHECK(post.unclear().empty());
  CHECK(post.told("news/").size() == customers);
  for (const auto& [name, times] : post.told("news/")) CHECK(times == 1);
  CHECK(run({"check"}, here).code == 0);
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
  const auto given = post.given(), told = post.told("news/");
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
  CHECK(post.told("news/").empty());
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
  CHECK(post.told("news/").size() == 3);
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
  CHECK(post.told("news/").size() == 1);
  CHECK(run({"letter", "news", "--send"}, post.here()).code == 0);
  CHECK(post.told("news/").size() == 3);
}

TEST_CASE("thousands of letters want to be named") {
  const Post post(1000, PostOffice::takes_it);
  const Ended end = run({"letter", "news", "--send"}, post.here());
  CHECK(end.code == 2);
  CHECK(count_of(end.err, "these would be 1000 letters") == 1);
  CHECK(post.given().empty());
}

TEST_CASE("where the letter itself is gone, a person can still say whether they have it") {
  const Post post(3, "kill -KILL $$\n");
  CHECK(run({"letter", "news", "--send"}, post.here()).code == 1);
  CHECK(post.unclear().size() == 3);
  std::filesystem::remove(post.file("book/templates/news.txt"));
  // They are named wherever somebody looks.
  CHECK(count_of(run({"letter"}, post.here()).err, "news to c000") == 3);
  Ended end = run({"letter", "news"}, post.here());
  CHECK(end.code == 3);
  CHECK(count_of(end.err, "news to c000") == 3);
  CHECK(count_of(end.err, "there is no letter \"news\"") == 1);
  end = run({"letter", "news", "c0000", "--arrived"}, post.here());
  CHECK(end.code == 0);
  CHECK(end.out == "noted 1 letter as sent\n");
  CHECK(post.told("news/").size() == 1);
  CHECK(post.unclear().size() == 2);
  // That they don't have it can be said; it can't be sent again.
  end = run({"letter", "news", "--again", "--send"}, post.here());
  CHECK(end.code == 3);
  CHECK(count_of(end.err, "noted 2 letters as not sent") == 1);
  CHECK(post.unclear().empty());
  CHECK(post.told("news/").size() == 1);
  CHECK(run({"letter", "news", "--arrived"}, post.here()).code == 3);
  CHECK(run({"letter", "nws", "--arrived"}, post.here()).code == 3);
}
