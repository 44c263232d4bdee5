// Edits → text: changes the lines it must and no other byte, and proves it before anybody sees the
// result.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"
#include "core/record/difference.hpp"
#include "core/record/schema.hpp"
#include "core/record/tree.hpp"

namespace crm {

/// The text after the edits. Comments, order, quotes, indentation, line ends and unknown keys stay.
/// An entry without an id on an edit's way is given the one it was found by, and so are its equals
/// and those at which another's id stands; a lone text (`with: p4n8x2`) becomes a list before it
/// gets company. What a list or map loses with its last entry stays as `[]` or `{}`. After each
/// splice the text is parsed again and compared with what the edit means; anything that can't be
/// done so is refused with its place and a hint (Error::Kind::failed), never reformatted.
Result<Tree> edited(Tree tree, const std::vector<Edit>& edits, const Type& type);
/// The same for a text that is not read yet.
Result<std::string> edited(std::string text, const std::vector<Edit>& edits, const Type& type,
                           std::string_view file);

}  // namespace crm
