#include "core/query/filter.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

/// Saturday.
const Moment now = Moment::parse("2026-11-21T10:15+01:00").value();

const Settings& settings() {
  static const Settings all = [] {
    const std::string text = R"(
format: 1
currency: EUR
country: DE
timezone: Europe/Berlin
team: {anna: {name: Anna Sommer, emails: [anna@we.example]}, ben: {name: Ben Kim}}
pipelines:
  sales:
    - {stage: lead, stale: 2w}
    - {stage: proposal, was: [quote]}
    - {stage: won, ends: won}
    - {stage: lost, ends: lost}
fields:
  industry: {type: choice, choices: [robotics, textiles]}
  staff: {type: number}
  credit: {type: money}
  visited: {type: day}
  newsletter: {type: yes}
  Plz: {type: text}
filters:
  hot: stage:proposal value:5000..
  mine: owner:me
  warm: "[ @hot or @mine ] -b2b"
  loop: +vip @ring
  ring: not @loop
  broken: status:leed
)";
    const auto tree = Tree::parse(text, "crm.yaml");
    return completed(*read_settings(*tree).value);
  }();
  return all;
}

/// Their ids begin with a, b, c …; f is removed.
const std::vector<Customer>& book() {
  static const std::vector<Customer> all = [] {
    const std::string texts[] = {
        R"(
id: acme-7h2k
name: Acme Robotics
status: customer
owner: anna
source: fair
since: 2024-03-01
tags: [b2b, VIP]
emails: [{value: office@acme.example, label: work}]
phones: ["+49 30 1234567"]
addresses: [{id: aw3f8k, city: Leipzig, country: DE}]
consent: {email: 2025-01-10, phone: no}
keep_in_touch: 30d
fields: {industry: robotics, credit: 5000.00 EUR, staff: 120, visited: 2026-11-02}
people:
  - {id: p4n8x2, name: Bob Ray, role: CTO, emails: [bob@acme.example], birthday: 11-22}
deals:
  - id: d7k2m9
    title: 500 arms
    amount: 12000.00 EUR
    expected: 2026-12-15
    history:
      - {id: h1a2b3, at: 2026-10-12T16:02:10+02:00, stage: proposal}
reminders:
  - {id: r4q9x1, due: 2026-11-20, text: call back, for: anna}
cases:
  - {id: s8t3v2, title: arm 17 overheats, priority: high}
purchases:
  - {id: b5w6y7, on: 2026-06-20, item: Arm A1, quantity: 2.5, amount: 480.00 EUR}
payments:
  - {id: y2m4n6, on: 2026-07-02, amount: 480.00 EUR, for: b5w6y7}
interactions:
  - {id: k3v9q2, at: "2026-11-10T23:30+01:00", by: anna, kind: call, direction: out, minutes: 20, text: Discussed pricing}
)",
        R"(
id: berg-2x9q
name: Berg GmbH
kind: company
status: lead
owner: ben
source: web
added: 2026-10-05
note: Wants a quote for Łódź
deals:
  - id: d3f5h7
    title: drawers
    amount: 800.00 EUR
    history: [{id: h2b3c4, at: 2026-11-15, stage: lead}]
interactions:
  - {id: k5w2x8, at: 2026-06-01, by: ben, kind: email, text: the catalogue}
)",
        R"(
id: chandra-5k3d
name: चंद्र शर्मा
status: customer
phones: ["+91 98450 12345"]
since: 2026-02-14
birthday: 1980-11-19
purchases:
  - {id: b1c2d3, on: 2026-02-14, item: silk, amount: 100.00 USD}
)",
        R"(
id: delta-8p1w
name: Delta and Sons (North)
status: former
tags: [b2b]
since: 2026-03-31
deals:
  - id: d9m3k2
    title: hinges
    amount: 9000.00 USD
    history: [{id: h5d6e7, at: 2025-11-20, stage: won}]
payments:
  - {id: y5n7p9, on: 2025-12-01, amount: 9000.00 USD}
interactions:
  - {id: k8r2s4, at: 2025-12-01, by: ben, kind: meeting}
)",
        R"(
id: eva-3m7z
name: Eva Łódzka
kind: person
status: prospect
owner: anna
source: fair
tags: [retail]
emails: [eva@lodz.example]
fields: {newsletter: "yes", Plz: "04109", staff: 3}
reminders:
  - {id: r7t2v4, due: 2026-11-21T18:00, text: ring her, promise: yes}
interactions:
  - {id: k1m3n5, at: 2026-11-21T16:00, by: anna, kind: meeting, planned: yes}
)",
        R"(
id: fixit-9t4v
name: Fixit
deleted: 2026-01-01T10:00:00Z
status: lead
)"};
    std::vector<Customer> customers;
    for (const std::string& text : texts) {
      const auto tree = Tree::parse(text, "customers/some.yaml");
      auto reading = read_customer(*tree, "EUR");
      REQUIRE_MESSAGE(reading.ok(), text);
      customers.push_back(*std::move(reading.value));
    }
    return customers;
  }();
  return all;
}

Asker asker(std::string me = "anna") {
  return {settings(), now, [me] { return me; }};
}

const Type& type_named(std::string_view list) {
  return list.empty() ? customer_type() : *customer_type().find(list)->item;
}

/// Words as a shell would split them; a word in '…' is one.
std::vector<std::string> shell_words(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (const char c : line + " ") {
    if (c == '\'') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any || !word.empty()) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
    }
  }
  return words;
}

/// The first letters of the customers that fit.
std::string found(const std::string& line) {
  const auto filter = Filter::parse(shell_words(line), customer_type(), asker());
  if (!filter) return filter.error().message();
  std::string letters;
  for (const Customer& customer : book())
    if ((!customer.is_deleted() || filter->wants_deleted()) && filter->fits(customer))
      letters += customer.id.front();
  return letters;
}

/// The ids of the entries that fit.
std::string found_in(std::string_view list, const std::string& line) {
  const auto filter = Filter::parse(shell_words(line), type_named(list), asker());
  if (!filter) return filter.error().message();
  std::string ids;
  for (const Customer& customer : book())
    each_entry(customer, customer_type().rank(list), [&](const Item& entry) {
      if (!customer.is_deleted() && filter->fits(customer, entry))
        ids += (ids.empty() ? "" : " ") + id_of(entry);
    });
  return ids;
}

struct Refusal {
  std::string line, message, below, marks, hint;
};

}  // namespace

TEST_CASE("a filter finds the customers it means") {
  const std::pair<const char*, const char*> table[] = {
      // Nothing, words, brackets.
      {"", "abcde"},
      {"status:customer", "ac"},
      {"status:customer owner:anna", "a"},
      {"status:customer and owner:anna", "a"},
      {"status:customer or status:lead", "abc"},
      {"status:lead or status:customer owner:anna", "ab"},
      {"[ status:lead or status:customer ] owner:anna", "a"},
      {"[status:lead or status:customer] owner:anna", "a"},
      {"owner:anna [status:lead or status:customer]", "a"},
      {"'( status:lead or status:customer )' owner:anna", "a"},
      {"'(status:lead or status:customer) owner:anna'", "a"},
      {"'status:lead or status:former'", "bd"},
      {"not status:customer", "bde"},
      {"not [ status:customer or status:lead ]", "de"},
      {"not not status:customer", "ac"},
      {"[[[status:customer]]]", "ac"},
      {"not +b2b not status:lead", "ce"},
      {"+b2b or +retail -vip", "ade"},
      // Values.
      {"status:customer,lead", "abc"},
      {"status:Customer", "ac"},
      {"source:fair,web", "abe"},
      {"source=fair", "ae"},
      {"source!=fair", "bcd"},
      {"source:", "cd"},
      {"source:none", "cd"},
      {"source:web,none", "bcd"},
      {"owner:", "cd"},
      {"owner:me", "ae"},
      {"'owner:Anna Sommer'", "ae"},
      {"owner:anna@we.example", "ae"},
      {"kind:company", "ab"},
      {"kind:person", "cde"},
      {"tags:vip", "a"},
      {"tag:b2b,retail", "ade"},
      {"customer:acme-7h2k", "a"},
      {"'customer:berg gmbh'", "b"},
      {"id:berg-2x9q", "b"},
      {"email:EVA@lodz.example", "e"},
      {"phone:030-1234567", "a"},
      {"keep_in_touch:30d", "a"},
      {"consent.phone:no", "a"},
      {"has:consent.email", "a"},
      // Tags.
      {"+b2b", "ad"},
      {"+vip", "a"},
      {"+VIPS or +b2b", "there is no tag \"VIPS\" that is worked out\n  +VIPS or +b2b\n   ^^^^"},
      {"-b2b", "bce"},
      {"-b2b status:customer", "c"},
      // Ranges.
      {"since:2026", "cd"},
      {"since:2026-02", "c"},
      {"since:2026-02..2026-03", "cd"},
      {"since:2026-02-14", "c"},
      {"since:2026-02-15..", "d"},
      {"since:..2026-02-14", "ac"},
      {"since:2024,2026-03", "ad"},
      {"since:2024..2025", "a"},
      {"'since>2026-02-14'", "d"},
      {"'since>=2026-02-14'", "cd"},
      {"'since<2026-02-14'", "a"},
      {"'since<=2026-02-14'", "ac"},
      {"'since>2026-02'", "d"},
      {"'since=2026-02'", "c"},
      {"'since!=2026-02'", "abde"},
      {"added:-90d..", "b"},
      {"last:-90d..", "a"},
      {"last:..-90d", "bd"},
      {"last:", "ce"},
      {"last:2026-11-10", "a"},
      {"due:..today", "ae"},
      {"due:today", "e"},
      {"due:yesterday", "a"},
      {"value:5000..", "a"},
      {"value:..800", "b"},
      {"value:800", "b"},
      {"value:800..12000", "ab"},
      {"'value>800'", "a"},
      {"'value >= 800'", "ab"},
      {"deal.amount:5000..USD", "d"},
      {"deal.amount:USD", "d"},
      {"deal.amount:5000USD..", "d"},
      {"deal.amount:5000..9000USD", "d"},
      {"deal.amount:5000USD..9000USD", "d"},
      {"deal.amount:9000usd", "d"},
      {"deal.amount:5000..", "a"},
      {"staff:3..", "ae"},
      {"'staff>3'", "a"},
      {"staff:3,120", "ae"},
      {"credit:5000", "a"},
      {"credit:1..4999.99", ""},
      {"visited:2026-11", "a"},
      {"visited:2026-11-03..", ""},
      {"birthday:11-19", "c"},
      {"birthday:1980", "c"},
      {"birthday:1970..1980", "c"},
      {"birthday:11-01..12-24", "c"},
      {"birthday:11-20..02-01", ""},
      {"birthday:1980-11", "c"},
      {"person.birthday:tomorrow", "a"},
      {"interaction.minutes:15..30", "a"},
      {"purchase.quantity:2.5", "a"},
      // Parts of texts, and what is there at all.
      {"name~LODZ", "e"},
      {"note~lodz", "b"},
      {"name~robot", "a"},
      {"email~example", "ae"},
      {"has:email", "ae"},
      {"not has:owner", "cd"},
      {"has:deals", "abd"},
      {"has:deal", "abd"},
      {"has:newsletter", "e"},
      {"deals:", "ce"},
      // The book's own fields.
      {"industry:robotics", "a"},
      {"fields.industry:Robotics", "a"},
      {"newsletter:yes", "e"},
      {"newsletter:no", ""},
      {"Plz:04109", "e"},
      // Entries.
      {"stage:proposal", "a"},
      {"stage:quote", "a"},
      {"stage:won", ""},
      {"deal.stage:won", "d"},
      {"person.role~cto", "a"},
      {"people.role:cto", "a"},
      {"address.city:leipzig", "a"},
      {"reminder.for:me", "a"},
      {"reminder.promise:yes", "e"},
      {"interaction.kind:call,email", "ab"},
      {"interactions.text~catalogue", "b"},
      {"case.status:open", "a"},
      {"deal.owner:ben", "b"},
      // What is worked out.
      {"+OVERDUE", "a"},
      {"+DUE", "ae"},
      {"-OVERDUE +DUE", "e"},
      {"+BIRTHDAY", "ac"},
      {"+OPENCASE", "a"},
      {"+STALE", "a"},
      {"+DEBT", "c"},
      {"+DELETED", "f"},
      {"+DELETED or status:lead", "bf"},
      // Names, ids, addresses.
      {"acme", "a"},
      {"acm", "a"},
      {"robot", "a"},
      {"acme-7h", "a"},
      {"lodz", "e"},
      {"sharma", "c"},
      {"'chandra sharma'", "c"},
      {"शर्मा", "c"},
      {"office@acme.example", "a"},
      {"bob@acme.example", "a"},
      {"'+49 (0)30 1234567'", "a"},
      {"00919845012345", "c"},
      {"'Delta and Sons'", "d"},
      {"'Delta and Sons (North)'", "d"},
      {"'Berg GmbH'", "b"},
      {"nobody", ""},
      // Filters of crm.yaml.
      {"@hot", "a"},
      {"not @hot", "bcde"},
      {"@mine @hot", "a"},
      {"@warm", "e"},
      {"[@hot or status:lead]", "ab"},
  };
  int count = 0;
  for (const auto& [line, letters] : table) {
    const std::string answer = found(line);
    CHECK_MESSAGE(answer == letters, line);
    ++count;
  }
  CHECK(count > 80);
}

TEST_CASE("where entries are listed, a field is theirs, else their customer's") {
  CHECK(found_in("deals", "") == "d7k2m9 d3f5h7 d9m3k2");
  CHECK(found_in("deals", "stage:won") == "d9m3k2");
  CHECK(found_in("deals", "status:lead") == "d3f5h7");
  CHECK(found_in("deals", "amount:5000..") == "d7k2m9");
  CHECK(found_in("deals", "value:5000..USD") == "d9m3k2");
  CHECK(found_in("deals", "owner:anna") == "d7k2m9");
  CHECK(found_in("deals", "expected:2026-12") == "d7k2m9");
  CHECK(found_in("deals", "expected:") == "d3f5h7 d9m3k2");
  CHECK(found_in("deals", "+STALE") == "d7k2m9");
  CHECK(found_in("deals", "+b2b") == "d7k2m9 d9m3k2");
  CHECK(found_in("deals", "d9m") == "d9m3k2");
  CHECK(found_in("deals", "acme") == "d7k2m9");
  CHECK(found_in("deals", "last:..-90d") == "d3f5h7 d9m3k2");
  CHECK(found_in("deals", "person.role:cto") == "d7k2m9");
  CHECK(found_in("people", "role:cto") == "p4n8x2");
  CHECK(found_in("people", "ray") == "p4n8x2");
  CHECK(found_in("people", "+BIRTHDAY") == "p4n8x2");
  CHECK(found_in("people", "customer:acme-7h2k") == "p4n8x2");
  CHECK(found_in("people", "kind:company") == "p4n8x2");
  CHECK(found_in("cases", "status:open priority:high") == "s8t3v2");
  CHECK(found_in("cases", "+OPENCASE") == "s8t3v2");
  CHECK(found_in("cases", "owner:me") == "s8t3v2");
  CHECK(found_in("reminders", "due:..today") == "r4q9x1 r7t2v4");
  CHECK(found_in("reminders", "due:2026-11-21") == "r7t2v4");
  CHECK(found_in("reminders", "+OVERDUE") == "r4q9x1");
  CHECK(found_in("reminders", "promise:no") == "r4q9x1");
  CHECK(found_in("purchases", "on:2026 amount:..500") == "b5w6y7");
  CHECK(found_in("purchases", "value:100USD") == "b1c2d3");
  CHECK(found_in("purchases", "+DEBT") == "b1c2d3");
  CHECK(found_in("payments", "for:b5w6y7") == "y2m4n6");
  CHECK(found_in("interactions", "kind:meeting") == "k8r2s4 k1m3n5");
  CHECK(found_in("interactions", "at:2026-11-10") == "k3v9q2");
  CHECK(found_in("interactions", "by:ben at:2026") == "k5w2x8");
  CHECK(found_in("interactions", "+DUE") == "k1m3n5");
}

TEST_CASE("a filter that can't be meant is refused, with the place and a hint") {
  const Refusal table[] = {
      {"staus:lead", "there is no field \"staus\"", "staus:lead", "^^^^^", "did you mean status?"},
      {"+vip staus:lead", "there is no field \"staus\"", "+vip staus:lead", "     ^^^^^",
       "did you mean status?"},
      {"has:emial", "there is no field \"emial\"", "has:emial", "    ^^^^^", "did you mean email?"},
      {"person.rolle:cto", "there is no field \"person.rolle\"", "person.rolle:cto", "^^^^^^^^^^^^",
       "did you mean person.role?"},
      {"fields.industri:robotics", "there is no field \"fields.industri\"",
       "fields.industri:robotics", "^^^^^^^^^^^^^^^", "did you mean industry?"},
      {"amount:5000..", "there is no field \"amount\"", "amount:5000..", "^^^^^^",
       "a deal has it: deal.amount"},
      {"status:leed", "there is no status \"leed\"", "status:leed", "       ^^^^",
       "did you mean lead?"},
      {"status:lead,custmer", "there is no status \"custmer\"", "status:lead,custmer",
       "            ^^^^^^^", "did you mean customer?"},
      {"deal.stage:wone", "there is no stage \"wone\"", "deal.stage:wone", "           ^^^^",
       "did you mean won?"},
      {"owner:zoe", "there is no owner \"zoe\"", "owner:zoe", "      ^^^", "known are anna, ben"},
      {"interaction.kind:cal", "there is no kind \"cal\"", "interaction.kind:cal",
       "                 ^^^", "did you mean call?"},
      {"industry:robotic", "there is no industry \"robotic\"", "industry:robotic",
       "         ^^^^^^^", "did you mean robotics?"},
      {"newsletter:maybe", "there is no newsletter \"maybe\"", "newsletter:maybe",
       "           ^^^^^", "known are yes, no"},
      {"since:2026-02-30", "\"2026-02-30\" is not a day or a time: February 2026 has 28 days",
       "since:2026-02-30", "      ^^^^^^^^^^", ""},
      {"since:2026-03..2026-01", "the range ends before it begins", "since:2026-03..2026-01",
       "      ^^^^^^^^^^^^^^^^", "the earlier or smaller end comes first"},
      {"since:..", "a range wants a beginning or an end", "since:..", "      ^^",
       "A..B, A.. or ..B, both ends included"},
      {"deal.amount:5USD..9EUR", "an amount is compared within one currency, not USD with EUR",
       "deal.amount:5USD..9EUR", "            ^^^^^^^^^^",
       "ask twice: [amount:5000USD.. or amount:5000EUR..]"},
      {"value:5,000", "\"5,000\" could be one amount or two", "value:5,000", "      ^^^^^",
       "write 5000 without separators, or ask twice with or"},
      {"[ status:lead", "\"[\" is never closed", "[ status:lead", "^", "close it with ]"},
      {"status:lead ]", "\"]\" closes nothing", "status:lead ]", "            ^", "open it with ["},
      {"[ +vip '( +b2b ]'", "\"(\" is closed with \"]\"", "[ +vip ( +b2b ]", "              ^",
       "close it with )"},
      {"[ ]", "nothing stands between the brackets", "[ ]", "^",
       "put a filter there: [status:lead or +vip]"},
      {"status:lead or", "nothing follows \"or\"", "status:lead or", "            ^^",
       "crm list status:lead or +vip"},
      {"or status:lead", "nothing stands before \"or\"", "or status:lead", "^^",
       "crm list status:lead or +vip"},
      {"+vip or or +b2b", "nothing follows \"or\"", "+vip or or +b2b", "     ^^",
       "crm list status:lead or +vip"},
      {"+vip not", "nothing follows \"not\"", "+vip not", "     ^^^", "crm list not +vip"},
      {"+OVERDU", "there is no tag \"OVERDU\" that is worked out", "+OVERDU", " ^^^^^^",
       "did you mean +OVERDUE?"},
      {"-VIP", "there is no tag \"VIP\" that is worked out", "-VIP", " ^^^",
       "a tag of your own is written small: +vip"},
      {"@hott", "crm.yaml has no filter \"hott\"", "@hott", "^^^^^", "did you mean @hot?"},
      {"+vip @loop", "in @ring of crm.yaml: the filter leads back to itself: @loop → @ring → @loop",
       "not @loop", "    ^^^^^", "change it in crm.yaml, under filters"},
      {"@broken", "in @broken of crm.yaml: there is no status \"leed\"", "status:leed",
       "       ^^^^", "did you mean lead?"},
      {"'name>5'", "name is no day, number or amount: nothing is more or less than it", "name>5",
       "^^^^^^", "ask for it with name:5"},
      {"deals:three", "deals are entries, not a value", "deals:three", "      ^^^^^",
       "ask for one of their fields, or has:deals"},
      {"name~", "what shall name contain?", "name~", "^^^^^", "crm list name~lodz"},
  };
  for (const Refusal& one : table) {
    INFO(one.line);
    const auto filter = Filter::parse(shell_words(one.line), customer_type(), asker());
    REQUIRE_FALSE(filter);
    CHECK(filter.error().kind == Error::Kind::asked_wrongly);
    CHECK(filter.error().message() == one.message + "\n  " + one.below + "\n  " + one.marks);
    if (!one.hint.empty()) CHECK(filter.error().problems.front().hint == one.hint);
  }
}

TEST_CASE("nobody is me where nobody knows who I am") {
  const auto filter = Filter::parse({"owner:me"}, customer_type(), asker(""));
  REQUIRE_FALSE(filter);
  CHECK(filter.error().problems.front().hint == "say it with --as, or in CRM_ME");
  CHECK(Filter::parse({"owner:anna"}, customer_type(), asker("")));
}

TEST_CASE("a filter knows whether it looks at long texts") {
  const auto asks = [](const std::string& line) {
    return Filter::parse(shell_words(line), customer_type(), asker()).value().asks_texts();
  };
  CHECK_FALSE(asks("status:lead owner:me +vip acme last:-90d.. value:5000.. +DUE has:email"));
  CHECK(asks("note~lodz"));
  CHECK(asks("not [ status:lead or has:note ]"));
  CHECK(asks("interaction.text~price"));
  CHECK_FALSE(asks("interaction.kind:call"));
}

TEST_CASE("filters that grow in crm.yaml end soon") {
  Settings many = settings();
  many.filters = {{"f0", "+vip +b2b"}};
  for (int i = 1; i < 40; ++i) {
    const std::string before = "@f" + std::to_string(i - 1);
    many.filters.emplace_back("f" + std::to_string(i), before + " or " + before);
  }
  CHECK_FALSE(Filter::parse({"@f39"}, customer_type(), {many, now, nullptr}));
  std::vector<std::string> deep(100'000, "not");
  CHECK_FALSE(Filter::parse(deep, customer_type(), asker()));
  CHECK_FALSE(Filter::parse({std::string(100'000, '[') + "a"}, customer_type(), asker()));
}

TEST_CASE("a reply is asked for of the campaign that stands beside it, else of any") {
  const auto customer = [](const std::string& id, const std::string& talks) {
    const auto tree = Tree::parse(
        "id: " + id + "\nname: " + id + "\ncampaigns: [fair, Spring Mail]\ninteractions:\n" + talks,
        "customers/a.yaml");
    return *read_customer(*tree, "EUR").value;
  };
  const std::vector<Customer> all{
      customer("a", "  - {id: i1, at: 2026-11-01, kind: call, direction: in, campaign: fair}\n"),
      customer("b",
               "  - {id: i1, at: 2026-11-01, kind: call, direction: in, campaign: Spring Mail}\n"),
      // Reached, but no reply.
      customer("c", "  - {id: i1, at: 2026-11-01, kind: call, direction: out, campaign: fair}\n"),
      // To come, called off, about nothing.
      customer("d",
               "  - {id: i1, at: 2026-12-01, kind: call, direction: in, campaign: fair}\n"
               "  - {id: i2, at: 2026-11-01, kind: call, direction: in, campaign: fair, outcome: "
               "cancelled}\n"
               "  - {id: i3, at: 2026-11-01, kind: call, direction: in}\n")};
  const auto who = [&](const std::string& line) {
    const Filter filter = Filter::parse(shell_words(line), customer_type(), asker()).value();
    std::string ids;
    for (const Customer& one : all)
      if (filter.fits(one)) ids += one.id;
    return ids;
  };
  CHECK(who("+REPLIED") == "ab");
  CHECK(who("not +REPLIED") == "cd");
  CHECK(who("campaign:fair +REPLIED") == "a");
  CHECK(who("campaigns:fair not +REPLIED") == "bcd");
  CHECK(who("campaign:fair,none +REPLIED") == "a");
  CHECK(who("'campaign:spring mail' +REPLIED") == "b");
  // The two do not stand side by side.
  CHECK(who("campaign:fair [ +REPLIED or a ]") == "ab");
}

TEST_CASE("a segment is what the book's customers are compared by") {
  Asker knows = asker();
  knows.segments = [] {
    return std::make_shared<const Segmentation>(
        Segmentation{{"acme-7h2k", "loyal"}, {"berg-2x9q", "at-risk"}});
  };
  const auto who = [&](const std::string& line) {
    const auto filter = Filter::parse(shell_words(line), customer_type(), knows);
    if (!filter) return filter.error().problems.front().hint;
    std::string ids;
    for (const Customer& one : book())
      if (!one.is_deleted() && filter->fits(one)) ids += one.id[0];
    return ids;
  };
  CHECK(who("segment:loyal") == "a");
  CHECK(who("segment:Loyal,at-risk") == "ab");
  CHECK(who("segment:none") == "cde");
  CHECK(who("has:segment not segment:loyal") == "b");
  CHECK(who("segment:loyel") == "did you mean loyal?");
  // Where nobody compares them, nobody is in any.
  CHECK(Filter::parse({"segment:loyal"}, customer_type(), asker())->fits(book()[0]) == false);
}

}  // namespace crm
