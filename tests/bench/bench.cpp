// crm_bench [--sizes 1000,10000]: how many times slower the program is than what the machine itself
// needs.
//
// Each figure is a ratio of medians, measured side by side in one run, so it says the same on any
// machine.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Words = std::vector<std::string>;

struct Run {
  double milliseconds = 0;
  /// Of all processors together: what a busy machine does not blur.
  double processor = 0;
  double megabytes = 0;
};

std::vector<char*> c_words(const Words& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

/// A program from its start to its end, its output thrown away.
Run run(const Words& argv) {
  static const Words environment{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent",
                                 "CRM_NOW=2026-11-21T10:15:00+01:00", "CRM_ME=anna"};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (::posix_spawn(&child, argv.front().c_str(), &actions, nullptr, c_words(argv).data(),
                    c_words(environment).data()) != 0)
    throw std::runtime_error("can't start " + argv.front());
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  ::posix_spawn_file_actions_destroy(&actions);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(argv.front() + " " + argv[1] + " failed");
  const auto milliseconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
  };
  return {took.count(), milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss) / 1024};
}

std::uintmax_t bytes_below(const std::string& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Runs programs by turns; the medians of each.
std::vector<Run> by_turns(int rounds,
                          const std::vector<std::function<Words(int round)>>& programs) {
  std::vector<std::vector<double>> took(programs.size()), worked(programs.size());
  for (int round = -1; round < rounds; ++round)
    for (std::size_t i = 0; i < programs.size(); ++i) {
      const Run one = run(programs[i](round + 1));
      if (round < 0) continue;  // the first warms up
      took[i].push_back(one.milliseconds);
      worked[i].push_back(one.processor);
    }
  std::vector<Run> medians;
  for (std::size_t i = 0; i < programs.size(); ++i)
    medians.push_back({median(took[i]), median(worked[i]), 0});
  return medians;
}

void print(const std::string& what, const Run& ours, const std::string& floor, const Run& its,
           double budget) {
  const double ratio = ours.milliseconds / its.milliseconds;
  const char* const mark = budget <= 0 ? " " : ratio <= budget ? "✓" : "✗";
  const std::string allowed = budget > 0 ? fmt::format("of {:g}", budget) : "";
  fmt::print("{} {:<30}{:>9.2f} ms  {:<36}{:>9.2f} ms {:>6.1f}× {:<6}(processor {:.1f}×)\n", mark,
             what, ours.milliseconds, floor, its.milliseconds, ratio, allowed,
             ours.processor / std::max(its.processor, 0.01));
}

std::vector<std::size_t> sizes_asked(int argc, char** argv) {
  std::string list = "1000,10000";
  for (int i = 1; i + 1 < argc; ++i)
    if (std::string(argv[i]) == "--sizes") list = argv[i + 1];
  std::vector<std::size_t> sizes;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    sizes.push_back(static_cast<std::size_t>(std::stoul(list.substr(at, comma - at))));
    at = comma + 1;
  }
  return sizes;
}

std::string id_of(std::size_t number) {
  return fmt::format("customer-{:06}", number);
}

void measure_start() {
  const auto took = by_turns(101, {[](int) {
                                     return Words{CRM_BINARY, "--version"};
                                   },
                                   [](int) {
                                     return Words{CRM_BARE, "nothing"};
                                   }});
  print("crm --version", took[0], "an empty C++ program", took[1], 4);
}

void measure_log(const std::string& book, std::size_t size) {
  ::sync();
  const auto file = [&](int round) {
    return book + "/customers/" + id_of(static_cast<std::size_t>(round) % size) + ".yaml";
  };
  const auto took = by_turns(41, {[&](int round) {
                                    return Words{CRM_BINARY,
                                                 "--book",
                                                 book,
                                                 "log",
                                                 id_of(static_cast<std::size_t>(round) % size),
                                                 "call",
                                                 "asked for the price"};
                                  },
                                  [&](int round) {
                                    return Words{CRM_BARE, "write", file(round)};
                                  },
                                  [&](int round) {
                                    return Words{CRM_BARE, "write-durably", file(round)};
                                  }});
  print(fmt::format("crm log, one of {}", size), took[0], "the same bytes, flushed and renamed",
        took[1], 2);
  print("", took[0], "… and the folder flushed", took[2], 0);
}

/// A book that can't keep an index: something else stands in its place.
void without_index(const std::string& book) {
  std::filesystem::remove_all(book + "/.crm/index");
  std::filesystem::create_directories(book + "/.crm/index/in-the-way");
}

/// With an index that knows all files, and none of them so young that it is not trusted.
void with_index(const std::string& book, std::size_t size) {
  std::filesystem::remove_all(book + "/.crm/index");
  const auto built = by_turns(1, {[&](int) {
                                    std::filesystem::remove_all(book + "/.crm/index");
                                    return Words{CRM_BINARY, "--book", book, "remind"};
                                  },
                                  [&](int) {
                                    return Words{CRM_BARE, "read", book + "/customers", "1"};
                                  }});
  print(fmt::format("first index, {} customers", size), built[0], "all files read, one thread",
        built[1], 20);
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  run({CRM_BINARY, "--book", book, "remind"});
  fmt::print("  {:<34}{:>9.1f} % of the book\n", fmt::format("index, {} customers", size),
             100.0 * static_cast<double>(std::filesystem::file_size(book + "/.crm/index")) /
                 static_cast<double>(bytes_below(book + "/customers")));
}

void measure_indexed(const std::string& book, std::size_t size) {
  with_index(book, size);
  const int rounds = size <= 1000 ? 31 : size <= 10000 ? 15 : 5;
  const auto asking = [&](const Words& words) {
    return [&book, words](int) {
      Words all{CRM_BINARY, "--book", book};
      all.insert(all.end(), words.begin(), words.end());
      return all;
    };
  };
  const auto took =
      by_turns(rounds, {[&](int) {
                          return Words{CRM_BARE, "stat", book + "/customers"};
                        },
                        asking({"remind"}), asking({"list"}), asking({"list", "deals"})});
  const char* const floor = "all files' stamps, one thread";
  print(fmt::format("crm remind, indexed, {}", size), took[1], floor, took[0], 1.3);
  print(fmt::format("crm list, indexed, {}", size), took[2], floor, took[0], 1.3);
  print(fmt::format("crm list deals, indexed, {}", size), took[3], floor, took[0], 1.3);
}

double measure_remind(const std::string& book, std::size_t size) {
  without_index(book);
  const std::string customers = book + "/customers";
  const int rounds = size <= 1000 ? 15 : size <= 10000 ? 7 : 3;
  const auto took = by_turns(rounds, {[&](int) {
                                        return Words{CRM_BINARY, "--book", book, "remind"};
                                      },
                                      [&](int) {
                                        return Words{CRM_BARE, "read", customers, "2"};
                                      },
                                      [&](int) {
                                        return Words{CRM_BARE, "read", customers, "1"};
                                      }});
  print(fmt::format("crm remind, {} customers", size), took[0], "all files read, two threads",
        took[1], 15);
  print("", took[0], "all files read, one thread", took[2], 0);
  return took[0].milliseconds;
}

void measure_memory(const std::string& book, std::size_t size) {
  std::filesystem::remove_all(book + "/.crm/index");
  const double megabytes = run({CRM_BINARY, "--book", book, "remind"}).megabytes;
  const char* const mark = size < 100000 ? " " : megabytes < 300 ? "✓" : "✗";
  fmt::print("{} {:<34}{:>9.1f} MB at its peak{}\n", mark,
             fmt::format("crm remind, {} customers", size), megabytes,
             size < 100000 ? "" : "  of 300");
}

}  // namespace

int main(int argc, char** argv) try {
  std::string folder = (std::filesystem::temp_directory_path() / "crm-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("can't make a folder");
  measure_start();
  std::vector<std::size_t> sizes = sizes_asked(argc, argv);
  std::map<std::size_t, double> reminds;
  run({CRM_GENERATE, folder + "/1", "1"});
  measure_log(folder + "/1", 1);
  for (const std::size_t size : sizes) {
    const std::string book = folder + "/" + std::to_string(size);
    run({CRM_GENERATE, book, std::to_string(size)});
    measure_log(book, size);
    reminds[size] = measure_remind(book, size);
    measure_memory(book, size);
    measure_indexed(book, size);
    if (size > 10000) std::filesystem::remove_all(book);
  }
  for (const auto& [size, took] : reminds)
    fmt::print("  {:<34}{:>9.1f} µs a customer\n", fmt::format("crm remind, {} customers", size),
               took * 1000 / static_cast<double>(size));
  std::filesystem::remove_all(folder);
  return 0;

} catch (const std::exception& problem) {
  fmt::print(stderr, "crm_bench: {}\n", problem.what());
  return 0;
}
