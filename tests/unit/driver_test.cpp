// What the merge driver makes of one file, and where a path of a repository belongs.
#include "core/team/driver.hpp"

#include <doctest/doctest.h>

#include <set>

namespace crm {
namespace {

using Outcome = FileMerge::Outcome;

const std::string acme = "customers/acme-7h2k.yaml";

Settings euros() {
  Settings settings;
  settings.currency = "EUR";
  return settings;
}

TEST_CASE("two records on one path stand whole between markers") {
  const FileMerge merged = merge_files(std::nullopt, "id: acme-7h2k\nname: A\n",
                                       "id: acme-9k2f\nname: B", acme, euros(), 9);
  CHECK(merged.outcome == Outcome::two_records);
  CHECK(merged.text ==
        "<<<<<<<<< ours\nid: acme-7h2k\nname: A\n=========\nid: acme-9k2f\nname: "
        "B\n>>>>>>>>> theirs\n");
}

TEST_CASE("a side that can't be read leaves no text") {
  for (const char* const broken :
       {"id: acme-7h2k\nname: A\nname: B\n", "id: acme-7h2k\nname: \"A\n",
        "<<<<<<< HEAD\nname: A\n=======\nname: B\n>>>>>>> t\n", "name: [", "- a list\n", ""}) {
    CAPTURE(broken);
    for (const bool turned : {false, true}) {
      const std::string good = "id: acme-7h2k\nname: C\n";
      const FileMerge merged = merge_files("id: acme-7h2k\nname: A\n", turned ? good : broken,
                                           turned ? broken : good, acme, euros());
      CHECK(merged.outcome == Outcome::unreadable);
      CHECK(merged.text.empty());
      CHECK_FALSE(merged.problems.empty());
    }
  }
}

TEST_CASE("a base that can't be read, or is another record, is none") {
  for (const char* const base : {"<<<<<<< a\n", "id: other-1111\nname: A\nowner: anna\n"}) {
    CAPTURE(base);
    const FileMerge merged = merge_files(base, "id: acme-7h2k\nname: A\nowner: anna\n",
                                         "id: acme-7h2k\nname: A\nstatus: lead\n", acme, euros());
    CHECK(merged.outcome == Outcome::merged);
    CHECK(merged.text == "id: acme-7h2k\nname: A\nstatus: lead\nowner: anna\n");
  }
}

TEST_CASE("other files are not merged by what they say, erased ids are all kept") {
  CHECK(merge_files("a: 1\n", "a: 2\n", "a: 3\n", "templates/a.yaml", {}).outcome ==
        Outcome::unreadable);
  CHECK(union_of_lines("a-1111\nb-2222\n", "b-2222\nc-3333\n", "a-1111\r\nd-4444") ==
        "a-1111\nd-4444\nb-2222\nc-3333\n");
}

TEST_CASE("the nearest folder with a crm.yaml is the book") {
  const std::set<std::string> books{"", "sales/book/"};
  const auto is_book = [&](const std::string& folder) { return books.contains(folder); };
  const auto none = [](const std::string&) { return false; };
  CHECK(path_in_book("customers/a.yaml", is_book) == PathInBook{"", "customers/a.yaml"});
  CHECK(path_in_book("sales/book/customers/x/a.yaml", is_book) ==
        PathInBook{"sales/book/", "customers/x/a.yaml"});
  CHECK(path_in_book("sales/book/crm.yaml", is_book) == PathInBook{"sales/book/", "crm.yaml"});
  // Its crm.yaml is gone, or never was in the work tree.
  CHECK(path_in_book("old/customers/a.yaml", none) == PathInBook{"old/", "customers/a.yaml"});
  CHECK(path_in_book("rates.yaml", none) == PathInBook{"", "rates.yaml"});
  CHECK_FALSE(path_in_book("sales/notes.yaml", is_book));
  CHECK_FALSE(path_in_book("photos/customers.jpg", none));
}

TEST_CASE("of a crm.yaml in conflict only the currency has to be known") {
  CHECK(settings_for_merge("format: 1\ncurrency: INR\n").currency == "INR");
  CHECK(
      settings_for_merge("<<<<<<< a\nname: x\n=======\nname: y\n>>>>>>> b\ncurrency: 'EUR' # so\n")
          .currency == "EUR");
  CHECK(settings_for_merge("<<<<<<< a\ncurrency: USD\n=======\ncurrency: INR\n>>>>>>> b\n")
            .currency.empty());
  CHECK(settings_for_merge("").currency.empty());
  // Without it a bare amount can't be read, and one with its code can.
  const std::string id = "id: acme-7h2k\nname: A\n";
  const auto deal = [&](const char* amount) {
    return id + "deals:\n  - {id: d7k2m9, title: x, amount: " + amount + "}\n";
  };
  CHECK(merge_files(id, deal("12"), deal("13"), acme, {}).outcome == Outcome::unreadable);
  CHECK(merge_files(id, deal("12.00 EUR"), deal("13.00 EUR"), acme, {}).outcome == Outcome::merged);
}

}  // namespace
}  // namespace crm
