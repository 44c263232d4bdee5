#include "core/record/difference.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// `set name = b; remove tags/x`: the edits between two texts of one kind.
std::string between(const std::string& before, const std::string& after,
                    const Type& type = customer_type()) {
  const auto data = [](const std::string& text) {
    return to_data(Tree::parse(text, "f").value().root());
  };
  std::string all;
  for (const Edit& edit : difference(data(before), data(after), type)) {
    all += all.empty() ? "" : "; ";
    all += edit.kind == Edit::Kind::set   ? "set "
           : edit.kind == Edit::Kind::add ? "add "
                                          : "remove ";
    all += to_text(edit.path);
    if (edit.kind != Edit::Kind::remove) all += " = " + flow_text(edit.value);
  }
  return all;
}

}  // namespace

TEST_CASE("nothing changed is no edit") {
  CHECK(between("name: a\ntags: [x, y]\n", "tags: [y, x]\nname: a\n") == "");
  CHECK(between("deals: [{id: d1, title: t}, {id: d2, title: u}]\n",
                "deals: [{title: u, id: d2}, {id: d1, title: t}]\n") == "");
  CHECK(between("name: a\ntags: []\n", "name: a\n") == "");
  CHECK(between("name: a\nx-own: 1\n", "name: a\n") == "");
}

TEST_CASE("a field is set or removed, in the order of the format") {
  CHECK(between("name: a\nowner: b\n", "note: m\nname: c\n") ==
        "set name = c; remove owner; set note = m");
  CHECK(between("name: a\n", "name: a\ntags: [x]\n") == "set tags = [x]");
  CHECK(between("name: a\ntags: [x]\n", "name: a\n") == "remove tags");
}

TEST_CASE("a set gains members before it loses some, so that it is never empty in between") {
  CHECK(between("tags: [x]\n", "tags: [z]\n") == "add tags = z; remove tags/x");
  CHECK(between("tags: [x, y, x]\n", "tags: [x, z]\n") ==
        "add tags = z; remove tags/y; remove tags/x");
}

TEST_CASE("an address with a label is the same address") {
  CHECK(between("emails: [a]\n", "emails: [{value: a, label: l}]\n") ==
        "set emails/a = {value: a, label: l}");
  CHECK(between("emails: [{value: a, label: l}]\n", "emails: [{value: a, label: m}]\n") ==
        "set emails/a/label = m");
  CHECK(between("emails: [{value: a, label: l}]\n", "emails: [a]\n") == "remove emails/a/label");
}

TEST_CASE("entries are known by their ids, however deep") {
  CHECK(between(
            "deals: [{id: d1, title: t, history: [{id: h1, at: 2026-01-01, was: {amount: a}}]}]\n",
            "deals: [{id: d1, title: t, history: [{id: h1, at: 2026-01-01, was: {amount: b}}, {id: "
            "h2, at: 2026-01-02}]}]\n") ==
        "set deals/d1/history/h1/was/amount = b; add deals/d1/history = {id: h2, at: "
        "2026-01-02}");
  CHECK(between("people: [{id: p1, name: a}, {id: p2, name: b}]\n",
                "people: [{id: p2, name: c}, {id: p3, name: d}]\n") ==
        "set people/p2/name = c; add people = {id: p3, name: d}; remove people/p1");
}

TEST_CASE("of entries with one id, those that are equal belong together") {
  CHECK(between("deals: [{id: d1, title: a}, {id: d1, title: b}, {id: d2, title: c}]\n",
                "deals: [{id: d1, title: b}, {id: d1, title: a}, {id: d2, title: d}]\n") ==
        "set deals/d2/title = d");
  CHECK(between("deals: [{id: d1, title: a}, {id: d1, title: b}]\n",
                "deals: [{id: d1, title: b}, {id: d1, title: c}]\n") == "set deals/d1/title = c");
}

TEST_CASE("maps of the user's words are compared word by word") {
  CHECK(between("consent: {email: yes, fax: no}\n", "consent: {email: no, phone: yes}\n") ==
        "set consent/email = no; set consent/phone = yes; remove consent/fax");
  CHECK(between("fields: {a: b}\n", "fields: {c: d}\n") == "set fields/c = d; remove fields/a");
}

TEST_CASE("settings: colleagues by name, stages by their names while their order stands") {
  const auto of = [](const std::string& before, const std::string& after) {
    return between(before, after, settings_type());
  };
  CHECK(of("team: {anna: {name: A}}\n", "team: {anna: {name: B}, ben: {}}\n") ==
        "set team/anna/name = B; set team/ben = {}");
  CHECK(of("pipelines: {sales: [{stage: lead}, {stage: won, ends: won}]}\n",
           "pipelines: {sales: [{stage: lead, probability: 5}, {stage: won, ends: won}]}\n") ==
        "set pipelines/sales/lead/probability = 5");
  CHECK(of("pipelines: {sales: [{stage: lead}, {stage: won}]}\n",
           "pipelines: {sales: [{stage: won}, {stage: lead}]}\n") ==
        "set pipelines/sales = [{stage: won}, {stage: lead}]");
  CHECK(of("limits: {answer: {high: 4h, low: 2d}}\n", "limits: {answer: {high: 2h}, all: x}\n") ==
        "set limits/answer/high = 2h; remove limits/answer/low; set limits/all = x");
}

TEST_CASE("long lists are compared in time that grows with their length") {
  Data before = Data::map(), list = Data::list();
  for (int i = 0; i < 20'000; ++i) {
    Data entry = Data::map();
    entry.put("id", Data::scalar("i" + std::to_string(i)));
    entry.put("text", Data::scalar("x"));
    list.children.push_back(entry);
  }
  before.put("interactions", list);
  Data after = before;
  after.children.front().children[100].put("text", Data::scalar("y"));
  std::swap(after.children.front().children.front(), after.children.front().children.back());
  CHECK(difference(before, after, customer_type()).size() == 1);
}

}  // namespace crm
