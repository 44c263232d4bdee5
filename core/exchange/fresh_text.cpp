#include "core/exchange/fresh_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "core/domain/text.hpp"

namespace crm {
namespace {

using Line = std::string_view;

bool is_quoted(Line line) {
  return trimmed(line).starts_with('>');
}

bool is_blank(Line line) {
  return trimmed(line).empty();
}

bool has_digit(Line line) {
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

template <std::size_t Size>
bool begins_with_one(Line line, const std::array<std::string_view, Size>& words) {
  return std::any_of(words.begin(), words.end(), [&](Line word) { return line.starts_with(word); });
}

template <std::size_t Size>
bool has_one(Line line, const std::array<std::string_view, Size>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](Line word) { return line.find(word) != line.npos; });
}

/// `On Sat, 21 Nov 2026 Bob wrote:` in what mail programs speak; of two lines together, too.
bool announces(const std::string& line) {
  constexpr std::array<Line, 12> begins = {"on ", "am ",  "le ",     "el ",  "il ",  "op ",
                                           "em ", "den ", "w dniu ", "dne ", "vào ", "на "};
  constexpr std::array<Line, 14> writes = {"wrote",     "schrieb",  "écrit", "escribió", "scritto",
                                           "schreef",   "escreveu", "skrev", "napisał",  "napsal",
                                           "kirjoitti", "写道",     "пишет", "のメール"};
  const std::string low = lowered(trimmed(line));
  if (!low.ends_with(':') && !low.ends_with("：")) return false;
  return has_one(low, writes) && (begins_with_one(low, begins) || has_digit(low));
}

/// `-----Original Message-----`.
bool is_rule_of_original(Line line) {
  constexpr std::array<Line, 8> words = {"original",       "ursprüngliche", "origine",  "originale",
                                         "oorspronkelijk", "mensagem orig", "оригинал", "原始"};
  const std::string low = lowered(trimmed(line));
  return low.starts_with("--") && low.ends_with("--") && has_one(low, words);
}

/// `From: Bob`, `*Von:* Bob`: the head of a mail that stands below, when its date follows.
bool is_head(const std::vector<Line>& lines, std::size_t at) {
  constexpr std::array<Line, 8> from = {
      "from:", "von:", "de:", "da:", "van:", "från:", "fra:", "od:"};
  constexpr std::array<Line, 11> sent = {
      "sent:",    "date:",      "gesendet:", "datum:",   "envoyé", "enviado",
      "inviato:", "verzonden:", "data:",     "skickat:", "sendt:"};
  const auto plain = [](Line line) {
    std::string low = lowered(trimmed(line));
    std::erase(low, '*');
    return low;
  };
  if (!begins_with_one(plain(lines[at]), from)) return false;
  for (std::size_t next = at + 1; next < std::min(at + 4, lines.size()); ++next)
    if (begins_with_one(plain(lines[next]), sent)) return true;
  return false;
}

bool is_underline(Line line) {
  const Line text = trimmed(line);
  return text.size() >= 10 && text.find_first_not_of('_') == text.npos;
}

/// Takes away what announced the quote that follows, and blank lines before it.
void drop_announcement(std::vector<Line>& kept) {
  while (!kept.empty() && is_blank(kept.back())) kept.pop_back();
  for (std::size_t count = 1; count <= std::min<std::size_t>(3, kept.size()); ++count) {
    std::string together;
    for (std::size_t i = kept.size() - count; i < kept.size(); ++i)
      together += std::string(trimmed(kept[i])) + " ";
    if (!announces(together)) continue;
    kept.resize(kept.size() - count);
    return;
  }
}

}  // namespace

std::string fresh_text(std::string_view text, std::size_t longest) {
  std::vector<Line> lines = split(text, '\n'), kept;
  for (Line& line : lines)
    while (line.ends_with('\r') || (line.ends_with(' ') && line != "-- ")) line.remove_suffix(1);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line line = lines[at];
    if (line == "-- " || line == "--") break;
    if (is_rule_of_original(line) || is_head(lines, at)) {
      // What was only passed on has nothing else to say.
      const bool anything =
          std::any_of(kept.begin(), kept.end(), [](Line each) { return !is_blank(each); });
      const bool forwarded = std::any_of(kept.begin(), kept.end(), [](Line each) {
        return each.starts_with("-----") || each.starts_with("Begin forwarded");
      });
      if (anything && !forwarded) break;
    }
    if (is_quoted(line)) {
      if (kept.empty() || is_quoted(lines[at - 1])) continue;
      drop_announcement(kept);
      kept.emplace_back();
      continue;
    }
    kept.push_back(line);
  }
  drop_announcement(kept);
  while (!kept.empty() && (is_blank(kept.back()) || is_underline(kept.back()))) kept.pop_back();

  std::string fresh;
  bool blank = false;
  for (const Line line : kept) {
    if (is_blank(line)) {
      blank = !fresh.empty();
      continue;
    }
    if (fresh.size() + line.size() + 2 > longest) {
      if (fresh.empty()) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        fresh = line.substr(0, end);
      }
      return fresh + (fresh.empty() ? "…" : "\n…");
    }
    if (!fresh.empty()) fresh += blank ? "\n\n" : "\n";
    fresh += line;
    blank = false;
  }
  return fresh;
}

}  // namespace crm
