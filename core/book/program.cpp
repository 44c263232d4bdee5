#include "core/book/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

namespace crm {
namespace {

/// Closed when it goes.
class End {
 public:
  End() = default;
  End(const End&) = delete;
  End& operator=(const End&) = delete;

  ~End() { close(); }

  void close() {
    if (number >= 0) ::close(number);
    number = -1;
  }

  int number = -1;
};

struct Pipe {
  End read, write;

  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read.number = ends[0];
    write.number = ends[1];
    return true;
  }
};

/// A program may end before it has read everything: that is not our end.
class PipeSignalBlocked {
 public:
  PipeSignalBlocked() {
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before_);
  }

  ~PipeSignalBlocked() {
    // One that came meanwhile is forgotten before it could come through.
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    const timespec at_once{};
    while (::sigtimedwait(&pipe, nullptr, &at_once) > 0) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  const sigset_t& before() const { return before_; }

 private:
  sigset_t before_{};
};

std::vector<char*> c_words(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

/// Ours, with what the call changes.
std::vector<std::string> variables_of(const ProgramCall& call) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view one = *variable;
    bool changed = false;
    for (const auto& [name, value] : call.variables)
      changed = changed || (one.starts_with(name) && one.substr(name.size()).starts_with('='));
    if (!changed) all.emplace_back(one);
  }
  for (const auto& [name, value] : call.variables)
    if (!value.empty()) all.push_back(name + "=" + value);
  return all;
}

/// Writes what it takes without waiting; closes the end when everything is said or nobody reads.
void give(End& to, std::string_view& rest) {
  const ssize_t given = ::write(to.number, rest.data(), rest.size());
  if (given > 0) rest.remove_prefix(static_cast<std::size_t>(given));
  if (rest.empty() || (given < 0 && errno != EAGAIN && errno != EINTR)) to.close();
}

void take(End& from, std::string& all) {
  char some[65536];
  const ssize_t taken = ::read(from.number, some, sizeof some);
  if (taken > 0)
    all.append(some, static_cast<std::size_t>(taken));
  else if (taken == 0 || (errno != EAGAIN && errno != EINTR))
    from.close();
}

/// Told of when the time is over.
bool wait_at_most(End& limit, int milliseconds) {
  limit.number = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  itimerspec once{};
  once.it_value = {milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
  return limit.number >= 0 && ::timerfd_settime(limit.number, 0, &once, nullptr) == 0;
}

}  // namespace

Result<ProgramAnswer> ask_real_program(const ProgramCall& call) {
  const std::string& name = call.words.front();
  const auto failed = [&](int reason) {
    return error(Error::failed("can't run " + name + ": " + std::strerror(reason)));
  };
  Pipe in, out, err;
  if (!in.open() || !out.open() || !err.open()) return failed(errno);
  ::fcntl(in.write.number, F_SETFL, O_NONBLOCK);
  const PipeSignalBlocked blocked;
  End limit;
  if (call.limit_ms > 0 && !wait_at_most(limit, call.limit_ms)) return failed(errno);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.read.number, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.write.number, STDOUT_FILENO);
  if (!call.folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, call.folder.c_str());
  if (!call.shows) ::posix_spawn_file_actions_adddup2(&actions, err.write.number, STDERR_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  // With a limit, in a group of its own, so that what it has started is ended too.
  ::posix_spawnattr_setflags(&attributes, call.limit_ms > 0
                                              ? POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
                                              : POSIX_SPAWN_SETSIGMASK);
  ::posix_spawnattr_setsigmask(&attributes, &blocked.before());
  const std::vector<std::string> variables = variables_of(call);
  pid_t child = 0;
  const int reason = ::posix_spawnp(&child, name.c_str(), &actions, &attributes,
                                    c_words(call.words).data(), c_words(variables).data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (reason == ENOENT) return error(Error::nothing_found("there is no program " + name));
  if (reason != 0) return failed(reason);
  in.read.close();
  out.write.close();
  err.write.close();

  ProgramAnswer answer;
  std::string_view rest = call.input;
  if (rest.empty()) in.write.close();
  int status = 0;
  bool ended = false;
  const bool limited = limit.number >= 0;
  const auto look_whether_ended = [&] {
    ended = ended || ::waitpid(child, &status, WNOHANG) == child;
    return ended;
  };
  const auto end_it = [&] {
    answer.timed_out = true;
    ::kill(-child, SIGKILL);
  };
  // What it started itself and left behind (a connection that is kept) may hold its stderr for
  // ever, and where there is a limit its stdout as well: then its end counts.
  while (out.read.number >= 0 || (err.read.number >= 0 && !ended)) {
    const bool only_err = out.read.number < 0;
    // A closed end is -1: poll passes over it.
    pollfd ends[] = {{in.write.number, POLLOUT, 0},
                     {out.read.number, POLLIN, 0},
                     {err.read.number, POLLIN, 0},
                     {limit.number, POLLIN, 0}};
    const int ready = ::poll(ends, 4, only_err || limited ? 20 : -1);
    if (ready < 0 && errno != EINTR) break;
    if (ready == 0 && look_whether_ended() && limited) break;
    if (ready <= 0) continue;
    if (ends[3].revents != 0) {
      end_it();
      break;
    }
    if (ends[0].revents != 0) give(in.write, rest);
    if (ends[1].revents != 0) take(out.read, answer.out);
    if (ends[2].revents != 0) take(err.read, answer.err);
  }
  // It may have closed both and still run on.
  for (int pause = 1; limited && !answer.timed_out && !look_whether_ended();
       pause = std::min(2 * pause, 20)) {
    pollfd over{limit.number, POLLIN, 0};
    if (::poll(&over, 1, pause) > 0) end_it();
  }
  while (!ended && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return answer;
}

}  // namespace crm
