#include "core/domain/width.hpp"

#include <algorithm>
#include <numeric>

#include "core/domain/character.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view ellipsis = "…";

/// What a person sees as one character, and its cells on a terminal.
struct Cluster {
  std::string_view text;
  int cells = 0;
};

bool is_pictograph(char32_t c) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass ==
         UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/// As the C library's wcwidth has it, which most terminals follow: spacing marks (the vowel signs
/// of Indic scripts) take a cell, the vowels and finals of conjoining Hangul none. utf8proc differs
/// in both.
int cells_of(char32_t c) {
  const auto character = static_cast<utf8proc_int32_t>(c);
  if (utf8proc_category(character) == UTF8PROC_CATEGORY_MC) return 1;
  if (between(c, 0x1160, 0x11FF)) return 0;
  return utf8proc_charwidth(character);
}

/// Terminals add the cells of the characters, except in emoji: a sequence of them is one picture of
/// two cells.
int cells_of(const std::u32string& cluster) {
  constexpr char32_t joiner = 0x200D;
  constexpr char32_t emoji_style = 0xFE0F;
  constexpr char32_t keycap = 0x20E3;
  const auto is_styled = [](char32_t c) {
    return c == joiner || c == emoji_style || between(c, 0x1F3FB, 0x1F3FF);
  };
  const auto is_flag_letter = [](char32_t c) { return between(c, 0x1F1E6, 0x1F1FF); };
  if (cluster.size() > 1) {
    if (is_pictograph(cluster[0]) && std::any_of(cluster.begin() + 1, cluster.end(), is_styled))
      return 2;
    if (is_flag_letter(cluster[0]) && is_flag_letter(cluster[1])) return 2;
    if (cluster.find(emoji_style) != std::u32string::npos &&
        cluster.find(keycap) != std::u32string::npos)
      return 2;
  }
  return std::accumulate(cluster.begin(), cluster.end(), 0,
                         [](int cells, char32_t c) { return cells + cells_of(c); });
}

Cluster first_cluster(std::string_view text) {
  std::u32string cluster;
  std::size_t size = 0;
  utf8proc_int32_t state = 0;
  while (size < text.size()) {
    const Character read = first_character(text.substr(size));
    if (size > 0 &&
        utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(cluster.back()),
                                         static_cast<utf8proc_int32_t>(read.code), &state)) {
      break;
    }
    cluster += read.code;
    size += read.size;
  }
  return {text.substr(0, size), cells_of(cluster)};
}

/// The longest beginning that fits; at least one cluster when `at_least_one`, or a loop over it
/// would not end.
std::string_view beginning(std::string_view text, int cells, bool at_least_one = false) {
  std::size_t size = 0;
  int used = 0;
  while (size < text.size()) {
    const Cluster cluster = first_cluster(text.substr(size));
    used += cluster.cells;
    if (used > cells && !(at_least_one && size == 0)) break;
    size += cluster.text.size();
  }
  return text.substr(0, size);
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

void wrap_line(std::string_view line, int cells, std::vector<std::string>& lines) {
  for (std::string_view head; (head = beginning(line, cells, true)).size() < line.size();) {
    // The space after a word that fits exactly is where to break, too.
    const std::size_t space = line.substr(0, head.size() + 1).find_last_of(' ');
    const std::size_t word_end =
        space == std::string_view::npos ? space : line.find_last_not_of(' ', space);
    if (word_end != std::string_view::npos) head = line.substr(0, word_end + 1);
    lines.emplace_back(head);
    line.remove_prefix(head.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) return;
  }
  lines.emplace_back(line);
}

}  // namespace

int width(std::string_view text) {
  if (is_printable_ascii(text)) return static_cast<int>(text.size());
  int cells = 0;
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    cells += cluster.cells;
    text.remove_prefix(cluster.text.size());
  }
  return cells;
}

std::string shortened(std::string_view text, int cells) {
  if (width(text) <= cells) return std::string(text);
  if (cells <= 0) return {};
  return std::string(beginning(text, cells - 1)).append(ellipsis);
}

Excerpt around(std::string_view text, std::size_t place, int cells) {
  // Nobody measures a megabyte for a line of it.
  constexpr std::size_t bytes_a_cell = 32;
  const std::size_t far = bytes_a_cell * static_cast<std::size_t>(std::max(cells, 1));
  if (text.size() <= far && width(text) <= cells) return {std::string(text), 0, text.size(), 0};
  std::size_t begin = place > far ? place - far : 0;
  while (begin > 0 && begin < place && (text[begin] & 0xC0) == 0x80) ++begin;

  struct Piece {
    std::size_t at;
    int cells;
  };

  std::vector<Piece> before;
  std::size_t hit = begin;
  while (hit < text.size()) {
    const Cluster cluster = first_cluster(text.substr(hit));
    if (hit + cluster.text.size() > place) break;
    before.push_back({hit, cluster.cells});
    hit += cluster.text.size();
  }
  // What follows takes two thirds, or leaves the rest to what goes before.
  const std::string_view after = text.substr(hit);
  const int room = cells - 2;
  const int needed = width(after.substr(0, std::min(far, after.size())));
  int left = std::max(room / 3, room - needed);
  std::size_t from = hit;
  for (auto piece = before.rbegin(); piece != before.rend() && piece->cells <= left; ++piece) {
    left -= piece->cells;
    from = piece->at;
  }
  // Not in the midst of a word, where its beginning is near.
  if (from > 0 && from < hit && text[from - 1] != ' ') {
    const std::size_t space = text.find(' ', from);
    if (space < hit) from = space + 1;
  }
  const std::string_view rest = text.substr(from);
  const int ours = cells - (from > 0 ? 1 : 0);
  std::string_view piece = beginning(rest, ours);
  if (piece.size() < rest.size()) piece = beginning(rest, ours - 1);
  Excerpt excerpt{from > 0 ? std::string(ellipsis) : "", from, piece.size(), 0};
  excerpt.at = excerpt.text.size();
  excerpt.text += piece;
  if (piece.size() < rest.size()) excerpt.text += ellipsis;
  return excerpt;
}

std::string padded(std::string_view text, int cells) {
  return std::string(text) + spaces(cells - width(text));
}

std::string padded_left(std::string_view text, int cells) {
  return spaces(cells - width(text)).append(text);
}

std::vector<std::string> wrapped(std::string_view text, int cells) {
  std::vector<std::string> lines;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    wrap_line(line, std::max(cells, 1), lines);
  }
  return lines;
}

}  // namespace crm
