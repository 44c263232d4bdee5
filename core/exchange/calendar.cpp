#include "core/exchange/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/calendar_components.hpp"
#include "core/exchange/calendar_titles.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/fingerprint.hpp"
#include "core/exchange/hypertext.hpp"
#include "core/exchange/ical.hpp"
#include "core/exchange/reason.hpp"
#include "core/exchange/windows_zone.hpp"

namespace crm {
namespace {

constexpr std::size_t longest_text = 8192, most_zones = 500;
/// A series of more days is taken as one without an end.
constexpr int longest_series = 5000;

// --- Times ---

/// `20261121`, `20261121T101500`, and whether a Z stands behind it.
std::optional<Moment> plain_time(std::string_view text, bool& utc) {
  utc = text.ends_with('Z');
  if (utc) text.remove_suffix(1);
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(at, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  if (text.size() != 8 && (text.size() != 15 || text[8] != 'T')) return std::nullopt;
  const auto day = Day::of(number(0, 4), unsigned(number(4, 2)), unsigned(number(6, 2)));
  if (!day) return std::nullopt;
  Moment moment{*day, {}, {}, false};
  if (text.size() == 8) return moment;
  const int hour = number(9, 2), minute = number(11, 2), second = number(13, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  moment.second = hour * 3600 + minute * 60 + std::min(second, 59);
  moment.with_seconds = second > 0;
  return moment;
}

/// `PT1H30M` in seconds; nothing for anything else.
std::optional<std::int64_t> duration(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  std::int64_t seconds = 0, number = 0;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      number = std::min<std::int64_t>(number * 10 + (c - '0'), 1'000'000);
      continue;
    }
    const std::int64_t unit = c == 'W'   ? 604800
                              : c == 'D' ? 86400
                              : c == 'H' ? 3600
                              : c == 'M' ? 60
                              : c == 'S' ? 1
                                         : 0;
    if (unit == 0 && c != 'T') return std::nullopt;
    seconds += number * unit;
    number = 0;
  }
  return seconds;
}

// --- Words ---

std::string one_line(std::string_view text) {
  return std::string(trimmed(composed(printable_line(text))));
}

std::string description(const std::string& text) {
  std::string plain = looks_like_html(text) ? text_of_html(text) : text;
  std::erase(plain, '\r');
  if (plain.size() > longest_text) {
    const auto end = plain.rfind('\n', longest_text);
    std::size_t cut = end == plain.npos ? longest_text : end;
    while (cut > 0 && (static_cast<unsigned char>(plain[cut]) & 0xC0) == 0x80) --cut;
    plain.resize(cut);
    plain += "\n…";
  }
  return std::string(trimmed(composed(printable_text(plain))));
}

std::string word_of(const std::vector<std::string>& words, std::string_view wanted) {
  for (const std::string& word : words)
    if (folded(word) == wanted) return word;
  return {};
}

/// Of `acme-7h2k-p4n8x2-reminder@crm`, as calendar_writer has it.
struct Exported {
  std::string customer, entry, kind;
};

std::optional<Exported> exported(const CalendarComponent& component) {
  std::string uid = one_line(component.value("UID"));
  constexpr std::string_view end = "@crm";
  if (!uid.ends_with(end)) return std::nullopt;
  uid.resize(uid.size() - end.size());
  const auto last = [&] {
    const auto dash = std::min(uid.rfind('-'), uid.size());
    std::string part = uid.substr(std::min(dash + 1, uid.size()));
    uid.resize(dash);
    return part;
  };
  Exported found;
  found.kind = last();
  if (found.kind == "birthday") return found;
  if (found.kind != "reminder" && found.kind != "meeting" && found.kind != "date")
    return std::nullopt;
  found.entry = last();
  found.customer = uid;
  if (!is_item_id(found.entry) || !is_customer_id(uid)) return std::nullopt;
  return found;
}

// --- What arrives ---

class CalendarSource : public Source {
 public:
  CalendarSource(std::unique_ptr<Bytes> bytes, std::string file, const Ground& ground)
      : components_(std::move(bytes)), file_(std::move(file)), ground_(ground) {}

  Result<std::optional<Item>> next() override {
    const auto raw = components_.next();
    if (!raw) return error(raw.error());
    if (!*raw) return std::nullopt;
    return read(**raw);
  }

  Nature nature() const override { return Nature::meetings; }

  std::string kind() const override { return "a calendar (iCalendar)"; }

  std::string with_reason(const std::string& raw, const Place& place,
                          const std::string& reason) const override {
    return with_reason_line(raw, place, reason);
  }

  std::string head_of_rejects() const override { return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"; }

  std::string end_of_rejects() const override { return "END:VCALENDAR\r\n"; }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> said;
    for (const auto& [name, zone] : zones_)
      if (!zone)
        said.push_back(fmt::format(
            "the time zone \"{}\" is not known: its times were read as this book's", name));
    return said;
  }

 private:
  Place place(const RawComponent& raw) const { return {file_, raw.line, 1}; }

  Reject rejected(const RawComponent& raw, std::string reason) const {
    Reject reject{place(raw), std::move(reason), {}};
    reject.raw = with_reason(kept(raw), reject.place, reject.reason);
    return reject;
  }

  /// As much of it as a reject has.
  static std::string kept(const RawComponent& raw) {
    std::string text = raw.text.substr(0, 60 << 10);
    if (text.size() < raw.text.size()) text.resize(text.rfind('\n') + 1);
    if (!raw.ended || text.size() < raw.text.size()) text += "END:" + raw.kind + "\r\n";
    return text;
  }

  Result<std::optional<Item>> read(const RawComponent& raw) {
    const bool event = raw.kind == "VEVENT", task = raw.kind == "VTODO";
    if (!event && !task)
      return Skip{place(raw), raw.kind == "VJOURNAL" ? "a journal's entry" : "no meeting, no task"};
    if (!raw.ended)
      return rejected(raw, fmt::format("it is not whole: END:{} is missing", raw.kind));
    const auto component = read_component(raw.text);
    if (!component && component.error().kind == Error::Kind::failed)
      return error(component.error());
    if (!component) return rejected(raw, component.error().message());
    return event ? read_event(raw, *component) : read_task(raw, *component);
  }

  /// A time by its zone, as this book's clock shows it; a day as it is.
  std::optional<Moment> time(const CalendarProperty* property) {
    if (property == nullptr) return std::nullopt;
    bool utc = false;
    auto moment = plain_time(property->value, utc);
    if (!moment || !moment->timed()) return moment;
    const bool seconds = moment->with_seconds;
    Moment local = written(*moment, utc, property->parameter("TZID"));
    local = ground_.zone.local(ground_.zone.instant(local));
    local.with_seconds = seconds;
    return local;
  }

  /// With its own offset; without one where its zone is this book's or not known.
  Moment written(Moment moment, bool utc, const std::string& zone_name) {
    if (utc) {
      moment.offset = 0;
      return moment;
    }
    if (zone_name.empty()) return ground_.zone.with_offset(moment);
    auto known = zones_.find(zone_name);
    if (known == zones_.end() && zones_.size() < most_zones)
      known = zones_.emplace(zone_name, zone_named(zone_name)).first;
    const bool named = known != zones_.end() && known->second;
    if (named && !known->second->vtimezone.empty()) {
      if (const auto offset = offset_of(known->second->vtimezone, moment)) moment.offset = *offset;
    } else if (named) {
      return known->second->zone.with_offset(moment);
    }
    return ground_.zone.with_offset(moment);
  }

  struct NamedZone {
    Zone zone;
    /// Where only the calendar itself knows it.
    std::string vtimezone;
  };

  std::optional<NamedZone> zone_named(const std::string& name) const {
    const std::string* const vtimezone = components_.zone(name);
    const auto is_plain = [](std::string_view text) {
      return text.find('/') != text.npos && text.find("..") == text.npos && text.size() < 60 &&
             text.find_first_not_of(
                 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                 "0123456789_+-/") == text.npos &&
             !text.starts_with('/');
    };
    // /mozilla.org/20050126_1/Europe/Berlin
    const auto parts = split(name, '/');
    for (std::size_t count = parts.size(); count >= 2; --count) {
      std::string end;
      for (std::size_t i = parts.size() - count; i < parts.size(); ++i)
        end += (end.empty() ? "" : "/") + std::string(parts[i]);
      if (!is_plain(end)) continue;
      if (auto zone = Zone::find(end)) return NamedZone{*zone, {}};
    }
    if (name == "UTC" || name == "GMT" || name == "Etc/UTC") return NamedZone{Zone(), {}};
    // Outlook numbers them: W. Europe Standard Time 1
    std::string windows = name;
    while (!windows.empty() &&
           (windows.back() == ' ' || (windows.back() >= '0' && windows.back() <= '9')))
      windows.pop_back();
    if (const auto known = zone_of_windows(windows); !known.empty())
      if (auto zone = Zone::find(known)) return NamedZone{*zone, {}};
    if (vtimezone == nullptr || !changes_by_years(*vtimezone)) return std::nullopt;
    return NamedZone{Zone(), *vtimezone};
  }

  /// Else libical would count up seconds for years.
  static bool changes_by_years(const std::string& vtimezone) {
    for (auto at = vtimezone.find("FREQ="); at != vtimezone.npos; at = vtimezone.find("FREQ=", at))
      if (vtimezone.compare(at += 5, 6, "YEARLY") != 0) return false;
    return true;
  }

  static std::string reason_of_time(const RawComponent& raw, std::string_view name) {
    const auto begin = raw.text.find("\n" + std::string(name));
    if (begin == raw.text.npos) return fmt::format("it has no {}", name);
    const std::string line = raw.text.substr(begin + 1, raw.text.find('\r', begin) - begin - 1);
    return fmt::format("{} \"{}\" is no day or time", name,
                       one_line(line.substr(std::min(line.size(), line.rfind(':') + 1))));
  }

  std::string external(const RawComponent& raw, const CalendarComponent& component) const {
    std::string uid = one_line(component.value("UID"));
    if (uid.empty() || uid.size() > 500) uid = fingerprint(raw.text);
    const std::string day = one_line(component.value("RECURRENCE-ID"));
    return "ical:" + uid + (day.empty() ? "" : "/" + day);
  }

  static std::string address_of(const CalendarProperty& property) {
    const std::string value = one_line(property.value);
    const std::string low = lowered(value);
    return low.starts_with("mailto:") ? value.substr(7) : value;
  }

  bool is_ours(const std::string& address) const {
    return ground_.our_emails.contains(lowered(address));
  }

  /// Those who are asked to come and the one who asks, but for us and who has declined.
  std::vector<Key> guests(const CalendarComponent& component) const {
    std::vector<Key> keys;
    for (const char* const role : {"ATTENDEE", "ORGANIZER"})
      for (const CalendarProperty& property : component.properties) {
        if (property.name != role || property.parameter("PARTSTAT") == "DECLINED") continue;
        const std::string address = address_of(property);
        const Key key{Key::Kind::email, address};
        if (address.find('@') == address.npos || is_ours(address)) continue;
        if (std::find(keys.begin(), keys.end(), key) == keys.end() && keys.size() < 200)
          keys.push_back(key);
      }
    return keys;
  }

  std::vector<Key> whom(const CalendarComponent& component, const std::string& title) const {
    std::vector<Key> keys = guests(component);
    for (Key& key : names_in(title)) keys.push_back(std::move(key));
    return keys;
  }

  bool declined_by_us(const CalendarComponent& component) const {
    return std::any_of(component.properties.begin(), component.properties.end(),
                       [&](const CalendarProperty& property) {
                         return property.name == "ATTENDEE" && is_ours(address_of(property)) &&
                                property.parameter("PARTSTAT") == "DECLINED";
                       });
  }

  std::string organizer(const CalendarComponent& component) const {
    if (const CalendarProperty* const property = component.find("ORGANIZER"))
      if (const std::string address = address_of(*property); is_ours(address))
        if (std::string name = colleague(ground_.settings, address); !name.empty()) return name;
    return ground_.me;
  }

  Result<std::optional<Item>> read_event(const RawComponent& raw,
                                         const CalendarComponent& component) {
    const auto begin = time(component.find("DTSTART"));
    if (!begin) return rejected(raw, reason_of_time(raw, "DTSTART"));
    const std::string title = one_line(component.value("SUMMARY"));
    const bool cancelled =
        components_.is_cancelled() || lowered(component.value("STATUS")) == "cancelled";
    const auto ours = exported(component);
    if (ours && ours->kind != "meeting")
      return Skip{place(raw), "a day or reminder that crm has exported"};
    if (!begin->timed())
      if (auto yearly = read_yearly(raw, component, title, begin->day)) return *std::move(yearly);
    if (declined_by_us(component)) return Skip{place(raw), "declined by us"};
    Arrival arrival;
    arrival.kind = Arrival::Kind::entry;
    arrival.place = place(raw);
    arrival.raw = kept(raw);
    arrival.whom = whom(component, title);
    arrival.also = guests(component);
    const std::string rule = component.value("RRULE");
    if (arrival.whom.empty()) return Skip{place(raw), "nobody is named"};
    if (!rule.empty() && component.value("RECURRENCE-ID").empty()) {
      if (cancelled) return Skip{place(raw), "a series that was cancelled"};
      if (const auto every = series(component, rule, *begin, arrival.remarks)) {
        if (!every->next) return Skip{place(raw), "a series that has ended"};
        Reminder reminder;
        reminder.due = *begin;
        if (every->keep_own) reminder.due = own_time(*component.find("DTSTART"));
        reminder.due.day = *every->next;
        if (reminder.due.timed() && !every->keep_own) {
          // The hour stays, whatever the season.
          reminder.due.offset.reset();
          reminder.due = ground_.zone.with_offset(reminder.due);
        }
        reminder.text = title.empty() ? "meeting" : title;
        reminder.every = every->rule;
        reminder.for_whom = organizer(component);
        reminder.external = {external(raw, component)};
        arrival.says.reminders = {std::move(reminder)};
        return arrival;
      }
    } else if (rule.empty() && has_error(component, "RRULE")) {
      arrival.remarks.emplace_back("its rule can't be read: only its first day is taken");
    }
    if (cancelled && !component.value("RECURRENCE-ID").empty())
      return Skip{place(raw), "a cancelled day of a series"};
    Interaction said = meeting(raw, component, title, *begin, cancelled);
    if (ours) {
      arrival.whom.insert(arrival.whom.begin(), {Key::Kind::id, ours->customer});
      said.id = ours->entry;
      said.external.clear();
      // It is made of the kind and of whose it is.
      said.subject.clear();
      said.kind = word_of(ground_.settings.kinds, folded(title.substr(0, title.find(": "))));
    }
    arrival.says.interactions = {std::move(said)};
    return arrival;
  }

  static bool has_error(const CalendarComponent& component, std::string_view name) {
    return std::any_of(component.errors.begin(), component.errors.end(),
                       [&](const std::string& each) { return each.find(name) != each.npos; });
  }

  Interaction meeting(const RawComponent& raw, const CalendarComponent& component,
                      const std::string& title, const Moment& begin, bool cancelled) {
    auto end = time(component.find("DTEND"));
    const auto lasts = duration(component.value("DURATION"));
    if (!end && lasts && begin.timed())
      end = ground_.zone.local(ground_.zone.instant(begin) + std::chrono::seconds(*lasts));
    if (!end && lasts) end = Moment{begin.day.plus_days(*lasts / 86400), {}, {}, false};
    Interaction said;
    said.at = begin;
    said.by = organizer(component);
    said.kind = word_of(ground_.settings.kinds, "meeting");
    if (said.kind.empty()) said.kind = "meeting";
    said.subject = title;
    said.place = one_line(component.value("LOCATION"));
    said.text = description(component.value("DESCRIPTION"));
    if (const std::string url = one_line(component.value("URL")); url.find("://") != url.npos)
      said.links = {url};
    said.external = {external(raw, component)};
    bool past = false;
    if (begin.timed()) {
      const Instant from = ground_.zone.instant(begin);
      const Instant until = end && end->timed() ? std::max(from, ground_.zone.instant(*end)) : from;
      const std::int64_t minutes = (until - from).count() / 60;
      if (minutes > 0 && minutes <= 7 * 24 * 60) said.minutes = minutes;
      past = until <= ground_.zone.instant(ground_.now);
    } else {
      // The day of its end is the first that is free again.
      const Day free = end && end->day > begin.day ? end->day : begin.day.plus_days(1);
      past = free <= ground_.now.day;
    }
    // What is past and says nothing was held. One that was planned here asks how it went: the
    // calendar does not know.
    if (cancelled)
      said.outcome = "cancelled";
    else if (!past)
      said.planned = true;
    return said;
  }

  /// Birthdays and anniversaries, of whom the title names; nothing for any other day.
  std::optional<Item> read_yearly(const RawComponent& raw, const CalendarComponent& component,
                                  const std::string& title, Day day) const {
    std::string kinds = components_.name();
    for (const CalendarProperty& property : component.properties) {
      if (property.name == "CATEGORIES") kinds += "\n" + property.value;
      if (property.name.starts_with("X-")) kinds += "\n" + property.name;
    }
    const bool yearly = component.value("RRULE").find("FREQ=YEARLY") != std::string::npos;
    const bool anniversary = says_anniversary(kinds) && !says_birthday(title) &&
                             (says_anniversary(title) || !says_birthday(kinds));
    const bool birthday = says_birthday(kinds) || (yearly && says_birthday(title));
    if (!anniversary && !birthday) return std::nullopt;
    const std::string name = celebrated(title);
    if (name.empty()) return std::nullopt;
    PartialDay on{day.year(), day.month(), day.day()};
    // A year that can't be somebody's: that of the first time it was shown, or none (1604).
    if (!yearly || day.year() < 1880 || day.year() >= ground_.now.day.year() - 1) on.year.reset();
    Arrival arrival;
    arrival.kind = Arrival::Kind::entry;
    arrival.place = place(raw);
    arrival.raw = kept(raw);
    arrival.whom = {{Key::Kind::name, name}};
    // Bob Rays Geburtstag.
    if (name.ends_with('s') && title.find('\'') == title.npos && title.find("’") == title.npos)
      arrival.whom.push_back({Key::Kind::name, name.substr(0, name.size() - 1)});
    if (anniversary)
      arrival.says.dates = {{"", on, "anniversary"}};
    else
      arrival.says.birthday = on;
    return arrival;
  }

  struct Series {
    Recurrence rule;
    /// From today on.
    std::optional<Day> next;
    /// Its days are those of its own zone.
    bool keep_own = false;
  };

  Moment own_time(const CalendarProperty& begin) {
    bool utc = false;
    Moment own = plain_time(begin.value, utc).value_or(Moment());
    return own.timed() ? written(own, utc, begin.parameter("TZID")) : own;
  }

  /// EXDATE: on days of its own zone or of this book's.
  std::set<Day> days_left_out(const CalendarComponent& component, bool own_days) {
    std::set<Day> days;
    for (const CalendarProperty& property : component.properties) {
      if (property.name != "EXDATE") continue;
      for (const std::string_view one : split(property.value, ',')) {
        bool utc = false;
        const auto moment = plain_time(std::string(one), utc);
        if (!moment) continue;
        const std::string zone = property.parameter("TZID");
        const Moment own = moment->timed() ? written(*moment, utc, zone) : *moment;
        days.insert(own_days || !own.timed() ? own.day
                                             : ground_.zone.local(ground_.zone.instant(own)).day);
      }
    }
    return days;
  }

  /// Nothing where its rule can't be followed.
  std::optional<Series> series(const CalendarComponent& component, const std::string& rule,
                               const Moment& begin, std::vector<std::string>& remarks) {
    const Moment own = own_time(*component.find("DTSTART"));
    const Day first = own.day;
    int count = 0;
    std::string kept;
    for (const std::string_view part : split(rule, ';')) {
      const std::string_view key = part.substr(0, part.find('='));
      if (key == "COUNT") {
        for (const char c : part.substr(std::min(part.size(), key.size() + 1)))
          if (c >= '0' && c <= '9') count = std::min(count * 10 + (c - '0'), longest_series + 1);
        continue;
      }
      // A reminder has its hour from its day.
      if (key == "BYHOUR" || key == "BYMINUTE" || key == "BYSECOND" || part.empty()) continue;
      if (key == "WKST" && rule.find("INTERVAL") == rule.npos) continue;
      kept += (kept.empty() ? "" : ";") + std::string(part);
    }
    auto found = Recurrence::parse(plain_rule(kept, first));
    if (!found) {
      remarks.push_back(fmt::format("only its first day is taken: {}", found.error().message()));
      return std::nullopt;
    }
    if (count > longest_series) remarks.emplace_back("its end is left out: COUNT is too high");
    if (count > 0 && count <= longest_series) {
      // Its last day, since a reminder's days are counted from the one that comes next.
      std::optional<Day> last = first;
      for (int i = 1; i < count && last; ++i) last = found->next(first, *last);
      if (last) {
        std::string until = last->text();
        std::erase(until, '-');
        found = Recurrence::parse(kept + ";UNTIL=" + until);
        if (!found) return std::nullopt;
      }
    }
    if (component.find("RDATE") != nullptr)
      remarks.emplace_back("further days of the series (RDATE) are not taken over");
    const Day today = ground_.now.day;
    const bool own_days = own.day != begin.day;
    std::optional<Day> next = first;
    if (first < today) next = found->next(first, today.plus_days(-1));
    const std::set<Day> left_out = days_left_out(component, own_days);
    while (next && left_out.contains(*next)) next = found->next(first, *next);
    if (next && left_out.upper_bound(*next) != left_out.end())
      remarks.emplace_back(
          "later days that are left out of the series (EXDATE) are not taken over");
    return Series{*found, next, own_days || !begin.timed()};
  }

  /// `2w` for `FREQ=WEEKLY;INTERVAL=2`, where that means the same from that day on.
  static std::string plain_rule(const std::string& rule, Day first) {
    std::string unit, interval = "1";
    for (const std::string_view part : split(rule, ';')) {
      if (part == "FREQ=DAILY")
        unit = "d";
      else if (part == "FREQ=WEEKLY")
        unit = "w";
      else if (part == "FREQ=MONTHLY")
        unit = "m";
      else if (part == "FREQ=YEARLY")
        unit = "y";
      else if (part.starts_with("INTERVAL="))
        interval = part.substr(9);
      else
        return rule;
    }
    // A month without that day is passed over by a rule, not by a period.
    if (unit.empty() || (first.day() > 28 && (unit == "m" || unit == "y"))) return rule;
    return Period::parse(interval + unit) ? interval + unit : rule;
  }

  Result<std::optional<Item>> read_task(const RawComponent& raw,
                                        const CalendarComponent& component) {
    const char* const named = component.find("DUE") != nullptr ? "DUE" : "DTSTART";
    if (component.find(named) == nullptr && !has_error(component, "DUE") &&
        !has_error(component, "DTSTART"))
      return Skip{place(raw), "a task without a day"};
    const auto due = time(component.find(named));
    if (!due)
      return rejected(raw, reason_of_time(raw, has_error(component, "DUE") ? "DUE" : named));
    if (lowered(component.value("STATUS")) == "cancelled")
      return Skip{place(raw), "a task that was cancelled"};
    const std::string title = one_line(component.value("SUMMARY"));
    Arrival arrival;
    arrival.kind = Arrival::Kind::entry;
    arrival.place = place(raw);
    arrival.raw = kept(raw);
    arrival.whom = whom(component, title);
    if (arrival.whom.empty()) return Skip{place(raw), "nobody is named"};
    Reminder reminder;
    reminder.due = *due;
    reminder.text = title.empty() ? "task" : title;
    reminder.for_whom = organizer(component);
    if (const auto ours = exported(component)) {
      arrival.whom.insert(arrival.whom.begin(), {Key::Kind::id, ours->customer});
      reminder.id = ours->entry;
      // Whose it is stands before it.
      if (const auto colon = title.find(": "); colon != title.npos)
        reminder.text = title.substr(colon + 2);
    } else {
      reminder.external = {external(raw, component)};
    }
    const auto completed = time(component.find("COMPLETED"));
    const std::string status = lowered(component.value("STATUS"));
    if (completed)
      reminder.done = completed->day;
    else if (status == "completed" || component.value("PERCENT-COMPLETE") == "100")
      reminder.done = std::min(due->day, ground_.now.day);
    if (const std::string rule = component.value("RRULE"); !rule.empty() && !reminder.done) {
      auto every = Recurrence::parse(plain_rule(rule, due->day));
      if (every)
        reminder.every = *every;
      else
        arrival.remarks.push_back(
            fmt::format("only its first day is taken: {}", every.error().message()));
    }
    arrival.says.reminders = {std::move(reminder)};
    return arrival;
  }

  CalendarComponents components_;
  std::string file_;
  Ground ground_;
  /// By the names that stand in the file; nothing for those nobody knows.
  std::map<std::string, std::optional<NamedZone>> zones_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_calendar(std::unique_ptr<Bytes> bytes, std::string file,
                                              const Ground& ground) {
  if (auto can = calendars_can_be_read(); !can) return error(can.error());
  auto text = Text::of(std::move(bytes), "");
  if (!text) return error(text.error());
  return std::make_unique<CalendarSource>(*std::move(text), std::move(file), ground);
}

}  // namespace crm
