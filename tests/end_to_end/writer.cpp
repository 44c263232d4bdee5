// crm_writer BOOK MOST_HELD adds|changes|both|moves COUNT: one operation of any length through the
// library, for the benchmark and for tests that let it fail. MOST_HELD is how many bytes of texts
// it may hold; adds: COUNT new customers; changes: a mark for everybody; both: a mark, COUNT new
// customers, another mark for everybody; moves: every file to customers/old, or back.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "core/book/real_disk.hpp"
#include "core/book/writing.hpp"
#include "core/domain/id.hpp"

namespace {

using namespace crm;

/// As a row of somebody's spreadsheet tells of them; the same for a number.
Customer customer(std::size_t number) {
  const std::string figure = std::to_string(number);
  std::string digits = std::to_string(number * 2654435761u % 1'000'000);
  digits.insert(0, 6 - digits.size(), '0');
  Customer one;
  one.id = "row-" + digits + "-" + figure;
  one.name = "Row " + figure + " & Sons Müller";
  one.status = "lead";
  one.source = "spreadsheet";
  one.added = Day::parse("2026-11-21").value();
  one.emails.push_back({"office" + figure + "@newcomer.example", {}});
  one.phones.push_back({"+49 30 55 " + digits, {}});
  one.tags = {"imported", "retail"};
  one.note = "asked for a catalogue at the fair";
  return one;
}

void mark_all(const Book& book, Writing& writing, const std::string& tag) {
  const auto mark = [&](Customer one) {
    one.tags.push_back(tag);
    return one;
  };
  const auto paths = book.paths().value();
  for (const std::string& path : paths) insist(writing.change(path, mark));
}

void move_all(const Book& book, Writing& writing) {
  const std::string place = "customers/", old = "customers/old/";
  const auto paths = book.paths().value();
  for (const std::string& path : paths) {
    const std::string to =
        path.starts_with(old) ? place + path.substr(old.size()) : old + path.substr(place.size());
    const std::string text = book.disk().read(book.layout().absolute(path)).value();
    insist(writing.put({path, text, std::nullopt}));
    insist(writing.put({to, std::nullopt, text}));
  }
}

int run(const std::string& folder, std::size_t most_held, const std::string& what,
        std::size_t count) {
  RealDisk disk;
  const Book book = Book::open(disk, Layout{folder}).value();
  Writing writing = Writing::begin(book, most_held).value();
  if (what == "moves") move_all(book, writing);
  if (what == "changes" || what == "both") mark_all(book, writing, "marked");
  if (what == "adds" || what == "both")
    for (std::size_t i = 0; i < count; ++i) (void)writing.add(customer(i)).value();
  if (what == "both") {
    mark_all(book, writing, "again");
    for (std::size_t i = 0; i < count; ++i)
      insist(writing.change("customers/" + customer(i).id + ".yaml", [](Customer one) {
        one.tags.push_back("again");
        return one;
      }));
  }
  Operation operation;
  operation.id = "w" + std::to_string(10000 + std::random_device()() % 90000);
  operation.at = "2026-11-21T10:15:00+01:00";
  operation.title = "wrote " + std::to_string(writing.changes().size()) + " files";
  insist(writing.commit(operation));
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) return 2;
  return run(argv[1], std::strtoull(argv[2], nullptr, 10), argv[3],
             std::strtoull(argv[4], nullptr, 10));

} catch (const crm::Failure& failure) {
  std::fprintf(stderr, "crm: %s\n", failure.error().message().c_str());
  return static_cast<int>(failure.error().kind);
}
