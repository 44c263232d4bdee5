// The floor plan of CONTRIBUTING.md, checked against every #include line.
#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

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

/// What stands between two signs, each time.
std::vector<std::string> between(const std::string& text, char first, char last) {
  std::vector<std::string> found;
  for (std::size_t begin = text.find(first); begin != text.npos; begin = text.find(first, begin)) {
    const std::size_t end = text.find(last, begin + 1);
    if (end == text.npos) break;
    found.push_back(text.substr(begin + 1, end - begin - 1));
    begin = end + 1;
  }
  return found;
}

std::vector<std::string> code_words(const std::string& text) {
  return between(text, '`', '`');
}

/// The header that a line includes in these signs; empty when it includes none.
std::string included(const std::string& line, char first, char last) {
  if (!line.starts_with("#include")) return "";
  const auto found = between(line, first, last);
  return found.empty() ? "" : found.front();
}

/// The identifiers of a line that is no comment.
std::set<std::string> words(const std::string& line) {
  std::set<std::string> found;
  const auto is_letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  if (line.substr(0, line.find_first_not_of(' ') + 2).ends_with("//")) return found;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && is_letter(line[end])) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    std::string word = line.substr(at, end - at);
    // A call is written with what opens it.
    if (word == "exit" || word == "system" || word == "isatty") word += line.substr(end, 1);
    found.insert(std::move(word));
    at = end;
  }
  return found;
}

std::string first_of(const std::set<std::string>& found, const std::set<std::string>& forbidden) {
  for (const std::string& word : found)
    if (forbidden.contains(word)) return word;
  return "";
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
  int count = 0;
  for (const Line& line : source_lines()) {
    const std::string header = included(line.text, '"', '"');
    if (header.empty()) continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    const std::string here = floor_of(line.file), there = floor_of(header);
    CHECK(std::filesystem::exists(root / header));
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
    CHECK_MESSAGE(floors.contains("core/" + entry.path().filename().string()),
                  entry.path().string());
}

TEST_CASE("a library and the machine come in only through their doors") {
  const auto doors = table("| header | only in |");
  REQUIRE(doors.size() >= 10);
  std::set<std::string> used;
  for (const Line& line : source_lines()) {
    const std::string header = included(line.text, '<', '>');
    if (header.empty()) continue;
    for (const auto& [door, files] : doors) {
      const bool fits = door.ends_with('/') ? header.starts_with(door) : header == door;
      if (!fits) continue;
      INFO(line.file, ":", line.number, ": ", line.text);
      CHECK(files.contains(line.file));
      used.insert(door + " " + line.file);
    }
  }
  for (const auto& [door, files] : doors)
    for (const std::string& file : files)
      CHECK_MESSAGE(used.contains(door + " " + file), file, " no longer includes ", door);
}

TEST_CASE("the core doesn't print, doesn't exit, and takes neither clock nor environment") {
  const std::set<std::string> forbidden{
      "cout",   "cerr",      "clog",         "iostream",     "printf",    "puts",
      "getenv", "setlocale", "system_clock", "steady_clock", "strftime",  "localtime",
      "popen",  "abort",     "exit(",        "system(",      "filesystem"};
  for (const Line& line : source_lines()) {
    if (!line.file.starts_with("core/")) continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    CHECK(first_of(words(line.text), forbidden) == "");
  }
}

TEST_CASE("main.cpp alone knows the machine's clock, environment and streams") {
  const std::set<std::string> forbidden{"cout",         "cerr",  "cin",    "getenv",
                                        "system_clock", "exit(", "isatty("};
  for (const Line& line : source_lines()) {
    if (!line.file.starts_with("cli/") || line.file == "cli/main.cpp") continue;
    INFO(line.file, ":", line.number, ": ", line.text);
    CHECK(first_of(words(line.text), forbidden) == "");
  }
}

TEST_CASE("a type's name stands for one type in all of the program") {
  // Two of a name would be one for the linker.
  std::map<std::string, std::string> homes;
  for (const Line& line : source_lines()) {
    if (!line.file.ends_with(".hpp")) continue;
    const bool begins = line.text.starts_with("class ") || line.text.starts_with("struct ");
    if (!begins || line.text.ends_with(';')) continue;
    const std::string name =
        line.text.substr(0, line.text.find_first_of(" {:", line.text.find(' ') + 1));
    const auto [home, is_new] = homes.emplace(name.substr(name.find(' ') + 1), line.file);
    CHECK_MESSAGE((is_new || home->second == line.file), name, " stands in ", home->second, " and ",
                  line.file);
  }
  CHECK(homes.size() > 200);
}

TEST_CASE("a header opens with a sentence on what it is for") {
  std::set<std::string> seen;
  for (const Line& line : source_lines()) {
    if (!line.file.ends_with(".hpp") || !seen.insert(line.file).second) continue;
    INFO(line.file);
    CHECK(line.text.starts_with("// "));
  }
}
