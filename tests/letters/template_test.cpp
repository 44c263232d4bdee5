// Templates: what is wrong in one is said with its place; what is right is filled in, in the
// letter's language.
#include "core/letters/template.hpp"

#include <doctest/doctest.h>

#include "core/letters/language.hpp"

namespace crm {
namespace {

Settings book() {
  Settings settings = standard_settings(*find_country("IN"));
  settings.name = "Kaveri Prints";
  settings.team = {{"meera", {"Meera Rao", {"meera@kaveri.example"}, {}, {}, {}}}};
  settings.fields = {
      {"fabric", {"text", {}, {}}}, {"credit", {"money", {}, {}}}, {"fitted", {"day", {}, {}}}};
  return settings;
}

const Settings settings = book();
const LetterField fields = letter_fields(settings);

/// Everything that is wrong with a template, a line each.
std::string mistakes(const std::string& text) {
  const auto made = Template::parse(text, "templates/a.txt", fields);
  if (made) return "";
  std::string all;
  for (const Problem& problem : made.error().problems)
    all += to_text(*problem.place) + ": " + problem.message +
           (problem.hint.empty() ? "" : " (" + problem.hint + ")") + "\n";
  return all;
}

Customer anita() {
  Customer customer;
  customer.id = "anita-4x8k";
  customer.name = "Anita Sharma";
  customer.kind = "person";
  customer.owner = "meera";
  customer.emails = {{"anita@example.in", "home"}, {"a@example.in", ""}};
  customer.birthday = PartialDay::parse("1980-11-21").value();
  customer.since = Day::of(2024, 3, 5);
  customer.fields = {{"fabric", "silk"}, {"credit", "150000"}, {"fitted", "2026-10-30"}};
  customer.addresses = {{"r7zq4s", "home", "14 Nehru Marg", "302001", "Jaipur", "", "IN"}};
  Purchase stole;
  stole.id = "p1";
  stole.on = *Day::of(2026, 10, 30);
  stole.item = "silk stole";
  stole.amount = {123450, "INR"};
  customer.purchases = {stole};
  stole.id = "p2";
  stole.on = *Day::of(2025, 1, 2);
  stole.item = "<cotton> & thread";
  stole.amount = {9900, "EUR"};
  customer.purchases.push_back(stole);
  return customer;
}

LetterForm form(const std::string& text, const std::string& language = "en") {
  LetterForm made;
  made.language = language;
  auto read = Template::parse(text, "templates/a.txt", fields);
  REQUIRE_MESSAGE(read.has_value(), mistakes(text));
  made.text = *std::move(read);
  return made;
}

const LetterGround ground{settings,
                          Moment::parse("2026-11-21T10:15+05:30").value(),
                          "meera",
                          {"Meera Rao", "meera@kaveri.example"}};

/// What the text says to Anita; `!` and why where it does not.
std::string says(const std::string& text, const std::string& language = "en",
                 const Customer& customer = anita(), const Person* person = nullptr) {
  const auto letter =
      written(form(text, language), letter_values(customer, person, ground, Language(language)));
  return letter ? letter->text : "!" + letter.error().message();
}

}  // namespace

TEST_CASE("a template's mistakes are said with file, line, column and what was meant") {
  CHECK(mistakes(
            "---\nsubject: Hi {{nmae}}\n---\nDear {{salutatoin}},\n{{first_name}} ಅ {{citty}}\n") ==
        "templates/a.txt:2:15: there is no field \"nmae\" (did you mean name?)\n"
        "templates/a.txt:4:8: there is no field \"salutatoin\" (did you mean salutation?)\n"
        "templates/a.txt:5:20: there is no field \"citty\" (did you mean city?)\n");
  CHECK(mistakes("{{#tags}}x") ==
        "templates/a.txt:1:1: the section \"tags\" is never closed (it ends with {{/tags}})\n");
  CHECK(mistakes("a\n b{{/tags}}") ==
        "templates/a.txt:2:3: the section \"tags\" was not begun (it begins with {{#tags}})\n");
  CHECK(
      mistakes("{{#deals}}{{#salutation}}x{{/deals}}") ==
      "templates/a.txt:1:27: the section \"salutation\" is not closed before {{/deals}} (close it "
      "with {{/salutation}})\n");
  CHECK(mistakes("Dear {{name},\nx") ==
        "templates/a.txt:1:6: {{ is never closed (it ends with }})\n");
  CHECK(mistakes("Dear {{{name}},\nx") ==
        "templates/a.txt:1:6: {{{ is never closed (it ends with }}})\n");
  CHECK(mistakes("{{> footer}}") ==
        "templates/a.txt:1:1: letters have no tags with > or = (write the text here, or a field's "
        "name)\n");
  CHECK(mistakes("{{=<% %>=}}").find("no tags with >") != std::string::npos);
  CHECK(mistakes("{{}} {{.}}") ==
        "templates/a.txt:1:1: a field without a name\n"
        "templates/a.txt:1:6: {{.}} stands for an entry of a list, and no section is open\n");
  CHECK(mistakes("{{purchases.itm}}") ==
        "templates/a.txt:1:3: there is no field \"purchases.itm\" (did you mean item?)\n");
  CHECK(mistakes("{{#purchases}}{{itm}}{{/purchases}}").find("did you mean item?") !=
        std::string::npos);
  CHECK(mistakes("{{me.phone}}") ==
        "templates/a.txt:1:3: there is no field \"me.phone\" (crm help letters has all of them)\n");
}

TEST_CASE("a head's mistakes are said too, all at once") {
  CHECK(
      mistakes("---\nsubjct: x\nhello\nagain: often\nfrom: us\n---\ntext") ==
      "templates/a.txt:2:1: a letter's head has no \"subjct\" (did you mean subject?)\n"
      "templates/a.txt:3:1: \"hello\" is no line of a head (write it like subject: Hello "
      "{{name}})\n"
      "templates/a.txt:4:8: again: \"often\" is no length of time (write yes, no, or for example "
      "1y)\n"
      "templates/a.txt:5:7: the address \"us\" has no @ (write it like bob@acme.example or Bob Ray "
      "<bob@acme.example>)\n");
  CHECK(mistakes("---\nsubject: x\ntext\n")
            .find("templates/a.txt:1:1: the head is never closed (it ends with a line ---)\n") !=
        std::string::npos);
  CHECK(mistakes("---\nsubject: x\n---\n \n") == "templates/a.txt:4:1: the letter has no text\n");
  CHECK(mistakes("") == "templates/a.txt:1:1: the letter has no text\n");
  CHECK(mistakes("a\xFF") == "templates/a.txt: the letter is not UTF-8 (save it as UTF-8)\n");
  CHECK(mistakes("---\n# remark\n\nsubject: \"Hello: {{name}}\"\nchannel: message\n---\ntext") ==
        "");
}

TEST_CASE("what a head says is read, also from a file that Windows has saved") {
  const LetterForm made = form(
      "\xEF\xBB\xBF---\r\nsubject: {{name}}, hello: you\r\nagain: 1y\r\nfrom: Us "
      "<us@k.example>\r\n---\r\nA\r\nB\r\n",
      "");
  CHECK(made.head().subject == "{{name}}, hello: you");
  CHECK(made.head().again == "1y");
  CHECK(made.head().from == "Us <us@k.example>");
  CHECK(made.head().channel == "");
  CHECK(made.text->body() == "A\nB\n");
}

TEST_CASE("a letter says what the record says, and what a letter wants besides") {
  CHECK(says("{{name}} {{first_name}} {{greeting}} {{email}} {{fabric}} {{fields.fabric}} "
             "{{credit}}") ==
        "Anita Sharma Anita Dear Anita Sharma anita@example.in silk silk ₹1,50,000.00");
  CHECK(says("{{me.name}} {{me.email}} {{owner.name}} {{owner}} {{book}}") ==
        "Meera Rao meera@kaveri.example Meera Rao meera Kaveri Prints");
  CHECK(says("{{weekday}}, {{today}}; {{month}} {{year}}; {{since}}; {{age}}; {{fitted}}") ==
        "Saturday, 21 November 2026; November 2026; 5 March 2024; 46; 30 October 2026");
  CHECK(says("{{address}}\n{{address.city}}") == "14 Nehru Marg\n302001 Jaipur\nJaipur");
  CHECK(says("{{last_purchase.item}}, {{last_purchase.on}}, {{last_purchase.amount}}") ==
        "silk stole, 30 October 2026, ₹1,234.50");
  CHECK(says("{{owed}}") == "₹1,234.50");
  CHECK(says("a\n{{#purchases}}\n- {{item}} for {{amount}}, {{name}}\n{{/purchases}}\nb\n") ==
        "a\n- silk stole for ₹1,234.50, Anita Sharma\n- <cotton> & thread for €99.00, Anita "
        "Sharma\nb\n");
  CHECK(says("{{#emails}}{{.}} {{label}}{{^label}}-{{/label}};{{/emails}}") == "!no label");
  CHECK(says("{{#emails}}{{value}}{{#label}} {{label}}{{/label}};{{/emails}}") ==
        "anita@example.in home;a@example.in;");
  CHECK(says("{{! a remark }}x") == "x");
}

TEST_CASE("what is not known stops a letter, but for what stands in a section") {
  CHECK(says("{{salutation}} {{phone}} {{phone}}") == "!no salutation, no phone");
  CHECK(says("{{#salutation}}{{salutation}},{{/salutation}}{{^salutation}}Dear "
             "{{name}},{{/salutation}}") == "Dear Anita Sharma,");
  Customer customer = anita();
  customer.salutation = "प्रिय अनिता जी";
  CHECK(says("{{#salutation}}{{salutation}},{{/salutation}}{{^salutation}}Dear "
             "{{name}},{{/salutation}}",
             "hi", customer) == "प्रिय अनिता जी,");
  CHECK(says("{{greeting}}", "hi", customer) == "प्रिय अनिता जी");
  CHECK(says("{{#salutation}}x{{/salutation}}") == "!nothing is left of its text");
  customer.kind = "company";
  CHECK(says("{{first_name}}", "en", customer) == "!no first_name");
  CHECK(says("{{company}}", "en", customer) == "Anita Sharma");
}

TEST_CASE("to a person of a company a letter speaks of the person") {
  Customer acme = anita();
  acme.kind = "company";
  acme.name = "Acme";
  acme.salutation = "Dear all";
  Person bob;
  bob.id = "p4n8x2";
  bob.name = "Bob Ray";
  bob.role = "CTO";
  bob.emails = {{"bob@acme.example", ""}};
  CHECK(says("{{greeting}}, {{role}} of {{company}}, {{email}}, {{id}}", "en", acme, &bob) ==
        "Dear Bob Ray, CTO of Acme, bob@acme.example, anita-4x8k");
  CHECK(says("{{age}}", "en", acme, &bob) == "!no age");
}

TEST_CASE("days and amounts stand in the letter's language") {
  CHECK(says("{{weekday}}, {{today}}: {{last_purchase.amount}}", "de") ==
        "Samstag, 21. November 2026: 1.234,50 ₹");
  CHECK(says("{{weekday}}, {{today}}: {{last_purchase.amount}}", "hi") ==
        "शनिवार, 21 नवंबर 2026: ₹1,234.50");
  CHECK(says("{{weekday}}, {{today}}: {{greeting}}", "kn") ==
        "ಶನಿವಾರ, 21 ನವೆಂಬರ್ 2026: ಪ್ರಿಯ Anita Sharma");
  CHECK(says("{{weekday}} {{today}} {{month}} {{credit}}", "fr") ==
        "2026-11-21 2026-11-21 11 1,50,000.00 INR");
  const Language german("de-AT"), english("en");
  CHECK(german.amount({-123456789, "EUR"}, Grouping::indian) == "-1.234.567,89 €");
  CHECK(german.amount({1000, "JPY"}, Grouping::thousands) == "1.000 JPY");
  CHECK(english.amount({-50, "EUR"}, Grouping::thousands) == "-€0.50");
  CHECK(english.amount({1234567, "AED"}, Grouping::thousands) == "12,345.67 AED");
  CHECK(german.partial_day(PartialDay::parse("02-29").value()) == "29. Februar");
  CHECK(english.partial_day(PartialDay::parse("1980-02").value()) == "February 1980");
  CHECK(english.partial_day(PartialDay::parse("1980").value()) == "1980");
  CHECK(german.weekday(*Day::of(2026, 11, 22)) == "Sonntag");
  for (unsigned month = 1; month <= 12; ++month)
    for (const char* code : {"en", "de", "hi", "kn"}) CHECK(!Language(code).month(month).empty());
}

TEST_CASE("in HTML what a field says is escaped, in a text it is not") {
  Customer customer = anita();
  customer.name = "<b>Bob</b> & \"Co\"";
  LetterForm both = form("---\nsubject: To {{name}}\n---\n{{name}}", "");
  both.html =
      Template::parse("<p>{{name}} {{{name}}} {{&name}}</p>", "templates/a.html", fields).value();
  const auto letter =
      written(both, letter_values(customer, nullptr, ground, Language("en"))).value();
  CHECK(letter.subject == "To <b>Bob</b> & \"Co\"");
  CHECK(letter.text == "<b>Bob</b> & \"Co\"");
  CHECK(
      letter.html ==
      "<p>&lt;b&gt;Bob&lt;/b&gt; &amp; &quot;Co&quot; <b>Bob</b> & \"Co\" <b>Bob</b> & \"Co\"</p>");
}

TEST_CASE("pictures beside the HTML go along with it") {
  const std::string html =
      "<img src=\"logo.png\"><IMG SRC='sub.JPG'><img src=\"cid:logo.png\"><img "
      "src=\"https://x/y.png\">"
      "<img src=\"/etc/x.png\"><img src=\"../x.png\"><script src=\"a.js\">";
  CHECK(pictures_in(html) == std::vector<std::string>{"logo.png", "sub.JPG"});
  CHECK(with_inline_pictures("<img src=\"logo.png\"> <img src='x.png'>", {"logo.png"}) ==
        "<img src=\"cid:logo.png\"> <img src='x.png'>");
}

}  // namespace crm
