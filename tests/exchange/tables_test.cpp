// Tables of every product and with every trap, each read as the file beside it says.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "core/domain/text.hpp"
#include "core/exchange/csv.hpp"
#include "core/exchange/mapping.hpp"
#include "core/exchange/table.hpp"
#include "tests/exchange/told.hpp"
#include "tests/format/corpus.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// A book in Germany with colleagues, a second pipeline and fields of its own.
Settings book() {
  Settings some = standard_settings(*find_country("DE"));
  some.team = {{"anna", {"Anna Berg", {"anna@us.example"}, {}, {}, {}}},
               {"ben", {"Ben Ito", {}, {}, {}, {}}}};
  some.fields = {{"joined", {"day", {}, ""}}, {"credit", {"money", {}, ""}}};
  some.pipelines.push_back({"repairs",
                            {{"received", {}, "", "", "", {}, "", {}},
                             {"mended", {}, "won", "", "", {}, "", {}},
                             {"scrapped", {}, "lost", "", "", {}, "", {}}}});
  return some;
}

struct Frame {
  Settings settings = book();
  Zone zone = Zone::find("Europe/Berlin").value();
  Ground ground{settings, zone, Moment::parse("2026-11-22T10:15+01:00").value()};

  Result<std::unique_ptr<CsvSource>> open(std::string text, const CsvWish& wish = {},
                                          std::size_t piece = 65536) const {
    return open_table(std::make_unique<TextBytes>(std::move(text), piece), "t.csv", wish, ground);
  }

  std::string read(std::string text, const CsvWish& wish = {}) const {
    const auto table = open(std::move(text), wish);
    return table ? told(**table) : to_lines(table.error().problems);
  }
};

/// Lines such as `as purchases`, `map Datum=on`, `key external email`.
CsvWish wish_of(const std::string& text) {
  CsvWish wish;
  for (const std::string_view line : split(text, '\n')) {
    const auto space = line.find(' ');
    if (space == line.npos) continue;
    const std::string_view name = line.substr(0, space), value = line.substr(space + 1);
    if (name == "as") wish.as = value;
    if (name == "map") wish.map.emplace_back(value);
    if (name == "encoding") wish.encoding = value;
    if (name == "key")
      for (const std::string_view key : split(value, ' ')) wish.key.emplace_back(key);
  }
  return wish;
}

std::filesystem::path folder() {
  return std::filesystem::path(CRM_SOURCE_DIR) / "tests/exchange/tables";
}

}  // namespace

TEST_CASE("every table is read as the file beside it says") {
  const Frame frame;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    if (entry.path().extension() == ".csv" || entry.path().extension() == ".tsv")
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  CHECK(paths.size() > 25);
  for (std::filesystem::path path : paths) {
    INFO(path.filename().string());
    const std::string text = text_of(path);
    std::filesystem::path beside = path;
    const CsvWish wish = wish_of(text_of(beside.replace_extension(".wish")));
    const std::string whole = frame.read(text, wish);
    CHECK(compared(whole, beside.replace_extension(".expected")) == "");
    // However the bytes come, they are the same table.
    for (const std::size_t piece : {1u, 7u}) {
      const auto table = frame.open(text, wish, piece);
      CHECK((table ? told(**table) : to_lines(table.error().problems)) == whole);
    }
  }
}
