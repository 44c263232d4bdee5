// Calendars, one trap after the other. It is Saturday, 21 November 2026, 10:15 in Berlin.
#include <doctest/doctest.h>

#include "core/exchange/calendar.hpp"
#include "core/exchange/windows_zone.hpp"
#include "tests/exchange/mail/reading.hpp"

namespace crm::test::talks {
namespace {

Lines read(const std::string& calendar) {
  const Reading reading;
  return told(open_calendar(bytes_of(calendar), "c.ics", reading.ground));
}

std::string calendar_of(const std::string& inside) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + inside + "END:VCALENDAR\r\n";
}

/// The only thing in a calendar of one event with these lines.
std::string event(const std::string& lines, const std::string& before = "") {
  const Lines all = read(calendar_of(before + "BEGIN:VEVENT\r\nUID:1@c\r\nSUMMARY:Demo\r\n" +
                                     lines + "END:VEVENT\r\n"));
  return all.size() == 1 ? all.front() : all.empty() ? "nothing" : all.front() + " | " + all[1];
}

std::string task(const std::string& lines) {
  return read(calendar_of("BEGIN:VTODO\r\nUID:1@c\r\nSUMMARY:Call Bob\r\n" + lines +
                          "END:VTODO\r\n"))
      .front();
}

const std::string end = " \"Demo\" ext ical:1@c whom 'Demo'";

}  // namespace

TEST_CASE("a meeting that is past was held, one to come is planned") {
  CHECK(event("DTSTART:20261120T090000Z\r\nDTEND:20261120T100000Z\r\n") ==
        "entry 4 2026-11-20T10:00+01:00 meeting by anna 60 min" + end);
  CHECK(event("DTSTART:20261201T090000Z\r\nDURATION:PT1H30M\r\n") ==
        "entry 4 2026-12-01T10:00+01:00 meeting planned by anna 90 min" + end);
  // It has begun and goes on.
  CHECK(event("DTSTART:20261121T090000Z\r\nDTEND:20261121T100000Z\r\n") ==
        "entry 4 2026-11-21T10:00+01:00 meeting planned by anna 60 min" + end);
  CHECK(event("DTSTART:20261201T090000Z\r\nSTATUS:CANCELLED\r\n") ==
        "entry 4 2026-12-01T10:00+01:00 meeting cancelled by anna" + end);
  CHECK(event("DTSTART:20261201T090000Z\r\n", "METHOD:CANCEL\r\n").find("cancelled") !=
        std::string::npos);
}

TEST_CASE("all-day meetings are days, and the day of their end is free again") {
  CHECK(event("DTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261121\r\n") ==
        "entry 4 2026-11-20 meeting by anna" + end);
  CHECK(event("DTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261122\r\n") ==
        "entry 4 2026-11-20 meeting planned by anna" + end);
  CHECK(event("DTSTART;VALUE=DATE:20261121\r\n") ==
        "entry 4 2026-11-21 meeting planned by anna" + end);
  CHECK(event("DTSTART;VALUE=DATE:20261118\r\nDURATION:P2D\r\n") ==
        "entry 4 2026-11-18 meeting by anna" + end);
}

TEST_CASE("time zones by any name") {
  const auto at = [](const std::string& begin, const std::string& before = "") {
    const std::string line = event(begin + "\r\n", before);
    return line.starts_with("entry") ? line.substr(line.find("2026"), 22) : line;
  };
  CHECK(at("DTSTART:20260701T100000") == "2026-07-01T10:00+02:00");
  CHECK(at("DTSTART;TZID=Asia/Kolkata:20260701T100000") == "2026-07-01T06:30+02:00");
  CHECK(at("DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260701T100000") ==
        "2026-07-01T16:00+02:00");
  CHECK(at("DTSTART;TZID=India Standard Time:20260701T100000") == "2026-07-01T06:30+02:00");
  CHECK(at("DTSTART;TZID=\"W. Europe Standard Time 1\":20260701T100000") ==
        "2026-07-01T10:00+02:00");
  CHECK(at("DTSTART;TZID=UTC:20260701T100000") == "2026-07-01T12:00+02:00");
  const std::string own =
      "BEGIN:VTIMEZONE\r\nTZID:Customized Time "
      "Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
      "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:"
      "STANDARD\r\n"
      "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
      "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
  CHECK(at("DTSTART;TZID=Customized Time Zone:20260701T100000", own) == "2026-07-01T16:00+02:00");
  CHECK(at("DTSTART;TZID=Customized Time Zone:20260105T100000", own) == "2026-01-05T16:00+01:00");
  CHECK(
      read(calendar_of("BEGIN:VEVENT\r\nUID:1@c\r\nSUMMARY:Demo\r\nDTSTART;TZID=Nowhere:"
                       "20260701T100000\r\nEND:VEVENT\r\n")) ==
      Lines{"entry 4 2026-07-01T10:00+02:00 meeting by anna" + end,
            "remark: the time zone \"Nowhere\" is not known: its times were read as this book's"});
  const std::string endless =
      "BEGIN:VTIMEZONE\r\nTZID:Endless\r\nBEGIN:STANDARD\r\nDTSTART:"
      "19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
      "TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  CHECK(at("DTSTART;TZID=Endless:20260701T100000", endless) == "2026-07-01T10:00+02:00");
}

TEST_CASE("every Windows name is a zone that there is") {
  for (const char* const name :
       {"W. Europe Standard Time", "India Standard Time", "Pacific Standard Time",
        "Nepal Standard Time", "E. South America Standard Time", "FLE Standard Time",
        "China Standard Time", "Myanmar Standard Time"})
    CHECK(Zone::find(zone_of_windows(name)));
  CHECK(zone_of_windows("Nowhere Standard Time").empty());
}

TEST_CASE("whom a meeting is with, those invited tell, then its title") {
  const auto whom = [](const std::string& lines) {
    const std::string line = event("DTSTART:20261120T090000Z\r\n" + lines);
    return line.substr(line.find("whom"));
  };
  CHECK(whom("ORGANIZER;CN=Anna:mailto:anna@ours.example\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=\"Ray, "
             "Bob\":MAILTO:bob@acme.example\r\n"
             "ATTENDEE;PARTSTAT=DECLINED:mailto:carla@globex.example\r\nATTENDEE:mailto:BEN@ours."
             "example\r\n") == "whom <bob@acme.example> 'Demo'");
  CHECK(whom("ORGANIZER:mailto:bob@acme.example\r\nATTENDEE:mailto:anna@ours.example\r\n") ==
        "whom <bob@acme.example> 'Demo'");
  CHECK(
      event(
          "DTSTART:20261120T090000Z\r\nATTENDEE;PARTSTAT=DECLINED:mailto:anna@ours.example\r\n") ==
      "skip 4 declined by us");
  CHECK(event("DTSTART:20261120T090000Z\r\nORGANIZER:mailto:ben@ours.example\r\n").find("by ben") !=
        std::string::npos);
  const auto named = [](const std::string& title) {
    const std::string line =
        read(calendar_of("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T090000Z\r\nSUMMARY:" + title +
                         "\r\nEND:VEVENT\r\n"))
            .front();
    return line.substr(line.find("whom"));
  };
  CHECK(named("Lunch with Bob Ray (Acme)") ==
        "whom 'Bob Ray (Acme)' 'Bob Ray' 'Lunch with Bob Ray (Acme)'");
  CHECK(named("Acme Robotics: demo") == "whom 'Acme Robotics' 'demo' 'Acme Robotics: demo'");
  CHECK(named("Demo - अनिता शर्मा") == "whom 'Demo' 'अनिता शर्मा' 'Demo - अनिता शर्मा'");
  CHECK(named("Call Ann Roe now") ==
        "whom 'Call Ann Roe now' 'Call Ann Roe' 'Ann Roe now' 'Call Ann' 'Ann Roe' 'Roe now'");
  CHECK(named("Zahnarzt") == "whom 'Zahnarzt'");
}

TEST_CASE("what a meeting says besides") {
  const Reading reading;
  auto source =
      open_calendar(
          bytes_of(calendar_of(
              "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261120T090000Z\r\nSUMMARY:Demo\\, part 2\r\n"
              "LOCATION:\r\nURL:https://meet.example/1\r\n"
              "DESCRIPTION:First line\\nSecond\\; with <b>bold</b><br>and a very long\r\n  tail\r\n"
              "ATTACH;ENCODING=BASE64;VALUE=BINARY:QUFB\r\n QUFB\r\n"
              "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nDESCRIPTION:Alarm\r\nEND:"
              "VALARM\r\n"
              "X-OWN:1\r\nEND:VEVENT\r\n")),
          "c.ics", reading.ground)
          .value();
  const auto arrival = std::get<Arrival>(*source->next().value());
  const Interaction& said = arrival.says.interactions.front();
  CHECK(said.subject == "Demo, part 2");
  CHECK(said.place.empty());
  CHECK(said.links == Lines{"https://meet.example/1"});
  CHECK(said.text == "First line Second; with bold\nand a very long tail");
}

TEST_CASE("a series that goes on is a reminder from its next day on") {
  const auto rest = [](const std::string& lines) {
    const std::string line = event(lines);
    return line.starts_with("entry 4 remind ") ? line.substr(15, line.find(" ext") - 15) : line;
  };
  const std::string monday =
      "DTSTART;TZID=Europe/Berlin:20260706T100000\r\n";  // a Monday in summer
  CHECK(rest(monday + "RRULE:FREQ=WEEKLY\r\n") ==
        "2026-11-23T10:00+01:00 \"Demo\" for anna every 1w");
  CHECK(rest(monday + "RRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=MO\r\n") ==
        "2026-11-23T10:00+01:00 \"Demo\" for anna every FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU");
  CHECK(rest(monday + "RRULE:FREQ=MONTHLY;BYDAY=-1FR\r\n") ==
        "2026-11-27T10:00+01:00 \"Demo\" for anna every FREQ=MONTHLY;BYDAY=-1FR");
  CHECK(rest("DTSTART;VALUE=DATE:20261231\r\nRRULE:FREQ=YEARLY\r\n") ==
        "2026-12-31 \"Demo\" for anna every FREQ=YEARLY");
  CHECK(rest("DTSTART;VALUE=DATE:20260115\r\nRRULE:FREQ=MONTHLY;INTERVAL=3\r\n") ==
        "2027-01-15 \"Demo\" for anna every 3m");
  // 6, 13, 20, 27 November and 4 December.
  CHECK(rest("DTSTART;VALUE=DATE:20261106\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n") ==
        "2026-11-27 \"Demo\" for anna every FREQ=WEEKLY;UNTIL=20261204");
  CHECK(event("DTSTART;VALUE=DATE:20261006\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n") ==
        "skip 4 a series that has ended");
  CHECK(event("DTSTART;VALUE=DATE:20261006\r\nRRULE:FREQ=WEEKLY;UNTIL=20261101T000000Z\r\n") ==
        "skip 4 a series that has ended");
  CHECK(event(monday + "RRULE:FREQ=WEEKLY\r\nSTATUS:CANCELLED\r\n") ==
        "skip 4 a series that was cancelled");
  // The next day is one that takes place; of those behind it a reminder knows nothing.
  const std::string left_out =
      monday + "RRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Berlin:20261123T100000";
  CHECK(rest(left_out + "\r\n").starts_with("2026-11-30T10:00"));
  CHECK(event(left_out + ",20261207T100000\r\n")
            .ends_with("remark: later days that are left out of the series (EXDATE) are not taken "
                       "over"));
  // Late on Monday in California is Tuesday here: the day is theirs.
  CHECK(
      rest("DTSTART;TZID=America/Los_Angeles:20261123T180000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n") ==
      "2026-11-23T18:00-08:00 \"Demo\" for anna every FREQ=WEEKLY;BYDAY=MO");
  CHECK(event("DTSTART:20261120T090000Z\r\nRRULE:FREQ=HOURLY\r\n") ==
        "entry 4 2026-11-20T10:00+01:00 meeting by anna" + end +
            " remark: only its first day is taken: \"FREQ=HOURLY\" is not a rule that can be "
            "followed: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY");
  CHECK(event("DTSTART:20261120T090000Z\r\nRRULE:FREQ=SOMETIMES\r\n")
            .find("2026-11-20T10:00+01:00 meeting") != std::string::npos);
}

TEST_CASE("one day of a series that was moved is a meeting of its own") {
  CHECK(event("RECURRENCE-ID:20261120T090000Z\r\nDTSTART:20261120T100000Z\r\n") ==
        "entry 4 2026-11-20T11:00+01:00 meeting by anna \"Demo\" ext "
        "ical:1@c/20261120T090000Z whom 'Demo'");
  CHECK(
      event("RECURRENCE-ID:20261120T090000Z\r\nDTSTART:20261120T090000Z\r\nSTATUS:CANCELLED\r\n") ==
      "skip 4 a cancelled day of a series");
}

TEST_CASE("a task is a reminder") {
  CHECK(task("DUE;VALUE=DATE:20261201\r\n") ==
        "entry 4 remind 2026-12-01 \"Call Bob\" for anna ext ical:1@c whom 'Call Bob'");
  CHECK(task("DTSTART:20261201T090000Z\r\n").starts_with("entry 4 remind 2026-12-01T10:00+01:00 "));
  CHECK(task("DUE:20261101T090000Z\r\nCOMPLETED:20261102T230000Z\r\n").find(" done 2026-11-03 ") !=
        std::string::npos);
  CHECK(task("DUE;VALUE=DATE:20261101\r\nSTATUS:COMPLETED\r\n").find(" done 2026-11-01 ") !=
        std::string::npos);
  // It can't be done on a day to come.
  CHECK(task("DUE;VALUE=DATE:20261224\r\nSTATUS:COMPLETED\r\n").find(" done 2026-11-2") !=
        std::string::npos);
  CHECK(task("DUE;VALUE=DATE:20261201\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\n").find(" every 2w ") !=
        std::string::npos);
  CHECK(read(calendar_of("BEGIN:VTODO\r\nDUE:20261101T090000Z\r\nEND:VTODO\r\n")) ==
        Lines{"skip 4 nobody is named"});
  CHECK(task("") == "skip 4 a task without a day");
  CHECK(task("DUE:20261101T090000Z\r\nSTATUS:CANCELLED\r\n") == "skip 4 a task that was cancelled");
}

TEST_CASE("birthdays and anniversaries are said of whom they name") {
  const auto yearly = [](const std::string& title, const std::string& day, const std::string& lines,
                         const std::string& before = "") {
    const std::string line =
        read(calendar_of(before + "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:" + title +
                         "\r\nDTSTART;VALUE=DATE:" + day + "\r\n" + lines + "END:VEVENT\r\n"))
            .front();
    return line.substr(line.find(' ', 6) + 1);
  };
  CHECK(yearly("Bob Ray", "19800229", "RRULE:FREQ=YEARLY\r\nCATEGORIES:BIRTHDAY\r\n") ==
        "birthday 1980-02-29 whom 'Bob Ray'");
  CHECK(yearly("Bob Ray's 46th Birthday", "20261105", "X-GOOGLE-CALENDAR-CONTENT-ICON:x\r\n",
               "X-WR-CALNAME:Birthdays\r\n") == "birthday 11-05 whom 'Bob Ray'");
  CHECK(yearly("🎂 Geburtstag von Łukasz Żak", "16040131", "RRULE:FREQ=YEARLY\r\n") ==
        "birthday 01-31 whom 'Łukasz Żak'");
  CHECK(yearly("Klaus’ birthday", "19750131", "RRULE:FREQ=YEARLY\r\n") ==
        "birthday 1975-01-31 whom 'Klaus'");
  for (const char* const title :
       {"Geburtstag Bob Ray", "Birthday Bob Ray", "Bob Ray – Birthday", "🎂 Bob Ray"})
    CHECK(yearly(title, "19750131", "RRULE:FREQ=YEARLY\r\n") ==
          "birthday 1975-01-31 whom 'Bob Ray'");
  CHECK(yearly("Bob Rays Geburtstag", "19750131", "RRULE:FREQ=YEARLY\r\n") ==
        "birthday 1975-01-31 whom 'Bob Rays' 'Bob Ray'");
  CHECK(yearly("Bob & Ann (Anniversary)", "20010606",
               "RRULE:FREQ=YEARLY\r\nCATEGORIES:ANNIVERSARY\r\n") ==
        "anniversary 2001-06-06 whom 'Bob & Ann'");
  // Any other yearly day is a reminder.
  CHECK(yearly("Trade fair", "20260101", "RRULE:FREQ=YEARLY\r\n")
            .starts_with("remind 2027-01-01 \"Trade fair\" for anna every 1y"));
  // A party is a meeting.
  CHECK(event("DTSTART:20261201T090000Z\r\nCATEGORIES:BIRTHDAY\r\n").find("meeting planned") !=
        std::string::npos);
}

TEST_CASE("what can't be read costs only itself") {
  CHECK(read(calendar_of("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:No day\r\nEND:VEVENT\r\n"
                         "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:yesterday\r\nEND:VEVENT\r\n"
                         "BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20260231\r\nEND:VEVENT\r\n"
                         "BEGIN:VJOURNAL\r\nUID:4\r\nEND:VJOURNAL\r\n"
                         "BEGIN:VEVENT\r\nUID:5\r\nDTSTART:20261120T090000Z\r\n"
                         "BEGIN:VEVENT\r\nUID:1@c\r\n\r\nSUMMARY:Demo\r\nthis is no "
                         "property\r\nDTSTART:20261120T090000Z\r\nEND:VEVENT\r\n"
                         "BEGIN:VEVENT\r\nUID:7\r\nDTSTART:20261120T090000Z\r\n")) ==
        Lines{"reject 4 it has no DTSTART", "reject 8 DTSTART \"yesterday\" is no day or time",
              "reject 12 DTSTART \"20260231\" is no day or time", "skip 16 a journal's entry",
              "reject 19 it is not whole: END:VEVENT is missing",
              "entry 22 2026-11-20T10:00+01:00 meeting by anna" + end,
              "reject 29 it is not whole: END:VEVENT is missing"});
  CHECK(read("").empty());
  CHECK(read("hello\n").empty());
  CHECK(read("BEGIN:VCALENDAR\nbegin:vevent\nuid:1@c\nsummary:Demo\ndtstart:20261120T090000Z\nend:"
             "vevent\n") == Lines{"entry 2 2026-11-20T10:00+01:00 meeting by anna" + end});
}

TEST_CASE("a reject of a calendar can be mended") {
  const Reading reading;
  const std::string component = "UID:1\r\nSUMMARY:No day\r\nEND:VEVENT\r\n";
  const auto rejected = [&](const std::string& line) {
    return "BEGIN:VEVENT\r\nX-CRM-REASON:line " + line + ": it has no DTSTART\r\n" + component;
  };
  auto source =
      open_calendar(bytes_of(calendar_of("BEGIN:VEVENT\r\n" + component)), "c.ics", reading.ground)
          .value();
  CHECK(std::get<Reject>(*source->next().value()).raw == rejected("4"));
  // As it stands in a file of its own, the reason is told anew.
  const std::string file = source->head_of_rejects() + rejected("4") + source->end_of_rejects();
  auto again = open_calendar(bytes_of(file), "rejected.ics", reading.ground).value();
  CHECK(std::get<Reject>(*again->next().value()).raw == rejected("3"));
}

TEST_CASE("how a calendar comes in pieces changes nothing") {
  const Reading reading;
  const std::string calendar = calendar_of(
      "BEGIN:VEVENT\r\nUID:1@c\r\nSUMMARY:Grü\r\n "
      "ße\r\nDTSTART:20261120T090000Z\r\nEND:VEVENT\r\n");
  const Lines whole = read(calendar);
  CHECK(whole.front().find("\"Grüße\"") != std::string::npos);
  for (const std::size_t piece : {1, 2, 3, 7, 64})
    CHECK(told(open_calendar(bytes_of(calendar, piece), "c.ics", reading.ground)) == whole);
}

}  // namespace crm::test::talks
