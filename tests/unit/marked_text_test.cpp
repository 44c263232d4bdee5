// Texts in conflict: the versions that they were made of.
#include "core/merge/marked_text.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

using Versions = std::vector<std::string>;

TEST_CASE("a text in which a key stands twice is taken apart at it") {
  const auto apart = parted_at_doubled_keys(
      "id: a\ninteractions:\n  - {id: k1}\ntags: [b]\n# more\ninteractions:\n  - {id: k2}\n"
      "note: |\n  interactions: none\n");
  REQUIRE(apart);
  CHECK(apart->versions ==
        Versions{"id: a\ninteractions:\n  - {id: k1}\ntags: [b]\n# more\nnote: |\n"
                 "  interactions: none\n",
                 "id: a\ntags: [b]\n# more\ninteractions:\n  - {id: k2}\nnote: |\n"
                 "  interactions: none\n"});
  CHECK_FALSE(apart->base);
  CHECK_FALSE(parted_at_doubled_keys("id: a\nname: b\n"));
  CHECK_FALSE(parted_at_doubled_keys(""));
}

TEST_CASE("a text in conflict is taken apart into its versions, and its base where it tells it") {
  struct Case {
    const char* what;
    std::string text;
    Versions versions;
    std::optional<std::string> base;
  };

  const std::vector<Case> cases = {
      {"plain",
       "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n",
       {"a\nb\nd\n", "a\nc\nd\n"},
       std::nullopt},
      {"diff3",
       "a\n<<<<<<< ours\nb\n||||||| 1234567\nx\n=======\nc\n>>>>>>> theirs\n",
       {"a\nb\n", "a\nc\n"},
       "a\nx\n"},
      {"two conflicts, of which one has no base",
       "<<<<<<< a\n1\n||||||| b\n0\n=======\n2\n>>>>>>> c\nm\n<<<<<<< a\n3\n=======\n4\n>>>>>>> "
       "c\n",
       {"1\nm\n3\n", "2\nm\n4\n"},
       std::nullopt},
      {"a side without anything",
       "a\n<<<<<<< HEAD\n=======\nc\n>>>>>>> t\n",
       {"a\n", "a\nc\n"},
       std::nullopt},
      {"carriage returns stay where they are",
       "a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> t\r\n",
       {"a\r\nb\r\n", "a\r\nc\r\n"},
       std::nullopt},
      {"merged again with the markers in it",
       "<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n=======\nc\n>>>>>>> y\n",
       {"a\n", "c\n", "b\n"},
       std::nullopt},
      {"a base that was merged of two bases has longer marks in it",
       "<<<<<<< o\n1\n||||||| merged\n<<<<<<<<< T 1\n0\n=========\n9\n>>>>>>>>> T "
       "2\n=======\n2\n>>>>>>> t\n",
       {"1\n", "2\n"},
       "<<<<<<<<< T 1\n0\n=========\n9\n>>>>>>>>> T 2\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    CHECK(has_markers(one.text));
    const auto apart = taken_apart(one.text);
    REQUIRE(apart);
    CHECK(apart->versions == one.versions);
    CHECK(apart->base == one.base);
  }
}

TEST_CASE("markers of which a part is gone tell nothing") {
  for (const char* const text :
       {"a\n=======\nc\n>>>>>>> t\n", "<<<<<<< HEAD\nb\n", "<<<<<<< HEAD\nb\n=======\nc\n",
        "<<<<<<< HEAD\nb\n>>>>>>> t\n", "a\n>>>>>>> t\n",
        "<<<<<<< HEAD\nb\n=======\nc\n=======\nd\n>>>>>>> t\n"}) {
    CAPTURE(text);
    CHECK(has_markers(text));
    CHECK_FALSE(taken_apart(text));
  }
}

TEST_CASE("what only looks like a marker is none") {
  for (const char* const text :
       {"note: |\n  <<<<<<< HEAD\n", "<<<<<<\n", "========= nine\n", "a <<<<<<< b\n", ""}) {
    CAPTURE(text);
    CHECK_FALSE(has_markers(text));
  }
}

}  // namespace
}  // namespace crm
