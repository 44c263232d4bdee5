#include "core/record/tree.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace crm {
namespace {

struct Refusal {
  std::string what;
  std::string text;
  std::string code;
  int line, column;
};

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

std::string nested(int depth) {
  std::string text = "a: ";
  for (int i = 0; i < depth; ++i) text += '[';
  return text + "x" + std::string(static_cast<std::size_t>(depth), ']') + "\n";
}

double seconds_to_parse(std::string text) {
  const auto begin = std::chrono::steady_clock::now();
  (void)Tree::parse(std::move(text), "f");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

TEST_CASE("what is not the YAML we speak is refused where it stands") {
  const Refusal refusals[] = {
      {"nothing", "", "empty", 1, 1},
      {"comments alone", "# a\n", "empty", 1, 1},
      {"a null", "~\n", "empty", 1, 1},
      {"a list", "# a\n- a\n- b\n", "not-a-map", 2, 1},
      {"a text", "just words\n", "not-a-map", 1, 1},
      {"a key twice", "name: a\ntags: [x]\nname: b\n", "duplicate-key", 3, 1},
      {"a key twice in quotes", "name: a\n\"name\": b\n", "duplicate-key", 2, 1},
      {"a key twice in an entry", "name: a\ndeals:\n  - title: t\n    title: u\n", "duplicate-key",
       4, 5},
      {"a key twice on one line", "a: {b: 1, c: 2, b: 3}\n", "duplicate-key", 1, 17},
      {"an anchor", "name: a\nnote: &x b\n", "anchor", 2, 7},
      {"an anchor of a list", "name: a\ntags: &x [b]\n", "anchor", 2, 7},
      {"an anchor of a map", "name: a\nmore: &x {b: c}\n", "anchor", 2, 7},
      {"an alias", "name: a\nnote: *x\n", "alias", 2, 7},
      {"a tag", "name: !!str a\n", "tag", 1, 7},
      {"a tag of one's own", "name: a\ntags: !set [a]\n", "tag", 2, 7},
      {"a second document", "name: a\n---\nname: b\n", "second-document", 2, 1},
      {"a conflict", "name: a\n<<<<<<< HEAD\nnote: b\n=======\nnote: c\n>>>>>>> x\n",
       "conflict-marker", 2, 1},
      {"half a conflict", "name: a\n=======\nnote: c\n", "conflict-marker", 2, 1},
      {"a conflict's end, with CRLF", "name: a\r\n>>>>>>> theirs\r\n", "conflict-marker", 2, 1},
      {"too deep", nested(33), "too-deep", 1, 35},
      {"a NUL", std::string("name: a\nnote: b\0c\n", 18), "syntax", 2, 8},
      {"an escape character", "name: a\nnote: b\x1B[31m\n", "syntax", 2, 8},
      {"invalid UTF-8", "name: a\nnote: b\xFFz\n", "syntax", 2, 8},
      {"cut UTF-8", "name: a\nnote: \xE0\xA4\n", "syntax", 2, 7},
      {"a surrogate", "name: \xED\xA0\x80\n", "syntax", 1, 7},
      {"UTF-16", std::string("\xFF\xFEn\0a\0m\0e\0", 10), "syntax", 1, 1},
      {"UTF-16 without a mark", std::string("n\0a\0m\0e\0:\0 \0a\0", 14), "syntax", 1, 2},
      {"an open quote", "name: a\nnote: \"b\ntags: [c]\n", "syntax", 2, 7},
      {"an open list", "name: a\ntags: [b, c\nnote: d\n", "syntax", 2, 7},
      {"a second colon", "name: a: b\n", "syntax", 1, 8},
      {"a line without a colon", "name: a\nnote\ntags: [b]\n", "syntax", 2, 1},
      {"a wrong indentation", "name: a\n  note: b\n", "syntax", 2, 7},
      {"a tab as indentation", "name: a\ndeals:\n\t- title: x\n", "syntax", 3, 1},
      {"an at sign", "name: @a\n", "syntax", 1, 7},
      {"a key that is a list", "name: a\n? [b]\n: c\n", "syntax", 2, 3},
      {"in Hindi, counted in characters", "name: अनिता: b\n", "syntax", 1, 12},
      {"after a byte order mark", "\xEF\xBB\xBFname: @a\n", "syntax", 1, 7},
  };
  for (const Refusal& refusal : refusals) {
    CAPTURE(refusal.what);
    const auto tree = Tree::parse(refusal.text, "f.yaml");
    REQUIRE_FALSE(tree);
    const Problem& problem = tree.error().problems.front();
    CAPTURE(problem.message);
    CHECK(tree.error().kind == Error::Kind::invalid);
    CHECK(problem.code == refusal.code);
    CHECK(to_text(*problem.place) == to_text(Place{"f.yaml", refusal.line, refusal.column}));
  }
}

TEST_CASE("a refusal is put in words for somebody who keeps customers") {
  const auto said = [](std::string text) {
    return Tree::parse(std::move(text), "f").error().message();
  };
  CHECK(said("name: a\nname: b\n") == "\"name\" stands here a second time (first in line 1)");
  CHECK(said("name: \"a\n") == "a quoted text has no end");
  CHECK(said("name: [a\n") == "a list or map on one line is not closed");
  CHECK(said("name: a: b\n") == "a second \": \" on one line; put the text in quotes");
  CHECK(said("name: a\nb\nc: d\n") == "a \":\" is missing, or the indentation is off");
  CHECK(said("name: \xFF\n") == "this is not UTF-8 text");
  CHECK(said("name: \x01\n") == "there is a control character here");
}

TEST_CASE("limits are limits, not less") {
  CHECK(Tree::parse(nested(31), "f"));
  CHECK(Tree::parse("note: " + std::string(1u << 20, 'a') + "\n", "f"));
  CHECK(Tree::parse("note: " + std::string((1u << 20) + 1, 'a') + "\n", "f")
            .error()
            .problems.front()
            .code == "too-large");
  CHECK(Tree::parse(std::string(16u << 20, '#') + "x", "f").error().problems.front().code ==
        "too-large");
}

TEST_CASE("a scalar is the text that was written, whatever it looks like") {
  const auto tree = Tree::parse(
      "a: 0606\nb: no\nc: 1e3\nd: ~\ne: null\nf: ''\ng:\nh: \"\\u0085\\N\\x41\"\ni: 'it''s'\nj: "
      ">-\n  a\n  b\nk: |\n  a\n  b\n",
      "f");
  REQUIRE(tree);
  const auto text = [&](const char* key) { return find(tree->root(), key)->text; };
  CHECK(text("a") == "0606");
  CHECK(text("b") == "no");
  CHECK(text("c") == "1e3");
  CHECK(find(tree->root(), "d")->is_absent());
  CHECK_FALSE(find(tree->root(), "e")->is_absent());
  CHECK(find(tree->root(), "e")->is_null());
  CHECK_FALSE(find(tree->root(), "f")->is_absent());
  CHECK(find(tree->root(), "g")->is_absent());
  CHECK(text("h") ==
        "\xC2\x85\xC2\x85"
        "A");
  CHECK(text("i") == "it's");
  CHECK(text("j") == "a b");
  CHECK(text("k") == "a\nb\n");
  CHECK(find(tree->root(), "z") == nullptr);
}

TEST_CASE("nodes know the bytes they stand on, after a mark and in other scripts too") {
  const std::string text =
      "\xEF\xBB\xBFनाम: अ # क\nlist:\n  - 'é'\n  - {a: b}\nempty:\nnote: |\n  x\n\nend: z";
  const auto tree = Tree::parse(text, "f");
  REQUIRE(tree);
  const auto written = [&](const Node& node) {
    return text.substr(node.begin, node.end - node.begin);
  };
  const Node* const list = find(tree->root(), "list");
  CHECK(written(*find(tree->root(), "नाम")) == "अ");
  CHECK(written(*list) == "- 'é'\n  - {a: b}");
  CHECK(written(*list->first()) == "'é'");
  CHECK(written(*list->first()->next()) == "{a: b}");
  CHECK(written(*find(tree->root(), "empty")) == "");
  CHECK(written(*find(tree->root(), "note")) == "|\n  x\n\n");
  CHECK(tree->place(*find(tree->root(), "end")) == Place{"f", 9, 6});
  CHECK(tree->place(tree->root()) == Place{"f", 1, 1});
}

TEST_CASE("an entry without an id gets one from its content, the same in every clone") {
  const auto ids = [](const std::string& text) {
    const auto tree = Tree::parse("l:\n" + text, "f");
    return entry_ids(*find(tree->root(), "l"));
  };
  const auto some =
      ids("- {id: d1, a: 1}\n- {a: 1, b: 2}\n- b: 2\n  a: '1'\n- {id: , a: 3}\n- {id: '', a: 4}\n");
  REQUIRE(some.size() == 5);
  CHECK(some[0] == "d1");
  CHECK(some[1].size() == 6);
  CHECK(some[1] != some[2]);
  // Neither the order of keys nor other entries matter, and equal ones are counted.
  const auto others = ids("- {b: 2, a: 1}\n- {a: 1, b: 2}\n- {x: y}\n");
  CHECK(others[0] == some[1]);
  CHECK(others[1] == some[2]);
  // One that was written down already is not given to its twin.
  const auto rest = ids("- {id: " + some[1] + ", a: 1, b: 2}\n- {a: 1, b: 2}\n");
  CHECK(rest[1] == some[2]);
}

TEST_CASE("an id that a merge by lines has put at another entry goes back") {
  const auto ids = [](const std::string& text) {
    const auto tree = Tree::parse("l:\n" + text, "f");
    return entry_ids(*find(tree->root(), "l"));
  };
  const auto alone = ids("- {at: 1, text: a}\n- {at: 1, text: b}\n- {at: 1, text: c}\n");
  const auto with = [](const std::string& id, const std::string& text) {
    return "- {id: " + id + ", at: 1, text: " + text + "}\n";
  };
  const std::string a = alone[0], b = alone[1], c = alone[2];
  using Ids = std::vector<std::string>;
  CHECK(ids(with(a, "b") + "- {at: 1, text: a}\n") == Ids{b, a});
  // Each has the next one's.
  CHECK(ids(with(b, "c") + with(a, "b") + "- {at: 1, text: a}\n") == Ids{c, b, a});
  // What was changed since its id was made keeps it, while nobody else says what it said then.
  CHECK(ids(with(a, "b")) == Ids{a});
  CHECK(ids(with(a, "b") + "- {at: 1, text: c}\n") == Ids{a, c});
  CHECK(ids(with(a, "a") + with(b, "c") + "- {at: 1, text: a}\n")[1] == b);
  // Both have written it down.
  CHECK(ids(with(a, "b") + with(a, "a")) == Ids{b, a});
  CHECK(ids(with(a, "a") + with(a, "b")) == Ids{a, b});
  CHECK(ids(with(a, "b") + with(a, "a") + with(b, "b")).front() != a);
  CHECK(ids(with(a, "b") + with(a, "c") + with(a, "a")) == Ids{b, c, a});
  CHECK(ids(with(a, "a") + with(a, "a")) == Ids{a, a});
  CHECK(ids(with("p1", "a") + with("p1", "b")) == Ids{"p1", "p1"});
}

TEST_CASE("hostile sizes end soon") {
  // Measured: all far below a second without sanitizers.
  constexpr double patience = 8;
  CHECK(seconds_to_parse(repeated("[", 1u << 20)) < patience);
  CHECK(seconds_to_parse(repeated("{", 1u << 20)) < patience);
  CHECK(seconds_to_parse(repeated("- ", 1u << 19)) < patience);
  CHECK(seconds_to_parse(repeated("a: [", 1u << 18)) < patience);
  CHECK(seconds_to_parse("a:\n" + repeated("- x\n", 200'000)) < patience);
  CHECK(seconds_to_parse("a: [" + repeated("x, ", 200'000) + "]\n") < patience);
  CHECK(seconds_to_parse("a:\n" + repeated("-\n", 500'000)) < patience);
  CHECK(seconds_to_parse(repeated("<<<<<<<", 150'000)) < patience);
  CHECK(seconds_to_parse(repeated("=======\xE0\xA4\x95", 100'000)) < patience);
  CHECK(seconds_to_parse("a: |\n" + repeated(" \n", 500'000)) < patience);
  CHECK(seconds_to_parse(repeated(" ", 1u << 20) + "a: b") < patience);
  std::string keys, indented;
  for (int i = 0; i < 20'000; ++i) keys += "k" + std::to_string(i) + ": v\n";
  for (int i = 0; i < 1'000; ++i)
    indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(seconds_to_parse(keys) < patience);
  CHECK(seconds_to_parse(indented) < patience);
}

}  // namespace crm
