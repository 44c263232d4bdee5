// Whether an id stands twice among those of a list.
#pragma once

#include <string>
#include <vector>

namespace crm {

bool has_twins(const std::vector<std::string>& ids);

}  // namespace crm
