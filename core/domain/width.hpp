// How much room a text takes on a terminal, in every script.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Terminal cells, as the C library counts them: 0 for non-spacing marks and format characters, 1
/// for spacing marks (Indic vowel signs), 2 for wide East Asian and emoji clusters (a ZWJ or flag
/// sequence is one cluster of 2).
int width(std::string_view text);
/// At most `cells` cells, cut between grapheme clusters, with `…` as the last when something was
/// cut.
std::string shortened(std::string_view text, int cells);

/// A piece of a text, with `…` where it goes on.
struct Excerpt {
  std::string text;
  /// The piece's bytes of the original, and where in `text` they stand.
  std::size_t from = 0, size = 0, at = 0;
};

/// What stands around the byte `place`, in at most `cells` cells: cut between grapheme clusters, in
/// front at a space where there is one, with more of what follows than of what goes before.
Excerpt around(std::string_view text, std::size_t place, int cells);
/// Followed by spaces up to `cells`.
std::string padded(std::string_view text, int cells);
/// Preceded by spaces up to `cells`.
std::string padded_left(std::string_view text, int cells);
/// Lines of at most `cells` cells, broken at spaces (or between clusters where a word is longer);
/// line breaks of the text are kept, the last one ends its line and begins none.
std::vector<std::string> wrapped(std::string_view text, int cells);

}  // namespace crm
