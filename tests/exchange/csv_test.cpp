// Rows and cells of a text, whatever its dialect.
#include <doctest/doctest.h>

#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/csv.hpp"
#include "tests/property/dice.hpp"

using namespace crm;
using namespace crm::test;

namespace {

std::unique_ptr<CsvRows> rows_of(std::string text, char delimiter = 0) {
  return CsvRows::of(std::make_unique<TextBytes>(std::move(text)), delimiter).value();
}

/// Rows as `line: cell|cell`, broken ones with their reason.
std::string read(std::string text, std::size_t width = 0, char delimiter = 0) {
  const auto rows = rows_of(std::move(text), delimiter);
  rows->expect(width);
  std::string all;
  while (const auto row = rows->next().value()) {
    all += std::to_string(row->line) + ":";
    for (std::size_t i = 0; i < row->cells.size() && row->broken.empty(); ++i)
      all += (i > 0 ? "|" : "") + row->cells[i];
    if (!row->broken.empty())
      all += " column " + std::to_string(row->broken_column) + " " + row->broken;
    all += "\n";
  }
  return all;
}

char sniffed(const std::string& text) {
  return rows_of(text)->delimiter();
}

}  // namespace

TEST_CASE("the delimiter is told from the first rows, outside quotes") {
  CHECK(sniffed("a,b\n1,2\n") == ',');
  CHECK(sniffed("a;b\n1,5;2,5\n3,5;4\n") == ';');
  CHECK(sniffed("a\tb\n1,5\t2\n") == '\t');
  CHECK(sniffed("a|b\n1|2\n") == '|');
  CHECK(sniffed("\"a;b;c;d\",e\n\"1;2;3;4\",5\n") == ',');
  CHECK(sniffed("Notes:\n\"one; two; three\"\n\nName,Mail\nA,b\nC,d\nE,f\n") == ',');
  CHECK(sniffed("sep=;\na,b;c\n") == ';');
  CHECK(sniffed("sep=|\r\na|c\r\n") == '|');
  CHECK(sniffed("name\nanna\n") == ',');
  CHECK(sniffed("") == ',');
  CHECK(sniffed("a;\"x\ny;z\"\nb;c\n") == ';');
}

TEST_CASE("rows know the line they begin on, however lines end") {
  CHECK(read("a,b\n\n1,2\n") == "1:a|b\n3:1|2\n");
  CHECK(read("a,b\r\n1,\"x\r\ny\"\r\n3,4") == "1:a|b\n2:1|x\ny\n4:3|4\n");
  CHECK(read("a,b\r1,2\r") == "1:a|b\n2:1|2\n");
  CHECK(read("sep=;\na;b\n1;2") == "2:a|b\n3:1|2\n");
  CHECK(read("a,b\n , \n,\n\"\",\n") == "1:a|b\n2:|\n3:|\n4:|\n");
  CHECK(read("a\tb\n\t\n", 0, '\t') == "1:a|b\n2:|\n");
  CHECK(read("") == "");
  CHECK(read("\n\n") == "");
}

TEST_CASE("quotes are doubled within quotes, and tolerated elsewhere") {
  CHECK(read("a,b\n\"say \"\"hi\"\"\",5\" pipe\n", 2) == "1:a|b\n2:say \"hi\"|5\" pipe\n");
  CHECK(read("a,b\n \"x, y\" , z \n", 2) == "1:a|b\n2:x, y|z\n");
}

TEST_CASE("a quote that is never closed costs its line alone") {
  CHECK(read("a,b\n1,\"2\n3,4\n5,6\n", 2) ==
        "1:a|b\n2: column 3 a quote is opened here and not closed\n3:3|4\n4:5|6\n");
  // It closes at another row's quote: the widths tell.
  CHECK(read("a,b,c\n\"1,x,2\n3,\"y\",4\n5,6,7\n", 3) ==
        "1:a|b|c\n2: column 1 a quote is opened here and not closed\n3:3|y|4\n4:5|6|7\n");
  // A text of two lines in a row that is too short is no such thing.
  CHECK(read("a,b,c\n1,\"x\ny\"\n5,6,7\n", 3) == "1:a|b|c\n2:1|x\ny\n4:5|6|7\n");
}

TEST_CASE("a cell above 1 MiB costs its row, on one line or on many") {
  const std::string long_line = "a,b\n1," + std::string(3 << 20, 'x') + "\n3,4\n";
  CHECK(read(long_line, 2) == "1:a|b\n2: column 0 a cell is longer than 1 MiB\n3:3|4\n");
  std::string lines = "a,b\n1,\"";
  for (int i = 0; i < 200'000; ++i) lines += "twelve bytes\n";
  CHECK(read(lines + "\"\n3,4\n", 2) ==
        "1:a|b\n2: column 0 a cell is longer than 1 MiB\n200003:3|4\n");
  // Never closed, and rows follow: only the one line.
  std::string torn = "a,b\n1,\"2\n";
  for (int i = 0; i < 200'000; ++i) torn += "3333,44444444\n";
  const std::string found = read(torn, 2);
  CHECK(found.substr(0, found.find("4:")) ==
        "1:a|b\n2: column 3 a quote is opened here and not closed\n3:3333|44444444\n");
  CHECK(std::count(found.begin(), found.end(), '\n') == 200'002);
}

TEST_CASE("quotes that break every line do not make it read for ever") {
  std::string text = "a,b\n";
  for (int i = 0; i < 30'000; ++i) text += "x,\"y\"z\n";
  const std::string found = read(text, 2);
  CHECK(found.size() > 0);
}

TEST_CASE("a cell is found in its line and column") {
  CsvRow row;
  row.line = 7;
  row.text = "Zoë,\"x, \"\"y\"\"\nz\", 5";
  CHECK(place_of_cell(row, 0, ',') == Place{"", 7, 1});
  CHECK(place_of_cell(row, 1, ',') == Place{"", 7, 5});
  CHECK(place_of_cell(row, 2, ',') == Place{"", 8, 4});
}

TEST_CASE("a random table reads back cell for cell, in any dialect and encoding") {
  static const std::vector<std::string> pieces{"a",  "b", "Zoë", "\"",  ",",   ";", "\t", "|",
                                               "\n", " ", "'",   "x y", "1.5", "=", "ÄÖ", "€"};
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    Dice dice(seed);
    const char delimiter = std::string(",;\t|")[dice.below(4)];
    const std::string end = dice.one_of({"\n", "\r\n", "\r"});
    const std::string encoding = dice.one_of({"UTF-8", "UTF-16LE", "UTF-16BE", "WINDOWS-1252"});
    const std::size_t width = 2 + dice.below(6), height = 1 + dice.below(12);
    std::vector<std::vector<std::string>> table(height, std::vector<std::string>(width));
    std::string text;
    for (auto& cells : table) {
      for (std::string& cell : cells)
        for (std::size_t i = dice.below(5); i > 0; --i) cell += pieces[dice.below(pieces.size())];
      std::string line = csv_line(cells, delimiter);
      // A line break within a cell is that of the file.
      for (const char c : line) text += c == '\n' ? end : std::string(1, c);
      text += end;
    }
    std::string written = encoding == "UTF-8" ? "\xEF\xBB\xBF" + text : text;
    if (encoding == "UTF-16LE" || encoding == "UTF-16BE") {
      // What stands in a text here is below U+10000.
      written = encoding == "UTF-16LE" ? "\xFF\xFE" : "\xFE\xFF";
      for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
        unsigned code = size == 1 ? lead : size == 2 ? lead & 0x1F : lead & 0x0F;
        for (std::size_t k = 1; k < size; ++k)
          code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        const char low = static_cast<char>(code & 0xFF), high = static_cast<char>(code >> 8);
        written += encoding == "UTF-16LE" ? std::string{low, high} : std::string{high, low};
        i += size;
      }
    }
    const std::string named = encoding == "WINDOWS-1252" ? "UTF-8" : "";
    auto rows =
        CsvRows::of(
            Text::of(std::make_unique<TextBytes>(written, 1 + dice.below(40)), named).value(),
            delimiter)
            .value();
    rows->expect(width);
    for (const auto& cells : table) {
      const bool blank = width == 1 && cells[0].empty();
      if (blank) continue;
      const auto row = rows->next().value();
      INFO("seed ", seed, "\n", text);
      REQUIRE(row);
      CHECK(row->cells == cells);
    }
    CHECK_FALSE(rows->next().value().has_value());
  }
}
