#include "core/domain/case.hpp"

namespace crm {

std::string Case::status() const {
  std::string status = "open";
  bool closed = false;
  for (const Move* move : in_order(history)) {
    if (move->status.empty() || (closed && !move->reopen)) continue;
    status = move->status;
    closed = status == closed_status;
  }
  return status;
}

CaseTimes times_of(const Case& one) {
  CaseTimes times;
  for (const Move* const move : in_order(one.history)) {
    if (move->status.empty()) continue;
    if (!times.opened) times.opened = move->at;
    // The first close holds until a reopening.
    if (times.closed && !move->reopen) continue;
    times.closed = move->status == closed_status ? std::optional(move->at) : std::nullopt;
  }
  return times;
}

}  // namespace crm
