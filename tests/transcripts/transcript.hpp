// Transcripts: Markdown whose ```console fences are terminal sessions that the tests play and
// compare.
//
//     $ crm log acme call "Wants silk"          a command, with a shell's quoting; `&&`, `| cat`,
//     `< file` work logged a call with Acme, today 10:15      its output, byte for byte $ crm show
//     nobody crm: there is no customer "nobody"        a line that begins with crm: or hint: came
//     from stderr [3]                                       its exit code, where that is not 0
//
// Any other line from stderr (a remark, a question) is marked `2> `; a line from stdout that could
// be taken for one of those, `1> `. A control character is shown as \x1b (\e), \r, \0. A command
// that is not complete (an open quote, a
// `<<END`) goes on in lines that begin with `> `.
//
// On a terminal, no line of stdout may end in a space or be wider than the terminal (a record's own
// `{…}` lines may).
#pragma once

#include <string>
#include <vector>

namespace crm::transcripts {

/// A command of a fence, what it is given, and what it is expected to say.
struct Step {
  int line = 0;
  std::string command;
  std::vector<std::string> expected;
};

/// A Markdown file: its prose, kept as it stands, and the steps of its console fences.
class Transcript {
 public:
  explicit Transcript(const std::string& markdown);

  const std::vector<Step>& steps() const { return steps_; }

  /// The same file with other output, a list of lines a step.
  std::string with_output(const std::vector<std::vector<std::string>>& output) const;

 private:
  struct Part {
    std::string text;  // lines as they stand: prose, or a command
    bool is_step = false;
  };

  std::vector<Part> parts_;
  std::vector<Step> steps_;
};

struct Mismatch {
  std::string command;
  /// `tests/transcripts/log.md:12`, then what was expected (-) and what came (+).
  std::string report;
};

/// Plays a file from its beginning in a fresh folder. With `accept`, its expectations are rewritten
/// instead.
std::vector<Mismatch> play(const std::string& path, bool accept);

}  // namespace crm::transcripts
