// The machine: words, environment, clock, disk, chance and terminal are taken from it here, and
// only here.
#include <dirent.h>
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
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/output/remark.hpp"
#include "cli/run.hpp"
#include "core/book/real_disk.hpp"
#include "core/domain/text.hpp"

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
  if (const std::string lines = variable("LINES"); !lines.empty())
    terminal.height = std::atoi(lines.c_str());
  else if (terminal.out && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
    terminal.height = size.ws_row;
  terminal.places_cursor = terminal.out && variable("TERM") != "dumb";
  const bool plain = variable("TERM") == "dumb" || variable("CLICOLOR") == "0";
  const std::string forced = variable("CLICOLOR_FORCE");
  // Whoever wants none is stronger than whoever wants some.
  terminal.colour = variable("NO_COLOR").empty() &&
                    ((terminal.out && !plain) || (!forced.empty() && forced != "0"));
  return terminal;
}

/// Whether Ctrl-C was pressed instead of a key.
bool control_c_pressed = false;

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
  control_c_pressed = control_c_pressed || (got == 1 && key == control_c);
  if (got != 1 || key == control_c || key == control_d) return std::nullopt;
  return key;
}

std::vector<char*> c_words(const std::vector<std::string>& argv) {
  std::vector<char*> words;
  words.reserve(argv.size() + 1);
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

  // Meanwhile Ctrl-C is the program's, which may know what to do with it.
  struct sigaction ignore {
  }, interrupt{}, quit{};

  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGINT, &ignore, &interrupt);
  ::sigaction(SIGQUIT, &ignore, &quit);
  sigset_t usual;
  ::sigemptyset(&usual);
  if (interrupt.sa_handler != SIG_IGN) ::sigaddset(&usual, SIGINT);
  if (quit.sa_handler != SIG_IGN) ::sigaddset(&usual, SIGQUIT);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  pid_t child = 0;
  const int reason = ::posix_spawnp(&child, argv.front().c_str(), nullptr, &attributes,
                                    c_words(argv).data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  const int code = reason == 0 ? wait_for(child) : -1;
  ::sigaction(SIGINT, &interrupt, nullptr);
  ::sigaction(SIGQUIT, &quit, nullptr);
  return code;
}

bool is_program(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

/// A shell asks for these at a key: of thousands of names there only those that fit are looked at.
std::vector<std::string> programs(const std::string& beginning) {
  std::vector<std::string> names;
  const std::string path = variable("PATH");
  for (const std::string_view folder : crm::split(path, ':')) {
    const std::string place = folder.empty() ? "." : std::string(folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(place.c_str()), ::closedir);
    if (!open) continue;
    while (const dirent* const entry = ::readdir(open.get())) {
      const std::string_view name = entry->d_name;
      if (!name.starts_with(beginning)) continue;
      const std::string file = place + "/" + std::string(name);
      std::error_code none;
      if (std::filesystem::is_regular_file(file, none) && is_program(file))
        names.emplace_back(name);
    }
  }
  return names;
}

/// A pager that is left early is not ours to mourn: what it did not read is dropped.
bool feed_program(const std::vector<std::string>& argv, const std::string& input) {
  std::cout.flush();
  std::cerr.flush();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  // As git does it: leave when all fits, keep colours, don't clear the screen afterwards.
  ::setenv("LESS", "FRX", 0);
  pid_t child = 0;
  const bool started = ::posix_spawnp(&child, argv.front().c_str(), &actions, nullptr,
                                      c_words(argv).data(), environ) == 0;
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (started) {
    ::signal(SIGPIPE, SIG_IGN);
    // Ctrl-C is the pager's.
    ::signal(SIGINT, SIG_IGN);
    std::string_view rest = input;
    while (!rest.empty()) {
      const ssize_t wrote = ::write(ends[1], rest.data(), rest.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) break;
      rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
  }
  ::close(ends[1]);
  if (!started) return false;
  const int code = wait_for(child);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
  // A shell's own words for a program that is not there.
  return code != 127;
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
  std::vector<std::string> argv{CRM_PROGRAM_NAME};
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
  std::string folder = path == nullptr ? "." : path;
  std::free(path);
  return folder;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string out_file() {
  struct stat about {};

  if (::fstat(STDOUT_FILENO, &about) != 0 || !S_ISREG(about.st_mode)) return {};
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/fd/1", ignored).filename().string();
}

volatile sig_atomic_t interrupted = 0;

/// A program that we run in a group of its own hears nothing of a Ctrl-C: its letter is not torn.
bool is_interrupted() {
  static const bool listens = [] {
    struct sigaction heard {};

    heard.sa_handler = [](int) { interrupted = 1; };
    // A second one is for those who do not want to wait.
    heard.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &heard, nullptr);
    return true;
  }();
  return listens && interrupted != 0;
}

/// For CRM_NOW; a day alone is its noon here.
crm::Result<crm::Instant> instant_of(const std::string& said) {
  const auto day = crm::Day::parse(said);
  if (!day) return crm::parse_instant(said);
  std::tm noon{};
  noon.tm_year = day->year() - 1900;
  noon.tm_mon = static_cast<int>(day->month()) - 1;
  noon.tm_mday = static_cast<int>(day->day());
  noon.tm_hour = 12;
  noon.tm_isdst = -1;
  return crm::Instant(std::chrono::seconds(std::mktime(&noon)));
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
  // beyond the first two to four megabytes needs much, and has it on large pages: clearing one for
  // a small command would cost more than it spares.
  void* volatile first = ::malloc(1 << 19);
  ::free(first);
  constexpr std::uintptr_t large_page = 2 << 20;
  auto* const end = static_cast<char*>(::sbrk(0));
  const auto end_at = reinterpret_cast<std::uintptr_t>(end);
  const std::size_t length = end_at - ((end_at - room + 2 * large_page - 1) & ~(large_page - 1));
  (void)::madvise(end - length, length, MADV_HUGEPAGE);
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
  // A file that must not grow further is one that can't be written, like one on a full disk.
  // Programs that we start are ended by it as ever: a function of ours is not handed on.
  ::signal(SIGXFSZ, [](int) {});
  std::ios::sync_with_stdio(false);
  crm::RealDisk disk;
  crm::World world{disk,       std::cout,   std::cerr,        std::cin,
                   {},         random_bits, folder_here(),    {},
                   terminal(), {},          run_program,      crm::ask_real_program,
                   start_self, pause_for,   temporary_folder, remove_folder};
  world.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  world.out_file = out_file();
  world.programs = programs;
  world.is_program = is_program;
  world.program = CRM_PROGRAM_NAME;
  if (world.terminal.in) world.read_key = read_key;
  world.is_interrupted = is_interrupted;
  if (world.terminal.out) world.feed_program = feed_program;
  if (const std::string fixed = variable("CRM_NOW"); !fixed.empty()) {
    const auto now = instant_of(fixed);
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
  world.environment.sendmail = variable("CRM_SENDMAIL");
  world.environment.notify = variable("CRM_NOTIFY");
  world.environment.editor = first_of({"VISUAL", "EDITOR"});
  if (std::getenv("PAGER") != nullptr) world.environment.pager = variable("PAGER");
  world.environment.locale = first_of({"LC_ALL", "LC_CTYPE", "LANG"});
  world.environment.home = variable("HOME");
  world.environment.config_home = variable("XDG_CONFIG_HOME");
  if (world.environment.config_home.empty() && !world.environment.home.empty())
    world.environment.config_home = world.environment.home + "/.config";
  world.environment.state_home = variable("XDG_STATE_HOME");
  if (world.environment.state_home.empty() && !world.environment.home.empty())
    world.environment.state_home = world.environment.home + "/.local/state";
  world.environment.hook = variable("CRM_HOOK");
  world.environment.host = host_name();
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
  const int code = crm::run(words, world);
  return control_c_pressed ? 130 : code;
}
