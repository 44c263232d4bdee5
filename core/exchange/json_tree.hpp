// An object of JSON as a tree of nodes, each with the bytes it stands on: what the reader of
// records takes, whichever way a record is written.
#pragma once

#include <string>
#include <string_view>

#include "core/record/tree.hpp"

namespace crm {

/// Error::invalid, with the place in this text, for what is no JSON or no object, for a key that is
/// there twice, and above the limits of Tree. Numbers are the text they stand in, true is `yes`,
/// null and an empty text are absent.
Result<Tree> tree_of_json(std::string text, std::string_view file);

}  // namespace crm
