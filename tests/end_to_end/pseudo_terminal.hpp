// crm at a terminal that a test holds the other end of.
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/end_to_end/machine.hpp"

namespace end_to_end {

class PseudoTerminal {
 public:
  /// Runs `crm`, or the program whose path the first word is, with all its streams there.
  PseudoTerminal(const Words& words, const Variables& variables, int columns = 80);
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;
  ~PseudoTerminal();

  /// Waits until this appears after what was waited for before; false when the program ends first.
  bool shows(const std::string& text);
  /// Types; "\x03" is Ctrl-C.
  void type(const std::string& keys) const;
  /// Waits for the end; all that was shown is in `out`.
  Ended wait();

 private:
  bool read_more();

  int end_ = -1;
  pid_t child_ = 0;
  std::string shown_;
  std::size_t seen_ = 0;
};

}  // namespace end_to_end
