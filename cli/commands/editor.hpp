// Asking a person for text: from stdin, or in their editor.
#pragma once

#include <string>

#include "cli/world.hpp"

namespace crm {

/// All of stdin, without the last line break. An error where stdin is closed or empty.
std::string text_from_stdin(World& world);

/// Opens the person's editor on a draft of that name and gives back what was saved. Throws where
/// there is no editor or it fails; the draft's path is in the message then.
std::string text_from_editor(World& world, const std::string& name, const std::string& text);

/// Runs the editor on a file that exists; throws where it fails.
void run_editor(World& world, const std::string& path);

}  // namespace crm
