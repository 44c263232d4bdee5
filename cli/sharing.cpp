#include "cli/sharing.hpp"

#include "cli/output/remark.hpp"
#include "core/team/sync.hpp"
#include "core/team/unshared.hpp"

namespace crm {
namespace {

constexpr int patient_days = 2;

/// Whether somebody has sent everything with plain git.
bool is_shared_all_the_same(const Desk& desk) {
  const auto git = Git::open(desk.world().ask_program, desk.book().layout().root);
  if (!git) return false;
  const auto upstream = upstream_of(*git);
  if (!upstream) return true;  // no remote any more: nobody to share with
  const auto known = git->answer({"rev-parse", "--verify", "-q", upstream->known});
  if (!known || known->out.substr(0, known->out.find('\n')) != git->head()) return false;
  const auto left = uncommitted(*git, desk.book());
  return left && left->paths.empty();
}

}  // namespace

void share_afterwards(const Desk& desk) {
  World& world = desk.world();
  Unshared(desk.book().disk(), desk.book().layout()).note(desk.today());
  if (desk.settings().sync != "auto" || !world.start_self) return;
  world.start_self({"--book", desk.book().layout().root, "sync", "--background"});
}

void tell_of_unshared(const Desk& desk) {
  Unshared unshared(desk.book().disk(), desk.book().layout());
  const auto since = unshared.since();
  if (!since || days_between(*since, desk.today()) <= patient_days) return;
  if (is_shared_all_the_same(desk)) return unshared.clear();
  remark(desk.world(), "crm: what was changed since " +
                           near_day_words(Moment{*since, {}, {}, false}, desk.today()) +
                           " is on this machine alone; crm sync sends it to the others");
}

}  // namespace crm
