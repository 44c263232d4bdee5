// How long programs take, from their start to their end, side by side.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace crm::bench {

using Words = std::vector<std::string>;

/// A program with its words, and what of the environment it needs besides the usual.
struct Program {
  Words words;
  Words environment = {};
};

struct Run {
  double milliseconds = 0;
  /// Of all processors together: what a busy machine does not blur.
  double processor = 0;
  double megabytes = 0;
};

/// Its output thrown away. Throws where it can't be started or ends with another code than 0 or
/// `also`.
Run run(const Program& program, int also = 0);

/// What it prints.
std::string printed_by(const Program& program);

/// Runs them by turns, after a round to warm up; the medians of each. They may end with `also`.
std::vector<Run> by_turns(int rounds,
                          const std::vector<std::function<Program(int round)>>& programs,
                          int also = 0);

}  // namespace crm::bench
