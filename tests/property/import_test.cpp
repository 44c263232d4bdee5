// Random tables imported into a random book: the counts add up to the rows, undo leaves the book as
// it was to the byte, and what is exported comes in again.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/record/writer.hpp"
#include "tests/property/dice.hpp"
#include "tests/property/random_record.hpp"
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

/// The files of such a folder of the book that the shell stands in.
std::map<std::string, std::string> records(const std::string& name = "customers") {
  std::map<std::string, std::string> texts;
  const fs::path folder = fs::current_path() / name;
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

void write_record(const std::string& path, const Data& record) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << new_file(record);
}

/// A book of customers who share numbers, names and addresses, some of them removed or merged.
void write_book(Dice& dice) {
  const std::size_t customers = 2 + dice.below(6);
  for (std::size_t i = 0; i < customers; ++i) {
    const std::string id = "c" + std::to_string(i);
    Customer customer = random_record<Customer>(dice, 10);
    customer.id = id;
    if (dice.chance(50)) customer.name = "Anna Ray";
    if (dice.chance(50)) customer.emails = {{"info@ray.example", ""}};
    if (dice.chance(50)) customer.phones = {{"030 5550100", ""}};
    if (dice.chance(30)) customer.external = {"hubspot:1"};
    if (dice.chance(30)) customer.aliases = {"c" + std::to_string(dice.below(customers))};
    customer.deleted.reset();
    customer.merged_into.clear();
    if (dice.chance(30)) customer.deleted = Moment::parse("2026-11-20T09:30+01:00").value();
    if (dice.chance(20)) customer.merged_into = "c0";
    write_record("customers/" + id + ".yaml", to_data(customer));
  }
  for (std::size_t i = 0; i < dice.below(4); ++i) {
    auto campaign = random_record<Campaign>(dice, 30);
    campaign.id = "spring-" + std::to_string(i);
    Data record = to_data(campaign);
    if (dice.chance(30)) record.put("x-mine", Data::scalar("a: b"));
    write_record("campaigns/" + campaign.id + ".yaml", record);
  }
}

/// The shell stands in the first; beside it is `second`.
void begin_two_books(Shell& shell) {
  shell.run("crm init first --country DE");
  shell.run("crm init second --country DE");
  shell.run("cd first");
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
    begin_two_books(shell);
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

TEST_CASE("a book that is exported as JSON is the same one when it comes in again") {
  std::size_t written = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Shell shell;
    begin_two_books(shell);
    write_book(dice);
    const auto customers = records(), campaigns = records("campaigns");
    written += customers.size() + campaigns.size();
    const auto book = [&] { return joined(shell.run("crm export json book | cat")); };
    const std::string first = book();
    REQUIRE(first.starts_with("{\"customers\": [\n{"));
    shell.run("crm export json book --out ../book.json");
    shell.run("cd ../second");
    const std::string said = joined(shell.run("crm import ../book.json"));
    CHECK_MESSAGE(book() == first, said);
    CHECK(records().size() == customers.size());
    CHECK(records("campaigns") == campaigns);
    // And changes nothing in the book that it is of.
    shell.run("cd ../first");
    const std::string again = joined(shell.run("crm import ../book.json --update=replace"));
    CHECK_MESSAGE(records() == customers, again);
    CHECK_MESSAGE(records("campaigns") == campaigns, again);
  }
  CHECK(written > 200);
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
