// Records in JSON, there and back, and what costs only itself.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/exchange/json.hpp"
#include "core/exchange/json_writer.hpp"
#include "core/record/own_keys.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"
#include "tests/property/dice.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

const Settings& settings() {
  static const Settings all = standard_settings(*find_country("DE"));
  return all;
}

/// UTC, so that a time without an offset has +00:00.
const Ground& ground() {
  static const Zone utc;
  static const Ground all{settings(), utc, Moment::parse("2026-11-21T10:15+00:00").value()};
  return all;
}

struct Told {
  std::vector<Source::Item> items;
  std::vector<std::string> remarks;
  std::string kind;

  const Arrival& arrival(std::size_t i) const { return std::get<Arrival>(items.at(i)); }

  const Reject& reject(std::size_t i) const { return std::get<Reject>(items.at(i)); }

  const Customer& says(std::size_t i) const { return arrival(i).says; }

  /// `ok acme`, `2:14 "x" is no amount`, `skip …`.
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const Source::Item& item : items) {
      if (const auto* const one = std::get_if<Arrival>(&item))
        all.push_back("ok " + one->says.name);
      if (const auto* const one = std::get_if<Reject>(&item))
        all.push_back(std::to_string(one->place.line) + ":" + std::to_string(one->place.column) +
                      " " + one->reason);
      if (const auto* const one = std::get_if<Skip>(&item)) all.push_back("skip " + one->reason);
    }
    return all;
  }
};

Told told(const std::string& text, std::size_t piece = 7) {
  auto source = open_json(std::make_unique<TextBytes>(text, piece), "a.json", ground());
  REQUIRE(source);
  Told all;
  all.kind = (*source)->kind();
  for (;;) {
    auto item = (*source)->next();
    REQUIRE(item);
    if (!*item) break;
    all.items.push_back(**std::move(item));
  }
  all.remarks = (*source)->remarks();
  return all;
}

using Lines = std::vector<std::string>;

TEST_CASE("a record of ours comes back with all that it says") {
  const Told all = told(R"([
{"id":"acme-7h2k","name":"Acme","emails":["a@acme.example",{"value":"b@acme.example","label":"bills"}],
 "birthday":"02-29","consent":{"email":"2025-01-10","phone":"no"},"fields":{"gstin":"0606"},
 "deals":[{"id":"d7k2m9","title":"arms","amount":"12000.00 EUR","probability":40,
  "history":[{"id":"h1a2b3","at":"2026-10-01T09:12:44+02:00","stage":"lead","forced":true}]}],
 "purchases":[{"id":"b5w6y7","on":"2026-06-20","item":"Arm","quantity":1.5,"amount":"480.00 EUR"}]}
]
)");
  CHECK(all.kind == "records, JSON");
  CHECK(all.remarks.empty());
  REQUIRE(all.items.size() == 1);
  const Customer& acme = all.says(0);
  CHECK(all.arrival(0).place == Place{"a.json", 2, 1});
  CHECK(all.arrival(0).kind == Arrival::Kind::customer);
  CHECK(acme.id == "acme-7h2k");
  CHECK(acme.emails == std::vector<Labelled>{{"a@acme.example", ""}, {"b@acme.example", "bills"}});
  CHECK(acme.birthday->text() == "02-29");
  CHECK(acme.consent[0].second.text() == "2025-01-10");
  CHECK(*find_named(acme.fields, "gstin") == "0606");
  CHECK(acme.deals[0].id == "d7k2m9");
  CHECK(acme.deals[0].amount == Money{1200000, "EUR"});
  CHECK(acme.deals[0].probability == 40);
  CHECK(acme.deals[0].history[0].forced);
  CHECK(acme.purchases[0].quantity->millionths == 1500000);
}

TEST_CASE("lists, lines and objects over several lines are read alike") {
  const char* const compact = "[{\"name\":\"A\"},{\"name\":\"B\"}]";
  const char* const pretty =
      "[\n  {\n    \"name\": \"A\"\n  },\n  {\n    \"name\": \"B\"\n  }\n]\n";
  const char* const lines = "{\"name\":\"A\"}\n{\"name\":\"B\"}\n";
  const char* const pretty_lines = "{\n  \"name\": \"A\"\n}\n{\n  \"name\": \"B\"\n}\n";
  const char* const windows = "{\"name\":\"A\"}\r\n\r\n{\"name\":\"B\"}";
  for (const char* const text : {compact, pretty, lines, pretty_lines, windows})
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      INFO(text);
      const Told all = told(text, piece);
      CHECK(all.lines() == Lines{"ok A", "ok B"});
      CHECK(all.remarks.empty());
    }
  CHECK(told("[]").lines().empty());
  CHECK(told("").lines().empty());
  CHECK(told(" \n").remarks.empty());
}

TEST_CASE("a whole book is a list of customers and one of campaigns, in any order") {
  const std::string customers = R"("customers": [
{"id":"acme-7h2k","name":"Acme","campaigns":["fair"],"deleted":"2026-11-20T09:30:00+01:00"}
])";
  const std::string campaigns = R"("campaigns": [
{"id":"fair","name":"Fair","costs":[{"id":"c1a2b3","on":"2026-10-01","amount":"65.00 EUR"}],"x-mine":"a"},
{"id":"my fair","name":"Mine"},
{"name":"Nobody's"}
])";
  for (const std::string& text : {"{" + customers + ",\n" + campaigns + "}\n",
                                  "{\n  " + campaigns + ",\n" + customers + "\n}"}) {
    INFO(text);
    const Told all = told(text);
    CHECK(all.kind == "a book of crm, JSON");
    CHECK(all.remarks.empty());
    REQUIRE(all.items.size() == 4);
    std::string rejects, whole;
    for (const Source::Item& item : all.items) {
      if (const auto* const arrival = std::get_if<Arrival>(&item))
        whole += arrival->says.id + (arrival->says.is_deleted() ? " removed " : " ");
      if (const auto* const campaign = std::get_if<CampaignArrival>(&item)) {
        whole += campaign->says.id + " ";
        CHECK(campaign->says.costs.at(0).amount == Money{6500, "EUR"});
        CHECK(campaign->own.find("x-mine") != nullptr);
      }
      if (const auto* const reject = std::get_if<Reject>(&item)) rejects += reject->raw + "\n";
    }
    CHECK(whole.find("acme-7h2k removed ") != whole.npos);
    CHECK(whole.find("fair ") != whole.npos);
    // What was rejected says by itself what it is, and why it was.
    const Told again = told(rejects);
    CHECK(again.kind == "records, JSON Lines");
    REQUIRE(again.items.size() == 2);
    CHECK(again.reject(0).reason == "\"my fair\" is not an id");
    CHECK(again.reject(1).reason == "a campaign without an id");
  }
  CHECK(told("{\"customers\": [],\n\"campaigns\": []}\n").kind == "a book of crm, JSON");
  CHECK(told("{\"campaigns\": [], \"customers\": []}").kind == "a book of crm, JSON");
  // A record that begins with its campaigns is none.
  CHECK(told(R"({"campaigns":["fair"],"name":"Acme"})").lines() == Lines{"ok Acme"});
}

TEST_CASE("what can't be read costs only itself, and says where it is wrong") {
  const auto between = [](const std::string& bad) {
    return "{\"name\":\"A\"}\n" + bad + "\n{\"name\":\"Z\"}\n";
  };
  const std::pair<const char*, const char*> bad[] = {
      {R"({"name":"B","deals":[{"title":"t","amount":"12.000,50"}]})", "2:44 "},
      {R"({"name":"B","birthday":"2026-02-30"})", "2:24 "},
      {R"({"name":"B","kind":["x"]})", "2:20 \"kind\" should be one value, not a list"},
      {R"({"name":"B","name":"C"})", "2:13 \"name\" stands here a second time (first in line 1)"},
      {R"({"id":"b-2222"})", "2:1 \"name\" is missing"},
      {R"({"id":"b 2222","name":"B"})", "2:7 \"b 2222\" is not an id"},
      {R"({"name":"B" "id":"b"})", "2:13 the JSON is broken at"},
      {R"({"name":"B",})", "2:13 the JSON is broken at"},
      {R"({"name":"B)", "2:1 a text has no closing quote"},
      {R"({"name":"B","tags":["x","y"})", "2:1 a bracket is not closed"},
      {R"({"name":"B","tags":["x")", "2:1 a bracket is not closed"},
      {R"({"name":"B")", "2:1 a bracket is not closed"},
      {R"({"name":"B",)", "2:1 a bracket is not closed"},
      {"{\"name\":\"B\xff\"}", "2:"},
      {R"({"name":"\ud800"})", "2:"},
      {"[1,2]", "2:1 a record is written as"},
      {"17", "2:1 a record is written as"},
      {"}", "2:1 a bracket closes what was not opened"},
      {R"({"customer":"acme-7h2k","id":"d7k2m9","title":"arms"})", "2:1 an entry of a customer"},
  };
  for (const auto& one : bad) {
    const std::string text = one.first, reason = one.second;
    INFO(text);
    const Lines lines = told(between(text)).lines();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "ok A");
    CHECK(lines[1].substr(0, reason.size()) == reason);
    CHECK(lines[2] == "ok Z");
  }
}

TEST_CASE("within a list over several lines the next one is found by its beginning") {
  const Told all = told(
      "[\n  {\n    \"name\": \"A,\n    \"tags\": [\"x\"]\n  },\n  {\n    \"name\": "
      "\"B\"\n  },\n  {\n    \"name\": \"C\", \"tags\": [\"}\n  },\n  {\"name\": "
      "\"D\"}\n]\n");
  CHECK(all.lines() == Lines{"2:3 a text has no closing quote", "ok B",
                             "9:3 a text has no closing quote", "ok D"});
  CHECK(all.remarks.empty());
}

TEST_CASE("a file that is cut off says so") {
  const Told all = told("[\n{\"name\":\"A\"},\n{\"name\":\"B\",\"no");
  CHECK(all.lines() == Lines{"ok A", "3:1 the file ends in the middle of it"});
  CHECK(all.remarks.size() == 1);
  CHECK(told("[{\"name\":\"A\"}").remarks.size() == 1);
  CHECK(told("[{\"name\":\"A\"}] more").remarks.size() == 1);
}

TEST_CASE("what is too deep or too long is refused") {
  std::string deep = "{\"name\":\"A\",\"x\":";
  for (int i = 0; i < 40; ++i) deep += "[";
  for (int i = 0; i < 40; ++i) deep += "]";
  CHECK(told(deep + "}\n{\"name\":\"B\"}").lines() ==
        Lines{"1:48 it is deeper than 32 brackets", "ok B"});
  const std::string endless = std::string("{\"a\":") + std::string(100'000, '[') + "\n";
  CHECK(told(endless + "{\"name\":\"B\"}", 4096).lines() == Lines{"1:1 it is too deep", "ok B"});
  const std::string note(2 << 20, 'x');
  const auto lines = told("{\"name\":\"A\",\"note\":\"" + note + "\"}\n{\"name\":\"B\"}", 65536);
  CHECK(lines.lines() == Lines{"1:20 a text is longer than 1 MB", "ok B"});
  CHECK(lines.reject(0).raw.size() <= 65536);
  const std::string huge = "{\"name\":\"A\",\"note\":\"" + std::string(17 << 20, 'x') + "\"}\n";
  CHECK(told(huge + "{\"name\":\"B\"}", 65536).lines() ==
        Lines{"1:1 it is longer than 16 MB", "ok B"});
}

TEST_CASE("keys that no record has are kept as fields; those within entries are named") {
  const Told all = told(
      R"({"name":"A","Shoe Size":43,"VAT":"DE1","colours":["red","blue"],"more":{"x":1},"gone":null,)"
      R"("empty":"","x-reason":"why","deals":[{"title":"t","hue":"red"}]})");
  const Customer& says = all.says(0);
  CHECK(says.fields ==
        Named<std::string>{{"shoe_size", "43"}, {"vat", "DE1"}, {"colours", "red, blue"}});
  CHECK(all.arrival(0).remarks == Lines{"\"more\" is left out", "a deal has no \"hue\": left out"});
  CHECK(says.id.empty());
}

TEST_CASE("keys of the user's own stay what they are, wherever they stand") {
  const Told all =
      told(R"({"name":"A","x-shoe":43,"x-vat":"043","x-reason":"why","emails":["a@b.example",)"
           R"({"value":"c@d.example","x-valid":true}],"deals":[{"id":"d1","title":"s"},)"
           R"({"id":"d2","title":"t","x-of":{"tea":[1,"two"]}}]})");
  CHECK(all.arrival(0).remarks.empty());
  CHECK(all.says(0).fields.empty());
  Data record = to_data(all.says(0));
  // Whatever the order in which the deals stand by now.
  std::swap(record.find("deals")->children[0], record.find("deals")->children[1]);
  put_own_keys(all.arrival(0).own, record);
  CHECK(new_file(record) ==
        "name: A\n"
        "emails: [a@b.example, {value: c@d.example, x-valid: yes}]\n"
        "deals:\n  - id: d2\n    title: t\n    x-of: {tea: [1, two]}\n"
        "  - id: d1\n    title: s\n"
        "x-shoe: 43\nx-vat: \"043\"\n");
  CHECK(json_of(record, customer_type()).find(R"("x-shoe":43,"x-vat":"043")") != std::string::npos);
}

TEST_CASE("a reject can be mended and read again") {
  const Told all = told("{\"name\":\"A\",\"birthday\":\"nine \\\"ish\\\"\"}\n");
  const std::string raw = all.reject(0).raw;
  CHECK(raw.starts_with("{\"x-reason\":\""));
  // Not mended: the same reason, once.
  const std::string again = told(raw).reject(0).raw;
  CHECK(again == raw);
  std::string mended = raw;
  mended.replace(mended.rfind("nine \\\"ish\\\""), 12, "1980");
  const Told read = told(mended);
  CHECK(read.says(0).birthday->text() == "1980");
  CHECK(read.says(0).fields.empty());
  CHECK(told("{}").reject(0).raw == "{\"x-reason\":\"line 1: \\\"name\\\" is missing\"}");
}

TEST_CASE("what is no JSON is refused at once") {
  const auto source = open_json(std::make_unique<TextBytes>("name,email\n"), "a.csv", ground());
  REQUIRE(!source);
  CHECK(source.error().message() == "this is no JSON: it begins with neither { nor [");
}

// --- crm.cli ---

const char* const all_of_crm_cli = R"({
  "contacts": [
    {
      "id": "ct_01HA",
      "name": "Jané Doe",
      "emails": ["jane@acme.example", "jd@home.example"],
      "phones": ["+12125550142"],
      "companies": ["Acme", "Side Ltd"],
      "linkedin": "janedoe",
      "x": null,
      "bluesky": null,
      "telegram": "https://t.me/jane",
      "tags": ["vip"],
      "custom_fields": {"Lead Source": "fair", "n": 3},
      "created_at": "2026-03-12T23:30:05.123Z",
      "updated_at": "2026-04-01T08:00:00.000Z"
    },
    {"id": "ct_01HB", "name": "", "emails": [], "created_at": "2026-03-12T09:14:05.123Z", "custom_fields": {}}
  ],
  "companies": [
    {"id": "co_01HC", "name": "Acme", "websites": ["acme.example"], "phones": [], "tags": [],
     "custom_fields": {}, "created_at": "2026-03-01T09:00:00.000Z", "updated_at": "2026-03-01T09:00:00.000Z"}
  ],
  "deals": [
    {"id": "dl_1", "title": "Arms", "value": 50000, "stage": "Lead", "contacts": ["ct_01HA"],
     "company": "co_01HC", "expected_close": "2026-12-15", "probability": 40, "tags": ["q4"],
     "custom_fields": {"by": "Ann"}, "created_at": "2026-03-12T09:00:00.000Z", "updated_at": "2026-05-02T10:20:30.999Z"},
    {"id": "dl_2", "title": "Won", "value": null, "stage": "closed-won", "contacts": ["ct_01HA"],
     "company": null, "expected_close": null, "probability": null, "tags": [], "custom_fields": {},
     "created_at": "2026-03-12T09:00:00.000Z", "updated_at": "2026-03-12T09:00:00.000Z"},
    {"id": "dl_3", "title": "Odd", "stage": "haggling", "contacts": ["ct_01HA"], "custom_fields": {}},
    {"id": "dl_4", "title": "Alone", "stage": "lead", "contacts": [], "custom_fields": {}}
  ],
  "activities": [
    {"id": "ac_1", "type": "call", "body": "He decides\nFriday", "contact": "ct_01HA", "company": null,
     "deal": null, "custom_fields": {}, "created_at": "2026-03-13T09:00:00.000Z"},
    {"id": "ac_2", "type": "stage-change", "body": "from lead to won", "deal": "dl_2", "created_at": "2026-03-13T09:00:00Z"},
    {"id": "ac_3", "type": "email", "body": "Sent", "contact": null, "deal": "dl_1", "created_at": "2026-03-14"},
    {"id": "ac_4", "type": "note", "body": "lost", "contact": null, "deal": "dl_9", "created_at": "2026-03-14"}
  ]
}
)";

TEST_CASE("an export of crm.cli: contacts, companies, deals, conversations") {
  const Told all = told(all_of_crm_cli);
  CHECK(all.kind == "an export of crm.cli, JSON");
  CHECK(all.remarks == Lines{"conversations are not tied to their deals"});
  REQUIRE(all.items.size() == 11);

  const Arrival& jane = all.arrival(0);
  CHECK(jane.kind == Arrival::Kind::customer);
  CHECK(jane.place == Place{"a.json", 3, 5});
  CHECK(new_file(to_data(jane.says)) ==
        "name: Jané Doe\nkind: person\nadded: 2026-03-12\ntags: [vip]\n"
        "emails: [jane@acme.example, jd@home.example]\nphones: [\"+12125550142\"]\n"
        "links: [https://www.linkedin.com/in/janedoe, https://t.me/jane]\n"
        "external: [\"crm.cli:ct_01HA\"]\n"
        "fields:\n  lead_source: fair\n  \"n\": \"3\"\n  other_companies: Side Ltd\n");
  CHECK(jane.company == std::vector<Key>{{Key::Kind::name, "Acme"}});
  CHECK(all.reject(1).reason == "it has no name");

  const Customer& acme = all.says(2);
  CHECK(acme.kind == "company");
  CHECK(acme.links == Lines{"acme.example"});
  CHECK(acme.external == Lines{"crm.cli:co_01HC"});

  const Arrival& arms = all.arrival(3);
  CHECK(arms.kind == Arrival::Kind::entry);
  CHECK(arms.whom == std::vector<Key>{{Key::Kind::external, "crm.cli:co_01HC"},
                                      {Key::Kind::external, "crm.cli:ct_01HA"}});
  const Deal& deal = arms.says.deals.at(0);
  CHECK(deal.title == "Arms");
  CHECK(deal.amount == Money{5000000, "EUR"});
  CHECK(deal.expected->text() == "2026-12-15");
  CHECK(deal.probability == 40);
  CHECK(deal.tags == Lines{"q4"});
  CHECK(deal.note == "by: Ann\nalso of: crm.cli:ct_01HA");
  CHECK(deal.external == Lines{"crm.cli:deal:dl_1"});
  REQUIRE(deal.history.size() == 1);
  CHECK(deal.history[0].stage == "lead");
  CHECK(deal.history[0].at.text() == "2026-05-02T10:20:30+00:00");
  CHECK(all.says(4).deals[0].history[0].stage == "won");
  CHECK(all.reject(5).reason.starts_with("there is no stage \"haggling\" (the stages are lead, "));
  CHECK(all.reject(6).reason == "the deal belongs to nobody");

  const Arrival& call = all.arrival(7);
  CHECK(call.whom == std::vector<Key>{{Key::Kind::external, "crm.cli:ct_01HA"}});
  CHECK(call.says.interactions[0].kind == "call");
  CHECK(call.says.interactions[0].text == "He decides\nFriday");
  CHECK(call.says.interactions[0].external == Lines{"crm.cli:activity:ac_1"});
  CHECK(std::holds_alternative<Skip>(all.items[8]));
  // By its deal.
  CHECK(all.arrival(9).whom == arms.whom);
  CHECK(all.arrival(9).says.interactions[0].at.text() == "2026-03-14");
  CHECK(all.reject(10).reason == "it belongs to nobody");
}

TEST_CASE("a list of crm.cli's contacts alone is known by its columns") {
  const Told all = told(
      R"([{"id":"ct_1","name":"A","emails":[],"companies":["co_7"],"custom_fields":{},"created_at":"2026-03-12"}])");
  CHECK(all.says(0).external == Lines{"crm.cli:ct_1"});
  CHECK(all.says(0).id.empty());
  CHECK(all.arrival(0).company == std::vector<Key>{{Key::Kind::external, "crm.cli:co_7"}});
}

// --- Laws ---

std::uint64_t times() {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  return factor == nullptr ? 1 : std::stoul(factor);
}

TEST_CASE("any record is the same after JSON") {
  std::string lines, list;
  std::vector<Customer> all;
  for (std::uint64_t seed = 0; seed < 300 * times(); ++seed) {
    Dice dice(seed);
    auto customer = random_record<Customer>(dice, seed % 3 == 0 ? 60 : 15);
    const std::string json = to_json(customer);
    CHECK(json.find('\n') == json.npos);
    lines += json + "\n";
    list += (list.empty() ? "[\n" : ",\n") + json;
    all.push_back(with_offsets(std::move(customer), Zone()));
  }
  for (const std::string& text : {lines, list + "\n]\n"}) {
    const Told read = told(text, 1000);
    REQUIRE(read.items.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO("seed ", i);
      const auto* const arrival = std::get_if<Arrival>(&read.items[i]);
      if (arrival == nullptr) FAIL(read.reject(i).reason);
      CHECK(arrival->remarks.empty());
      const bool same = arrival->says == all[i];
      CHECK(same);
      if (!same) {
        CHECK(to_json(arrival->says) == to_json(all[i]));
        break;
      }
    }
  }
}

TEST_CASE("the example book and whatever is hard to read come back from JSON") {
  const std::filesystem::path root = CRM_SOURCE_DIR;
  int count = 0, with_own = 0;
  for (const char* const folder : {"data-format/example-book/customers",
                                   "data-format/corpus/valid/customer", "tests/property/hard"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      INFO(entry.path());
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      const auto tree = Tree::parse(text, entry.path().string());
      if (!tree) continue;
      const auto reading = read_customer(*tree, "EUR");
      if (!reading.ok()) continue;
      const Customer record = with_offsets(*reading.value, Zone());
      const Told read = told(to_json(record));
      REQUIRE(read.items.size() == 1);
      CHECK(to_json(read.says(0)) == to_json(record));
      CHECK(to_data(read.says(0)) == to_data(record));
      // As data, also the file that it would be.
      CHECK(new_file(to_data(read.says(0))) == new_file(to_data(record)));
      const Data own = own_keys(tree->root());
      Data all = to_data(record);
      put_own_keys(own, all);
      const Told whole = told(json_of(all, customer_type()));
      Data back = to_data(whole.says(0));
      put_own_keys(whole.arrival(0).own, back);
      CHECK(back == all);
      with_own += own.empty() ? 0 : 1;
      ++count;
    }
  CHECK(count > 60);
  CHECK(with_own > 2);
}

TEST_CASE("however a file is damaged, it is read to its end, and most of it survives") {
  for (std::uint64_t seed = 0; seed < 300 * times(); ++seed) {
    Dice dice(seed);
    const int count = 12;
    std::string text;
    for (int i = 0; i < count; ++i) text += to_json(random_record<Customer>(dice, 10)) + "\n";
    for (std::size_t accidents = 1 + dice.below(3); accidents > 0; --accidents) {
      const std::size_t at = dice.below(text.size());
      const std::string piece = dice.one_of({"{", "}", "[", "]", "\"", ",", ":", "\\", "\n", "\xff",
                                             "1", "null", "\"a\":", "{\"name\":"});
      if (dice.chance(50))
        text.insert(at, piece);
      else
        text.erase(at, 1 + dice.below(6));
    }
    if (text.find_first_of("{[") != text.find_first_not_of(" \n\r\t")) continue;
    const Told all = told(text, 100);
    INFO("seed ", seed);
    int arrived = 0;
    for (const Source::Item& item : all.items) {
      if (std::holds_alternative<Arrival>(item)) ++arrived;
      if (const auto* const reject = std::get_if<Reject>(&item)) {
        CHECK(!reject->reason.empty());
        CHECK(reject->place.line >= 1);
      }
    }
    // An accident costs one record, or the two or three that it makes one.
    CHECK(arrived >= count - 9);
  }
}

}  // namespace
}  // namespace crm::test
