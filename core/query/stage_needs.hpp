// What a stage needs: the filter of crm.yaml that a deal must fit before it may enter.
#pragma once

#include "core/query/range.hpp"

namespace crm {

/// Asked of the deal as it is in the stage already; it is one of the customer's. Error::conflict
/// names the part that doesn't hold, with the way to fulfil it as a hint; Error::invalid for a
/// filter that can't be read.
Result<void> fits_needs(const Stage& stage, const Customer& customer, const Deal& deal,
                        const Asker& asker);

}  // namespace crm
