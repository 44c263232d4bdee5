#include "cli/commands/disputes.hpp"

#include <algorithm>
#include <vector>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// `deals/d7k2m9/title`: the entry, and the field in it.
struct Where {
  std::string entry, field;
};

Where where(const Conflict& conflict) {
  const auto steps = split(conflict.field, '/');
  Where place;
  // Lists of entries hold an id after their name; maps (`consent/email`) hold a word.
  static const std::vector<std::string_view> lists{"people",    "deals",    "reminders",   "cases",
                                                   "purchases", "payments", "interactions"};
  const bool in_list =
      steps.size() > 2 && std::find(lists.begin(), lists.end(), steps[0]) != lists.end();
  if (in_list) place.entry = steps[1];
  for (std::size_t i = in_list ? 2 : 0; i < steps.size(); ++i)
    place.field += (place.field.empty() ? "" : ".") + std::string(steps[i]);
  return place;
}

}  // namespace

std::string dispute_words(const Conflict& conflict) {
  const Where place = where(conflict);
  return printable_line("both changed " + place.field +
                        (place.entry.empty() ? "" : " of " + place.entry) + ": kept " +
                        conflict.kept + ", not " + conflict.lost);
}

std::string settling_words(const Conflict& conflict, const std::string& id) {
  const Where place = where(conflict);
  return printable_line("crm set " + (place.entry.empty() ? id : place.entry) + " " + place.field +
                        "=…");
}

}  // namespace crm
