#include "core/merge/lines.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace crm {
namespace {

using Lines = std::span<const std::string_view>;
using Matches = std::vector<std::optional<std::size_t>>;

/// Above this many pairs of lines the middle counts as changed.
constexpr std::size_t most_pairs = 4'000'000;

void match_middle(Lines a, Lines b, std::size_t a_begin, std::size_t b_begin, Matches& matches) {
  const std::size_t n = a.size(), m = b.size();
  if (n == 0 || m == 0 || n * m > most_pairs) return;
  // common[i][j]: the longest common subsequence of what follows line i and line j.
  std::vector<std::uint32_t> common((n + 1) * (m + 1), 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return common[i * (m + 1) + j];
  };
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = m; j-- > 0;)
      at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (a[i] == b[j]) {
      matches[a_begin + i++] = b_begin + j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
}

std::string joined(Lines lines) {
  std::string text;
  for (const std::string_view line : lines) text += line;
  return text;
}

/// As `joined`, so that another line may follow.
std::string ended(Lines lines) {
  std::string text = joined(lines);
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

bool is_remark(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != line.npos && line[first] == '#';
}

std::string both(Lines a, Lines b) {
  const std::string first = joined(a), second = joined(b);
  return first < second ? ended(a) + second : ended(b) + first;
}

std::string first_with_remarks(Lines a, Lines b) {
  std::string text;
  for (const std::string_view line : b)
    if (is_remark(line) && std::find(a.begin(), a.end(), line) == a.end())
      text += ended(Lines(&line, 1));
  return text + joined(a);
}

}  // namespace

std::vector<std::string_view> lines_with_ends(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n') + 1);
    lines.push_back(line.empty() ? text : line);
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

Matches matching_lines(const std::vector<std::string_view>& a,
                       const std::vector<std::string_view>& b) {
  Matches matches(a.size());
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) {
    matches[head] = head;
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    matches[a.size() - 1 - tail] = b.size() - 1 - tail;
    ++tail;
  }
  match_middle(Lines(a).subspan(head, a.size() - head - tail),
               Lines(b).subspan(head, b.size() - head - tail), head, head, matches);
  return matches;
}

MergedLines merge_lines(std::string_view base, std::string_view a, std::string_view b,
                        Overlap overlap) {
  const auto was = lines_with_ends(base), ours = lines_with_ends(a), theirs = lines_with_ends(b);
  const Matches in_ours = matching_lines(was, ours), in_theirs = matching_lines(was, theirs);
  MergedLines merged;
  std::size_t at = 0, our = 0, their = 0;
  const auto take_changed = [&](std::size_t to, std::size_t our_to, std::size_t their_to) {
    const Lines old = Lines(was).subspan(at, to - at);
    const Lines first = Lines(ours).subspan(our, our_to - our);
    const Lines second = Lines(theirs).subspan(their, their_to - their);
    if (std::ranges::equal(first, second) || std::ranges::equal(second, old)) {
      merged.text += joined(first);
    } else if (std::ranges::equal(first, old)) {
      merged.text += joined(second);
    } else {
      merged.clean = false;
      merged.text +=
          overlap == Overlap::both ? both(first, second) : first_with_remarks(first, second);
    }
  };
  for (std::size_t line = 0; line < was.size(); ++line) {
    if (!in_ours[line] || !in_theirs[line]) continue;
    take_changed(line, *in_ours[line], *in_theirs[line]);
    merged.text += was[line];
    at = line + 1;
    our = *in_ours[line] + 1;
    their = *in_theirs[line] + 1;
  }
  take_changed(was.size(), ours.size(), theirs.size());
  return merged;
}

}  // namespace crm
