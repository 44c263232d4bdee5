#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/delivery.hpp"
#include "cli/notifier.hpp"
#include "cli/output/remark.hpp"
#include "cli/recollection.hpp"
#include "core/domain/text.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

/// So many are shown one by one.
constexpr std::size_t few = 3;
/// So many lines a summary has.
constexpr std::size_t most_lines = 6;

struct Notice {
  std::string title, text;
  std::vector<Reminded> of;
};

/// Words of ours stand first: a name that begins with a dash is no option.
std::string when_and_who(const Errand& one, const Desk& desk) {
  std::string lead = lead_words(one, desk.today());
  const bool counts_days = one.group == Errand::Group::overdue &&
                           (one.kind == Errand::Kind::reminder ||
                            (one.kind == Errand::Kind::unanswered && one.days > 0));
  if (counts_days) lead += " late";
  return (lead.empty() ? "today" : lead) + ": " + one.name;
}

Reminded told_of(const Errand& one, const DeliveryWish& wish) {
  const std::string way = wish.whose.empty() ? "notify" : "notify " + wish.whose;
  return {way, one.customer, one.item, one.due};
}

std::vector<Notice> notices_of(const std::vector<Errand>& errands, const DeliveryWish& wish,
                               const Desk& desk) {
  std::vector<Notice> notices;
  if (errands.size() <= few) {
    for (const Errand& one : errands)
      notices.push_back({when_and_who(one, desk), text_words(one, desk), {told_of(one, wish)}});
    return notices;
  }
  Notice all{count_words(errands) + ": " + std::string(weekday_full_name(desk.today())), "", {}};
  for (std::size_t i = 0; i < errands.size(); ++i) {
    const Errand& one = errands[i];
    all.of.push_back(told_of(one, wish));
    if (i < most_lines)
      all.text += (i > 0 ? "\n" : "") + when_and_who(one, desk) + ", " + text_words(one, desk);
  }
  if (errands.size() > most_lines)
    all.text += fmt::format("\nand {} more: crm remind", errands.size() - most_lines);
  return {all};
}

}  // namespace

bool show_notices(const DeliveryWish& wish, const Desk& desk) {
  World& world = desk.world();
  Recollection memory(desk);
  const bool once = wish.page.time.has_value();
  if (once) memory.be_alone();
  Morning page = morning(wish.page, desk);
  std::set<std::string> people;
  if (!wish.whose.empty()) people = looked_after_by(wish.whose, desk.settings(), desk.today());
  page.errands = errands_of(people, std::move(page.errands));
  if (once)
    std::erase_if(page.errands,
                  [&](const Errand& one) { return memory.known().is_told(told_of(one, wish)); });
  Notifier notifier(world);
  for (const Notice& notice : notices_of(page.errands, wish, desk)) {
    if (world.manners.dry_run) {
      world.out << notice.title << "\n" << notice.text << "\n\n";
      continue;
    }
    if (const auto refusal = notifier.show(notice.title, notice.text))
      throw Failure(Error::failed("nothing was shown: " + refusal->message, refusal->hint));
    if (world.terminal.err) remark(world, "shown: " + printable_line(notice.title));
    // Shown first and noted then: killed in between, it is shown twice and not never.
    if (!once) continue;
    memory.note([&](Deliveries& known) {
      for (const Reminded& one : notice.of) known.note_told(one);
    });
  }
  if (page.errands.empty() && world.terminal.err) remark(world, "there is nothing new to show");
  print_problems(page.problems, world);
  return !page.errands.empty();
}

}  // namespace crm
