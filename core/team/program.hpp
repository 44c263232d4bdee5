// Other programs, asked a question: what they are told, what they answer.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

struct ProgramCall {
  /// The program and its words; never a line for a shell.
  std::vector<std::string> words;
  /// What it reads on stdin.
  std::string input = {};
  /// Variables that are set, or taken away (an empty value), beside those we have ourselves.
  std::vector<std::pair<std::string, std::string>> variables = {};
  /// What it writes to stderr goes to ours: the person sees it, and may answer at the terminal.
  bool shows = false;
  /// The folder it stands in; empty: where we stand.
  std::string folder = {};
  /// After so many seconds it is ended, and its own end is enough even where others that it has
  /// started hold its streams; 0: it takes what it takes.
  int most_seconds = 0;
};

struct ProgramAnswer {
  /// Its exit code; 128 and the signal where it was killed.
  int code = 0;
  std::string out, err;
};

/// Error::nothing_found where there is no such program. It is not ended by our end, nor by a
/// Ctrl-C that it does not get itself.
using AskProgram = std::function<Result<ProgramAnswer>(const ProgramCall& call)>;

/// Of this machine.
Result<ProgramAnswer> ask_real_program(const ProgramCall& call);

}  // namespace crm
