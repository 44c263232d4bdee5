// How a field called `segment` gets its word, without knowing how customers are compared
// (core/report/value.hpp).
#pragma once

#include <map>
#include <string>

namespace crm {

/// The segment of each customer who bought something, by their id; empty where too few did.
using Segmentation = std::map<std::string, std::string, std::less<>>;

}  // namespace crm
