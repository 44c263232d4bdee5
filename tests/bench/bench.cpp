// crm_bench [--sizes 1000,10000] [--peers]: how many times slower the program is than what the
// machine itself needs, and beside which programs it stands.
//
// Each figure is a ratio of medians, measured side by side in one run, so it says the same on any
// machine.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/peers.hpp"
#include "tests/bench/stopwatch.hpp"

namespace crm::bench {
namespace {

namespace fs = std::filesystem;

using Turn = std::function<Program(int round)>;

std::string id_of(std::size_t number) {
  return fmt::format("customer-{:06}", number);
}

Turn crm(const std::string& book, const Words& words) {
  Program program{{CRM_BINARY, "--book", book}};
  program.words.insert(program.words.end(), words.begin(), words.end());
  return [program](int) { return program; };
}

/// What the machine itself needs (bare.cpp).
Turn bare(const Words& words) {
  Program program{{CRM_BARE}};
  program.words.insert(program.words.end(), words.begin(), words.end());
  return [program](int) { return program; };
}

int rounds_for(std::size_t size) {
  return size <= 1000 ? 31 : size <= 10000 ? 15 : 5;
}

std::uintmax_t bytes_below(const std::string& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

/// Without a budget there is no mark.
void print(const std::string& what, const Run& ours, const std::string& floor, const Run& its,
           double budget = 0) {
  const double ratio = ours.milliseconds / its.milliseconds;
  const char* const mark = budget <= 0 ? " " : ratio <= budget ? "✓" : "✗";
  const std::string allowed = budget > 0 ? fmt::format("of {:g}", budget) : "";
  fmt::print("{} {:<34}{:>9.2f} ms  {:<36}{:>9.2f} ms {:>6.1f}× {:<6} (processor {:.1f}×)\n", mark,
             what, ours.milliseconds, floor, its.milliseconds, ratio, allowed,
             ours.processor / std::max(its.processor, 0.01));
  std::fflush(stdout);
}

void measure_start() {
  const auto took = by_turns(101, {[](int) {
                                     return Program{{CRM_BINARY, "--version"}};
                                   },
                                   bare({"nothing"})});
  print("crm --version", took[0], "an empty C++ program", took[1], 4);
}

/// At every key somebody waits for it.
void measure_completion(const std::string& book) {
  const auto start = [](int) { return Program{{CRM_BINARY, "--version"}}; };
  // The first one takes the book's names down.
  run({{CRM_BINARY, "complete", "fish", "--book", book, "show", "a"}});
  for (const Words& words : {Words{"show", "an"}, {"win", ""}, {"list", "status:"}}) {
    Program asked{{CRM_BINARY, "complete", "fish", "--book", book}};
    asked.words.insert(asked.words.end(), words.begin(), words.end());
    const auto took = by_turns(101, {[asked](int) { return asked; }, start});
    print("Tab behind " + words.front() + " " + words.back(), took[0], "crm --version", took[1], 2);
  }
}

void measure_log(const std::string& book, std::size_t size) {
  ::sync();
  const auto id = [size](int round) { return id_of(static_cast<std::size_t>(round) % size); };
  const auto writing = [&](const std::string& how) {
    return [&book, how, id](int round) {
      return Program{{CRM_BARE, how, book + "/customers/" + id(round) + ".yaml"}};
    };
  };
  const auto logging = [&](int round) {
    return Program{{CRM_BINARY, "--book", book, "log", id(round), "call", "asked for the price"}};
  };
  const auto took = by_turns(41, {logging, writing("write"), writing("write-durably")});
  print(fmt::format("log, one of {}", size), took[0], "the same bytes, flushed and renamed",
        took[1], 2);
  print("", took[0], "… and the folder flushed", took[2]);
}

/// The same in a git repository: each command is a commit.
void measure_commit(const std::string& book, std::size_t size) {
  if (std::system("git --version >/dev/null 2>&1") != 0) return;
  const auto git = [&](const Words& words) {
    Program program{{"git", "-C", book}};
    program.words.insert(program.words.end(), words.begin(), words.end());
    return program;
  };
  std::ofstream(book + "/.gitignore") << ".crm/\n";
  for (const Words& words : {Words{"init", "-q"},
                             {"config", "user.name", "n"},
                             {"config", "user.email", "e@example.com"},
                             {"config", "gc.auto", "0"},
                             {"add", "-A"},
                             {"commit", "-qm", "book"},
                             {"gc", "-q"}})
    run(git(words));
  const auto id = [size](int round) { return id_of(static_cast<std::size_t>(round) % size); };
  const auto logging = [&](int round) {
    return Program{{CRM_BINARY, "--book", book, "log", id(round), "call", "asked for the price"}};
  };
  const auto committing = [&](int round) {
    const std::string file = "customers/" + id(round + 7) + ".yaml";
    std::ofstream(book + "/" + file, std::ios::app) << "# " << round << "\n";
    return git({"commit", "-q", "-m", "x", "--", file});
  };
  const auto took = by_turns(rounds_for(size), {logging, committing});
  print("log, committed to git", took[0], "git commit of one file", took[1], 2);
  fs::remove_all(book + "/.git");
}

/// A hundred changes on each side of a team of two, of different customers.
void measure_sync(const std::string& book, const std::string& folder, std::size_t size) {
  if (size < 1000 || std::system("git --version >/dev/null 2>&1") != 0) return;
  const std::string place = folder + "/team";
  const auto shell = [&](const std::string& line) {
    run({{"sh", "-ec", "cd '" + place + "'; " + line}});
  };
  fs::create_directories(place);
  const std::string known =
      "git config user.name n; git config user.email e@example.com; git config gc.auto 0; "
      "git config pull.rebase false; ";
  shell("git init -q --bare -b main hub; git clone -q hub first 2>/dev/null; cp -r '" + book +
        "/.' first; rm -rf first/.crm; cd first; " + known +
        "git checkout -qb main; echo .crm/ > .gitignore; git add -A; git commit -qm book; "
        "git push -q origin main");
  for (const char* const with : {"crm", "git"})
    shell(std::string("cp -r hub ") + with + "-hub; for one in ours theirs; do git clone -q " +
          with + "-hub " + with + "-$one; (cd " + with + "-$one; " + known + "); done");
  const auto changed = [&](const std::string& clone, std::size_t from) {
    for (std::size_t i = from; i < from + 100; ++i)
      std::ofstream(place + "/" + clone + "/customers/" + id_of(i % size) + ".yaml", std::ios::app)
          << "# " << from << "\n";
    shell("cd " + clone + "; git add -A; git commit -qm changes");
  };
  const auto prepared = [&](const std::string& with, int round) {
    const auto from = static_cast<std::size_t>(round) * 200;
    shell("cd " + with + "-theirs; git pull -q");
    changed(with + "-theirs", from);
    shell("cd " + with + "-theirs; git push -q");
    changed(with + "-ours", from + 100);
  };
  const auto syncing = [&](int round) {
    prepared("crm", round);
    return Program{{CRM_BINARY, "--book", place + "/crm-ours", "sync"}};
  };
  const auto pulling = [&](int round) {
    prepared("git", round);
    return Program{
        {"sh", "-ec", "cd '" + place + "/git-ours'; git pull -q --no-edit; git push -q"}};
  };
  const auto took = by_turns(9, {syncing, pulling});
  print("sync, 100 changes on each side", took[0], "git pull && git push", took[1], 3);
  fs::remove_all(place);
}

/// A folder of its own for each round, and nothing is removed before the end: where thousands of
/// files went a moment ago, ext4 looks through all of them for each new one (for some minutes it
/// takes no inode anew), and that would be measured.
std::string new_folder(const std::string& place, std::size_t size, int round) {
  std::string folder = fmt::format("{}-{}-{}", place, size, round);
  fs::create_directories(folder);
  ::sync();
  return folder;
}

/// As an import does it: a typical row becomes a file of 290 bytes. Then a mark in every record.
void measure_many(const std::string& folder, std::size_t size) {
  const std::string count = std::to_string(size);
  std::string book;
  const auto adding = [&](int round) {
    book = new_folder(folder + "/rows", size, round);
    std::ofstream(book + "/crm.yaml") << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\n"
                                         "country: DE\nstatuses: [lead, customer]\n";
    return Program{{CRM_WRITER, book, std::to_string(8 << 20), "adds", count}};
  };
  const auto marking = [&](int) {
    ::sync();
    return Program{{CRM_WRITER, book, std::to_string(8 << 20), "changes", count}};
  };
  const auto writing = [&](int round) {
    const std::string files = new_folder(folder + "/rows-bare", size, round);
    return Program{{CRM_BARE, "write-many", files, count, "290"}};
  };
  constexpr int rounds = 3;
  const auto took = by_turns(rounds, {adding, marking, writing});
  print(fmt::format("{} new customers, one operation", size), took[0],
        "as many files renamed, one flush", took[2], 3);
  print(fmt::format("{} customers changed", size), took[1], "", took[2]);
  fmt::print("  {:<34}{:>9.1f} MB at its most\n", "", run(adding(rounds + 1)).megabytes);
}

/// A table of everybody into an empty book, and once more, with other words, into the full one.
void measure_import(const std::string& folder, std::size_t size) {
  const std::string count = std::to_string(size), table = folder + "/rows.csv";
  std::string book;
  const auto write_table = [&](const char* city) {
    std::ofstream rows(table, std::ios::binary);
    rows << "Name,E-mail,Phone,City,Tags,Status\n";
    for (std::size_t i = 0; i < size; ++i)
      rows << fmt::format("Customer {0},c{0}@example.org,+49 30 {1},{2},fair,lead\n", i,
                          1000000 + i, city);
  };
  const auto importing = [&](const Words& more) {
    Program program{{CRM_BINARY, "--book", book, "import", table, "--key", "email"}};
    program.words.insert(program.words.end(), more.begin(), more.end());
    return program;
  };
  const auto first = [&](int round) {
    book = new_folder(folder + "/imported", size, round);
    write_table("Berlin");
    std::ofstream(book + "/crm.yaml") << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\n"
                                         "country: DE\nstatuses: [lead, customer]\n";
    return importing({});
  };
  const auto again = [&](int round) {
    write_table(round % 2 == 0 ? "Leipzig" : "Bonn");
    ::sync();
    return importing({"--update=replace"});
  };
  std::string files;
  const auto written = [&] {
    const auto bytes = bytes_below(book + "/customers") / size;
    return Program{{CRM_BARE, "write-many", files, count, std::to_string(bytes)}};
  };
  const auto writing = [&](int round) {
    files = new_folder(folder + "/imported-bare", size, round);
    return written();
  };
  const auto over = [&](int) {
    ::sync();
    return written();
  };
  const auto took = by_turns(3, {first, again, writing, over});
  print(fmt::format("import of {} rows", size), took[0], "as many files renamed, one flush",
        took[2], 3);
  print("… again with --update, all changed", took[1], "… over those that are there", took[3], 3);
}

/// A book that can't keep an index: something else stands in its place.
double measure_without_index(const std::string& book, std::size_t size) {
  fs::remove_all(book + "/.crm/index");
  fs::create_directories(book + "/.crm/index/in-the-way");
  const std::string customers = book + "/customers";
  const auto took = by_turns(
      rounds_for(size) / 2,
      {crm(book, {"remind"}), bare({"read", customers, "2"}), bare({"read", customers, "1"})});
  fs::remove_all(book + "/.crm/index");
  print("remind, without an index", took[0], "all files read, two threads", took[1], 15);
  print("", took[0], "all files read, one thread", took[2]);
  return took[0].milliseconds;
}

/// Leaves an index that knows all files, none of them so young that it is not trusted.
void measure_first_index(const std::string& book, std::size_t size) {
  const auto built =
      by_turns(size > 10000 ? 1 : 3, {[&](int) {
                                        fs::remove_all(book + "/.crm/index");
                                        return Program{{CRM_BINARY, "--book", book, "remind"}};
                                      },
                                      bare({"read", book + "/customers", "1"})});
  print("the first index", built[0], "all files read, one thread", built[1], 20);
  fs::remove_all(book + "/.crm/index");
  const double megabytes = run(crm(book, {"remind"})(0)).megabytes;
  const char* const mark = size < 100000 ? " " : megabytes < 300 ? "✓" : "✗";
  fmt::print("{} {:<34}{:>9.1f} MB at its peak{}\n", mark, "", megabytes,
             size < 100000 ? "" : "  of 300");
  fmt::print("  {:<34}{:>9.1f} % of the book\n", "its size",
             100.0 * static_cast<double>(fs::file_size(book + "/.crm/index")) /
                 static_cast<double>(bytes_below(book + "/customers")));
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  run(crm(book, {"remind"})(0));
}

/// As an editor saves: the same text, in place.
void save_again(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  std::ofstream(path, std::ios::binary) << text.str();
}

void measure_reads(const std::string& book, std::size_t size) {
  const std::string customers = book + "/customers";
  // What was just saved is read again until its stamp can be trusted: that is to have passed.
  const auto settle = [&book] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2200));
    run(crm(book, {"remind"})(0));
  };
  const auto after_changes = [&, settle](std::size_t count) {
    return [&book, customers, size, count, settle](int round) {
      settle();
      for (std::size_t i = 0; i < count; ++i)
        save_again(customers + "/" +
                   id_of((static_cast<std::size_t>(round) * count + i * 97) % size) + ".yaml");
      return Program{{CRM_BINARY, "--book", book, "remind"}};
    };
  };
  const Turn stamps = bare({"stat", customers});
  const char* const floor = "all files' stamps, one thread";
  const auto took = by_turns(rounds_for(size), {stamps, crm(book, {"remind"}), crm(book, {"list"}),
                                                crm(book, {"list", "deals", "--by", "stage"}),
                                                crm(book, {"list", "--count"})});
  print("remind", took[1], floor, took[0], 1.3);
  print("list", took[2], floor, took[0], 1.3);
  print("list deals --by stage", took[3], floor, took[0], 1.3);
  print("list --count", took[4], floor, took[0]);
  const auto one = by_turns(5, {stamps, after_changes(1)});
  print("remind, 1 file changed", one[1], floor, one[0], 1.5);
  const auto many = by_turns(5, {stamps, after_changes(100)});
  print("remind, 100 files changed", many[1], floor, many[0], 4);
  settle();
}

/// Of a book that sells: two deals and six conversations a customer.
void measure_reports(const std::string& folder, std::size_t size) {
  const std::string book = folder + "/selling";
  run({{CRM_GENERATE, book, std::to_string(size), "1", "selling"}});
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  run(crm(book, {"report", "month"})(0));
  for (const char* const report : {"month", "sales", "forecast", "funnel", "activity", "sources",
                                   "customers", "service", "stale", "audit"}) {
    const auto took = by_turns(
        rounds_for(size), {bare({"stat", book + "/customers"}), crm(book, {"report", report})});
    print(std::string("report ") + report, took[1], "all files' stamps, one thread", took[0], 3);
  }
  const auto page = by_turns(3, {bare({"stat", book + "/customers"}),
                                 crm(book, {"report", "--html", book + "/page.html", "--anyway"})});
  print("report --html, all of them", page[1], "all files' stamps, one thread", page[0]);
  fs::remove_all(book);
}

/// For the beginning of an e-mail address that one customer has.
void measure_find(const std::string& book, std::size_t size) {
  const std::string rare_word = fmt::format("c{}@", size / 3 * 2 + 1);
  if (!is_installed("rg")) return fmt::print("  (no ripgrep here to compare find with)\n");
  const std::string customers = book + "/customers";
  const auto seeking = [&](const Words& words) { return [words](int) { return Program{words}; }; };
  const auto took = by_turns(rounds_for(size), {crm(book, {"find", rare_word}),
                                                seeking({"rg", "-c", rare_word, customers}),
                                                seeking({"grep", "-rc", rare_word, customers})});
  print("find, a rare word", took[0], "rg", took[1], 1.5);
  print("", took[0], "grep -r", took[2]);
}

void measure_peers(const std::string& book, const std::string& folder) {
  const std::vector<std::pair<std::string, Words>> ours{
      {"what is due", {"remind"}},
      {"deals by stage", {"list", "deals", "--by", "stage"}},
      {"everybody", {"list"}},
      {"whether files changed", {"list", "--count"}}};
  for (const Peer& peer : peers_of(book, folder)) {
    const auto same = std::find_if(ours.begin(), ours.end(),
                                   [&](const auto& one) { return one.first == peer.question; });
    const auto took =
        by_turns(3, {crm(book, same->second), [&](int) { return peer.program; }}, peer.also);
    const Words& words = peer.program.words;
    const std::string name =
        fs::path(words.front()).filename().string() + (words.front() == "git" ? " status" : "");
    print(peer.question, took[0], name, took[1]);
  }
}

struct Asked {
  std::vector<std::size_t> sizes;
  bool peers = false;
};

Asked asked(int argc, char** argv) {
  Asked asked;
  std::string list = "1000,10000";
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--sizes" && i + 1 < argc) list = argv[i + 1];
    asked.peers = asked.peers || std::string(argv[i]) == "--peers";
  }
  std::istringstream sizes(list);
  for (std::string size; std::getline(sizes, size, ',');)
    asked.sizes.push_back(static_cast<std::size_t>(std::stoul(size)));
  return asked;
}

void measure(const Asked& asked, const std::string& folder) {
  measure_start();
  run({{CRM_GENERATE, folder + "/1", "1"}});
  measure_log(folder + "/1", 1);
  const auto book_of = [&](std::size_t size) { return folder + "/" + std::to_string(size); };
  // What is written first, since the rest removes thousands of files.
  for (const std::size_t size : asked.sizes) {
    fmt::print("\n{} customers, writing\n", size);
    run({{CRM_GENERATE, book_of(size), std::to_string(size)}});
    measure_log(book_of(size), size);
    measure_many(folder, size);
    measure_import(folder, size);
  }
  std::map<std::size_t, double> reminds;
  for (const std::size_t size : asked.sizes) {
    fmt::print("\n{} customers\n", size);
    const std::string book = book_of(size);
    measure_commit(book, size);
    measure_sync(book, folder, size);
    reminds[size] = measure_without_index(book, size);
    measure_first_index(book, size);
    measure_reads(book, size);
    measure_completion(book);
    measure_find(book, size);
    measure_reports(folder, size);
    if (asked.peers) measure_peers(book, fmt::format("{}/peers-{}", folder, size));
  }
  fmt::print("\n");
  for (const auto& [size, took] : reminds)
    fmt::print("  remind without an index, {:<14}{:>9.1f} µs a customer\n", size,
               took * 1000 / static_cast<double>(size));
}

}  // namespace
}  // namespace crm::bench

int main(int argc, char** argv) try {
  std::string folder = (std::filesystem::temp_directory_path() / "crm-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("can't make a folder");
  crm::bench::measure(crm::bench::asked(argc, argv), folder);
  std::filesystem::remove_all(folder);
  return 0;

} catch (const std::exception& problem) {
  fmt::print(stderr, "crm_bench: {}\n", problem.what());
  return 1;
}
