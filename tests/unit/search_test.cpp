#include "core/query/search.hpp"

#include <doctest/doctest.h>

#include "core/book/book.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/width.hpp"
#include "core/query/grammar.hpp"

using namespace crm;

namespace {

Settings settings() {
  Settings settings;
  settings.currency = "EUR";
  settings.country = "DE";
  return settings;
}

/// What of these texts is found in a note of that text, as it stands in a file: `…` around each
/// place that has them, or nothing.
std::string found(const std::vector<std::string>& texts, const std::string& note) {
  const Search search(texts, settings());
  Customer customer;
  customer.id = "a-0000";
  customer.name = "-";
  customer.note = note;
  const auto hits = search.hits(customer);
  if (!hits.empty()) CHECK(search.may_be_in("note: " + note, "a-0000"));
  return hits.empty() ? "" : hits.front().text;
}

std::string marked(const std::vector<std::string>& texts, const std::string& text) {
  std::string marked = text;
  std::size_t more = 0;
  for (const auto& [begin, end] : Search(texts, settings()).marks(text)) {
    marked.insert(begin + more, "[");
    marked.insert(end + more + 1, "]");
    more += 2;
  }
  return marked;
}

std::vector<std::string> kinds(const std::vector<Hit>& hits) {
  std::vector<std::string> kinds;
  for (const Hit& hit : hits) kinds.push_back(hit.kind + (hit.id.empty() ? "" : " " + hit.id));
  return kinds;
}

Customer acme() {
  const std::string text = R"(id: acme-robotics-7h2k
name: Acme Robotics
emails: [office@acme.example, {value: bills@acme.example, label: invoices}]
phones: ["+49 30 1234567"]
addresses:
  - {id: aw3f8k, street: Ring 4, postcode: "04109", city: Leipzig}
fields: {industry: robotics}
note: Pays late, always pays.
people:
  - {id: p4n8x2, name: Bob Ray, role: CTO}
deals:
  - id: d7k2m9
    title: 500 arms
    amount: 12000
    history:
      - {id: h1a2b3, at: 2026-10-01T09:12:44+02:00, stage: lead, reason: came to the fair}
reminders:
  - {id: r4q9x1, due: 2026-11-25, text: call about the contract}
purchases:
  - {id: b5w6y7, on: 2026-06-20, item: Arm A1, amount: 480.00 EUR, deal: d7k2m9}
interactions:
  - {id: k3v9q2, at: 2026-11-21T10:15+01:00, kind: call, with: p4n8x2, text: Discussed pricing of the arms}
)";
  const auto tree = Tree::parse(text, "a.yaml");
  return *read_customer(*tree, "EUR").value;
}

std::vector<std::string> kinds_in_acme(const std::vector<std::string>& texts) {
  return kinds(Search(texts, settings()).hits(acme()));
}

}  // namespace

TEST_CASE("texts are found as people write them, in every script") {
  struct Case {
    const char *sought, *text;
    bool is_there;
  };

  const Case cases[] = {
      {"muller", "Herr Müller ruft an", true},
      {"MÜLLER", "Herr muller ruft an", true},
      {"mu\u0308ller", "Müller", true},
      {"muller", "Mu\u0308ller", true},
      {"strasse", "Hauptstraße 4", true},
      {"lodz", "Łódź", true},
      {"fi", "oﬃce", true},
      {"電話", "昨日電話しました", true},
      {"電気", "昨日電話しました", false},
      {"ガス", "ｶﾞｽ会社", true},
      {"カス", "ガス会社", false},
      {"हिंदी", "मेरी हिन्दी पुस्तक", true},
      {"हिन्दी", "हिंदी", true},
      {"हिन्", "हिन्दी", true},
      {"राम", "रमा", false},
      {"रमा", "राम", false},
      {"रीमा", "रमा", false},
      {"राम", "श्री राम आए", true},
      {"सड़क", "सडक", true},
      {"९८४५", "call 9845 again", true},
      {"9845", "९८४५", true},
      {"한국", "한국어", true},
      {"하", "한", false},
      {"ΣΙΣΥΦΟΣ", "σίσυφος", true},
      {"новый", "НОВЫЙ заказ", true},
      {"soft", "so\u00ADft", true},
      {"２０２６", "in 2026", true},
      {"silk finish", "silk   finish", true},
      {"silk finish", "silk\n  finish", true},
      {"silk finish", "silk or satin finish", false},
      {"\u00E9", "cafe\u0301", true},
      {"مكتب", "مكتبة النور", true},
  };
  for (const Case& one : cases) {
    INFO(one.sought, " in ", one.text);
    CHECK(!found({one.sought}, one.text).empty() == one.is_there);
  }
}

TEST_CASE("a file in which something is found may have it, however YAML writes it") {
  const auto may_be = [](const char* sought, const char* file) {
    return Search({sought}, settings()).may_be_in(file, "x");
  };
  CHECK(may_be("müller", "name: \"M\\u00fcller\"\n"));
  CHECK(may_be("muller", "name: \"M\\xFCller\"\n"));
  CHECK(may_be("it's late", "note: 'it''s late'\n"));
  CHECK(may_be("silk finish", "note: wants silk\n  finish\n"));
  CHECK(may_be("silkfinish", "note: \"silk\\\n  finish\"\n"));
  CHECK(may_be("say \"no\"", "note: \"say \\\"no\\\"\"\n"));
  CHECK(may_be("12000.00 EUR", "amount: 12000\n"));
  CHECK(may_be("12000.50", "amount: 12000.5\n"));
  CHECK(may_be("098450 12345", "phones: [\"+91 98450-12345\"]\n"));
  CHECK(may_be("x", "phones: []\n"));  // the file's name
  CHECK(may_be("anything", "name: M\xFCller\n"));
  CHECK(may_be("REN", "note: Sören\n"));
  CHECK_FALSE(may_be("muller", "name: Miller\n"));
  CHECK_FALSE(may_be("電話", "name: Miller\n"));
  CHECK_FALSE(may_be("電話", "name: 電気\n"));
  CHECK_FALSE(may_be("राम", "name: मदन\n"));
}

TEST_CASE("all words stand in the same entry, each in one of its fields") {
  CHECK(kinds_in_acme({"arms"}) == std::vector<std::string>{"deal d7k2m9", "call k3v9q2"});
  CHECK(kinds_in_acme({"arms", "pricing"}) == std::vector<std::string>{"call k3v9q2"});
  CHECK(kinds_in_acme({"arms", "late"}).empty());
  CHECK(kinds_in_acme({"robotics", "leipzig"}) == std::vector<std::string>{"name"});
  CHECK(kinds_in_acme({"04109 leipzig"}) == std::vector<std::string>{"address"});
  CHECK(kinds_in_acme({"invoices"}) == std::vector<std::string>{"email"});
  CHECK(kinds_in_acme({"always pays"}) == std::vector<std::string>{"note"});
  CHECK(kinds_in_acme({"cto"}) == std::vector<std::string>{"person p4n8x2"});
  CHECK(kinds_in_acme({"fair"}) == std::vector<std::string>{"deal d7k2m9"});
  CHECK(kinds_in_acme({"12000.00"}) == std::vector<std::string>{"deal d7k2m9"});
  CHECK(kinds_in_acme({"contract"}) == std::vector<std::string>{"reminder r4q9x1"});
  CHECK(kinds_in_acme({"2026-06-20"}) == std::vector<std::string>{"purchase b5w6y7"});
  CHECK(kinds_in_acme({"0301234567"}) == std::vector<std::string>{"phone"});
  CHECK(kinds_in_acme({"+49 (0)30 123-4567"}) == std::vector<std::string>{"phone"});
  // An id is no word: a part of it means nothing.
  CHECK(kinds_in_acme({"d7k2m9"}) == std::vector<std::string>{"deal d7k2m9", "purchase b5w6y7"});
  CHECK(kinds_in_acme({"d7k"}).empty());
  CHECK(kinds_in_acme({"robotics-7h"}) == std::vector<std::string>{"id"});
}

TEST_CASE("what is found is marked where it stands in the original") {
  CHECK(marked({"muller"}, "Herr Mu\u0308ller, MÜLLER") == "Herr [Mu\u0308ller], [MÜLLER]");
  CHECK(marked({"हिंदी"}, "मेरी हिन्दी पुस्तक") == "मेरी [हिन्दी] पुस्तक");
  CHECK(marked({"दी"}, "हिन्दी") == "हिन्[दी]");
  CHECK(marked({"電話"}, "昨日電話しました") == "昨日[電話]しました");
  CHECK(marked({"strasse"}, "Hauptstraße 4") == "Haupt[straße] 4");
  CHECK(marked({"silk finish"}, "a silk   finish.") == "a [silk   finish].");
  CHECK(marked({"a", "ab"}, "abba") == "[ab]b[a]");
  CHECK(marked({"0301234567"}, "call +49 30 1234567.") == "call [+49 30 1234567].");
  CHECK(marked({"nothing"}, "something") == "something");
}

TEST_CASE("an excerpt has the hit, and never half of a character") {
  const std::string text = "one two three four five six seven eight nine ten";
  const Excerpt excerpt = around(text, text.find("seven"), 20);
  CHECK(excerpt.text == "…six seven eight ni…");
  CHECK(text.substr(excerpt.from, excerpt.size) == excerpt.text.substr(excerpt.at, excerpt.size));
  CHECK(around(text, 0, 12).text == "one two thr…");
  CHECK(around(text, text.find("ten"), 12).text == "…nine ten");
  CHECK(around("short", 2, 12).text == "short");
  for (const std::string& wide :
       {std::string("昨日電話しましたが、来週また電話します。"),
        std::string("क्षत्रिय हिन्दी पुस्तक और कलम दवात"),
        std::string(
            "👩‍👩‍👧 🇩🇪 👩‍👩‍👧 🇩🇪 👩‍👩‍👧 🇩🇪 "
            "👩‍👩‍👧 "
            "🇩🇪")})
    for (int cells = 4; cells < 30; ++cells)
      for (std::size_t place = 0; place < wide.size(); ++place) {
        const Excerpt piece = around(wide, place, cells);
        CHECK(width(piece.text) <= cells);
        CHECK(width(wide) == width(wide.substr(0, piece.from)) +
                                 width(wide.substr(piece.from, piece.size)) +
                                 width(wide.substr(piece.from + piece.size)));
      }
}

TEST_CASE("words with a sign are the filter, all others the text") {
  using Words = std::vector<std::string>;
  const auto told = [](const Words& words) {
    const auto result = sought(words);
    if (!result) return "error: " + result.error().message();
    std::string line;
    for (const std::string& word : result->filter) line += word + " ";
    line += "|";
    for (const std::string& word : result->texts) line += " " + word;
    return line;
  };
  CHECK(told({"silk", "+vip", "finish", "owner:me"}) == "+vip owner:me | silk finish");
  CHECK(told({"not", "interested"}) == "| not interested");
  CHECK(told({"silk", "not", "+vip"}) == "not +vip | silk");
  CHECK(told({"black", "and", "white"}) == "| black and white");
  CHECK(told({"[", "status:lead", "or", "+vip", "]", "silk"}) == "[ status:lead or +vip ] | silk");
  CHECK(told({"[status:lead", "or", "not", "+vip]", "silk"}) == "[status:lead or not +vip] | silk");
  CHECK(told({"(status:lead or +vip)", "silk"}) == "(status:lead or +vip) | silk");
  CHECK(told({"this", "or", "that"}) == "| this or that");
  CHECK(told({"+49 30 1234567"}) == "| +49 30 1234567");
  CHECK(told({"https://acme.example", "10:30", "a@b.example"}) ==
        "| https://acme.example 10:30 a@b.example");
  CHECK(told({"note: call back"}) == "| note: call back");
  CHECK(told({"silk", "or", "+vip"}).starts_with("error: \"or\" joins filters"));
}

TEST_CASE("a folded text with its places is the folded text") {
  for (const char* text :
       {"Herr Müller", "हिन्दी", "ｶﾞｽ会社", "  a \t b ", "ﬃ", "한국", "क़लम", "ൻറെ"}) {
    const FoldedText with_places = folded_with_places(text);
    CHECK(with_places.text == folded(text));
    CHECK(with_places.places.size() == with_places.text.size());
    CHECK(std::is_sorted(with_places.places.begin(), with_places.places.end()));
  }
}
