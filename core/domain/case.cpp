#include "core/domain/case.hpp"

namespace crm {

std::string Case::status() const {
  std::string status = "open";
  bool closed = false;
  for (const Move* move : in_order(history)) {
    if (move->status.empty() || (closed && !move->reopen)) continue;
    status = move->status;
    closed = status == "closed";
  }
  return status;
}

}  // namespace crm
