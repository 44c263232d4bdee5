// A command line as somebody has typed it so far, taken apart as a shell does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

struct TypedLine {
  /// What stands before the cursor's word, the program's name first; without quotes.
  std::vector<std::string> words;
  /// The cursor's word up to the cursor, without quotes.
  std::string current;
  /// How many bytes of `current` bash leaves alone: it replaces what is behind a sign that breaks
  /// words (`:`, `=`), or behind an open quote.
  std::size_t kept = 0;
  /// The quote that is still open: ' or ", or nothing.
  char quote = '\0';
};

/// As bash reads it; `breaks` is COMP_WORDBREAKS. Redirections are left out.
TypedLine typed_in_bash(std::string_view line, std::string_view breaks);

/// The word as it must be typed in bash, after an open quote where there is one.
std::string quoted_for_bash(std::string_view word, char open_quote);

}  // namespace crm
