#include "tests/fuzz/csv_fuzz.hpp"

#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/csv.hpp"
#include "core/exchange/table.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"

namespace crm::test {
namespace {

const Ground& ground() {
  static const Settings settings = standard_settings(*find_country("DE"));
  static const Zone zone;
  static const Ground all{settings, zone, Moment::parse("2026-11-22T10:15Z").value()};
  return all;
}

std::unique_ptr<Bytes> bytes(std::string_view text, std::size_t piece) {
  return std::make_unique<TextBytes>(std::string(text), piece);
}

/// The rows one after the other; empty where something is wrong with them.
std::string rows_of(std::string_view text, std::size_t piece, std::string& wrong) {
  auto rows = CsvRows::of(*Text::of(bytes(text, piece), ""));
  if (!rows) return wrong = "no rows", "";
  std::string all;
  int line = 0;
  for (;;) {
    const auto row = (*rows)->next();
    if (!row) return wrong = "rows that end in an error", "";
    if (!*row) return all;
    if ((*row)->line <= line) return wrong = "a line that is read twice", "";
    line = (*row)->line;
    if ((*row)->cells.empty() && (*row)->broken.empty()) return wrong = "a row of nothing", "";
    for (std::size_t i = 0; i < (*row)->cells.size(); ++i) {
      if (!is_utf8((*row)->cells[i])) return wrong = "a cell that is no UTF-8", "";
      if (place_of_cell(**row, i, (*rows)->delimiter()).line < line)
        return wrong = "a cell above its row", "";
      all += (*row)->cells[i] + '\x1f';
    }
    all += (*row)->broken + "\x1e" + std::to_string(line);
  }
}

std::string says(const Arrival& arrival) {
  return new_file(to_data(arrival.says));
}

std::string table_of(std::string_view text, std::size_t piece, const std::string& as,
                     std::string& wrong) {
  CsvWish wish;
  wish.as = as;
  auto table = open_table(bytes(text, piece), "t.csv", wish, ground());
  if (!table) return table.error().message();
  std::string all;
  for (;;) {
    const auto item = (*table)->next();
    if (!item) return wrong = "a table that ends in an error", "";
    if (!*item) break;
    if (const auto* arrival = std::get_if<Arrival>(&**item)) {
      const std::string record = says(*arrival);
      const auto tree = Tree::parse(record, "new.yaml");
      if (!tree) return wrong = "a record that can't be read: " + tree.error().message(), "";
      if (arrival->kind == Arrival::Kind::customer && !read_customer(*tree, "EUR").ok())
        return wrong = "a customer that can't be read:\n" + record, "";
      all += record;
    } else if (const auto* reject = std::get_if<Reject>(&**item)) {
      if (reject->reason.empty()) return wrong = "a reject without a reason", "";
      if (!is_utf8(reject->raw)) return wrong = "a reject that is no UTF-8", "";
      all += reject->raw;
    }
  }
  return all + (*table)->kind();
}

}  // namespace

std::string what_breaks_a_table(std::string_view text) {
  std::string wrong;
  const std::string rows = rows_of(text, 65536, wrong);
  if (wrong.empty() && rows_of(text, 3, wrong) != rows) return "rows that hang on the pieces";
  if (!wrong.empty()) return wrong;
  for (const char* const as : {"", "deals", "purchases", "interactions"}) {
    const std::string whole = table_of(text, 65536, as, wrong);
    if (wrong.empty() && table_of(text, 3, as, wrong) != whole)
      return "a table that hangs on the pieces";
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace crm::test

#ifdef CRM_FUZZING
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string broken =
      crm::test::what_breaks_a_table({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", broken.c_str());
  std::abort();
}
#endif
