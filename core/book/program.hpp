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
  /// After so long it is ended, with all that it has started itself; 0: whenever it ends.
  int limit_ms = 0;
  /// What it writes to stderr goes to ours: the person sees it, and may answer at the terminal.
  bool shows = false;
  /// The folder it stands in; empty: where we stand.
  std::string folder = {};
};

struct ProgramAnswer {
  /// Its exit code; 128 and the signal where it was killed.
  int code = 0;
  std::string out, err;
  /// It was ended because it took too long: what it has done by then is not known.
  bool timed_out = false;
};

/// Error::nothing_found where there is no such program. It is not ended by our end, nor by a
/// Ctrl-C that it does not get itself.
using AskProgram = std::function<Result<ProgramAnswer>(const ProgramCall& call)>;

/// Of this machine.
Result<ProgramAnswer> ask_real_program(const ProgramCall& call);

}  // namespace crm
