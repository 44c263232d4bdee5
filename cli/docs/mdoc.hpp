// The parts of a manual page as mdoc wants them, the language of manual pages.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// All that stands before the synopsis.
std::string mdoc_opening(const std::string& name, char section, std::string_view summary);
/// In capitals.
std::string mdoc_heading(std::string_view title);
/// Running text, each sentence on lines of its own.
std::string mdoc_text(std::string_view text);
/// Lines that are shown as they stand.
std::string mdoc_display(std::string_view text);
/// For the line of a macro: quoted, and every character comes out as it was typed.
std::string mdoc_argument(std::string_view text);

/// A list of terms, each with what it means.
class Terms {
 public:
  /// The meaning stands below the term.
  Terms();
  /// It stands beside it, and there are no lines between.
  explicit Terms(std::string_view longest);

  /// `term` is mdoc already, `meaning` is not.
  void add(const std::string& term, std::string_view meaning);

  std::string text() const { return text_ + ".El\n"; }

 private:
  std::string text_;
};

}  // namespace crm
