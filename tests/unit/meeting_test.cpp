// How two copies of a book come together, file by file: what no merge of two texts can tell.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "core/domain/country.hpp"
#include "core/team/meeting.hpp"

using namespace crm;

namespace doctest {
template <>
struct StringMaker<std::map<std::string, std::string>> {
  static String convert(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [path, text] : files) all += path + ":\n" + text;
    return all.c_str();
  }
};
}  // namespace doctest

namespace {

/// Path → text.
using Files = std::map<std::string, std::string>;

/// Blobs are named by their texts.
std::vector<TreeChange> changes(const Files& from, const Files& to) {
  std::vector<TreeChange> all;
  const auto blob = [](const Files& files, const std::string& path) -> std::optional<Blob> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return Blob{found->second};
  };
  Files both = from;
  both.insert(to.begin(), to.end());
  for (const auto& [path, text] : both)
    if (blob(from, path) != blob(to, path)) all.push_back({path, blob(from, path), blob(to, path)});
  return all;
}

Result<Files> one_way(const Files& base, const Files& ours, const Files& theirs,
                      const std::string& prefix) {
  Sides sides;
  sides.ours = changes(base, ours);
  sides.theirs = changes(base, theirs);
  sides.prefix = prefix;
  sides.settings = standard_settings(*find_country("DE"));
  sides.texts = [](const std::vector<std::string>& blobs) { return blobs; };
  sides.ours_has = [&](const std::string& path) { return ours.contains(path); };
  const auto meeting = meet(sides);
  if (!meeting) return error(meeting.error());
  Files met = ours;
  for (const MetFile& file : meeting->files) {
    if (file.text)
      met[file.path] = *file.text;
    else if (file.blob)
      met[file.path] = file.blob->id;
    else
      met.erase(file.path);
  }
  return met;
}

/// The same from both sides, else a text that is no book's.
Files met(const Files& base, const Files& ours, const Files& theirs,
          const std::string& prefix = "") {
  const auto here = one_way(base, ours, theirs, prefix),
             there = one_way(base, theirs, ours, prefix);
  REQUIRE(here);
  REQUIRE(there);
  CHECK(*here == *there);
  return *here;
}

std::string refused(const Files& base, const Files& ours, const Files& theirs) {
  const auto here = one_way(base, ours, theirs, ""), there = one_way(base, theirs, ours, "");
  REQUIRE_FALSE(here);
  REQUIRE_FALSE(there);
  CHECK(here.error().kind == Error::Kind::conflict);
  CHECK(here.error().message() == there.error().message());
  return here.error().message();
}

std::string customer(const std::string& id, const std::string& rest = "") {
  return "id: " + id + "\nname: Acme\n" + rest;
}

std::string call(const std::string& id, const std::string& text) {
  return "  - {id: " + id + ", at: 2026-11-20, kind: call, text: " + text + "}\n";
}

const std::string acme = "customers/acme-7h2k.yaml";
const std::string plain = customer("acme-7h2k", "owner: anna\n");

}  // namespace

TEST_CASE("what one side did is taken, whatever the other did elsewhere") {
  const std::string globex = "customers/globex-9k2f.yaml";
  CHECK(met({{acme, plain}}, {{acme, plain}, {globex, customer("globex-9k2f")}},
            {{acme, customer("acme-7h2k", "owner: ben\n")}}) ==
        Files{{acme, customer("acme-7h2k", "owner: ben\n")}, {globex, customer("globex-9k2f")}});
}

TEST_CASE("a record that was moved here and edited there is one, at its new place") {
  const std::string moved = "customers/berlin/acme-7h2k.yaml";
  const std::string edited = customer("acme-7h2k", "owner: ben\n");
  CHECK(met({{acme, plain}}, {{moved, plain}}, {{acme, edited}}) == Files{{moved, edited}});
  // Both edited, one moved: what both did.
  CHECK(met({{acme, "# Acme\n" + plain}}, {{moved, plain}}, {{acme, "# Acme\n" + edited}}) ==
        Files{{moved, edited}});
  // Both moved it: the smaller path, and nothing is left at the others.
  const std::string elsewhere = "customers/lodz/acme-7h2k.yaml";
  CHECK(met({{acme, plain}}, {{moved, plain}}, {{elsewhere, edited}}) == Files{{moved, edited}});
}

TEST_CASE("an edit beats a removal; nothing beats erased.txt") {
  const std::string edited = customer("acme-7h2k", "owner: ben\n");
  CHECK(met({{acme, plain}}, {}, {{acme, edited}}) == Files{{acme, edited}});
  CHECK(met({{acme, plain}}, {}, {{acme, plain}}) == Files{});
  const Files erased{{"erased.txt", "acme-7h2k\n"}};
  CHECK(met({{acme, plain}}, erased, {{acme, edited}}) == erased);
  // Also where it was moved meanwhile.
  CHECK(met({{acme, plain}}, erased, {{"customers/old/acme.yaml", edited}}) == erased);
  CHECK(met({}, erased, {{"erased.txt", "zeta-1111\n"}}) ==
        Files{{"erased.txt", "acme-7h2k\nzeta-1111\n"}});
  // A person of a customer who stays.
  const std::string bob = plain + "people:\n  - id: p4n8x2\n    name: Bob\n";
  CHECK(met({{acme, bob}}, {{acme, plain}, {"erased.txt", "acme-7h2k/p4n8x2\n"}},
            {{acme, bob + "    role: CTO\n"}}) ==
        Files{{acme, plain}, {"erased.txt", "acme-7h2k/p4n8x2\n"}});
}

TEST_CASE("two records on one path are both kept") {
  const std::string path = "customers/acme.yaml";
  const std::string one = customer("acme-1111"), other = customer("acme-2222");
  CHECK(met({}, {{path, one}}, {{path, other}}) ==
        Files{{path, one}, {"customers/acme-2222.yaml", other}});
  // The one that is called so keeps its place, though its id is the greater.
  CHECK(met({}, {{"customers/zeta.yaml", customer("acme-1111")}},
            {{"customers/zeta.yaml", customer("zeta")}}) ==
        Files{{"customers/zeta.yaml", customer("zeta")},
              {"customers/acme-1111.yaml", customer("acme-1111")}});
  // A name that is taken by a file nobody changed is not taken from it.
  const Files before{{"customers/acme-2222.yaml", customer("somebody")}};
  Files here = before, there = before;
  here[path] = one;
  there[path] = other;
  CHECK(met(before, here, there) == Files{{"customers/acme-2222.yaml", customer("somebody")},
                                          {path, one},
                                          {"customers/acme-2222~2.yaml", other}});
}

TEST_CASE("two files of one id stay two, each brought together by itself") {
  const std::string copy = "customers/copy-of-acme.yaml";
  const std::string edited = customer("acme-7h2k", "owner: ben\n");
  CHECK(met({{acme, plain}}, {{acme, plain}, {copy, plain}}, {{acme, edited}}) ==
        Files{{acme, edited}, {copy, plain}});
}

TEST_CASE("both logged: both calls are there") {
  const std::string list = plain + "interactions:\n";
  const Files both = met({{acme, list + call("k11111", "first")}},
                         {{acme, list + call("k11111", "first") + call("k22222", "here")}},
                         {{acme, list + call("k11111", "first") + call("k33333", "there")}});
  const std::string& text = both.at(acme);
  for (const char* const said : {"first", "here", "there"})
    CHECK(text.find(std::string("text: ") + said) != text.npos);
}

TEST_CASE("the settings are brought together first: amounts are read in their currency") {
  const std::string settings = "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n";
  const std::string dollars = "format: 1\ncurrency: USD\ntimezone: Europe/Berlin\ncountry: DE\n";
  const auto deal = [](const std::string& rest) {
    return customer("acme-7h2k", "deals:\n  - id: d7k2m9\n    title: arms\n" + rest);
  };
  CHECK(met({{"crm.yaml", settings}, {acme, deal("    amount: 12.00 USD\n")}},
            {{"crm.yaml", dollars}, {acme, "# Acme\n" + deal("    amount: 12\n")}},
            {{"crm.yaml", settings}, {acme, deal("    amount: 12.00 USD\n    owner: ben\n")}}) ==
        Files{{"crm.yaml", dollars},
              {acme, "# Acme\n" + deal("    amount: 12.00 USD\n    owner: ben\n")}});
}

TEST_CASE("other files come together by their lines; the same lines are a person's") {
  const std::string letter = "templates/offer.txt";
  CHECK(met({{letter, "Dear\nold\nbye\n"}}, {{letter, "Dear\nold\nBye\n"}},
            {{letter, "Hello\nold\nbye\n"}}) == Files{{letter, "Hello\nold\nBye\n"}});
  CHECK(refused({{letter, "Dear\n"}}, {{letter, "Hello\n"}}, {{letter, "Hi\n"}}) ==
        letter + " was changed here and there, in the same lines");
  const std::string picture = "customers/acme.png";
  CHECK(refused({}, {{picture, std::string("\0a", 2)}}, {{picture, std::string("\0b", 2)}}) ==
        picture + " was changed here and there, in the same lines");
}

TEST_CASE("a record that can't be read is taken where only they have changed it, else it is told") {
  const std::string broken = "id: acme-7h2k\nname: [Acme\n";
  CHECK(met({{acme, plain}}, {{acme, plain}}, {{acme, broken}}) == Files{{acme, broken}});
  const std::string said =
      refused({{acme, plain}}, {{acme, customer("acme-7h2k", "owner: ben\n")}}, {{acme, broken}});
  CHECK(said.starts_with(acme + " was changed here and there: "));
}

TEST_CASE("a book below the repository's top, and files beside it") {
  const std::string edited = customer("acme-7h2k", "owner: ben\n");
  CHECK(met({{"sales/" + acme, plain}, {"readme", "a\nb\nc\n"}},
            {{"sales/customers/x/acme-7h2k.yaml", plain}, {"readme", "A\nb\nc\n"}},
            {{"sales/" + acme, edited}, {"readme", "a\nb\nC\n"}}, "sales/") ==
        Files{{"sales/customers/x/acme-7h2k.yaml", edited}, {"readme", "A\nb\nC\n"}});
}
