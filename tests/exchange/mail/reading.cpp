#include "tests/exchange/mail/reading.hpp"

#include <fmt/format.h>

namespace crm::test::talks {
namespace {

Settings settings_of(const char* country) {
  Settings settings = standard_settings(*find_country(country));
  settings.team = {{"anna", {"Anna Berg", {"anna@ours.example"}, {}, {}, {}}},
                   {"ben", {"Ben Ode", {"ben@ours.example"}, {}, {}, {}}}};
  return settings;
}

std::string key(const Key& key) {
  switch (key.kind) {
    case Key::Kind::email: return "<" + key.value + ">";
    case Key::Kind::phone: return "tel " + key.value;
    case Key::Kind::name: return "'" + key.value + "'";
    case Key::Kind::id: return "id " + key.value;
    case Key::Kind::external: return "external " + key.value;
  }
  return {};
}

std::string plus(const std::string& label, const std::string& value) {
  return value.empty() ? "" : " " + label + (label.empty() ? "" : " ") + value;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

Reading::Reading(const char* country, const char* zone_name)
    : settings(settings_of(country)),
      zone(Zone::find(zone_name).value()),
      now(zone.with_offset(Moment::parse("2026-11-21T10:15").value())),
      ground{settings, zone, now, {"anna@ours.example", "ben@ours.example"}, "anna"} {}

std::string told(const Source::Item& item) {
  if (const auto* reject = std::get_if<Reject>(&item))
    return fmt::format("reject {} {}", reject->place.line, reject->reason);
  if (const auto* skip = std::get_if<Skip>(&item))
    return fmt::format("skip {} {}", skip->place.line, skip->reason);
  const auto& arrival = std::get<Arrival>(item);
  std::string line = fmt::format(
      "{} {}", arrival.kind == Arrival::Kind::entry ? "entry" : "customer", arrival.place.line);
  for (const Interaction& each : arrival.says.interactions) {
    line += " " + each.at.text() + " " + each.kind + plus("", each.direction) +
            (each.planned ? " planned" : "") + plus("", each.outcome) + plus("by", each.by);
    if (each.minutes) line += fmt::format(" {} min", *each.minutes);
    line += plus("at", each.place) + " \"" + each.subject + "\"" +
            plus("links", joined(each.links)) + " ext " + joined(each.external);
  }
  for (const Reminder& each : arrival.says.reminders) {
    line += " remind " + each.due.text() + " \"" + each.text + "\"" + plus("for", each.for_whom);
    if (each.every) line += " every " + each.every->text();
    if (each.done) line += " done " + each.done->text();
    line += " ext " + joined(each.external);
  }
  if (arrival.says.birthday) line += " birthday " + arrival.says.birthday->text();
  for (const YearlyDate& each : arrival.says.dates) line += " " + each.what + " " + each.on.text();
  line += " whom";
  for (const Key& each : arrival.whom) line += " " + key(each);
  // One alone is said already.
  if (arrival.also.size() > 1) {
    line += " also";
    for (const Key& each : arrival.also) line += " " + key(each);
  }
  line += plus("answers", joined(arrival.answers));
  for (const std::string& remark : arrival.remarks) line += " remark: " + remark;
  return line;
}

Lines told(Result<std::unique_ptr<Source>> source) {
  if (!source) return {"error: " + source.error().message()};
  Lines lines;
  while (true) {
    const auto item = (*source)->next();
    if (!item) lines.push_back("error: " + item.error().message());
    if (!item || !*item) break;
    lines.push_back(told(**item));
  }
  for (const std::string& remark : (*source)->remarks()) lines.push_back("remark: " + remark);
  return lines;
}

std::string text_in(Result<std::unique_ptr<Source>> source) {
  if (!source) return "error: " + source.error().message();
  std::string text;
  int count = 0;
  while (true) {
    const auto item = (*source)->next();
    if (!item || !*item) break;
    if (const auto* arrival = std::get_if<Arrival>(&**item)) {
      ++count;
      for (const Interaction& each : arrival->says.interactions) text = each.text;
    }
  }
  return count == 1 ? text : fmt::format("{} entries", count);
}

std::unique_ptr<Bytes> bytes_of(std::string text, std::size_t piece) {
  return std::make_unique<TextBytes>(std::move(text), piece);
}

}  // namespace crm::test::talks
