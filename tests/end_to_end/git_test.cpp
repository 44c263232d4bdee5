// Real git merges random records that two people have changed: with the driver, with `crm resolve`
// afterwards, and without either.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "core/domain/text.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merge3.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"
#include "core/team/driver.hpp"
#include "tests/end_to_end/machine.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;
using namespace end_to_end;

namespace {

Settings euros() {
  Settings settings;
  settings.currency = "EUR";
  return settings;
}

/// A record in three versions; a side without a text has removed it.
struct Fork {
  std::string path, base;
  std::optional<std::string> ours, theirs;
};

std::vector<Fork> forks(int count, std::uint64_t seed, bool with_removals) {
  std::vector<Fork> all;
  Dice dice(seed);
  for (int i = 0; i < count; ++i) {
    Customer base = random_record<Customer>(dice, 20);
    base.id = "some-" + std::to_string(10000 + i);
    base.name = "Some " + std::to_string(i);
    Customer ours = base, theirs = base;
    for (int n = dice.between(1, 3); n > 0; --n) ours = changed(std::move(ours), dice);
    for (int n = dice.between(1, 3); n > 0; --n) theirs = changed(std::move(theirs), dice);
    ours.id = theirs.id = base.id;
    Fork fork{"customers/" + base.id + ".yaml", new_file(to_data(base)), new_file(to_data(ours)),
              new_file(to_data(theirs))};
    if (with_removals && dice.chance(6)) fork.ours.reset();
    if (with_removals && dice.chance(6) && fork.ours) fork.theirs.reset();
    all.push_back(std::move(fork));
  }
  return all;
}

/// What a text says, by the schema.
std::optional<Data> said(const std::string& text, const std::string& path) {
  const auto meaning = meaning_of(text, path, euros());
  return meaning ? std::optional(meaning->whole()) : std::nullopt;
}

Data wanted(const Fork& fork) {
  const Data base = said(fork.base, fork.path).value();
  if (!fork.ours) return said(*fork.theirs, fork.path).value();
  if (!fork.theirs) return said(*fork.ours, fork.path).value();
  return merge3(&base, said(*fork.ours, fork.path).value(), said(*fork.theirs, fork.path).value(),
                customer_type())
      .value()
      .data;
}

class Clone {
 public:
  explicit Clone(const std::vector<Fork>& forks) : forks_(forks) {
    std::filesystem::create_directories(folder_.file("book/customers"));
    std::ofstream(folder_.file("book/crm.yaml"))
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n";
    std::ofstream(folder_.file("book/.gitattributes")) << "customers/**/*.yaml text eol=lf "
                                                          "merge=crm\n";
    std::ofstream(folder_.file("book/.gitignore")) << ".crm/\n.crm-tmp-*\n";
    git("init -q -b main");
    put([](const Fork& fork) { return std::optional(fork.base); });
    git("add -A && git commit -qm base && git branch theirs");
  }

  /// In the book's folder, with crm where git finds it.
  Ended sh(const std::string& line) const {
    return shell(
        "export PATH=\"$(dirname \"$CRM\"):$PATH\"; cd '" + folder_.file("book") + "' && " + line,
        {{"GIT_CONFIG_NOSYSTEM", "1"},
         {"HOME", folder_.path().string()},
         {"GIT_AUTHOR_NAME", "Anna"},
         {"GIT_AUTHOR_EMAIL", "anna@example.com"},
         {"GIT_COMMITTER_NAME", "Anna"},
         {"GIT_COMMITTER_EMAIL", "anna@example.com"},
         {"GIT_EDITOR", "true"},
         // Of another book, which must not matter to the driver.
         {"CRM_BOOK", folder_.file("nowhere")}});
  }

  void git(const std::string& words) const {
    const Ended ended = sh("git " + words);
    CAPTURE(words);
    CAPTURE(ended.err);
    REQUIRE(ended.code == 0);
  }

  void put(const std::function<std::optional<std::string>(const Fork&)>& text_of_fork) const {
    for (const Fork& fork : forks_) {
      const std::string file = folder_.file("book/" + fork.path);
      if (const auto text = text_of_fork(fork))
        std::ofstream(file, std::ios::binary | std::ios::trunc) << *text;
      else
        std::filesystem::remove(file);
    }
  }

  void put_ours() const {
    put([](const Fork& fork) { return fork.ours; });
  }

  void commit_both() const {
    git("checkout -q theirs");
    put([](const Fork& fork) { return fork.theirs; });
    git("add -A && git commit -qm theirs && git checkout -q main");
    put_ours();
    git("add -A && git commit -qm ours");
  }

  void set_driver() const {
    git("config merge.crm.driver '" + std::string(driver_command()) + "'");
  }

  Ended resolve() const { return sh("crm resolve --book ."); }

  std::set<std::string> unmerged() const {
    const std::string names = sh("git diff --name-only --diff-filter=U").out;
    std::set<std::string> all;
    for (const std::string_view name : split(names, '\n'))
      if (!name.empty()) all.emplace(name);
    return all;
  }

  std::string text(const Fork& fork) const { return text_of(folder_.file("book/" + fork.path)); }

  /// Every record says what the merged values are.
  void check_all() const {
    for (const Fork& fork : forks_) check(fork);
    CHECK(unmerged().empty());
  }

  void check(const Fork& fork) const {
    const std::string now = text(fork);
    CAPTURE(fork.path);
    CAPTURE(fork.base);
    CAPTURE(fork.ours.value_or("(removed)"));
    CAPTURE(fork.theirs.value_or("(removed)"));
    CAPTURE(now);
    const auto data = said(now, fork.path);
    REQUIRE(data);
    for (const Edit& edit : difference(*data, wanted(fork), customer_type()))
      FAIL_CHECK("it says something else at ", to_text(edit.path), ": ", flow_text(edit.before),
                 " instead of ", flow_text(edit.value));
  }

 private:
  const std::vector<Fork>& forks_;
  Folder folder_;
};

/// The ways in which two lines of history meet; each leaves `main` with what both say.
const std::vector<std::pair<const char*, const char*>>& meetings() {
  static const std::vector<std::pair<const char*, const char*>> all{
      {"git merge -q theirs", "git commit -qm both"},
      {"git rebase -q theirs", "git rebase --continue"},
      {"git cherry-pick theirs", "git cherry-pick --continue"},
      {"git reset -q --soft HEAD^ && git stash -q && git merge -q --ff-only theirs && git stash "
       "pop",
       "git commit -qm both"}};
  return all;
}

}  // namespace

TEST_CASE("git with the driver says what the merged values are, however two histories meet") {
  const auto all = forks(rounds(40), 5, false);
  for (const auto& [meeting, end] : meetings()) {
    CAPTURE(meeting);
    const Clone clone(all);
    clone.commit_both();
    clone.set_driver();
    const Ended met = clone.sh(meeting);
    CAPTURE(met.err);
    CHECK(met.code == 0);
    clone.check_all();
  }
}

TEST_CASE("crm resolve without the driver says the same, and git goes on") {
  const auto all = forks(rounds(60), 6, true);
  for (const bool with_driver : {false, true})
    for (const auto& [meeting, end] : meetings()) {
      CAPTURE(meeting);
      const Clone clone(all);
      clone.commit_both();
      if (with_driver) clone.set_driver();
      CHECK(clone.sh(meeting).code != 0);
      CHECK_FALSE(clone.unmerged().empty());
      const Ended resolved = clone.resolve();
      CAPTURE(resolved.err);
      CHECK(resolved.code == 0);
      clone.check_all();
      CHECK(clone.resolve().err == "nothing to resolve\n");
      const Ended ended = clone.sh(end);
      CAPTURE(ended.err);
      CHECK(ended.code == 0);
      CHECK(clone.sh("git status --porcelain").out == "");
      clone.check_all();
    }
}

TEST_CASE("what plain git merges without a conflict is what the merged values are") {
  const auto all = forks(rounds(1500), 7, false);
  const Clone clone(all);
  clone.commit_both();
  clone.git("merge -q theirs || true");
  const auto unmerged = clone.unmerged();
  std::size_t clean = 0;
  for (const Fork& fork : all) {
    if (unmerged.contains(fork.path)) continue;
    ++clean;
    clone.check(fork);
  }
  MESSAGE(clean << " of " << all.size() << " without a conflict");
  CHECK(clean > 100);
  CHECK(unmerged.size() > 100);
}

TEST_CASE("markers that were entered into git, and merges that kept one side, are set right") {
  const auto all = forks(rounds(60), 8, false);
  for (const char* const careless :
       {"git add -A && git commit -qm careless",
        "git checkout -q --ours . && git add -A && git commit -qm mine",
        "git checkout -q --theirs . && git add -A && git commit -qm yours"}) {
    CAPTURE(careless);
    const Clone clone(all);
    clone.commit_both();
    clone.sh("git merge -q theirs");
    const auto were = clone.unmerged();
    CHECK_FALSE(were.empty());
    clone.git("rev-parse HEAD && " + std::string(careless));
    const Ended resolved = clone.resolve();
    CAPTURE(resolved.err);
    CHECK(resolved.code == 0);
    CHECK_FALSE(resolved.out.empty());
    const bool kept_markers = std::string(careless).starts_with("git add");
    for (const Fork& fork : all) {
      const auto data = said(clone.text(fork), fork.path);
      CAPTURE(fork.path);
      CAPTURE(clone.text(fork));
      REQUIRE(data);
      for (const Edit& edit : difference(*data, wanted(fork), customer_type())) {
        // Whoever took one side has decided on its values, but no entry is lost.
        const bool brings =
            edit.kind == Edit::Kind::add || (edit.kind == Edit::Kind::set && edit.before.empty() &&
                                             edit.value.kind == Data::Kind::list);
        if (edit.path.front() == "conflicts") continue;
        CAPTURE(to_text(edit.path));
        CAPTURE(flow_text(edit.value));
        CHECK_FALSE((kept_markers || brings));
      }
    }
    CHECK(clone.resolve().err == "nothing to resolve\n");
  }
}

TEST_CASE("the driver leaves what it can't read as it is, and git merges the lines") {
  const Folder folder;
  std::ofstream(folder.file("crm.yaml")) << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\n"
                                            "country: DE\n";
  const std::string good = "id: acme-7h2k\nname: Acme\nowner: anna\n";

  struct Damage {
    const char* what;
    std::string text;
    int code;
  };

  const std::vector<Damage> damages = {
      {"truncated", "id: acme-7h2k\nname: \"Acm", 2},
      {"duplicate keys", good + "owner: ben\n", 2},
      {"markers", "<<<<<<< HEAD\n" + good + "=======\n" + good + ">>>>>>> b\n", 2},
      {"no UTF-8", "id: acme-7h2k\nname: \xff\xfe\n", 2},
      {"no map", "- 1\n", 2},
      {"nothing", "", 2},
      {"two records", "id: acme-9k2f\nname: Acme\n", 1},
      {"carriage returns", "id: acme-7h2k\r\nname: Acme\r\nowner: anna\r\nstatus: lead\r\n", 0},
      {"a byte order mark", "\xEF\xBB\xBF" + good + "status: lead\n", 0}};
  const auto put = [&](const char* name, const std::string& text) {
    std::ofstream(folder.file(name), std::ios::binary | std::ios::trunc) << text;
  };
  for (const Damage& damage : damages)
    for (const bool turned : {false, true}) {
      CAPTURE(damage.what);
      CAPTURE(turned);
      const std::string other = good + "tags: [vip]\n";
      put("base", good);
      put("ours", turned ? other : damage.text);
      put("theirs", turned ? damage.text : other);
      const Ended ended = shell("cd '" + folder.path().string() +
                                    "' && $CRM merge-driver base ours theirs "
                                    "customers/acme-7h2k.yaml 7",
                                {{"CRM_BOOK", "/nowhere"}});
      CAPTURE(ended.err);
      CHECK(ended.code == damage.code);
      CHECK(text_of(folder.file("theirs")) == (turned ? damage.text : other));
      const std::string now = text_of(folder.file("ours"));
      if (damage.code == 2) CHECK(now == (turned ? other : damage.text));
      if (damage.code == 1) {
        CHECK(count_of(now, "<<<<<<< ours\n") == 1);
        CHECK(count_of(now, other) == 1);
        CHECK(count_of(now, damage.text) == 1);
      }
      if (damage.code == 0) {
        CHECK(count_of(now, "status: lead") == 1);
        CHECK(count_of(now, "tags: [vip]") == 1);
        CHECK_FALSE(std::filesystem::exists(folder.file(".crm")));
      }
    }
}

namespace {

/// A book in a folder of a repository, both with spaces in their names, with one record that two
/// branches have changed.
class Nested {
 public:
  Nested() {
    sh("git init -q -b main 'a house' && cd 'a house' && mkdir -p 'the sales/customers'");
    put("crm.yaml", "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n");
    put(".gitattributes", "customers/**/*.yaml text eol=lf merge=crm\n");
    put(".gitignore", ".crm/\n");
    put(acme, base);
    sh("cd 'a house' && git add -A && git commit -qm base && git checkout -qb theirs");
    put(acme, theirs);
    sh("cd 'a house' && git commit -qam theirs && git checkout -q main");
    put(acme, ours);
    sh("cd 'a house' && git commit -qam ours");
  }

  Ended sh(const std::string& line) const {
    return shell("export PATH=\"$(dirname \"$CRM\"):$PATH\"; cd '" + folder_.path().string() +
                     "' && " + line,
                 {{"GIT_CONFIG_NOSYSTEM", "1"},
                  {"HOME", folder_.path().string()},
                  {"GIT_AUTHOR_NAME", "Anna"},
                  {"GIT_AUTHOR_EMAIL", "anna@example.com"},
                  {"GIT_COMMITTER_NAME", "Anna"},
                  {"GIT_COMMITTER_EMAIL", "anna@example.com"}});
  }

  std::string book() const { return folder_.file("a house/the sales"); }

  std::string file(const std::string& name) const { return book() + "/" + name; }

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary | std::ios::trunc) << text;
  }

  Result<bool> set_up() const { return set_up_driver(Git::open(ask_real_program, book()).value()); }

  static constexpr const char* acme = "customers/acme-7h2k.yaml";
  const std::string base = "id: acme-7h2k\nname: Acme\nowner: anna\ntags: [a]\nnote: x\n";
  const std::string ours = "id: acme-7h2k\nname: Acme\nowner: ben\ntags: [a, b]\nnote: x\n";
  const std::string theirs = "id: acme-7h2k\nname: Acme\nowner: anna\ntags: [a, c]\nnote: x\n";
  const std::string both = "id: acme-7h2k\nname: Acme\nowner: ben\ntags: [a, b, c]\nnote: x\n";

 private:
  Folder folder_;
};

}  // namespace

TEST_CASE("the driver is set up once, and works for a book within a repository") {
  const Nested nested;
  CHECK(nested.set_up().value());
  CHECK_FALSE(nested.set_up().value());
  const Ended merged = nested.sh("cd 'a house' && git merge -q theirs -m both");
  CAPTURE(merged.err);
  CHECK(merged.code == 0);
  CHECK(text_of(nested.file(Nested::acme)) == nested.both);
  CHECK(nested.sh("cd 'a house' && git status --porcelain").out == "");
}

TEST_CASE("the driver is not set up against a person's will") {
  const Nested nested;
  nested.sh("cd 'a house' && git config crm.autosetup no");
  CHECK_FALSE(nested.set_up().value());
  nested.sh(
      "cd 'a house' && git config crm.autosetup yes && git config merge.crm.driver "
      "'/opt/crm merge-driver %O %A %B %P %L'");
  CHECK_FALSE(nested.set_up().value());
  CHECK(nested.sh("cd 'a house' && git config merge.crm.driver").out ==
        "/opt/crm merge-driver %O %A %B %P %L\n");
  // What is no driver of ours any more is replaced.
  nested.sh("cd 'a house' && git config merge.crm.driver true");
  CHECK(nested.set_up().value());
  nested.sh("cd 'a house' && git config --unset merge.crm.driver");
  nested.put(".gitattributes", "");
  CHECK_FALSE(nested.set_up().value());
}

TEST_CASE("where crm is not found, git marks the conflict itself and resolve settles it") {
  const Nested nested;
  nested.sh("cd 'a house' && git config merge.crm.driver '" + std::string(driver_command()) +
            "' && PATH=/usr/bin:/bin git merge -q theirs");
  CHECK(count_of(text_of(nested.file(Nested::acme)), "<<<<<<< ours\n") == 1);
  CHECK(nested.sh("cd 'a house/the sales' && crm resolve").code == 0);
  CHECK(text_of(nested.file(Nested::acme)) == nested.both);
}

TEST_CASE("a linked work tree is resolved like any other") {
  const Nested nested;
  CHECK(nested
            .sh("cd 'a house' && git worktree add -q ../beside -b beside main && cd "
                "'../beside/the sales' && ! git merge -q theirs && crm resolve && git commit -qm "
                "both")
            .code == 0);
  CHECK(nested.sh("cat 'beside/the sales/customers/acme-7h2k.yaml'").out == nested.both);
}

TEST_CASE("what a person has written since git stopped is not lost") {
  const Nested nested;
  const auto stopped = [&](const std::string& text) {
    nested.sh("cd 'a house' && git reset -q --hard && git merge -q theirs");
    if (!text.empty()) nested.put(Nested::acme, text);
    CHECK(nested.sh("cd 'a house/the sales' && crm resolve").code == 0);
    CHECK(nested.sh("cd 'a house' && git diff --name-only --diff-filter=U").out == "");
    return text_of(nested.file(Nested::acme));
  };
  CHECK(stopped("") == nested.both);
  // Their own resolution: the value stands, and what they have left out comes back.
  const std::string by_hand = "id: acme-7h2k\nname: Acme\nowner: dora\ntags: [a, b]\nnote: x\n";
  CHECK(stopped(by_hand) == "id: acme-7h2k\nname: Acme\nowner: dora\ntags: [a, b, c]\nnote: x\n");
  // A line outside of the markers.
  nested.sh("cd 'a house' && git reset -q --hard && git merge -q theirs");
  std::string marked = text_of(nested.file(Nested::acme));
  marked.replace(marked.find("note: x"), 7, "note: y");
  const std::string kept = stopped(marked);
  CHECK(count_of(kept, "note: y\n") == 1);
  CHECK(count_of(kept, "tags: [a, b, c]\n") == 1);
  // Already settled, but git was not told, as after a kill.
  CHECK(stopped(nested.both) == nested.both);
  // One side as a driver that was not found leaves it.
  CHECK(stopped(nested.ours) == nested.both);
  CHECK(stopped(nested.theirs) == nested.both);
}

TEST_CASE("histories that cross are merged with what all have") {
  const Nested nested;
  CHECK(nested.set_up().value());
  const Ended crossed = nested.sh(
      "cd 'a house' && git checkout -qb one main && git merge -q theirs -m one && git checkout -qb "
      "two theirs && git merge -q main -m two && sed -i 's/note: x/note: z/' 'the "
      "sales/customers/acme-7h2k.yaml' && git commit -qam z && git checkout -q one && sed -i "
      "'s/tags: .*/tags: [b, c]/' 'the sales/customers/acme-7h2k.yaml' && git commit -qam bc && "
      "git "
      "merge -q two -m both");
  CAPTURE(crossed.err);
  CHECK(crossed.code == 0);
  CHECK(text_of(nested.file(Nested::acme)) ==
        "id: acme-7h2k\nname: Acme\nowner: ben\ntags: [b, c]\nnote: z\n");
  CHECK(nested.sh("cd 'a house/the sales' && crm resolve").err == "nothing to resolve\n");
}
