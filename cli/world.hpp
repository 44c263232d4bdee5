// Everything a command may touch, handed in from main.cpp: streams, clock, disk, chance, terminal,
// environment.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/program.hpp"
#include "core/domain/id.hpp"
#include "core/domain/zone.hpp"

namespace crm {

/// What the person sees and types at.
struct Terminal {
  bool in = false, out = false, err = false;
  /// Cells.
  int width = 80;
  /// Lines; 0 where nobody knows.
  int height = 0;
  bool colour = false;
  /// Understands "go to column n" (all but TERM=dumb).
  bool places_cursor = false;
};

/// The environment variables that mean something to us; empty where unset.
struct Environment {
  std::string book, me, editor, config_home, locale, home, sendmail = {};
  /// Where programs keep what they know of a person from one day to the next.
  std::string state_home = {};
  /// The hook that called us, `pre-log`.
  std::string hook = {};
  /// Unset is another thing than empty here: then there shall be none.
  std::optional<std::string> pager = {};
  /// The program that shows notifications.
  std::string notify = {};
  /// The name of this machine.
  std::string host = {};
};

/// The options that every command understands.
struct Manners {
  std::string book, as, message, color = "auto";
  /// Empty: not asked for; `*`: all fields; else names joined by commas.
  std::string json;
  bool csv = false, tsv = false, ids = false, nul = false;
  bool dry_run = false, yes = false, anyway = false, no_input = false, help = false;

  bool wants_json() const { return !json.empty(); }
};

struct World {
  Disk& disk;
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  Instant now;
  Random random;
  /// Where the person stands.
  std::string folder;
  Environment environment;
  Terminal terminal;
  Manners manners;
  /// Runs a program with these words, its streams ours, and gives its exit code; -1 when it can't
  /// be started.
  std::function<int(const std::vector<std::string>& argv)> run_program;
  /// Runs a program that says nothing to the person.
  AskProgram ask_program;
  /// Starts crm with these words beside us, without a terminal, and goes on. Unset where that is
  /// not to be.
  std::function<void(const std::vector<std::string>& words)> start_self;
  /// Waits.
  std::function<void(int milliseconds)> pause;
  /// A new private folder for a draft.
  std::function<std::string()> temporary_folder;
  /// Takes such a folder away with all that is in it.
  std::function<void(const std::string& folder)> remove_folder;
  /// Whether the command has changed the book.
  bool has_written = false;
  /// The name of the file that the shell has put our output into; empty where it is none.
  std::string out_file = {};

  /// A single key, without Enter; nothing when stdin ends or the person wants out (Ctrl-C, Ctrl-D).
  /// Unset where keys come in lines.
  std::function<std::optional<char>()> read_key = {};

  /// Whether Ctrl-C was pressed, or the program asked to end. Once this is asked, neither ends it
  /// by itself any more: whoever asks it looks again in time. Unset where nobody would.
  std::function<bool()> is_interrupted = {};
  /// Names of the programs in PATH that begin so. Unset where there is no PATH.
  std::function<std::vector<std::string>(const std::string& beginning)> programs = {};
  /// Whether a file may be run. Unset where that can't be told.
  std::function<bool(const std::string& path)> is_program = {};

  /// What we are called here; see as_called().
  std::string program = "crm";
  /// The command that runs: `log`.
  std::string command = {};
  /// Hooks that run when the command is done; see run_waiting_hooks().
  std::vector<ProgramCall> waiting_hooks = {};
  /// Runs a program with these words that reads `input`, its output and the terminal being ours;
  /// false where it can't be started. Unset where no program shall be.
  std::function<bool(const std::vector<std::string>& argv, const std::string& input)> feed_program =
      {};

  /// Whether a question may be asked.
  bool may_ask() const { return terminal.in && terminal.err && !manners.no_input; }
};

}  // namespace crm
