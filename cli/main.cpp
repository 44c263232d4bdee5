// The machine: words, environment, clock, disk, chance and terminal are taken from it here, and
// only here.
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "cli/output/remark.hpp"
#include "cli/run.hpp"
#include "core/book/real_disk.hpp"
#include "core/domain/text.hpp"

extern char** environ;

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string first_of(std::initializer_list<const char*> names) {
  for (const char* const name : names)
    if (std::string value = variable(name); !value.empty()) return value;
  return {};
}

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  while (::getrandom(&bits, sizeof bits, 0) != sizeof bits) {
  }
  return bits;
}

crm::Terminal terminal() {
  crm::Terminal terminal;
  terminal.in = ::isatty(STDIN_FILENO) == 1;
  terminal.out = ::isatty(STDOUT_FILENO) == 1;
  terminal.err = ::isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (const std::string columns = variable("COLUMNS"); !columns.empty())
    terminal.width = std::atoi(columns.c_str());
  else if ((terminal.out && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) ||
           (terminal.err && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0))
    terminal.width = size.ws_col;
  if (terminal.width < 20) terminal.width = 80;
  terminal.places_cursor = terminal.out && variable("TERM") != "dumb";
  const bool plain = !variable("NO_COLOR").empty() || variable("TERM") == "dumb";
  const std::string forced = variable("CLICOLOR_FORCE");
  terminal.colour = (terminal.out && !plain) || (!forced.empty() && forced != "0");
  return terminal;
}

/// The terminal gives keys as they are pressed only meanwhile.
std::optional<char> read_key() {
  termios usual{};
  if (::tcgetattr(STDIN_FILENO, &usual) != 0) return std::nullopt;
  termios by_key = usual;
  by_key.c_lflag &= static_cast<tcflag_t>(~(ICANON | ECHO | ISIG));
  by_key.c_cc[VMIN] = 1;
  by_key.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &by_key);
  char key = 0;
  ssize_t got = 0;
  do {
    got = ::read(STDIN_FILENO, &key, 1);
  } while (got < 0 && errno == EINTR);
  constexpr char control_c = 3, control_d = 4, escape = 27;
  // An arrow is three characters, the last of them a letter.
  if (got == 1 && key == escape) ::tcflush(STDIN_FILENO, TCIFLUSH);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &usual);
  if (got != 1 || key == control_c || key == control_d) return std::nullopt;
  return key;
}

std::vector<char*> c_words(const std::vector<std::string>& argv) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  return words;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run_program(const std::vector<std::string>& argv) {
  std::cout.flush();
  std::cerr.flush();
  pid_t child = 0;
  if (::posix_spawnp(&child, argv.front().c_str(), nullptr, nullptr, c_words(argv).data(),
                     environ) != 0)
    return -1;
  return wait_for(child);
}

/// In a session of its own: neither Ctrl-C nor the end of ours ends it.
void start_self(const std::vector<std::string>& words) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  std::vector<std::string> argv{"crm"};
  argv.insert(argv.end(), words.begin(), words.end());
  pid_t child = 0;
  (void)::posix_spawn(&child, "/proc/self/exe", &actions, &attributes, c_words(argv).data(),
                      environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
}

void pause_for(int milliseconds) {
  ::poll(nullptr, 0, milliseconds);
}

void remove_folder(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

std::string temporary_folder() {
  std::string name = first_of({"TMPDIR"});
  name = (name.empty() ? "/tmp" : name) + "/crm-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    throw crm::Failure(
        crm::Error::failed("can't make a folder in " + name.substr(0, name.rfind('/'))));
  return name;
}

std::string folder_here() {
  char* const path = ::getcwd(nullptr, 0);
  const std::string folder = path == nullptr ? "." : path;
  std::free(path);
  return folder;
}

std::string out_file() {
  struct stat about {};

  if (::fstat(STDOUT_FILENO, &about) != 0 || !S_ISREG(about.st_mode)) return {};
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/fd/1", ignored).filename().string();
}

/// The allocator's ways are for programs that run on: it gives memory back that is needed the next
/// moment, and each page that comes anew costs as much as thousands of instructions.
void settle_memory() {
#ifdef __GLIBC__
  constexpr int room = 64 << 20;
  ::mallopt(M_TOP_PAD, room);
  ::mallopt(M_TRIM_THRESHOLD, 256 << 20);
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
#ifdef MADV_HUGEPAGE
  // More than it has: it takes all the room, though no memory before that is touched. Whoever comes
  // as far as the second half of its first megabytes needs much, and has it on large pages.
  void* volatile first = ::malloc(1 << 19);
  ::free(first);
  constexpr std::uintptr_t large_page = 2 << 20;
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  const std::uintptr_t begin = (end - room + large_page / 2 + large_page - 1) & ~(large_page - 1);
  (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
#endif
}

/// A program started with a stream closed would get a file of ours in its place.
void keep_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0)
      (void)::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
}

}  // namespace

int main(int argc, char** argv) {
  settle_memory();
  keep_standard_streams();
  // `crm list | head -1`: a reader who has seen enough ends us without a word, whatever our parent
  // made of it.
  ::signal(SIGPIPE, SIG_DFL);
  std::ios::sync_with_stdio(false);
  crm::RealDisk disk;
  crm::World world{disk,       std::cout,   std::cerr,        std::cin,
                   {},         random_bits, folder_here(),    {},
                   terminal(), {},          run_program,      crm::ask_real_program,
                   start_self, pause_for,   temporary_folder, remove_folder};
  world.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  world.out_file = out_file();
  if (world.terminal.in) world.read_key = read_key;
  if (const std::string fixed = variable("CRM_NOW"); !fixed.empty()) {
    const auto now = crm::parse_instant(fixed);
    if (!now) {
      crm::print_error(crm::Error::asked_wrongly("CRM_NOW: " + now.error().message(),
                                                 now.error().problems.front().hint),
                       world);
      return 2;
    }
    world.now = *now;
  }
  world.environment.book = variable("CRM_BOOK");
  world.environment.me = variable("CRM_ME");
  world.environment.editor = first_of({"VISUAL", "EDITOR"});
  world.environment.locale = first_of({"LC_ALL", "LC_CTYPE", "LANG"});
  world.environment.home = variable("HOME");
  world.environment.config_home = variable("XDG_CONFIG_HOME");
  if (world.environment.config_home.empty() && !world.environment.home.empty())
    world.environment.config_home = world.environment.home + "/.config";
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    words.emplace_back(argv[i]);
    if (!crm::is_utf8(words.back())) {
      crm::print_error(crm::Error::asked_wrongly("\"" + crm::printable_line(words.back()) +
                                                 "\" is not UTF-8 text"),
                       world);
      return 2;
    }
  }
  return crm::run(words, world);
}
