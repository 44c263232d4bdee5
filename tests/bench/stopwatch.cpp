#include "tests/bench/stopwatch.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

namespace crm::bench {
namespace {

std::vector<char*> c_words(const Words& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

pid_t start(const Program& program, posix_spawn_file_actions_t& actions) {
  Words environment{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                    "CRM_NOW=2026-11-21T10:15:00+01:00", "CRM_ME=anna"};
  for (const std::string& one : program.environment)
    if (one.starts_with("HOME=")) environment[2] = one;
  environment.insert(environment.end(), program.environment.begin(), program.environment.end());
  pid_t child = 0;
  const int failure = ::posix_spawnp(&child, program.words.front().c_str(), &actions, nullptr,
                                     c_words(program.words).data(), c_words(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("can't start " + program.words.front());
  return child;
}

void insist_on(const Program& program, int status, int also) {
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == 0 || code == also) return;
  std::string words;
  for (const std::string& word : program.words) words += word + " ";
  throw std::runtime_error(words + "ended with " + std::to_string(code));
}

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

Run run(const Program& program, int also) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = start(program, actions);
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  insist_on(program, status, also);
  return {took.count(), milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss) / 1024};
}

std::string printed_by(const Program& program) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("can't make a pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const pid_t child = start(program, actions);
  ::close(ends[1]);
  std::string text;
  std::array<char, 65536> some{};
  for (ssize_t got = 0; (got = ::read(ends[0], some.data(), some.size())) > 0;)
    text.append(some.data(), static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  insist_on(program, status, 0);
  return text;
}

std::vector<Run> by_turns(int rounds,
                          const std::vector<std::function<Program(int round)>>& programs,
                          int also) {
  std::vector<std::vector<double>> took(programs.size()), worked(programs.size());
  for (int round = -1; round < rounds; ++round)
    for (std::size_t i = 0; i < programs.size(); ++i) {
      const Run one = run(programs[i](round + 1), also);
      if (round < 0) continue;
      took[i].push_back(one.milliseconds);
      worked[i].push_back(one.processor);
    }
  std::vector<Run> medians;
  for (std::size_t i = 0; i < programs.size(); ++i)
    medians.push_back({median(took[i]), median(worked[i]), 0});
  return medians;
}

}  // namespace crm::bench
