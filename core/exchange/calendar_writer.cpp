#include "core/exchange/calendar_writer.hpp"

#include <fmt/format.h>

#include "core/exchange/content_line.hpp"

namespace crm {
namespace {

constexpr std::int64_t seconds_a_minute = 60, usual_minutes = 60;

std::string basic(const Day& day) {
  return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}

/// `20261121T091500Z`.
std::string in_utc(Instant instant) {
  const Moment moment = Zone().local(instant);
  const std::int32_t second = moment.second.value_or(0);
  return fmt::format("{}T{:02}{:02}{:02}Z", basic(moment.day), second / 3600, second / 60 % 60,
                     second % 60);
}

std::string text_line(std::string_view name, std::string_view text) {
  return text.empty() ? "" : content_line(name, escaped_value(text));
}

/// `DTSTART:20261121T091500Z`, or `DTSTART;VALUE=DATE:20261121` for a day alone.
std::string time_line(const std::string& name, const Moment& moment, const CalendarWish& wish) {
  if (!moment.timed()) return content_line(name + ";VALUE=DATE", basic(moment.day));
  return content_line(name, in_utc(wish.zone.instant(moment)));
}

std::string begin(std::string_view component, const std::string& uid, const CalendarWish& wish) {
  return content_line("BEGIN", component) + content_line("UID", escaped_value(uid + "@crm")) +
         content_line("DTSTAMP", in_utc(wish.zone.instant(wish.now)));
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

std::string names_of(const Customer& customer, const std::vector<std::string>& people) {
  std::vector<std::string> names;
  for (const std::string& id : people) {
    const Person* const person = find_item(customer.people, id);
    names.push_back(person == nullptr ? id : person->name);
  }
  return joined(names, ", ");
}

/// A year in which every reader can count: calcurse knows none before 1902.
int year_to_begin(const PartialDay& date) {
  constexpr int first_countable = 1902, unknown = 2000, long_ago = 1904;
  if (!date.year) return unknown;
  return *date.year < first_countable ? long_ago : *date.year;
}

std::string yearly_event(const std::string& uid, const PartialDay& date, const std::string& summary,
                         const CalendarWish& wish) {
  if (!date.month || !date.day) return {};
  const auto day = Day::of(year_to_begin(date), *date.month, *date.day);
  if (!day) return {};
  std::string rule = "FREQ=YEARLY";
  // By itself a 29 February comes every four years.
  if (*date.month == 2 && *date.day == 29)
    rule += wish.leap_day == LeapDay::on_28_february ? ";BYMONTH=2;BYMONTHDAY=-1" : ";BYYEARDAY=60";
  const std::string year = date.year ? fmt::format(" ({})", *date.year) : "";
  return begin("VEVENT", uid, wish) + content_line("DTSTART;VALUE=DATE", basic(*day)) +
         content_line("RRULE", rule) + text_line("SUMMARY", summary + year) +
         content_line("TRANSP", "TRANSPARENT") + content_line("END", "VEVENT");
}

std::string yearly_events(const std::string& id, const std::string& name, const Contact& contact,
                          const CalendarWish& wish) {
  std::string text;
  if (contact.birthday)
    text = yearly_event(id + "-birthday", *contact.birthday, "Birthday: " + name, wish);
  for (const YearlyDate& date : contact.dates)
    text += yearly_event(id + "-" + date.id + "-date", date.on,
                         joined({date.what.empty() ? "Date" : date.what, name}, ": "), wish);
  return text;
}

}  // namespace

std::string calendar_begin(std::string_view name) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm//crm//EN\r\nCALSCALE:GREGORIAN\r\n" +
         text_line("X-WR-CALNAME", name);
}

std::string calendar_end() {
  return "END:VCALENDAR\r\n";
}

std::string task_of(const Customer& customer, const Reminder& reminder, const CalendarWish& wish) {
  const auto due = next_due(reminder);
  if (!due) return {};
  std::string text = begin("VTODO", customer.id + "-" + reminder.id + "-reminder", wish);
  text += time_line("DUE", *due, wish);
  text += text_line("SUMMARY", joined({customer.name, reminder.text}, ": "));
  text += text_line("DESCRIPTION",
                    joined({reminder.promise ? "promised" : "",
                            reminder.every ? "comes again: " + reminder.every->words() : "",
                            reminder.for_whom.empty() ? "" : "for " + reminder.for_whom},
                           "\n"));
  if (reminder.promise) text += content_line("PRIORITY", "1");
  return text + content_line("STATUS", "NEEDS-ACTION") + content_line("END", "VTODO");
}

std::string event_of(const Customer& customer, const Interaction& interaction,
                     const CalendarWish& wish) {
  if (!is_planned(interaction, wish.now)) return {};
  const std::string uid = customer.id + "-" + interaction.id + "-meeting";
  std::string text = begin("VEVENT", uid, wish) + time_line("DTSTART", interaction.at, wish);
  if (interaction.at.timed()) {
    std::int64_t minutes = interaction.minutes.value_or(usual_minutes);
    constexpr std::int64_t longest = 366 * 24 * 60;
    if (minutes <= 0 || minutes > longest) minutes = usual_minutes;
    const Instant begins = wish.zone.instant(interaction.at);
    text +=
        content_line("DTEND", in_utc(begins + std::chrono::seconds(minutes * seconds_a_minute)));
  }
  const std::string with = names_of(customer, interaction.with);
  text +=
      text_line("SUMMARY", joined({interaction.kind, customer.name, interaction.subject}, ": "));
  text += text_line("LOCATION", interaction.place);
  text += text_line("DESCRIPTION",
                    joined({with.empty() ? "" : "with " + with,
                            interaction.by.empty() ? "" : "by " + interaction.by, interaction.text},
                           "\n"));
  return text + content_line("END", "VEVENT");
}

std::string yearly_events_of(const Customer& customer, const CalendarWish& wish) {
  std::string text = yearly_events(customer.id, customer.name, customer, wish);
  for (const Person& person : customer.people)
    if (!person.left)
      text += yearly_events(customer.id + "-" + person.id, person.name + " (" + customer.name + ")",
                            person, wish);
  return text;
}

}  // namespace crm
