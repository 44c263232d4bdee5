#include "tests/fuzz/talk_fuzz.hpp"

#include <vector>

#include "core/domain/text.hpp"
#include "core/exchange/calendar.hpp"
#include "core/exchange/chat.hpp"
#include "core/exchange/mail.hpp"

namespace crm::test {
namespace {

const Settings& settings() {
  static const Settings all = [] {
    Settings some = standard_settings(*find_country("DE"));
    some.team = {{"anna", {"Anna Berg", {"anna@ours.example"}, {}, {}, {}}}};
    return some;
  }();
  return all;
}

Result<std::unique_ptr<Source>> opened(std::string_view text, std::size_t piece) {
  static const Zone zone = Zone::find("Europe/Berlin").value();
  const Moment now = Moment::parse("2026-11-21T10:15+01:00").value();
  const Ground ground{settings(), zone, now, {"anna@ours.example"}, "anna"};
  auto bytes = std::make_unique<TextBytes>(std::string(text), piece);
  if (text.starts_with("From ")) return open_mailbox(std::move(bytes), "fuzz", {}, ground);
  if (text.starts_with("BEGIN:")) return open_calendar(std::move(bytes), "fuzz", ground);
  return open_chat(std::move(bytes), "fuzz", {}, ground);
}

std::string sound(const std::string& text, bool lines) {
  if (!is_utf8(text)) return "a text that is no UTF-8";
  return (lines ? printable_text(text) : printable_line(text)) == text ? ""
                                                                       : "a text that is not safe";
}

std::string what_is_broken(const Arrival& arrival) {
  if (arrival.whom.empty()) return "an entry of nobody";
  for (const Key& key : arrival.whom)
    if (key.value.empty()) return "an entry of somebody without a name";
  for (const Interaction& said : arrival.says.interactions) {
    if (said.kind.empty() || said.external.size() != 1) return "an entry that nothing makes known";
    if (said.text.size() > (80 << 10)) return "a text without end";
    for (const std::string& broken :
         {sound(said.text, true), sound(said.subject, false), sound(said.external.front(), false),
          sound(said.place, false)})
      if (!broken.empty()) return broken;
  }
  for (const Reminder& reminder : arrival.says.reminders)
    if (reminder.text.empty() || reminder.external.size() != 1) return "a reminder of nothing";
  return {};
}

/// All that was read, to be compared; `broken` says what is wrong with it.
std::vector<std::string> read_all(std::string_view text, std::size_t piece, std::string& broken) {
  auto source = opened(text, piece);
  if (!source) return {"not opened: " + source.error().message()};
  std::vector<std::string> all;
  int last = 0;
  while (true) {
    const auto item = (*source)->next();
    if (!item) {
      broken = "reading ended: " + item.error().message();
      break;
    }
    if (!*item) break;
    Place place;
    if (const auto* arrival = std::get_if<Arrival>(&**item)) {
      place = arrival->place;
      if (const std::string why = what_is_broken(*arrival); !why.empty()) broken = why;
      std::string line = "entry";
      for (const Interaction& said : arrival->says.interactions)
        line += " " + said.at.text() + " " + said.subject + " " + said.text + " " +
                said.external.front();
      for (const Reminder& reminder : arrival->says.reminders)
        line += " " + reminder.due.text() + " " + reminder.text;
      all.push_back(std::move(line));
    } else if (const auto* reject = std::get_if<Reject>(&**item)) {
      place = reject->place;
      if (reject->reason.empty() || reject->raw.size() > (66 << 10))
        broken = "a reject that says nothing, or too much";
      all.push_back("reject " + reject->reason);
    } else {
      place = std::get<Skip>(**item).place;
      all.push_back("skip " + std::get<Skip>(**item).reason);
    }
    if (place.line < 1) broken = "a place that is none";
    // The partners of a chat's day come by name.
    if (place.line < last && !text.starts_with("From ") && !text.starts_with("BEGIN:"))
      last = place.line;
    if (place.line < last) broken = "places that go back";
    last = place.line;
  }
  return all;
}

}  // namespace

std::string what_breaks_a_talk(std::string_view text) {
  std::string broken;
  const auto whole = read_all(text, 65536, broken);
  if (!broken.empty()) return broken;
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}}) {
    const auto again = read_all(text, piece, broken);
    if (!broken.empty()) return broken;
    if (again != whole) return "other things when it comes in other pieces";
  }
  return {};
}

}  // namespace crm::test

#ifdef CRM_FUZZING
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string broken =
      crm::test::what_breaks_a_talk({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", broken.c_str());
  std::abort();
}
#endif
