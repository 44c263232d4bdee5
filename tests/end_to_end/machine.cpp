#include "tests/end_to_end/machine.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace end_to_end {
namespace {

/// The variables as a program is given them: ours alone, so that nothing of whoever runs the tests
/// leaks in.
std::vector<std::string> environment(const Variables& variables) {
  Variables all{{"PATH", std::getenv("PATH")},
                {"LANG", "C.UTF-8"},
                {"HOME", "/nonexistent"},
                {"CRM", CRM_BINARY},
                {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"}};
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> c_words(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

pid_t start(const Words& argv, const Variables& variables, const std::string& out,
            const std::string& err) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0666);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const std::vector<std::string> lines = environment(variables);
  // A group of its own, so that it can be killed with all that it runs.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, argv.front().c_str(), &actions, &attributes,
                                    c_words(argv).data(), c_words(lines).data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("can't start " + argv.front());
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

Ended ended(int status, const Folder& said) {
  Ended end;
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.code = WEXITSTATUS(status);
  end.out = text_of(said.file("out"));
  end.err = text_of(said.file("err"));
  return end;
}

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "crm-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make a folder for a test");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Running::Running(const Words& words, const Variables& variables) {
  Words argv;
  if (!words.front().starts_with('/')) argv.push_back(CRM_BINARY);
  argv.insert(argv.end(), words.begin(), words.end());
  child_ = start(argv, variables, said_.file("out"), said_.file("err"));
}

Running::~Running() {
  if (child_ == 0) return;
  kill();
  (void)wait_for(child_);
}

void Running::kill() const {
  ::kill(child_, SIGKILL);
}

void Running::interrupt() const {
  ::kill(-child_, SIGINT);
}

void Running::kill_all() const {
  ::kill(-child_, SIGKILL);
}

bool Running::has_ended() const {
  siginfo_t about{};
  ::waitid(P_PID, static_cast<id_t>(child_), &about, WEXITED | WNOHANG | WNOWAIT);
  return about.si_pid == child_;
}

Ended Running::wait() {
  return ended(wait_for(std::exchange(child_, 0)), said_);
}

Ended run(const Words& words, const Variables& variables) {
  return Running(words, variables).wait();
}

Ended shell(const std::string& line, const Variables& variables) {
  const Folder said;
  return ended(wait_for(start({"bash", "-c", line}, variables, said.file("out"), said.file("err"))),
               said);
}

std::string id_of(int customer) {
  static const char* const words[] = {"one", "two", "three", "four", "five"};
  if (customer >= 5) return "more-" + std::to_string(1000 + customer);
  return std::string(words[customer]) + "-" + std::string(4, static_cast<char>('1' + customer));
}

std::string record_of(const Folder& folder, int customer) {
  return folder.file("book/customers/" + id_of(customer) + ".yaml");
}

Variables new_book(const Folder& folder, int customers) {
  const std::string book = folder.file("book");
  std::filesystem::create_directories(book + "/customers");
  std::ofstream(book + "/crm.yaml")
      << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n"
         "statuses: [lead, customer, former]\nkinds: [call, email]\n";
  for (int i = 0; i < customers; ++i)
    std::ofstream(record_of(folder, i)) << "# by hand\nid: " << id_of(i) << "\nname: Customer "
                                        << id_of(i) << "\nstatus: lead   # for now\ntags: [all]\n";
  return {{"CRM_BOOK", book}};
}

std::string text_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::map<std::string, std::string> texts_below(const std::filesystem::path& folder,
                                               const std::string& left_out) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    // Files may go while we look.
    const std::string path = entry.path().lexically_relative(folder).string();
    std::error_code gone;
    if (!entry.is_regular_file(gone) || (!left_out.empty() && path.find(left_out) != path.npos))
      continue;
    texts[path] = text_of(entry.path().string());
  }
  return texts;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::vector<std::string> leftovers(const std::filesystem::path& book) {
  std::vector<std::string> found;
  for (const auto& [path, text] : texts_below(book))
    if (path.find(".crm-tmp-") != path.npos || path.ends_with("/announced")) found.push_back(path);
  return found;
}

long typical_duration(const Words& words, const Variables& variables) {
  std::vector<long> took;
  for (int i = 0; i < 5; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    (void)run(words, variables);
    took.push_back(std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::steady_clock::now() - begin)
                       .count());
  }
  std::sort(took.begin(), took.end());
  return took[took.size() / 2];
}

void pause_for(long microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
}

Ended Killer::operator()(const Words& words, const Variables& variables) {
  Running running(words, variables);
  pause_for(std::uniform_int_distribution<long>(0, span_)(chance_));
  running.kill();
  Ended end = running.wait();
  span_ = end.was_killed() ? span_ + span_ / 20 + 1 : span_ - span_ / 10;
  return end;
}

}  // namespace end_to_end
