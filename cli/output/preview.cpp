#include "cli/output/preview.hpp"

#include <algorithm>
#include <ostream>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Line = std::string_view;

/// Above this many pairs of lines the middle is shown as gone and come.
constexpr std::size_t most_pairs = 4'000'000;

constexpr std::size_t most_on_a_terminal = 100;

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

void take(std::vector<std::string>& out, char sign, const std::vector<Line>& lines,
          std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) out.push_back(sign + std::string(lines[i]));
}

}  // namespace

std::vector<std::string> line_difference(std::string_view before, std::string_view after) {
  const std::vector<Line> a = lines_of(before);
  const std::vector<Line> b = lines_of(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  const std::size_t a_end = a.size() - tail;
  const std::size_t b_end = b.size() - tail;
  const std::size_t n = a_end - head;
  const std::size_t m = b_end - head;

  std::vector<std::string> out;
  take(out, ' ', a, 0, head);
  if (n == 0 || m == 0 || n * m > most_pairs) {
    take(out, '-', a, head, a_end);
    take(out, '+', b, head, b_end);
  } else {
    // common[i][j]: the longest common subsequence of what follows line i and line j.
    std::vector<std::vector<std::uint32_t>> common(n + 1, std::vector<std::uint32_t>(m + 1, 0));
    for (std::size_t i = n; i-- > 0;)
      for (std::size_t j = m; j-- > 0;)
        common[i][j] = a[head + i] == b[head + j] ? common[i + 1][j + 1] + 1
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < n || j < m) {
      if (i < n && j < m && a[head + i] == b[head + j]) {
        take(out, ' ', a, head + i, head + i + 1);
        ++i;
        ++j;
      } else if (i < n && (j == m || common[i + 1][j] >= common[i][j + 1])) {
        take(out, '-', a, head + i, head + i + 1);
        ++i;
      } else {
        take(out, '+', b, head + j, head + j + 1);
        ++j;
      }
    }
  }
  take(out, ' ', a, a_end, a.size());
  return out;
}

void print_preview(const Changes& changes, World& world) {
  const bool colour = world.terminal.colour;
  const std::size_t shown =
      world.terminal.out ? std::min(changes.size(), most_on_a_terminal) : changes.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const Change change = changes.at(i).value();
    const char* const what = !change.before ? " (new)" : !change.after ? " (gone)" : "";
    world.out << styled(change.path + what, Style::bold, colour) << "\n";
    for (const std::string& line :
         line_difference(change.before.value_or(""), change.after.value_or(""))) {
      if (line.front() == ' ') continue;
      const Style style = line.front() == '-' ? Style::red : Style::green;
      world.out << styled(line.substr(0, 1) + " " + printable_line(line.substr(1)), style, colour)
                << "\n";
    }
  }
  if (shown < changes.size())
    remark(world, "… and " + std::to_string(changes.size() - shown) + " more files");
  if (changes.empty()) remark(world, "nothing would change");
}

}  // namespace crm
