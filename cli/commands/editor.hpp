// Asking a person for text: from stdin, or in their editor.
#pragma once

#include <string>

#include "cli/world.hpp"

namespace crm {

/// All of stdin, without the last line break. An error where stdin is closed or empty.
std::string text_from_stdin(World& world);

/// A text in a private folder of its own while a person edits it. It goes with its folder, unless
/// it was said where it is.
class Draft {
 public:
  /// Throws where there is no editor.
  Draft(World& world, const std::string& name, const std::string& text);
  ~Draft();
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// Opens the person's editor on it and gives back what was saved. Throws where the editor fails,
  /// and keeps the draft then.
  std::string edited();

  /// `your draft is in …`: it stays from now on.
  std::string keep();

 private:
  World& world_;
  std::string folder_, path_;
  bool kept_ = false;
};

}  // namespace crm
