// Any text of the YAML we speak → a tree, by libyaml.
#pragma once

#include <optional>

#include "core/record/tree_builder.hpp"

namespace crm {

/// Reads the builder's text. Errors have a place and words for somebody who keeps customers.
std::optional<Error> read_yaml(TreeBuilder& builder);

}  // namespace crm
