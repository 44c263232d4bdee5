#include "core/merge/marked_text.hpp"

#include <algorithm>
#include <map>

#include "core/merge/lines.hpp"

namespace crm {
namespace {

enum class Mark { none, ours, base, between, theirs };

/// Seven of them at the beginning of a line, then a space or nothing; longer ones stand within the
/// base, where git has merged bases.
Mark mark_of(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  static constexpr std::pair<std::string_view, Mark> marks[] = {{"<<<<<<<", Mark::ours},
                                                                {"|||||||", Mark::base},
                                                                {"=======", Mark::between},
                                                                {">>>>>>>", Mark::theirs}};
  for (const auto& [sign, mark] : marks)
    if (line.starts_with(sign) && (line.size() == sign.size() || line[sign.size()] == ' '))
      return mark;
  return Mark::none;
}

class Apart {
 public:
  explicit Apart(std::string_view text) : lines_(lines_with_ends(text)) {}

  std::optional<MarkedText> whole() {
    // A word for each way: at each depth the one side or the other.
    depth_ = deepest();
    if (depth_ == 0 || depth_ > most_depth) return std::nullopt;
    MarkedText apart;
    for (unsigned way = 0; way < (1u << depth_); ++way) {
      auto version = walk(way, false);
      if (!version) return std::nullopt;
      if (std::find(apart.versions.begin(), apart.versions.end(), *version) == apart.versions.end())
        apart.versions.push_back(*std::move(version));
    }
    if (depth_ == 1 && all_have_base_) apart.base = walk(0, true);
    return apart;
  }

 private:
  static constexpr int most_depth = 4;

  int deepest() const {
    int depth = 0, most = 0;
    for (const std::string_view line : lines_) {
      const Mark mark = mark_of(line);
      if (mark == Mark::ours) most = std::max(most, ++depth);
      if (mark == Mark::theirs) --depth;
    }
    return most;
  }

  /// The text that takes side `bit` of `way` at each depth; nothing where markers don't fit.
  std::optional<std::string> walk(unsigned way, bool base) {
    struct Open {
      Mark in = Mark::ours;
      bool has_base = false;
    };

    std::vector<Open> open;
    std::string text;
    for (const std::string_view line : lines_) {
      const Mark mark = mark_of(line);
      // Within a base only its end is a marker: what else is there came from merging bases.
      if (mark == Mark::none ||
          (!open.empty() && open.back().in == Mark::base && mark != Mark::between)) {
        if (is_taken(open, way, base)) text += line;
        continue;
      }
      if (mark == Mark::ours) {
        open.emplace_back();
        continue;
      }
      if (open.empty()) return std::nullopt;
      Open& innermost = open.back();
      if (mark == Mark::base && innermost.in == Mark::ours) {
        innermost = {Mark::base, true};
      } else if (mark == Mark::between && innermost.in != Mark::theirs) {
        innermost.in = Mark::theirs;
        all_have_base_ = all_have_base_ && innermost.has_base;
      } else if (mark == Mark::theirs && innermost.in == Mark::theirs) {
        open.pop_back();
      } else {
        return std::nullopt;
      }
    }
    return open.empty() ? std::optional(text) : std::nullopt;
  }

  template <class Opens>
  static bool is_taken(const Opens& open, unsigned way, bool base) {
    for (std::size_t depth = 0; depth < open.size(); ++depth) {
      const bool second = (way >> depth & 1u) != 0;
      const Mark wanted = base ? Mark::base : second ? Mark::theirs : Mark::ours;
      if (open[depth].in != wanted) return false;
    }
    return true;
  }

  std::vector<std::string_view> lines_;
  int depth_ = 0;
  bool all_have_base_ = true;
};

}  // namespace

bool has_markers(std::string_view text) {
  for (const std::string_view sign : {"<<<<<<<", "=======", ">>>>>>>"})
    for (std::size_t at = text.find(sign); at != text.npos; at = text.find(sign, at + 1))
      if ((at == 0 || text[at - 1] == '\n') &&
          mark_of(text.substr(at, text.substr(at).find('\n'))) != Mark::none)
        return true;
  return false;
}

std::optional<MarkedText> taken_apart(std::string_view text) {
  return Apart(text).whole();
}

std::optional<MarkedText> parted_at_doubled_keys(std::string_view text) {
  struct Part {
    std::string_view key;
    std::string lines;
    std::size_t time;
  };

  std::vector<Part> parts;
  std::map<std::string_view, std::size_t> times;
  for (const std::string_view line : lines_with_ends(text)) {
    const bool begins = std::string_view(" \t#-\r\n").find(line.front()) == std::string_view::npos;
    const auto colon = line.find(':');
    if (begins && colon != line.npos) {
      const std::string_view key = line.substr(0, colon);
      parts.push_back({key, "", times[key]++});
    } else if (parts.empty()) {
      parts.push_back({"", "", 0});
    }
    parts.back().lines += line;
  }
  std::size_t most = 1;
  for (const auto& [key, count] : times) most = std::max(most, count);
  if (most == 1) return std::nullopt;
  MarkedText apart;
  for (std::size_t version = 0; version < most; ++version) {
    std::string lines;
    for (const Part& part : parts) {
      const std::size_t count = part.key.empty() ? 1 : times[part.key];
      if (part.time == std::min(version, count - 1)) lines += part.lines;
    }
    apart.versions.push_back(std::move(lines));
  }
  return apart;
}

}  // namespace crm
