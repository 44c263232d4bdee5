#include "cli/recollection.hpp"

#include "cli/configuration.hpp"
#include "cli/output/remark.hpp"

namespace crm {
namespace {

/// Beyond what a mailer may take: whoever comes second at the same moment waits for the first.
constexpr int more_patience_ms = 10'000;
constexpr int patience_to_note_ms = 5'000;

}  // namespace

Recollection::Recollection(const Desk& desk) : desk_(desk) {
  auto read = Deliveries::read(desk.world().disk, desk.book().layout());
  if (read)
    known_ = *std::move(read);
  else
    remark(desk.world(), "crm: it is not known who was told what: " + read.error().message());
}

void Recollection::be_alone() {
  if (desk_.world().manners.dry_run) return;
  const Layout& layout = desk_.book().layout();
  lock_ = Deliveries::lock(desk_.world().disk, layout,
                           mailer_limit_ms(desk_.world()) + more_patience_ms)
              .value();
  known_ = Deliveries::read(desk_.world().disk, layout).value();
}

void Recollection::note(const std::function<void(Deliveries&)>& change) {
  World& world = desk_.world();
  if (world.manners.dry_run) return;
  const Layout& layout = desk_.book().layout();
  const auto noted = [&]() -> Result<void> {
    std::unique_ptr<Lock> held;
    if (!lock_) {
      auto lock = Deliveries::lock(world.disk, layout, patience_to_note_ms);
      if (!lock) return error(lock.error());
      held = *std::move(lock);
    }
    auto fresh = Deliveries::read(world.disk, layout);
    if (!fresh) return error(fresh.error());
    change(*fresh);
    known_ = *std::move(fresh);
    return known_.write(world.disk, layout, desk_.today());
  }();
  if (!noted) remark(world, "crm: can't note who was told what: " + noted.error().message());
}

}  // namespace crm
