// Deals and cases as people name them: by an id, or by the customer who has only one that is open.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"

namespace crm {

/// The deal of that id, or the only open one of a customer. A Failure lists the deals where there
/// are several, and says what it is where it is something else.
Match deal_meant(const std::string& who, const Desk& desk);
/// The same with cases.
Match case_meant(const std::string& who, const Desk& desk);
/// The same with both. Of several that are open, the only one that could be moved there.
Match business_meant(const std::string& who, const std::string& stage, const Desk& desk);

/// The stages of a deal's pipeline; asked wrongly where crm.yaml has it no longer.
const std::vector<Stage>& pipeline_of(const Deal& deal, const Desk& desk);
/// The statuses of the book's cases.
std::vector<Stage> stages_of_cases(const Desk& desk);

/// A move by whoever sits here, now or on a day that is past, with what they say by -m.
Move step_on(const std::string& on, const Desk& desk);

/// `, on Wed 18 Nov` where it was not today.
std::string day_told(const Moment& at, const Desk& desk);

}  // namespace crm
