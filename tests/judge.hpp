// An independent reader of YAML: yaml-cpp, asked whether it sees the same data as we do.
#pragma once

#include <string>

namespace crm::test {

/// What yaml-cpp says against our reading of a text; empty when both read the same data, scalars as
/// text.
std::string judgement(const std::string& text);

}  // namespace crm::test
