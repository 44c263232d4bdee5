// A team that works as teams do: everybody offline on the same customers, in any order, by hand and
// by command, with programs killed in the middle, and some who merge with plain git. In the end
// everybody has the same book, and all that was acknowledged is in it, once.
//
//     CRM_TEAM="clones=10 rounds=300 seed=7" crm_tests --source-file=*/team_test.cpp
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

struct Setup {
  int clones = 4, rounds = 12;
  unsigned seed = 2026;
};

/// What the variable says, else a small team for a few rounds.
Setup setup(Setup standard) {
  const char* const said = std::getenv("CRM_TEAM");
  std::istringstream words(said == nullptr ? "" : said);
  for (std::string word; words >> word;) {
    const auto is = word.find('=');
    const int value = std::stoi(word.substr(is + 1));
    const std::string name = word.substr(0, is);
    if (name == "clones") standard.clones = value;
    if (name == "rounds") standard.rounds = value;
    if (name == "seed") standard.seed = static_cast<unsigned>(value);
  }
  return standard;
}

class Team {
 public:
  explicit Team(const Setup& setup) : setup_(setup), chance_(setup.seed) {
    run_git(folder_.path().string(), "init -q --bare hub.git");
    const std::string first = book(0);
    std::filesystem::create_directories(first + "/customers");
    std::ofstream(first + "/crm.yaml")
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\ncommit: each\n"
           "statuses: [lead, customer, former]\nkinds: [call, email]\n"
           "pipelines:\n  sales:\n    - stage: lead\n    - stage: proposal\n"
           "    - {stage: won, ends: won}\n    - {stage: lost, ends: lost}\n";
    std::ofstream(first + "/.gitattributes")
        << "crm.yaml text eol=lf merge=crm\ncustomers/**/*.yaml text eol=lf merge=crm\n";
    std::ofstream(first + "/.gitignore") << ".crm/\n.crm-tmp-*\n";
    for (int i = 0; i < customers_at_first; ++i) {
      const std::string id = id_of(i);
      std::ofstream(first + "/customers/" + id + ".yaml")
          << "# first met in spring\nid: " << id << "\nname: Customer " << id
          << "\nstatus: lead   # for now\ntags: [all]\n";
      ids_.push_back(id);
    }
    run_git(first, "init -q");
    introduce(0);
    run_git(first, "add -A && git commit -qm begin && git remote add origin ../hub.git");
    REQUIRE(crm(0, {"sync"}).code == 0);
    for (int i = 1; i < setup_.clones; ++i) {
      run_git(folder_.path().string(), "clone -q hub.git " + name(i));
      introduce(i);
    }
  }

  void work() {
    for (round_ = 0; round_ < setup_.rounds; ++round_) {
      forget_merged();
      std::vector<int> order(static_cast<std::size_t>(setup_.clones));
      for (int i = 0; i < setup_.clones; ++i) order[static_cast<std::size_t>(i)] = i;
      std::shuffle(order.begin(), order.end(), chance_);
      for (const int clone : order) {
        for (int left = pick(4); left >= 0; --left) act(clone);
        if (pick(10) < 6) share(clone);
      }
    }
  }

  /// Everybody syncs once to send, once to get what the others have sent.
  void calm_down() {
    for (int times = 0; times < 2; ++times)
      for (int clone = 0; clone < setup_.clones; ++clone) {
        const Ended ended = crm(clone, {"sync"});
        CAPTURE(clone);
        CAPTURE(ended.err);
        CHECK(ended.code == 0);
      }
  }

  void check() {
    const auto first = records(0);
    for (int clone = 1; clone < setup_.clones; ++clone) {
      CAPTURE(clone);
      CHECK(records(clone) == first);
    }
    std::string all;
    for (const auto& [path, text] : first) {
      CAPTURE(path);
      CHECK(count_of(text, "<<<<<<<") + count_of(text, ">>>>>>>") == 0);
      all += text;
      conflicts_ += count_of(text, "lost: ");
    }
    std::size_t lost = 0, doubled = 0;
    for (const auto& [marker, sure] : said_) {
      const std::size_t times = count_of(all, marker + "\n");
      CAPTURE(marker);
      if (sure) CHECK(times >= 1);
      CHECK(times <= 1);
      lost += sure && times == 0 ? 1 : 0;
      doubled += times > 1 ? 1 : 0;
    }
    const Ended checked = crm(0, {"check"});
    CAPTURE(checked.out + checked.err);
    CHECK(checked.code == 0);
    if (std::getenv("CRM_KEEP") != nullptr && (doubled > 0 || lost > 0 || checked.code != 0))
      (void)shell("rm -rf $KEEP; cp -a '" + folder_.path().string() + "' $KEEP",
                  {{"KEEP", std::getenv("CRM_KEEP")}});
    std::cout << setup_.clones << " clones, " << setup_.rounds << " rounds: " << said_.size()
              << " entries, " << syncs_ << " syncs (" << killed_ << " killed), " << by_hand_
              << " merges by hand, " << conflicts_ << " conflicts kept in records, " << lost
              << " lost, " << doubled << " doubled\n";
  }

 private:
  static constexpr int customers_at_first = 8;

  static std::string name(int clone) { return "clone" + std::to_string(clone); }

  std::string book(int clone) const { return folder_.file(name(clone)); }

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(chance_); }

  Variables here(int clone) const {
    return {{"CRM_BOOK", book(clone)},
            {"HOME", folder_.file("home")},
            {"GIT_CONFIG_NOSYSTEM", "1"},
            {"PATH", folder_.file("bin") + ":" + std::getenv("PATH")}};
  }

  Ended crm(int clone, const Words& words) const { return run(words, here(clone)); }

  Ended git(int clone, const std::string& line) const {
    return shell("cd '" + book(clone) + "' && git " + line, here(clone));
  }

  void run_git(const std::string& where, const std::string& line) const {
    const Ended ended = shell("cd '" + where + "' && git " + line, here(0));
    CAPTURE(line);
    CAPTURE(ended.err);
    REQUIRE(ended.code == 0);
  }

  /// Who sits at this clone; a third of them has nothing of ours in git's configuration.
  void introduce(int clone) const {
    const std::string who = "person" + std::to_string(clone);
    run_git(book(clone),
            "config user.name " + who + " && git config user.email " + who +
                "@example.com && git config gc.auto 0 && git config pull.rebase false" +
                (clone % 3 == 2 ? " && git config crm.autosetup false" : ""));
  }

  std::string customer() {
    return ids_[static_cast<std::size_t>(pick(static_cast<int>(ids_.size())))];
  }

  /// A text that nobody else writes.
  std::string marker(const std::string& kind) { return kind + "-" + std::to_string(++markers_); }

  void acknowledge(const std::string& text, const Ended& ended) {
    // One that was killed may have been heard or not.
    if (ended.code == 0) said_[text] = true;
    if (ended.was_killed()) said_[text] = false;
  }

  void act(int clone) {
    const std::string who = customer();
    switch (pick(13)) {
      case 0:
      case 1:
      case 2: return say(clone, {"log", who, "call"}, "call");
      case 3: return say(clone, {"remind", who, "2026-12-24"}, "task");
      case 4: return say(clone, {"deal", who}, "deal");
      case 5: (void)crm(clone, {"set", who, "owner=person" + std::to_string(pick(9))}); return;
      case 6: (void)crm(clone, {"set", who, pick(2) == 0 ? "+vip" : "-vip"}); return;
      case 7: return add(clone);
      case 8: return write_by_hand(clone, who);
      case 9: return move_file(clone, who);
      case 10: return sell(clone);
      case 11: return tidy(clone, who);
      default: return say_and_be_killed(clone, {"log", who, "email"}, "email");
    }
  }

  void say(int clone, Words words, const std::string& kind) {
    const std::string text = marker(kind);
    words.push_back(text);
    acknowledge(text, crm(clone, words));
  }

  void say_and_be_killed(int clone, Words words, const std::string& kind) {
    const std::string text = marker(kind);
    words.push_back(text);
    Running running(words, here(clone));
    pause_for(pick(120'000));
    running.kill();
    acknowledge(text, running.wait());
  }

  void add(int clone) {
    const std::string text = marker("newcomer");
    const Ended ended = crm(clone, {"add", text, "--ids"});
    acknowledge(text, ended);
    if (ended.code == 0 && ids_.size() < 40)
      ids_.push_back(ended.out.substr(0, ended.out.find('\n')));
  }

  /// Two who turn out to be one, in whatever direction; or ids for what was written by hand.
  void tidy(int clone, const std::string& who) {
    if (pick(3) != 0) {
      (void)crm(clone, {"check", "--fix"});
      return;
    }
    const std::string other = customer();
    if (crm(clone, {"merge", who, other, "--yes"}).code == 0) merged_.emplace_back(round_, other);
  }

  /// Some rounds long others, who don't know yet, write to who was merged; then nobody means them
  /// any more, else all would be one in the end.
  void forget_merged() {
    constexpr int rounds_known = 4;
    while (!merged_.empty() && merged_.front().first + rounds_known < round_) {
      if (ids_.size() > customers_at_first / 2) std::erase(ids_, merged_.front().second);
      merged_.pop_front();
    }
  }

  /// A deal of this clone's goes on, by the first id that its list shows.
  void sell(int clone) {
    const Ended list = crm(clone, {"list", "deals", "--ids"});
    if (list.code != 0 || list.out.empty()) return;
    const std::string id = list.out.substr(0, list.out.find('\n'));
    (void)crm(clone, {"move", id, pick(2) == 0 ? "proposal" : "lead"});
  }

  std::string file_of(int clone, const std::string& who) const {
    for (const char* const below : {"/customers/", "/customers/old/"})
      if (std::filesystem::exists(book(clone) + below + who + ".yaml"))
        return book(clone) + below + who + ".yaml";
    return "";
  }

  void write_by_hand(int clone, const std::string& who) {
    const std::string file = file_of(clone, who);
    if (file.empty()) return;
    std::string text = text_of(file);
    const std::string said = marker("hand");
    const std::string entry = "  - at: 2026-11-20\n    kind: call\n    text: " + said + "\n";
    const auto list = text.find("\ninteractions:\n");
    if (list != text.npos)
      text.insert(list + 15, entry);
    else
      text += "interactions:\n" + entry;
    std::ofstream(file, std::ios::binary) << text;
    said_[said] = true;
  }

  void move_file(int clone, const std::string& who) {
    const std::string file = file_of(clone, who);
    if (file.empty() || pick(3) != 0) return;
    std::filesystem::create_directories(book(clone) + "/customers/old");
    const bool is_old = file.find("/old/") != file.npos;
    std::filesystem::rename(
        file, book(clone) + (is_old ? "/customers/" : "/customers/old/") + who + ".yaml");
  }

  void share(int clone) {
    ++syncs_;
    const int how = pick(10);
    if (how == 0 || how == 1) {
      ++killed_;
      Running running({"sync"}, here(clone));
      pause_for(pick(400'000));
      if (how == 0)
        running.kill();
      else
        running.kill_all();
      (void)running.wait();
      forget_locks(clone);
      return;
    }
    if (how == 2 || how == 3) return merge_by_hand(clone, how == 2);
    const Ended ended = crm(clone, {"sync"});
    CAPTURE(ended.err);
    CAPTURE(clone);
    CHECK((ended.code == 0 || ended.code == 6));
  }

  /// Somebody who uses git as they always did, and crm only for what it can't settle.
  void merge_by_hand(int clone, bool rebases) {
    ++by_hand_;
    (void)git(clone, "add -A");
    (void)git(clone, "commit -q -m 'by hand'");
    Ended pulled =
        git(clone, rebases ? "pull -q --rebase origin HEAD" : "pull -q --no-edit origin HEAD");
    // A rebase may stop at each of its commits.
    for (int stops = 0; pulled.code != 0 && stops < 60; ++stops) {
      const Ended resolved = crm(clone, {"resolve"});
      CAPTURE(pulled.err);
      CAPTURE(resolved.err);
      CHECK(resolved.code == 0);
      (void)git(clone, "add -A");
      pulled = rebases ? git(clone, "-c core.editor=true rebase --continue")
                       : git(clone, "commit -q --no-edit");
    }
    CAPTURE(pulled.err);
    CHECK(pulled.code == 0);
    // Without the driver git may have called something merged that is not.
    const Ended resolved = crm(clone, {"resolve"});
    CAPTURE(resolved.err);
    CHECK(resolved.code == 0);
    (void)git(clone, "push -q origin HEAD");
  }

  /// What git tells a person to do after it was killed.
  void forget_locks(int clone) const {
    (void)shell("sleep 0.05; find '" + book(clone) + "/.git' -name '*.lock' -delete", here(clone));
    (void)shell("find '" + folder_.file("hub.git") + "' -name '*.lock' -delete", here(clone));
  }

  /// Everything that is shared.
  std::map<std::string, std::string> records(int clone) const {
    std::map<std::string, std::string> all;
    for (const auto& [path, text] : texts_below(book(clone)))
      if (!path.starts_with(".git/") && !path.starts_with(".crm/")) all[path] = text;
    return all;
  }

  Setup setup_;
  std::mt19937 chance_;
  Folder folder_;
  std::vector<std::string> ids_;
  /// In which round who was merged into another.
  std::deque<std::pair<int, std::string>> merged_;
  /// What was said, and whether it was acknowledged for sure.
  std::map<std::string, bool> said_;
  int round_ = 0, markers_ = 0, syncs_ = 0, killed_ = 0, by_hand_ = 0;
  std::size_t conflicts_ = 0;
};

}  // namespace

TEST_CASE("with `sync: auto` a change is sent by itself, and mass removals are not") {
  const Folder folder;
  Variables here = new_book(folder, 40);
  here["HOME"] = folder.file("home");
  here["GIT_CONFIG_NOSYSTEM"] = "1";
  const std::string book = here["CRM_BOOK"];
  const auto git = [&](const std::string& line) {
    return shell("cd '" + book + "' && git " + line, here);
  };
  REQUIRE(
      git("init -q -b main && git init -q --bare -b main ../hub.git && git config user.name A && "
          "git config user.email a@example.com && git config gc.auto 0 && "
          "git remote add origin ../hub.git && echo .crm/ > .gitignore && "
          "echo 'sync: auto' >> crm.yaml && git add -A && git commit -qm begin && "
          "git push -q -u origin main")
          .code == 0);
  REQUIRE(run({"log", id_of(0), "call", "hello"}, here).code == 0);
  bool sent = false;
  for (int looks = 0; looks < 600 && !sent; ++looks) {
    pause_for(50'000);
    sent = git("-C ../hub.git log -1 --format=%s main").out.starts_with("logged a call");
  }
  CHECK(sent);
  // 30 of 40 files gone by hand: nobody else loses them unasked.
  for (int i = 1; i < 31; ++i) std::filesystem::remove(record_of(folder, i));
  const Ended refused = run({"sync"}, here);
  CHECK(refused.code == 4);
  CHECK(refused.err.find("30 of 40 customers' files are gone here") != std::string::npos);
  CHECK(git("ls-tree --name-only HEAD customers/ | wc -l").out == "40\n");
  CHECK(run({"sync", "--anyway"}, here).code == 0);
  CHECK(git("ls-tree --name-only origin/main customers/ | wc -l").out == "10\n");
  // The same from the other side.
  REQUIRE(git("-C .. clone -q hub.git other").code == 0);
  for (int i = 40; i < 100; ++i)
    std::ofstream(record_of(folder, i)) << "id: " << id_of(i) << "\nname: N\n";
  CHECK(run({"sync"}, here).code == 0);
  REQUIRE(shell("cd '" + folder.file("other") + "' && git pull -q && " +
                    "git rm -q customers/more-104* customers/more-105* customers/more-106* && "
                    "git -c user.name=b -c user.email=b@example.com commit -qm gone && git push -q",
                here)
              .code == 0);
  const Ended kept = run({"sync"}, here);
  CHECK(kept.code == 4);
  CHECK(kept.err.find("30 of 70 customers' files are gone there") != std::string::npos);
  CHECK(std::filesystem::exists(record_of(folder, 45)));
  CHECK(run({"sync", "--anyway"}, here).code == 0);
  CHECK_FALSE(std::filesystem::exists(record_of(folder, 45)));
}

TEST_CASE("a team that works offline comes to one book in which nothing is missing") {
  Team team(setup({}));
  team.work();
  team.calm_down();
  team.check();
}
