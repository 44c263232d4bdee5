// The floor plan of CONTRIBUTING.md, checked against every #include line.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

const std::filesystem::path root = CRM_SOURCE_DIR;

struct Line {
  std::string file, text;
  int number = 0;
};

/// The lines of all sources below core and cli; `file` is relative to the root.
const std::vector<Line>& source_lines() {
  static const std::vector<Line> all = [] {
    std::vector<Line> lines;
    for (const char* const top : {"core", "cli"})
      for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::ifstream file(entry.path());
        const std::string name = std::filesystem::relative(entry.path(), root).string();
        int number = 0;
        for (std::string text; std::getline(file, text);) lines.push_back({name, text, ++number});
      }
    return lines;
  }();
  return all;
}

/// The words in `code` of a text.
std::vector<std::string> code_words(const std::string& text) {
  static const std::regex code("`([^`]+)`");
  std::vector<std::string> words;
  for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) words.push_back((*at)[1]);
  return words;
}

/// A table of CONTRIBUTING.md, by its first column.
std::map<std::string, std::set<std::string>> table(const std::string& heading) {
  std::ifstream page(root / "CONTRIBUTING.md");
  std::map<std::string, std::set<std::string>> rows;
  bool within = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(heading)) within = true;
    if (!line.starts_with('|')) within = false;
    const std::vector<std::string> words = code_words(line);
    if (within && !words.empty()) rows[words.front()] = {words.begin() + 1, words.end()};
  }
  return rows;
}

/// `core/domain` of `core/domain/day.hpp`; `cli` of anything in cli.
std::string floor_of(const std::string& path) {
  const auto first = path.find('/');
  const std::string top = path.substr(0, first);
  return top == "core" ? path.substr(0, path.find('/', first + 1)) : top;
}

}  // namespace

TEST_CASE("every folder includes only what the floor table allows it") {
  const auto floors = table("| folder | may include |");
  REQUIRE(floors.size() >= 7);
  static const std::regex include("^\\s*#\\s*include\\s+\"([^\"]+)\".*");
  int count = 0;
  for (const Line& line : source_lines()) {
    std::smatch match;
    if (!std::regex_match(line.text, match, include)) continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    const std::string here = floor_of(line.file), there = floor_of(match[1]);
    CHECK(std::filesystem::exists(root / match[1].str()));
    REQUIRE(floors.contains(here));
    CHECK((here == there || floors.at(here).contains(there)));
    ++count;
  }
  CHECK(count > 100);
}

TEST_CASE("the floors have no way round: what a folder may include never includes it back") {
  const auto floors = table("| folder | may include |");
  for (const auto& [folder, below] : floors)
    for (const std::string& other : below) {
      INFO(folder, " and ", other);
      REQUIRE(floors.contains(other));
      CHECK_FALSE(floors.at(other).contains(folder));
      for (const std::string& deeper : floors.at(other)) CHECK(below.contains(deeper));
    }
}

TEST_CASE("every folder of the core is a floor") {
  const auto floors = table("| folder | may include |");
  for (const auto& entry : std::filesystem::directory_iterator(root / "core"))
    CHECK_MESSAGE(floors.contains("core/" + entry.path().filename().string()), entry.path().string());
}

TEST_CASE("a library and the machine come in only through their doors") {
  const auto doors = table("| header | only in |");
  REQUIRE(doors.size() >= 10);
  static const std::regex include("^\\s*#\\s*include\\s+<([^>]+)>.*");
  std::set<std::string> used;
  for (const Line& line : source_lines()) {
    std::smatch match;
    if (!std::regex_match(line.text, match, include)) continue;
    const std::string header = match[1];
    for (const auto& [door, files] : doors) {
      const bool fits = door.ends_with('/') ? header.starts_with(door) : header == door;
      if (!fits) continue;
      INFO(line.file, ":", line.number, ": ", line.text);
      CHECK(files.contains(line.file));
      used.insert(door + " " + line.file);
    }
  }
  for (const auto& [door, files] : doors)
    for (const std::string& file : files) CHECK_MESSAGE(used.contains(door + " " + file), file, " no longer includes ", door);
}

TEST_CASE("the core doesn't print, doesn't exit, and takes neither clock nor environment") {
  static const std::regex forbidden(
      R"(\b(cout|cerr|clog|printf|puts|getenv|setlocale|system_clock|steady_clock|strftime|localtime|popen|abort|std::time)\b|\b(exit|system)\s*\(|\bstd::filesystem\b|#\s*include\s+<(iostream|filesystem|print)>)");
  static const std::regex comment(R"(^\s*//.*)");
  for (const Line& line : source_lines()) {
    if (!line.file.starts_with("core/") || std::regex_match(line.text, comment)) continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    CHECK_FALSE(std::regex_search(line.text, forbidden));
  }
}

TEST_CASE("main.cpp alone knows the machine's clock, environment and streams") {
  static const std::regex forbidden(R"(\b(std::cout|std::cerr|std::cin|getenv|system_clock)\b|\b(exit|isatty)\s*\()");
  for (const Line& line : source_lines()) {
    if (!line.file.starts_with("cli/") || line.file == "cli/main.cpp") continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    CHECK_FALSE(std::regex_search(line.text, forbidden));
  }
}

TEST_CASE("a header opens with a sentence on what it is for") {
  std::set<std::string> seen;
  for (const Line& line : source_lines()) {
    if (!line.file.ends_with(".hpp") || !seen.insert(line.file).second) continue;
    INFO(line.file);
    CHECK(line.text.starts_with("// "));
  }
}
