// The little shell in which transcripts are played: crm in process, in a made-up home, on a made-up
// Saturday.
//
// It knows crm, cat, ls, cd, cp, mv, rm, mkdir, echo, printf, head -N, chmod +x, sed -i 's/…/…/',
// true and false, with `&&`,
// `|`, `<`, `>`, `>>`, `<<END`, `NAME=VALUE command` and `export NAME=VALUE`; git, by its own
// program, once `git config --global user.email …` has told it who is there (until then crm finds
// none that knows anything); a mailer `tray` that keeps what it is given; and, of its own,
//
//     today 2026-03-10[THH:MM]    turns the clock; it stands still until the next one
//     export CRM_NOW=2026-03-10   the same, to its noon
//     terminal 40                 makes the terminal that wide (80 at first)
//     colour on                   switches colours (off at first)
//     cron on                     takes the terminal away: nobody sees hints or answers questions
//     program kunden              builds crm under that name, and calls it by it
//     answer y                    what is typed when the next question is asked; of several words
//                                 each answers one question
//
// The environment holds CRM_BOOK, CRM_ME, CRM_SENDMAIL, CRM_NOTIFY, EDITOR and LANG only. The clock
// begins at 2026-11-21T10:15 in Kolkata.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/book/real_disk.hpp"

namespace crm::transcripts {

/// Whether a shell would run it as it stands: no open quote, no heredoc without its end.
bool is_complete(const std::string& command);

class Shell {
 public:
  Shell();
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// What appears on the terminal, in lines, as transcript.hpp describes them.
  std::vector<std::string> run(const std::string& command);

  /// What no output may do, of the last command.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Simple;
  class Screen;

  int run_simple(const Simple& simple, const std::string* piped, std::string* caught);
  int run_builtin(const std::vector<std::string>& words, const std::string& input,
                  std::ostream& out, std::ostream& err);
  int run_crm(const Simple& simple, std::istream& in, bool in_is_terminal, std::ostream& out,
              bool out_is_terminal, std::ostream& err);
  int run_editor(const std::vector<std::string>& argv);
  Result<ProgramAnswer> ask(const ProgramCall& call);
  Result<ProgramAnswer> ask_git(ProgramCall call) const;
  std::uint64_t random_bits();
  std::string real(const std::string& path) const;
  std::string told(std::string text) const;
  std::vector<std::string> with_globs(std::vector<std::string> words) const;
  std::vector<std::string> shown();

  std::filesystem::path root_, came_from_;
  RealDisk disk_;
  std::map<std::string, std::string> variables_;
  std::unique_ptr<Screen> screen_;
  std::vector<std::string> faults_;
  std::string answer_, program_ = "crm", today_ = "2026-11-21T10:15";
  int width_ = 80, drafts_ = 0, trays_ = 0;
  bool colour_ = false, cron_ = false;
  std::uint64_t chance_ = 0;
  /// How often a command was given: the same one twice makes other ids.
  std::map<std::string, int> given_;
};

}  // namespace crm::transcripts
