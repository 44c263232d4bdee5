#include "tests/fuzz/vcard_fuzz.hpp"

#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/record/writer.hpp"
#include "tests/exchange/vcard/law.hpp"
#include "tests/exchange/vcard/told.hpp"

namespace crm::test {
namespace {

/// Whether all of it is text that a record holds.
bool is_clean(const Data& data) {
  std::string text = data.text;
  for (char& c : text)
    if (c == '\n') c = ' ';
  if (!is_printable_line(text)) return false;
  for (const Data& child : data.children)
    if (!is_clean(child)) return false;
  return true;
}

std::string what_breaks(Customer says) {
  if (!is_clean(to_data(says))) return "a text that no record holds";
  if (says.name.empty()) return "nobody has arrived";
  if (says.id.empty()) says.id = "fuzz-7h2k";
  if (says.is_company()) says.kind = "company";
  int person = 0;
  for (Person& each : says.people)
    if (each.id.empty()) each.id = "p" + std::to_string(++person);
  for (const auto version : {CardWish::Version::v3, CardWish::Version::v4}) {
    const std::string lost = what_is_lost(says, version, false);
    if (!lost.empty()) return lost;
  }
  return "";
}

}  // namespace

std::string what_breaks_a_card(std::string_view text) {
  const bool is_wide = !wide_encoding(text.substr(0, 4096)).empty();
  // An open AGENT may take one card for its own, but never two.
  constexpr std::string_view last =
      "\r\nBEGIN:VCARD\r\nFN:Last But One\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Last\r\nEND:VCARD\r\n";
  const std::string whole = std::string(text) + std::string(is_wide ? "" : last);
  const auto source = cards(whole, {.photos = true});
  std::string name;
  for (auto item = source->next().value(); item; item = source->next().value()) {
    if (const auto* reject = std::get_if<Reject>(&*item)) {
      if (reject->reason.empty() || reject->place.line < 1) return "a reject without a reason";
      if (reject->raw.size() > 64 << 10) return "a reject too large";
      if (!reject->raw.starts_with("BEGIN:VCARD\r\nX-CRM-REASON:"))
        return "a reject without a card";
    }
    const auto* arrival = std::get_if<Arrival>(&*item);
    if (arrival == nullptr) continue;
    name = arrival->says.name;
    for (const std::string& remark : arrival->remarks)
      if (!is_printable_line(remark)) return "a remark that can't be printed: " + remark;
    if (std::string broken = what_breaks(arrival->says); !broken.empty()) return broken;
  }
  if (!is_wide && name != "Last") return "the last card was not found, but \"" + name + "\"";
  if (whole.size() > 4096) return "";
  return cards_told(*cards(whole)) == cards_told(*cards(whole, {}, 1))
             ? ""
             : "it hangs on how bytes come";
}

}  // namespace crm::test

#ifdef CRM_FUZZING
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string broken =
      crm::test::what_breaks_a_card({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", broken.c_str());
  std::abort();
}
#endif
