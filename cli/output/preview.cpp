#include "cli/output/preview.hpp"

#include <algorithm>
#include <ostream>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/merge/lines.hpp"

namespace crm {
namespace {

using Line = std::string_view;

constexpr std::size_t most_on_a_terminal = 100;

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace

std::vector<std::string> line_difference(std::string_view before, std::string_view after) {
  const std::vector<Line> a = lines_of(before), b = lines_of(after);
  const auto matches = matching_lines(a, b);
  std::vector<std::string> out;
  const auto take = [&](char sign, Line line) { out.push_back(sign + std::string(line)); };
  std::size_t come = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!matches[i]) {
      take('-', a[i]);
      continue;
    }
    while (come < *matches[i]) take('+', b[come++]);
    take(' ', a[i]);
    ++come;
  }
  while (come < b.size()) take('+', b[come++]);
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
