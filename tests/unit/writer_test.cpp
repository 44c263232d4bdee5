#include "core/record/writer.hpp"

#include <doctest/doctest.h>

#include "core/record/tree.hpp"

namespace crm {
namespace {

std::string plain(const char* text) {
  return scalar_text(Data::scalar(text), false);
}

std::string in_flow(const char* text) {
  return scalar_text(Data::scalar(text), true);
}

std::string as_value(const Data& data, int indent = 0, LineStyle style = {}) {
  const Lines lines = value_lines(data, indent, style);
  std::string text = "k:" + (lines.first.empty() ? "" : " " + lines.first) + "\n";
  for (const std::string& line : lines.rest) text += line + "\n";
  return text;
}

Data flow(Data data) {
  data.on_one_line = true;
  return data;
}

}  // namespace

TEST_CASE("a text is written plain where every reader of YAML sees this text") {
  for (const char* text :
       {"a", "Acme Robotics", "O'Neil", "a \"b\"", "a#b", "a:b", "a, b", "a [b]", "अनिता शर्मा",
        "東京", "v1.2.3", "a-b", "https://acme.example/a", "x = y", "🇩🇪", "no way", "12 monkeys"})
    CHECK(plain(text) == text);
  for (const char* text : {"",    " ",   " a", "a ",   "-",    "- a", "-a",   "?",
                           "? a", ":a",  "a:", "a: b", "a #b", "#a",  "&a",   "*a",
                           "!a",  "%a",  "@a", "`a",   "|",    ">",   "'a'",  "\"a\"",
                           "[a]", "{a}", "]",  ",",    "---",  "...", "--- a"})
    CHECK(plain(text) != text);
}

TEST_CASE("a text that some reader takes for a number, a day, a null or a yes stands in quotes") {
  for (const char* text : {"no",
                           "No",
                           "NO",
                           "yes",
                           "on",
                           "Off",
                           "y",
                           "N",
                           "true",
                           "FALSE",
                           "null",
                           "Null",
                           "~",
                           "=",
                           "<<",
                           "0606",
                           "012",
                           "0o14",
                           "0x1F",
                           "0b101",
                           "1e3",
                           "1.5",
                           ".5",
                           "-5",
                           "+5",
                           "1_000",
                           "12:30",
                           "1:30:45",
                           "2026-11-21",
                           "2026-11-21T10:15:00Z",
                           "2026-11-21 10:15",
                           ".inf",
                           "-.INF",
                           ".nan"})
    CHECK(plain(text) == "\"" + std::string(text) + "\"");
}

TEST_CASE("between brackets more is quoted") {
  for (const char* text : {"a, b", "a]", "{a", "a:b", "why?", "a?b"})
    CHECK(in_flow(text) == "\"" + std::string(text) + "\"");
  for (const char* text : {"a b", "https://acme.example", "a@b.example"})
    CHECK(in_flow(text) == text);
}

TEST_CASE("what can't be seen or would not survive is escaped") {
  CHECK(plain("a\tb") == "\"a\\tb\"");
  CHECK(plain("a\nb") == "\"a\\nb\"");
  CHECK(plain("a\rb") == "\"a\\rb\"");
  CHECK(plain("a\\b") == "a\\b");
  CHECK(plain("a\\ \tb\"") == "\"a\\\\ \\tb\\\"\"");
  CHECK(plain("a\x01z") == "\"a\\u0001z\"");
  CHECK(plain("a\x7Fz") == "\"a\\u007Fz\"");
  CHECK(plain("a\xC2\x85z") == "\"a\\u0085z\"");
  CHECK(plain("a\xE2\x80\xA8z") == "\"a\\u2028z\"");
  CHECK(plain("\xEF\xBB\xBF"
              "a") == "\"\\uFEFFa\"");
  CHECK(scalar_text(Data::scalar(std::string("a\0b", 3)), false) == "\"a\\u0000b\"");
}

TEST_CASE("quotes are kept where the text allows them") {
  CHECK(scalar_text(Data::scalar("a"), false, Quotes::single_quoted) == "'a'");
  CHECK(scalar_text(Data::scalar("it's"), false, Quotes::single_quoted) == "'it''s'");
  CHECK(scalar_text(Data::scalar("a"), false, Quotes::double_quoted) == "\"a\"");
  CHECK(scalar_text(Data::scalar("a\tb"), false, Quotes::single_quoted) == "\"a\\tb\"");
  CHECK(scalar_text(Data::scalar("2026-01-01", true), false, Quotes::double_quoted) ==
        "2026-01-01");
}

TEST_CASE("a text of several lines stands in a block, unless a block can't hold it") {
  CHECK(as_value(Data::scalar("a\nb")) == "k: |-\n  a\n  b\n");
  CHECK(as_value(Data::scalar("a\nb\n")) == "k: |\n  a\n  b\n");
  CHECK(as_value(Data::scalar("a\n\n b\n\n\n")) == "k: |+\n  a\n\n   b\n\n\n");
  CHECK(as_value(Data::scalar("a\n\tb"), 4) == "k: |-\n      a\n      \tb\n");
  for (const char* text :
       {"\na", " a\nb", "\ta\nb", "a \nb", "a\nb ", "a\r\nb", "a\nb\xE2\x80\xA8", "\n", "a\n \nb"})
    CHECK_FALSE(wants_block(Data::scalar(text)));
  CHECK(as_value(Data::scalar("a\nb"), 0, {.list_indent = 2, .block_texts = false}) ==
        "k: \"a\\nb\"\n");
}

TEST_CASE("lists and maps stand on lines of their own, or on one") {
  Data entry = Data::map();
  entry.put("id", Data::scalar("d1"));
  entry.put("note", Data::scalar("a\nb"));
  Data list = Data::list();
  list.children = {entry, flow(entry), Data::scalar("x")};
  CHECK(as_value(list) ==
        "k:\n  - id: d1\n    note: |-\n      a\n      b\n  - {id: d1, note: \"a\\nb\"}\n  - x\n");
  CHECK(as_value(list, 0, {.list_indent = 0, .block_texts = true}) ==
        "k:\n- id: d1\n  note: |-\n    a\n    b\n- {id: d1, note: \"a\\nb\"}\n- x\n");
  CHECK(as_value(entry, 2) == "k:\n    id: d1\n    note: |-\n      a\n      b\n");
  CHECK(as_value(Data::list()) == "k: []\n");
  CHECK(as_value(Data::map()) == "k: {}\n");
  CHECK(key_text("a: b") == "\"a: b\"");
  CHECK(key_text("no") == "\"no\"");
}

TEST_CASE("a new record is written in the order of the format, without what is empty") {
  Customer customer;
  customer.id = "acme-7h2k";
  customer.name = "Acme";
  customer.status = "customer";
  customer.added = Day::parse("2026-01-02").value();
  customer.tags = {"b2b", "no", ""};
  customer.emails = {{"a@b.example", ""}, {"c@d.example", "bills"}};
  customer.consent = {{"email", Consent::parse("yes").value()}};
  customer.fields = {{"size", "10"}, {"empty", ""}};
  customer.note = "one\ntwo\n";
  Deal deal;
  deal.id = "d7k2m9";
  deal.title = "500 arms";
  deal.amount = Money{1200000, "EUR"};
  Move move;
  move.id = "h1a2b3";
  move.at = Moment::parse("2026-10-01T09:12+02:00").value();
  move.stage = "lead";
  move.was = {{"amount", "1.00 EUR"}};
  deal.history = {move};
  customer.deals = {deal};
  CHECK(new_file(to_data(customer)) ==
        "id: acme-7h2k\n"
        "name: Acme\n"
        "status: customer\n"
        "added: 2026-01-02\n"
        "tags: [b2b, \"no\"]\n"
        "emails: [a@b.example, {value: c@d.example, label: bills}]\n"
        "consent: {email: yes}\n"
        "fields:\n"
        "  size: \"10\"\n"
        "note: |\n"
        "  one\n"
        "  two\n"
        "deals:\n"
        "  - id: d7k2m9\n"
        "    title: 500 arms\n"
        "    amount: 12000.00 EUR\n"
        "    history:\n"
        "      - {id: h1a2b3, at: 2026-10-01T09:12+02:00, stage: lead, was: {amount: 1.00 EUR}}\n");
}

}  // namespace crm
