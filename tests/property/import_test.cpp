// Random tables imported into a random book: the counts add up to the rows, undo leaves the book as
// it was to the byte, and what is exported comes in again.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/property/dice.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm::test {
namespace {

namespace fs = std::filesystem;
using transcripts::Shell;

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

/// The customers' files of the book that the shell stands in.
std::map<std::string, std::string> records() {
  std::map<std::string, std::string> texts;
  const fs::path folder = fs::current_path() / "customers";
  if (!fs::exists(folder)) return texts;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    texts[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return texts;
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\n") == cell.npos) return cell;
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

const std::vector<std::string> columns{"Name", "E-mail", "Phone", "Status",
                                       "Tags", "Since",  "Note"};

std::string random_cell(const std::string& column, Dice& dice) {
  if (dice.chance(20)) return "";
  const std::string number = std::to_string(dice.below(12));
  if (column == "Name")
    return dice.one_of({"Anita Sharma", "=Acme", "-Bob Ray", "Ray, Bob", "\"Q\"", "अनिता", "+Plus",
                        "@home", "Meera"}) +
           (dice.chance(60) ? " " + number : "");
  if (column == "E-mail") return dice.chance(90) ? "c" + number + "@example.org" : "no address";
  if (column == "Phone") return dice.chance(80) ? "+49 30 55500" + number : "'";
  if (column == "Status") return dice.one_of({"lead", "customer", "leed"});
  if (column == "Tags") return dice.one_of({"fair", "fair; vip", "a;;b"});
  if (column == "Since") return dice.one_of({"2024-03-01", "2024-13-01", "1 Mar 2024"});
  return dice.one_of({"=1+1", "two\nlines", "a, b", "'quoted", " spaces "});
}

/// How many rows there are.
std::size_t write_table(const std::string& file, Dice& dice) {
  std::ofstream table(file, std::ios::binary);
  for (std::size_t i = 0; i < columns.size(); ++i)
    table << (i > 0 ? "," : "") << quoted(columns[i]);
  table << "\n";
  const std::size_t rows = 1 + dice.below(14);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      std::string cell = random_cell(columns[i], dice);
      // A row without any cell is none.
      if (i == 1 && cell.empty()) cell = "c" + std::to_string(dice.below(12)) + "@example.org";
      table << (i > 0 ? "," : "") << quoted(cell);
    }
    table << "\n";
  }
  return rows;
}

constexpr const char* kinds[] = {"created", "updated", "unchanged", "skipped", "rejected"};

std::size_t sum(const nlohmann::json& told) {
  std::size_t all = 0;
  for (const char* const kind : kinds) all += told.at(kind).get<std::size_t>();
  return all;
}

}  // namespace

TEST_CASE("what an import says of its rows adds up, and undo takes all of it back") {
  std::map<std::string, std::size_t> all;
  for (unsigned seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Shell shell;
    shell.run("crm init book --country DE");
    shell.run("cd book");
    for (int import = 0; import < 3; ++import) {
      CAPTURE(import);
      const std::size_t rows = write_table("../table.csv", dice);
      const auto before = records();
      const std::string update = dice.one_of({"", " --update", " --update=replace"});
      const std::string key = dice.one_of({"", " --key email", " --key phone"});
      const std::string said =
          joined(shell.run("crm import ../table.csv --json" + update + key + " | cat"));
      const auto begin = said.find('{'), end = said.rfind('}');
      REQUIRE_MESSAGE((begin != said.npos && end != said.npos), said);
      const auto told = nlohmann::json::parse(said.substr(begin, end - begin + 1));
      CHECK_MESSAGE(sum(told) == rows, said);
      for (const char* const kind : kinds) all[kind] += told.at(kind).get<std::size_t>();
      const auto after = records();
      CHECK(after.size() == before.size() + told.at("created").get<std::size_t>());
      if (after == before) continue;
      const std::string undone = joined(shell.run("crm undo"));
      CHECK_MESSAGE(records() == before, undone);
      // Again, for the next table to meet a book that is not empty.
      shell.run("crm redo");
      CHECK(records() == after);
    }
  }
  // The tables are of all sorts, else none of this says much.
  for (const char* const kind : kinds) {
    INFO(std::string(kind));
    CHECK(all[kind] > 0);
  }
}

TEST_CASE("what is exported as a table comes in again as it was") {
  for (unsigned seed = 0; seed < 15; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Shell shell;
    shell.run("crm init first --country DE");
    shell.run("crm init second --country DE");
    shell.run("cd first");
    write_table("../table.csv", dice);
    shell.run("crm import ../table.csv");
    const std::string once = joined(shell.run("crm export csv"));
    shell.run(std::string("crm export csv --out ../all.csv") +
              (dice.chance(50) ? " --excel-safe" : ""));
    const auto before = records();
    const std::string update = joined(shell.run("crm import ../all.csv --update=replace"));
    CHECK_MESSAGE(records() == before, update);
    shell.run("cd ../second");
    const std::string said = joined(shell.run("crm import ../all.csv"));
    const std::string again = joined(shell.run("crm export csv"));
    CHECK_MESSAGE(again == once, said);
  }
}

TEST_CASE("many of one name, or behind one switchboard, are known again") {
  Shell shell;
  shell.run("crm init book --country DE");
  shell.run("cd book");
  constexpr int many = 100;
  {
    std::ofstream table("../crowd.csv");
    table << "Name,City,Phone\n";
    for (int i = 0; i < many; ++i) table << "Walk-in,Town " << i << ",\n";
    for (int i = 0; i < many; ++i) table << "Clerk" << i << ",,030 5550100\n";
  }
  const auto told = [&](const std::string& words) {
    const std::string said = joined(shell.run("crm import ../crowd.csv --json" + words + " | cat"));
    const auto begin = said.find('{'), end = said.rfind('}');
    REQUIRE_MESSAGE((begin != said.npos && end != said.npos), said);
    return nlohmann::json::parse(said.substr(begin, end - begin + 1));
  };
  CHECK(told("").at("created") == 2 * many);
  CHECK(told("").at("unchanged") == 2 * many);
  CHECK(told(" --update=replace").at("unchanged") == 2 * many);
  // Who says that the name is the key has one that tells nobody.
  const auto by_name = told(" --key name");
  CHECK(by_name.at("rejected") == many);
  CHECK(by_name.at("unchanged") == many);
}

}  // namespace crm::test
