#include "core/record/editor.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

Data text(std::string value) {
  return Data::scalar(std::move(value));
}

Data typed(std::string value) {
  return Data::scalar(std::move(value), true);
}

Data map(std::initializer_list<std::pair<const char*, Data>> entries, bool on_one_line = false) {
  Data data = Data::map();
  data.on_one_line = on_one_line;
  for (const auto& [key, value] : entries) data.put(key, value);
  return data;
}

Data list(std::initializer_list<Data> items, bool on_one_line = false) {
  Data data = Data::list();
  data.on_one_line = on_one_line;
  data.children = items;
  return data;
}

Edit set(Path path, Data value) {
  return {Edit::Kind::set, std::move(path), std::move(value), {}};
}

Edit add(Path path, Data value) {
  return {Edit::Kind::add, std::move(path), std::move(value), {}};
}

Edit gone(Path path) {
  return {Edit::Kind::remove, std::move(path), {}, {}};
}

/// The text after the edits, or what the refusal says.
std::string after(const std::string& before, std::vector<Edit> edits,
                  const Type& type = customer_type()) {
  const auto result = edited(before, edits, type, "customers/x-1234.yaml");
  if (result) return *result;
  const Problem& problem = result.error().problems.front();
  CHECK(result.error().kind == Error::Kind::failed);
  return to_text(*problem.place) + ": " + problem.message + "; " + problem.hint;
}

const Data call = map({{"id", text("i9")}, {"at", typed("2026-02-02")}, {"kind", text("call")}});

}  // namespace

TEST_CASE("a value is changed and its line's comment stays") {
  CHECK(after("name: a # c\nowner: b\n", {set({"name"}, text("z"))}) == "name: z # c\nowner: b\n");
  CHECK(after("name:\n  # c\n  a\n", {set({"name"}, text("z"))}) == "name:\n  # c\n  z\n");
  CHECK(after("name: a\n  b # c\n", {set({"name"}, text("z"))}) == "name: z # c\n");
  CHECK(after("name: a\nadded: 2026-01-01 # c\n", {set({"added"}, typed("2026-01-02"))}) ==
        "name: a\nadded: 2026-01-02 # c\n");
}

TEST_CASE("quotes are kept") {
  CHECK(after("name: 'a'\n", {set({"name"}, text("it's"))}) == "name: 'it''s'\n");
  CHECK(after("name: \"a\"\n", {set({"name"}, text("b"))}) == "name: \"b\"\n");
  CHECK(after("name: a\n", {set({"name"}, text("no"))}) == "name: \"no\"\n");
  CHECK(after("name: 'a'\n", {set({"name"}, text("b\tc"))}) == "name: \"b\\tc\"\n");
  CHECK(after("tags: ['a', b]\nconsent: {email: \"yes\"}\n",
              {set({"consent", "email"}, text("no"))}) ==
        "tags: ['a', b]\nconsent: {email: \"no\"}\n");
}

TEST_CASE("a key without a value gets one") {
  CHECK(after("name: a\nowner:\n", {set({"owner"}, text("z"))}) == "name: a\nowner: z\n");
  CHECK(after("name: a\nowner: # c\n", {set({"owner"}, text("z"))}) == "name: a\nowner: z # c\n");
  CHECK(after("name: a\nowner: ~ # c\n", {set({"owner"}, text("z"))}) == "name: a\nowner: z # c\n");
  CHECK(after("name: a\nowner: \"\"\n", {set({"owner"}, text("z"))}) == "name: a\nowner: \"z\"\n");
  CHECK(after("{name: a, owner: }\n", {set({"owner"}, text("z"))}) == "{name: a, owner: z}\n");
  CHECK(after("{name: a, owner}\n", {set({"owner"}, text("z"))}) == "{name: a, owner: z}\n");
}

TEST_CASE("a new key stands where a new record has it") {
  CHECK(after("id: x\nname: a\n# c\ndeals: []\n", {set({"owner"}, text("z"))}) ==
        "id: x\nname: a\nowner: z\n# c\ndeals: []\n");
  CHECK(after("owner: b\n", {set({"name"}, text("z"))}) == "name: z\nowner: b\n");
  CHECK(after("note: n\nname: a\nx-own: 1\n", {set({"owner"}, text("z"))}) ==
        "note: n\nname: a\nowner: z\nx-own: 1\n");
  CHECK(after("name: a\ntags:\n  - x\n    # below x\n# c\nnote: n\n",
              {set({"language"}, text("de"))}) ==
        "name: a\ntags:\n  - x\n    # below x\nlanguage: de\n# c\nnote: n\n");
  CHECK(after("name: a\ndeals:\n  - title: t\n    id: d1\n",
              {set({"deals", "d1", "owner"}, text("z"))}) ==
        "name: a\ndeals:\n  - title: t\n    owner: z\n    id: d1\n");
  CHECK(after("name: a\ndeals:\n  - history: []\n    # c\n    note: n\n    id: d1\n",
              {set({"deals", "d1", "title"}, text("z"))}) ==
        "name: a\ndeals:\n  - history: []\n    # c\n    note: n\n    id: d1\n    title: z\n");
  CHECK(after("name: a\nconsent:\n  email: yes # c\n", {set({"consent", "fax"}, typed("no"))}) ==
        "name: a\nconsent:\n  email: yes # c\n  fax: no\n");
  CHECK(after("name: a\nreminders: [{id: r1, text: t}]\n",
              {set({"reminders", "r1", "due"}, typed("2026-01-01"))}) ==
        "name: a\nreminders: [{id: r1, due: 2026-01-01, text: t}]\n");
}

TEST_CASE("an item is appended to a list as the list is written") {
  CHECK(after("name: a\ntags: [x]\n", {add({"tags"}, text("z"))}) == "name: a\ntags: [x, z]\n");
  CHECK(after("name: a\ntags: [x, # c\n  y,\n]\n", {add({"tags"}, text("z"))}) ==
        "name: a\ntags: [x, # c\n  y, z,\n]\n");
  CHECK(after("name: a\ntags:\n- x # c\nnote: n\n", {add({"tags"}, text("z"))}) ==
        "name: a\ntags:\n- x # c\n- z\nnote: n\n");
  CHECK(after("name: a\ntags:\n    - x\n      # below x\n    # beside\nnote: n\n",
              {add({"tags"}, text("z"))}) ==
        "name: a\ntags:\n    - x\n      # below x\n    - z\n    # beside\nnote: n\n");
  CHECK(after("name: a\ntags:\n  - x\n\n  - y\n\nnote: n\n", {add({"tags"}, text("z"))}) ==
        "name: a\ntags:\n  - x\n\n  - y\n\n  - z\n\nnote: n\n");
  CHECK(after("name: a\ntags:\r\n  - x\r\n\r\n  - y\r\n", {add({"tags"}, text("z"))}) ==
        "name: a\ntags:\r\n  - x\r\n\r\n  - y\n\n  - z\r\n");
  CHECK(after("name: a\ninteractions:\n  - {id: i1, at: 2026-01-01, kind: x}\n",
              {add({"interactions"}, call)}) ==
        "name: a\ninteractions:\n  - {id: i1, at: 2026-01-01, kind: x}\n  - id: i9\n    at: "
        "2026-02-02\n    kind: call\n");
}

TEST_CASE("a lone text becomes a list when it gets company") {
  CHECK(after("name: a\ntags: x # c\n", {add({"tags"}, text("z"))}) ==
        "name: a\ntags: [x, z] # c\n");
  CHECK(after("name: a\ntags: x\n", {add({"tags"}, text("z")), gone({"tags", "x"})}) ==
        "name: a\ntags: [z]\n");
  CHECK(after("name: a\nemails: x\n",
              {set({"emails", "x"}, map({{"value", text("x")}, {"label", text("l")}}, true))}) ==
        "name: a\nemails: [{value: x, label: l}]\n");
  CHECK(after("name: a\ntags: x\n", {gone({"tags"})}) == "name: a\n");
}

TEST_CASE("a first item is put into a list that is empty, null or absent") {
  const std::string expected =
      "name: a\ninteractions:\n  - id: i9\n    at: 2026-02-02\n    kind: call\n";
  for (const char* before : {"name: a\n", "name: a\ninteractions:\n", "name: a\ninteractions: []\n",
                             "name: a\ninteractions: ~\n", "name: a\ninteractions: null\n",
                             "name: a\ninteractions:   [ ]\n"})
    CHECK(after(before, {set({"interactions"}, list({call}))}) == expected);
  CHECK(after("name: a\ninteractions: []\n", {add({"interactions"}, call)}) == expected);
  CHECK(after("name: a\ninteractions: [] # c\nx-own: 1\n", {add({"interactions"}, call)}) ==
        "name: a\ninteractions:  # c\n  - id: i9\n    at: 2026-02-02\n    kind: call\nx-own: 1\n");
  CHECK(after("name: a\ntags:\n", {set({"tags"}, list({text("x")}, true))}) ==
        "name: a\ntags: [x]\n");
  CHECK(after("name: a\ntags: [~]\n", {set({"tags"}, list({text("x")}, true))}) ==
        "name: a\ntags: [~, x]\n");
  CHECK(after("name: a\ntags:\n- x\n", {set({"interactions"}, list({call}))}) ==
        "name: a\ntags:\n- x\ninteractions:\n- id: i9\n  at: 2026-02-02\n  kind: call\n");
}

TEST_CASE("an item goes where an ascending or a newest-first list wants it") {
  const std::string up =
      "interactions:\n  - {id: i1, at: 2026-01-01}\n  # c\n  - {id: i3, at: 2026-03-03}\n";
  const std::string down =
      "interactions:\n  - {id: i3, at: 2026-03-03} # c\n  - {id: i1, at: 2026-01-01}\n";
  const auto at = [](const char* day) {
    return map({{"id", text("i9")}, {"at", typed(day)}}, true);
  };
  CHECK(after(up, {add({"interactions"}, at("2026-02-02"))}) ==
        "interactions:\n  - {id: i1, at: 2026-01-01}\n  - {id: i9, at: 2026-02-02}\n  # c\n  - "
        "{id: i3, at: 2026-03-03}\n");
  CHECK(after(up, {add({"interactions"}, at("2026-04-04"))}) ==
        up + "  - {id: i9, at: 2026-04-04}\n");
  CHECK(after(up, {add({"interactions"}, at("2025-04-04"))}) ==
        "interactions:\n  - {id: i9, at: 2025-04-04}\n  - {id: i1, at: 2026-01-01}\n  # c\n  - "
        "{id: i3, at: 2026-03-03}\n");
  CHECK(after(down, {add({"interactions"}, at("2026-04-04"))}) ==
        "interactions:\n  - {id: i9, at: 2026-04-04}\n  - {id: i3, at: 2026-03-03} # c\n  - {id: "
        "i1, at: 2026-01-01}\n");
  CHECK(after(down, {add({"interactions"}, at("2026-02-02"))}) ==
        "interactions:\n  - {id: i3, at: 2026-03-03} # c\n  - {id: i9, at: 2026-02-02}\n  - {id: "
        "i1, at: 2026-01-01}\n");
  CHECK(after(down, {add({"interactions"}, at("2026-03-03"))})
            .starts_with("interactions:\n  - {id: i9"));
  CHECK(after("payments: [{id: b, on: 2026-02-02}, {id: a, on: 2026-01-01}]\n",
              {add({"payments"}, map({{"id", text("c")}, {"on", typed("2026-03-03")}}))}) ==
        "payments: [{id: c, on: 2026-03-03}, {id: b, on: 2026-02-02}, {id: a, on: 2026-01-01}]\n");
  // A list in no order, or with an entry that has no day: at the end.
  CHECK(after("interactions: [{at: 2026-01-01}, {at: 2026-03-03}, {at: 2026-02-02}]\n",
              {add({"interactions"}, at("2026-01-02"))}) ==
        "interactions: [{at: 2026-01-01}, {at: 2026-03-03}, {at: 2026-02-02}, {id: i9, at: "
        "2026-01-02}]\n");
  CHECK(after("interactions: [{at: 2026-01-01}, {id: x}]\n",
              {add({"interactions"}, at("2025-01-02"))}) ==
        "interactions: [{at: 2026-01-01}, {id: x}, {id: i9, at: 2025-01-02}]\n");
}

TEST_CASE("a removed item takes its own lines and comments with it, no others") {
  CHECK(after("tags:\n  # above x\n  - x # beside\n    # below x\n  # above y\n  - y\n",
              {gone({"tags", "x"})}) == "tags:\n  # above x\n  # above y\n  - y\n");
  CHECK(after("tags:\n- x\n\n- y\n\n- z\n", {gone({"tags", "y"})}) == "tags:\n- x\n\n- z\n");
  CHECK(after("tags:\n- x\n\n- y\n", {gone({"tags", "y"})}) == "tags:\n- x\n");
  CHECK(after("deals:\n  - id: d1\n    note: |\n      a\n\n      b\n\n  - id: d2\n",
              {gone({"deals", "d1"})}) == "deals:\n\n  - id: d2\n");
  CHECK(after("tags: [x, y, z]\n", {gone({"tags", "x"})}) == "tags: [y, z]\n");
  CHECK(after("tags: [x, y, z]\n", {gone({"tags", "z"})}) == "tags: [x, y]\n");
  CHECK(after("tags: [x, # of x\n  y, \"#z\"]\n", {gone({"tags", "#z"})}) ==
        "tags: [x, # of x\n  y]\n");
  CHECK(after("tags: [x, # of x\n  y]\n", {gone({"tags", "y"})}) == "tags: [x, # of x\n  ]\n");
  CHECK(after("tags: [x, # of x\n  y]\n", {gone({"tags", "x"})}) == "tags: [ # of x\n  y]\n");
}

TEST_CASE(
    "what loses its only entry stays, empty; a whole list goes but for comments between its "
    "items") {
  CHECK(after("name: a\ntags: [x]\n", {gone({"tags", "x"})}) == "name: a\ntags: []\n");
  CHECK(after("name: a\ntags: # c\n  - x\nnote: n\n", {gone({"tags", "x"})}) ==
        "name: a\ntags: [] # c\nnote: n\n");
  CHECK(after("name: a\nconsent:\n  email: yes\n", {gone({"consent", "email"})}) ==
        "name: a\nconsent: {}\n");
  CHECK(after("name: a\nconsent: {email: yes}\n", {gone({"consent", "email"})}) ==
        "name: a\nconsent: {}\n");
  CHECK(after("name: a\ntags: [x, y] # c\nnote: n\n", {gone({"tags"})}) == "name: a\nnote: n\n");
  CHECK(after("name: a\ntags:\n  - x\n    # of x\n  - y\n# c\nnote: n\n", {gone({"tags"})}) ==
        "name: a\n# c\nnote: n\n");
  CHECK(after("name: a\ntags:\n  # mine\n  - x\n    # of x\n  - y\nnote: n\n", {gone({"tags"})}) ==
        "name: a\ntags: []\n  # mine\nnote: n\n");
  CHECK(after("name: a\ntags:\n  - |\n    # no comment\n    x\nnote: n\n", {gone({"tags"})}) ==
        "name: a\nnote: n\n");
  CHECK(after("name: a\ntags: [x]\n", {add({"tags"}, text("z")), gone({"tags", "x"})}) ==
        "name: a\ntags: [z]\n");
}

TEST_CASE("a key is removed with its lines; beside a dash the next one moves up") {
  CHECK(after("name: a\n\nowner: b # c\n\nnote: n\n", {gone({"owner"})}) == "name: a\n\nnote: n\n");
  CHECK(after("name: a\n# above\nnote: | # c\n  x\n  y\n# below\ntags: [t]\n", {gone({"note"})}) ==
        "name: a\n# above\n# below\ntags: [t]\n");
  CHECK(after("deals:\n  - owner: b\n    id: d1\n    title: t\n",
              {gone({"deals", "d1", "owner"})}) == "deals:\n  - id: d1\n    title: t\n");
  CHECK(after("deals: [{id: d1, owner: b, title: t}]\n", {gone({"deals", "d1", "owner"})}) ==
        "deals: [{id: d1, title: t}]\n");
  CHECK(after("name: a\nnote: n\n\n", {gone({"note"})}) == "name: a\n\n");
}

TEST_CASE(
    "a block text is replaced by a long or a short one and keeps its indentation and header "
    "comment") {
  CHECK(after("note: | # c\n    x\n    y\n\nname: a\n", {set({"note"}, text("one\ntwo"))}) ==
        "note: |- # c\n    one\n    two\n\nname: a\n");
  CHECK(after("note: |2-\n  x\nname: a\n", {set({"note"}, text("one\ntwo\n"))}) ==
        "note: |\n  one\n  two\nname: a\n");
  CHECK(after("note: > # c\n  x\n  y\nname: a\n", {set({"note"}, text("short"))}) ==
        "note: short # c\nname: a\n");
  CHECK(after("note: short # c\nname: a\n", {set({"note"}, text("one\ntwo"))}) ==
        "note: |- # c\n  one\n  two\nname: a\n");
  CHECK(after("note: |\n  x\nname: a\n", {set({"note"}, text(" one\ntwo"))}) ==
        "note: \" one\\ntwo\"\nname: a\n");
  CHECK(after("note: |\n  x\n\n\nname: a\n", {set({"note"}, text("x\n\n"))}) ==
        "note: \"x\\n\\n\"\n\n\nname: a\n");
  CHECK(after("note: |\n  x\nname: a\n", {set({"note"}, text("x\ny\n\n\n"))}) ==
        "note: |+\n  x\n  y\n\n\nname: a\n");
}

TEST_CASE("line ends, byte order mark and a missing last line break stay") {
  CHECK(after("\xEF\xBB\xBFname: a\r\ntags:\r\n- x\r\n",
              {set({"note"}, text("p\nq")), add({"tags"}, text("z")), set({"id"}, text("i"))}) ==
        "\xEF\xBB\xBFid: i\r\nname: a\r\ntags:\r\n- x\r\n- z\r\nnote: |-\r\n  p\r\n  q\r\n");
  CHECK(after("\xEF\xBB\xBFowner: b\nname: a\n", {gone({"owner"})}) == "\xEF\xBB\xBFname: a\n");
  CHECK(after("name: a", {set({"owner"}, text("z"))}) == "name: a\nowner: z");
  CHECK(after("name: a\nowner: b", {gone({"owner"})}) == "name: a");
  CHECK(after("name: a\r\n\r\nowner: b", {gone({"owner"})}) == "name: a");
  // A block text at the end says so in its header, when something follows or precedes a missing
  // line break.
  CHECK(after("name: a\nnote: |\n  x\n  y",
              {set({"extra"}, list({text("z")}, true)), set({"interactions"}, list({call}))}) ==
        "name: a\nextra: [z]\nnote: |-\n  x\n  y\ninteractions:\n  - id: i9\n    at: 2026-02-02\n  "
        "  kind: call");
  CHECK(after("name: a", {set({"note"}, text("x\ny\n"))}) == "name: a\nnote: |\n  x\n  y\n");
}

TEST_CASE("an address gets a label and keeps what else stands with it") {
  const Data labelled = map({{"value", text("a@b.example")}, {"label", text("work")}}, true);
  CHECK(after("emails: [a@b.example]\n", {set({"emails", "a@b.example"}, labelled)}) ==
        "emails: [{value: a@b.example, label: work}]\n");
  CHECK(after("emails:\n  - a@b.example # c\n", {set({"emails", "a@b.example"}, labelled)}) ==
        "emails:\n  - {value: a@b.example, label: work} # c\n");
  CHECK(after("emails:\n  - value: a@b.example\n    x-since: May\n",
              {set({"emails", "a@b.example"}, labelled)}) ==
        "emails:\n  - value: a@b.example\n    x-since: May\n    label: work\n");
  CHECK(after("emails: [{value: a@b.example, label: work}]\n",
              {gone({"emails", "a@b.example", "label"})}) == "emails: [{value: a@b.example}]\n");
}

TEST_CASE("an entry written by hand is given its id when it is first changed") {
  const std::string before = "people:\n  - name: Bob # c\n  - {name: Ann}\n";
  const auto ids = entry_ids(*find(Tree::parse(before, "f").value().root(), "people"));
  CHECK(after(before, {set({"people", ids[0], "role"}, text("CTO"))}) ==
        "people:\n  - id: " + ids[0] + "\n    name: Bob # c\n    role: CTO\n  - {name: Ann}\n");
  CHECK(after(before, {set({"people", ids[1], "role"}, text("CTO"))}) ==
        "people:\n  - name: Bob # c\n  - {id: " + ids[1] + ", name: Ann, role: CTO}\n");
  CHECK(after(before, {gone({"people", ids[1]})}) == "people:\n  - name: Bob # c\n");
  const std::string empty = "people:\n  - name: Bob\n    id:\n";
  const auto id = entry_ids(*find(Tree::parse(empty, "f").value().root(), "people")).front();
  CHECK(after(empty, {set({"people", id, "name"}, text("Rob"))}) ==
        "people:\n  - name: Rob\n    id: " + id + "\n");
}

TEST_CASE("of entries that say the same, all are given their ids, so that none takes another's") {
  const std::string before =
      "reminders:\n  - {due: 2026-01-01}\n  - {due: 2026-01-01}\n  - {due: 2026-01-02}\n";
  const auto ids = entry_ids(*find(Tree::parse(before, "f").value().root(), "reminders"));
  CHECK(after(before, {set({"reminders", ids[1], "text"}, text("x"))}) ==
        "reminders:\n  - {id: " + ids[0] + ", due: 2026-01-01}\n  - {id: " + ids[1] +
            ", due: 2026-01-01, text: x}\n  - {due: 2026-01-02}\n");
  CHECK(after(before, {gone({"reminders", ids[0]})}) ==
        "reminders:\n  - {id: " + ids[1] + ", due: 2026-01-01}\n  - {due: 2026-01-02}\n");
}

TEST_CASE("before an entry changes whose id stands at another, both get their own") {
  const std::string right = "reminders:\n  - {due: 2026-01-01}\n  - {due: 2026-01-02}\n";
  const auto ids = entry_ids(*find(Tree::parse(right, "f").value().root(), "reminders"));
  const std::string mixed =
      "reminders:\n  - id: " + ids[1] + "\n    due: 2026-01-01 # a\n  - due: 2026-01-02\n";
  for (const std::string& id : ids)
    CHECK(after(mixed, {set({"reminders", id, "text"}, text("x"))}) ==
          "reminders:\n  - id: " + ids[0] + "\n    due: 2026-01-01 # a\n" +
              (id == ids[0] ? "    text: x\n" : "") + "  - " +
              (id == ids[0] ? "" : "id: " + id + "\n    ") + "due: 2026-01-02\n" +
              (id == ids[0] ? "" : "    text: x\n"));
}

TEST_CASE("a flood of equal entries without ids is not given ids one by one") {
  std::string before = "reminders:\n";
  for (int i = 0; i < 200; ++i) before += "  - {due: 2026-01-01}\n";
  const auto ids = entry_ids(*find(Tree::parse(before, "f").value().root(), "reminders"));
  CHECK(after(before, {gone({"reminders", ids[7]})}) ==
        "customers/x-1234.yaml:9:5: 200 entries say the same as this one and have no ids; give "
        "them ids with: crm check --fix");
}

TEST_CASE("what can't be done is refused with its place and a way out") {
  CHECK(after("id: acme-1\ndeals:\n  - {id: d1, title: a}\n  - {id: d1, title: b}\n",
              {set({"deals", "d1", "title"}, text("c"))}) ==
        "customers/x-1234.yaml:3:5: deals/d1/title can't be told from another of that name; change "
        "it by hand: crm edit acme-1");
  CHECK(after("name: a\n", {gone({"owner"})}) ==
        "customers/x-1234.yaml:1:1: there is no owner in it; change it by hand: crm edit x-1234");
  CHECK(after("name: a\n", {set({"deals", "d1", "title"}, text("c"))})
            .find("there is no deals/d1/title in it") != std::string::npos);
  CHECK(after("name: a\ntags: [x]\n", {add({"tags"}, text("x"))})
            .find("there is x in tags already") != std::string::npos);
  CHECK(after("name: a\ndeals: x\n", {add({"deals"}, call)}).find("deals is not a list") !=
        std::string::npos);
  CHECK(after("name: a\n? tags\n: - x\n  - y\n", {gone({"tags"})})
            .find("customers/x-1234.yaml:3:3: this can't be changed without touching") == 0);
  CHECK(after("country: DE\n", {gone({"name"})}, settings_type())
            .find("change it by hand in customers/x-1234.yaml") != std::string::npos);
  CHECK(edited("name: [", {}, customer_type(), "f").error().kind == Error::Kind::invalid);
}

TEST_CASE("a step that is refused leaves nothing half done, as the caller keeps the old text") {
  const std::string before = "name: a\n";
  CHECK_FALSE(edited(before, {set({"owner"}, text("z")), gone({"tags"})}, customer_type(), "f"));
  CHECK(edited(before, {}, customer_type(), "f").value() == before);
}

TEST_CASE("settings: a stage's value, a new colleague, free values") {
  const std::string before =
      "format: 1\nteam:\n  anna: {name: A}\npipelines:\n  sales:\n    - {stage: lead} # first\n    "
      "- stage: won\n      ends: won\nlimits:\n  answer: {high: 4h}\n";
  CHECK(
      after(before,
            {set({"pipelines", "sales", "lead", "probability"}, typed("5")),
             set({"pipelines", "sales", "won", "probability"}, typed("100")),
             set({"team", "ben"}, map({{"name", text("B")}}, true)),
             set({"limits", "answer", "low"}, text("2d"))},
            settings_type()) ==
      "format: 1\nteam:\n  anna: {name: A}\n  ben: {name: B}\npipelines:\n  sales:\n    - {stage: "
      "lead, probability: 5} # first\n    - stage: won\n      probability: 100\n      ends: won\n"
      "limits:\n  answer: {high: 4h, low: 2d}\n");
}

TEST_CASE("long records are edited in time that grows with their length") {
  std::string before = "id: big-1234\nname: Big\nnote: |\n";
  for (int i = 0; i < 10'000; ++i) before += "  a line of the note that is long\n";
  before += "interactions:\n  # kept\n";
  for (int i = 0; i < 20'000; ++i)
    before += "  - id: i" + std::to_string(i) + "\n    at: 2026-01-01\n    kind: call\n";
  const std::string first =
      after(before, {add({"interactions"}, map({{"id", text("new")}, {"at", typed("2026-02-02")}})),
                     gone({"interactions", "i7"}),
                     set({"interactions", "i19999", "text"}, Data::scalar("x"))});
  CAPTURE(first.substr(0, 200));
  CHECK(first.find("id: new") != std::string::npos);
  CHECK(first.find("id: i7\n") == std::string::npos);
  const std::string none = after(before, {gone({"interactions"})});
  CHECK(none.ends_with("interactions: []\n  # kept\n"));
  std::string keys = "name: a\nfields:\n";
  for (int i = 0; i < 20'000; ++i) keys += "  k" + std::to_string(i) + ": v\n";
  CHECK(after(keys, {set({"fields", "new"}, Data::scalar("v"))}) == keys + "  new: v\n");
}

}  // namespace crm
