// Tables, calendars and ledgers as they are written.
#include <doctest/doctest.h>

#include "core/domain/account.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/calendar_stamps.hpp"
#include "core/exchange/calendar_writer.hpp"
#include "core/exchange/cell.hpp"
#include "core/exchange/content_line.hpp"
#include "core/exchange/csv_writer.hpp"
#include "core/exchange/field_key.hpp"
#include "core/exchange/ledger_writer.hpp"
#include "core/exchange/record_cells.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"
#include "tests/property/dice.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

using Lines = std::vector<std::string>;

const Settings& settings() {
  static const Settings all = standard_settings(*find_country("DE"));
  return all;
}

Customer customer(const std::string& yaml) {
  const auto tree = Tree::parse("id: acme-7h2k\nname: Acme\n" + yaml, "acme-7h2k.yaml").value();
  return read_customer(tree, "EUR").value.value();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

// --- Rows and cells ---

TEST_CASE("a row is RFC 4180") {
  CHECK(row_text({"a", "", "b"}, {}) == "a,,b\r\n");
  CHECK(row_text({"a,b", "say \"x\"", "two\nlines", "\r", "tab\t", " s "}, {}) ==
        "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"\r\",tab\t, s \r\n");
  CHECK(row_text({"a,b", "t\tt", "q\""}, {.separator = '\t'}) == "a,b\t\"t\tt\"\t\"q\"\"\"\n");
  CHECK(row_text({""}, {}) == "\"\"\r\n");
  CHECK(row_text({"", ""}, {}) == ",\r\n");
  CHECK(row_text({std::string("a\0b", 3)}, {}) == "ab\r\n");
}

TEST_CASE("no cell is a formula where a spreadsheet is to open it") {
  const RowLook safe{.no_formulas = true};
  for (const char* const cell : {"=1+1", "+49 30", "-5", "@x", " =x", "＝1", "＋1", "－1", "＠x"}) {
    INFO(cell);
    CHECK(row_text({cell}, safe) == "'" + std::string(cell) + "\r\n");
    CHECK(row_text({cell}, {}) == std::string(cell) + "\r\n");
  }
  CHECK(row_text({"=a,b"}, safe) == "\"'=a,b\"\r\n");
  CHECK(row_text({"\t=x"}, safe) == "'\t=x\r\n");
  CHECK(row_text({"a=b", "x", ""}, safe) == "a=b,x,\r\n");
}

TEST_CASE("several values stand in one cell and come out of it again") {
  CHECK(joined_cell({"a", "b"}) == "a; b");
  CHECK(joined_cell({"tel;ext=5", "b"}) == "tel;;ext=5; b");
  CHECK(separated_cell("a;b ;  c; ;") == Lines{"a", "b", "c"});
  CHECK(separated_cell("tel;;ext=5; b") == Lines{"tel;ext=5", "b"});
  CHECK(separated_cell("").empty());
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice(seed);
    Lines values;
    for (int i = dice.between(1, 4); i > 0; --i) {
      std::string text = visible_text(dice) + dice.one_of({"", ";", ";;", "; x", ""});
      values.emplace_back(trimmed(text));
    }
    INFO(joined_cell(values));
    CHECK(separated_cell(joined_cell(values)) == values);
  }
}

TEST_CASE("a label stands behind its value") {
  CHECK(labelled_cell({"a@acme.example", ""}) == "a@acme.example");
  CHECK(labelled_cell({"a@acme.example", "bills"}) == "a@acme.example (bills)");
  CHECK(labelled_cell({"030 1 (home)", ""}) == "030 1 (home) ()");
  for (const Labelled& entry : {Labelled{"a@b.example", ""},
                                {"a@b.example", "work"},
                                {"(030) 12", ""},
                                {"(030) 12", "x"},
                                {"030 1 (home)", ""},
                                {"030 1 (home)", "office"}})
    CHECK(labelled_of_cell(labelled_cell(entry)) == entry);
}

TEST_CASE("a customer's cells stand under the names of its fields") {
  const Customer acme = customer(
      "kind: company\nsince: 2024-03-01\ntags: [b2b, vip]\n"
      "emails: [office@acme.example, {value: bills@acme.example, label: invoices}]\n"
      "addresses:\n  - {id: aw3f8k, street: Ring 4, postcode: \"04109\", city: Leipzig}\n"
      "consent: {email: 2025-01-10, phone: no}\nfields: {gstin: \"29A\", odd: x}\n"
      "note: |-\n  Pays late,\n  always pays.\n");
  const Lines columns = customer_columns({"gstin"}), cells = customer_cells(acme, {"gstin"});
  REQUIRE(columns.size() == cells.size());
  std::string filled;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty()) filled += columns[i] + "=" + cells[i] + "|";
  CHECK(filled ==
        "id=acme-7h2k|name=Acme|kind=company|since=2024-03-01|tags=b2b; vip|"
        "emails=office@acme.example; bills@acme.example (invoices)|"
        "consent=email: 2025-01-10; phone: no|note=Pays late,\nalways pays.|"
        "street=Ring 4|postcode=04109|city=Leipzig|fields.gstin=29A|");
  CHECK_FALSE(has_more_than_cells(acme));
  CHECK(has_more_than_cells(customer("dates:\n  - {id: t1, on: 2001-02-03, what: founding}\n")));
}

TEST_CASE("an entry's cells begin with whose it is") {
  const Customer acme = customer(
      "deals:\n  - {id: d7k2m9, title: arms, amount: 12 EUR, with: [p1, p2], history: [{id: h1, "
      "at: 2026-01-01, stage: lead}]}\n");
  const Type& type = *customer_type().find("deals")->item;
  const Lines columns = entry_columns(type);
  const Lines cells = entry_cells(acme.id, to_data(acme.deals[0]), type);
  REQUIRE(columns.size() == cells.size());
  std::string filled;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty()) filled += columns[i] + "=" + cells[i] + "|";
  CHECK(filled == "customer=acme-7h2k|id=d7k2m9|title=arms|amount=12.00 EUR|with=p1; p2|");
}

TEST_CASE("a foreign column's name as a key") {
  CHECK(field_key("Lead Source (old)") == "lead_source_old");
  CHECK(field_key("Größe") == "größe");
  CHECK(field_key("जन्म तिथि") == "जन्म_तिथि");
  CHECK(field_key("  #! ") == "field");
}

// --- Calendars ---

CalendarWish calendar_wish() {
  return {Moment::parse("2026-11-21T10:15:00+01:00").value(), Zone::find("Europe/Berlin").value()};
}

TEST_CASE("lines of a calendar are folded at 75 bytes, between characters") {
  const std::string line = content_line("SUMMARY", std::string(70, 'x') + "अनिता शर्मा");
  for (const std::string_view part : split(line, '\n')) {
    CHECK(part.size() <= 76);
    CHECK(is_utf8(part));
  }
  std::string unfolded = line;
  for (auto at = unfolded.find("\r\n "); at != unfolded.npos; at = unfolded.find("\r\n "))
    unfolded.erase(at, 3);
  CHECK(unfolded == "SUMMARY:" + std::string(70, 'x') + "अनिता शर्मा\r\n");
  CHECK(content_line("A", std::string(73, 'y')) == "A:" + std::string(73, 'y') + "\r\n");
  CHECK(content_line("A", std::string(74, 'y')) == "A:" + std::string(73, 'y') + "\r\n y\r\n");
}

TEST_CASE("texts of a calendar can't end their line") {
  CHECK(escaped_value("a, b; c\\d\ne\r\nf\rg") == "a\\, b\\; c\\\\d\\ne\\nf\\ng");
  CHECK(escaped_value("a\x1b[31m\x01z\x7f\t👩‍👩‍👧") == "a[31mz\t👩‍👩‍👧");
  CHECK(escaped_value("a\xff") == "a\xEF\xBF\xBD");
}

TEST_CASE("a reminder is a task that is due when it is next") {
  const Customer acme = customer(
      "reminders:\n"
      "  - {id: r1, due: 2026-11-25, text: \"call, please\", promise: yes, for: anna}\n"
      "  - {id: r2, due: 2026-11-25T15:30, text: ring}\n"
      "  - {id: r3, due: 2026-01-31, every: monthly, done: 2026-02-28}\n"
      "  - {id: r4, due: 2026-11-25, done: 2026-11-20}\n");
  const CalendarWish wish = calendar_wish();
  CHECK(task_of(acme, acme.reminders[0], wish) ==
        "BEGIN:VTODO\r\nUID:acme-7h2k-r1-reminder@crm\r\nDTSTAMP:20261121T091500Z\r\n"
        "DUE;VALUE=DATE:20261125\r\nSUMMARY:Acme: call\\, please\r\n"
        "DESCRIPTION:promised\\nfor anna\r\nPRIORITY:1\r\nSTATUS:NEEDS-ACTION\r\nEND:VTODO\r\n");
  CHECK(has(task_of(acme, acme.reminders[1], wish), "DUE:20261125T143000Z\r\n"));
  CHECK(has(task_of(acme, acme.reminders[2], wish), "DUE;VALUE=DATE:20260331\r\nSUMMARY:Acme\r\n"));
  CHECK(task_of(acme, acme.reminders[3], wish).empty());
}

TEST_CASE("a planned conversation is an event, a held one none") {
  const Customer acme = customer(
      "people:\n  - {id: p1, name: Bob}\n"
      "interactions:\n"
      "  - {id: k1, at: 2026-11-25T10:00+01:00, kind: meeting, with: p1, place: Ring 4, minutes: "
      "90, "
      "by: anna, subject: arms}\n"
      "  - {id: k2, at: 2026-12-24, kind: call}\n"
      "  - {id: k3, at: 2026-11-20T10:00+01:00, kind: call}\n"
      "  - {id: k4, at: 2026-11-25T10:00+01:00, kind: call, outcome: cancelled}\n"
      "  - {id: k5, at: 2026-03-29T02:30, kind: call, planned: yes, minutes: -7}\n");
  const CalendarWish wish = calendar_wish();
  CHECK(event_of(acme, acme.interactions[0], wish) ==
        "BEGIN:VEVENT\r\nUID:acme-7h2k-k1-meeting@crm\r\nDTSTAMP:20261121T091500Z\r\n"
        "DTSTART:20261125T090000Z\r\nDTEND:20261125T103000Z\r\nSUMMARY:meeting: Acme: arms\r\n"
        "LOCATION:Ring 4\r\nDESCRIPTION:with Bob\\nby anna\r\nEND:VEVENT\r\n");
  const std::string day = event_of(acme, acme.interactions[1], wish);
  CHECK(has(day, "DTSTART;VALUE=DATE:20261224\r\n"));
  CHECK_FALSE(has(day, "DTEND"));
  CHECK(event_of(acme, acme.interactions[2], wish).empty());
  CHECK(event_of(acme, acme.interactions[3], wish).empty());
  // In an hour that is skipped, and no length that can be: still a real time.
  const std::string odd = event_of(acme, acme.interactions[4], wish);
  CHECK(has(odd, "DTSTART:20260329T010000Z\r\nDTEND:20260329T020000Z\r\n"));
}

TEST_CASE("a calendar that is written again changes only where it says something else") {
  const auto calendar = [](const std::string& text, int hour) {
    const Customer acme = customer(
        "birthday: 1980-05-17\n"
        "reminders:\n  - {id: r1, due: 2026-11-25, text: " +
        text +
        "}\n"
        "interactions:\n  - {id: k1, at: 2026-11-25T10:00+01:00, kind: meeting}\n");
    CalendarWish wish = calendar_wish();
    wish.now.second = hour * 3600;
    return calendar_begin("Acme") + task_of(acme, acme.reminders[0], wish) +
           event_of(acme, acme.interactions[0], wish) + yearly_events_of(acme, wish) +
           calendar_end();
  };
  const std::string before = calendar("call", 10), later = calendar("call", 12);
  CHECK(before != later);
  CHECK(with_kept_stamps(later, before) == before);
  // The task has changed: it alone has a new stamp.
  const std::string changed = with_kept_stamps(calendar("ring", 12), before);
  const auto count = [&](const std::string& part) {
    std::size_t times = 0;
    for (auto at = changed.find(part); at != changed.npos; at = changed.find(part, at + 1)) ++times;
    return times;
  };
  CHECK(count("DTSTAMP:20261121T090000Z\r\n") == 2);
  CHECK(count("DTSTAMP:20261121T110000Z\r\n") == 1);
  CHECK(has(changed, "DTSTAMP:20261121T110000Z\r\nDUE;VALUE=DATE:20261125\r\nSUMMARY:Acme: ring"));
  // What is no calendar, or a torn one, keeps nothing and breaks nothing.
  for (const std::string& other :
       {std::string(), std::string("BEGIN:VEVENT"), std::string("DTSTAMP:\n"), std::string("\n\n"),
        before.substr(0, before.size() / 3)})
    CHECK(with_kept_stamps(later, other).size() == later.size());
  CHECK(with_kept_stamps("", before).empty());
}

TEST_CASE("birthdays and dates come every year, none of them on a day that is none") {
  struct Case {
    const char *birthday, *start, *rule;
  };

  for (const Case& one : {Case{"1980-05-17", "19800517", "FREQ=YEARLY"},
                          {"05-17", "20000517", "FREQ=YEARLY"},
                          {"1980-02-29", "19800229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"},
                          {"02-29", "20000229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"},
                          {"1887-02-28", "19040228", "FREQ=YEARLY"},
                          {"1888-02-29", "19040229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"}}) {
    INFO(one.birthday);
    const Customer acme = customer("birthday: " + std::string(one.birthday) + "\n");
    const std::string text = yearly_events_of(acme, calendar_wish());
    CHECK(has(text, "UID:acme-7h2k-birthday@crm\r\n"));
    CHECK(has(text, "DTSTART;VALUE=DATE:" + std::string(one.start) + "\r\n"));
    CHECK(has(text, "RRULE:" + std::string(one.rule) + "\r\n"));
  }
  for (const char* const unknown : {"1980", "1980-02"})
    CHECK(yearly_events_of(customer("birthday: " + std::string(unknown) + "\n"), calendar_wish())
              .empty());
  CalendarWish march = calendar_wish();
  march.leap_day = LeapDay::on_1_march;
  CHECK(has(yearly_events_of(customer("birthday: 02-29\n"), march),
            "RRULE:FREQ=YEARLY;BYYEARDAY=60\r\n"));
  const std::string all = yearly_events_of(
      customer("dates:\n  - {id: t1, on: 2001-06-09, what: founding}\n"
               "people:\n  - {id: p1, name: Bob, birthday: 1990-01-02}\n"
               "  - {id: p2, name: Gone, birthday: 1990-01-02, left: 2026-01-01}\n"),
      calendar_wish());
  CHECK(has(all, "UID:acme-7h2k-t1-date@crm\r\n"));
  CHECK(has(all, "SUMMARY:founding: Acme (2001)\r\n"));
  CHECK(has(all, "UID:acme-7h2k-p1-birthday@crm\r\n"));
  CHECK(has(all, "SUMMARY:Birthday: Bob (Acme) (1990)\r\n"));
  CHECK_FALSE(has(all, "Gone"));
}

// --- Ledgers ---

TEST_CASE("names of a ledger are only names") {
  CHECK(ledger_name("Acme; Sons  & Co\t| x") == "Acme Sons & Co x");
  CHECK(ledger_name("(Acme) [x]") == "Acme) x");
  CHECK(ledger_name("* ! = Acme") == "Acme");
  CHECK(ledger_name(" ;; ") == "");
  CHECK(ledger_name("அ\nஆ") == "அ ஆ");
}

TEST_CASE("what was sold, given back and paid, by day") {
  const Customer acme = customer(
      "purchases:\n"
      "  - {id: b2, on: 2026-06-21, item: back, amount: 80.00 EUR, refund_of: b1}\n"
      "  - {id: b1, on: 2026-06-20, item: \"Arm; A1\", quantity: 2, amount: 480 EUR, category: "
      "\"arms: big\"}\n"
      "payments:\n  - {id: y1, on: 2026-07-02, amount: 100.00 EUR, for: b1}\n"
      "  - {id: y2, on: 2026-07-03, amount: -5 JPY}\n"
      "deals:\n  - {id: d1, title: 500 arms, amount: 12.345 KWD, history: [{id: h1, at: "
      "2026-07-04T10:00+02:00, stage: won}]}\n"
      "  - {id: d2, title: open, amount: 12 EUR}\n");
  CHECK(ledger_of(acme, settings()) ==
        "2026-06-20 (b1) Acme\n    ; item: 2 x Arm A1\n"
        "    Assets:Receivable:acme-7h2k  480.00 EUR\n    Income:Sales:arms- big  -480.00 EUR\n\n"
        "2026-06-21 (b2) Acme\n    ; item: back, back from b1\n"
        "    Income:Sales  80.00 EUR\n    Assets:Receivable:acme-7h2k  -80.00 EUR\n\n"
        "2026-07-02 (y1) Acme\n    ; item: for b1\n"
        "    Assets:Payments  100.00 EUR\n    Assets:Receivable:acme-7h2k  -100.00 EUR\n\n"
        "2026-07-03 (y2) Acme\n    ; item: on account\n"
        "    Assets:Payments  -5 JPY\n    Assets:Receivable:acme-7h2k  5 JPY\n\n"
        "2026-07-04 (d1) Acme\n    ; item: 500 arms\n"
        "    Assets:Receivable:acme-7h2k  12.345 KWD\n    Income:Sales  -12.345 KWD\n\n");
  CHECK(ledger_of(acme, settings(), [](const std::string& id) { return id == "y1"; }) ==
        "2026-07-02 (y1) Acme\n    ; item: for b1\n"
        "    Assets:Payments  100.00 EUR\n    Assets:Receivable:acme-7h2k  -100.00 EUR\n\n");
}

TEST_CASE("the receivable of a ledger is what is due") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Customer acme = customer("");
    for (int i = dice.between(0, 6); i > 0; --i) {
      Purchase one;
      one.id = "b" + std::to_string(i);
      one.on = Day::since_epoch(20000 + dice.between(0, 300));
      one.amount = {dice.between(-500, 90000), dice.one_of({"EUR", "JPY", "KWD"})};
      if (dice.chance(20)) one.refund_of = "b1";
      if (dice.chance(20)) one.deal = "d1";
      acme.purchases.push_back(one);
      Payment paid;
      paid.id = "y" + std::to_string(i);
      paid.on = one.on;
      paid.amount = {dice.between(-50, 90000), dice.one_of({"EUR", "JPY", "KWD"})};
      acme.payments.push_back(paid);
    }
    for (const char* const id : {"d1", "d2"}) {
      Deal deal;
      deal.id = id;
      deal.amount = Money{dice.between(0, 90000), "EUR"};
      Move move;
      move.stage = dice.one_of({"won", "lead", "lost"});
      deal.history.push_back(move);
      acme.deals.push_back(deal);
    }
    Totals sum;
    const std::string text = ledger_of(acme, settings());
    for (const std::string_view line : split(text, '\n')) {
      constexpr std::string_view account = "    Assets:Receivable:acme-7h2k  ";
      if (line.starts_with(account))
        sum.add(Money::parse(line.substr(account.size()), "EUR").value());
    }
    INFO(text);
    Totals open;
    for (const Owed& one : owed(acme, settings(), *Day::of(9999, 12, 31))) open.add(one.amount);
    CHECK(sum.amounts() == open.amounts());
  }
}

}  // namespace
}  // namespace crm::test
