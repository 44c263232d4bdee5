#include "cli/commands/sender.hpp"

#include "core/domain/folding.hpp"

namespace crm {

bool may_send(const Desk& desk) {
  const std::string sender = folded(desk.settings().sender);
  if (sender.empty()) return true;
  const std::string host = folded(desk.world().environment.host);
  return sender == host || sender == host.substr(0, host.find('.')) || sender == folded(desk.me());
}

void refuse_other_senders(const Desk& desk) {
  if (desk.world().manners.anyway || may_send(desk)) return;
  throw Failure(Error::conflict(
      "letters of this book are sent by " + desk.settings().sender + " (crm.yaml's sender)",
      desk.me().empty() ? "say who you are with --as NAME"
                        : "send them all the same with --anyway"));
}

}  // namespace crm
