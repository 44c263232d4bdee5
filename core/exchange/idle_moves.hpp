// Moves of deals and cases that lead where these stand already.
#pragma once

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// Without moves that have come now, by `after`, and lead where the deal or case stands already: a
/// table that knows no day dates the same stage anew at each import.
void drop_idle_moves(Customer& after, const Customer& before, const Settings& settings);

}  // namespace crm
