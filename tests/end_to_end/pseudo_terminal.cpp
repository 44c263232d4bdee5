#include "tests/end_to_end/pseudo_terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace end_to_end {
namespace {

/// Nothing of what is tested takes that long.
constexpr int patience_ms = 60'000;

}  // namespace

PseudoTerminal::PseudoTerminal(const Words& words, const Variables& variables, int columns) {
  Words argv;
  if (!words.front().starts_with('/')) argv.push_back(CRM_BINARY);
  argv.insert(argv.end(), words.begin(), words.end());
  Variables all{
      {"PATH", std::getenv("PATH")}, {"LANG", "C.UTF-8"},
      {"HOME", "/nonexistent"},      {"TERM", "xterm"},
      {"CRM", CRM_BINARY},           {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"}};
  // Nobody is there to leave a pager.
  all["PAGER"] = "";
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  std::vector<char*> c_argv, c_lines;
  for (std::string& word : argv) c_argv.push_back(word.data());
  for (std::string& line : lines) c_lines.push_back(line.data());
  c_argv.push_back(nullptr);
  c_lines.push_back(nullptr);
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 24;
  child_ = ::forkpty(&end_, nullptr, nullptr, &size);
  if (child_ < 0) throw std::runtime_error("there are no pseudo-terminals");
  if (child_ == 0) {
    // As a login has it, whatever the tests were started from.
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP}) ::signal(signal, SIG_DFL);
    ::execve(c_argv.front(), c_argv.data(), c_lines.data());
    ::_exit(127);
  }
}

PseudoTerminal::~PseudoTerminal() {
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    (void)wait();
  }
  ::close(end_);
}

bool PseudoTerminal::read_more() {
  pollfd end{end_, POLLIN, 0};
  if (::poll(&end, 1, patience_ms) <= 0) {
    // It waits for something that does not come.
    ::kill(child_, SIGKILL);
    return false;
  }
  char some[4096];
  const ssize_t got = ::read(end_, some, sizeof some);
  if (got > 0) shown_.append(some, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

bool PseudoTerminal::shows(const std::string& text) {
  while (true) {
    const auto at = shown_.find(text, seen_);
    if (at != shown_.npos) {
      seen_ = at + text.size();
      return true;
    }
    if (!read_more()) return false;
  }
}

void PseudoTerminal::type(const std::string& keys) const {
  (void)!::write(end_, keys.data(), keys.size());
}

Ended PseudoTerminal::wait() {
  while (read_more()) {
  }
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = 0;
  Ended end;
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.code = WEXITSTATUS(status);
  for (const char c : shown_)
    if (c != '\r') end.out += c;
  return end;
}

}  // namespace end_to_end
