// The whole reference as data, for programs that drive crm: `crm help --json`.
#pragma once

#include <string>

#include "cli/docs/reference.hpp"

namespace crm {

/// One line of JSON.
std::string reference_json(const Reference& reference);

}  // namespace crm
