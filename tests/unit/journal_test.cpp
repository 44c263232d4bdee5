// The journal's files: short operations, long ones that are written as they come, old ones, torn
// ones.
#include "core/book/journal.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "core/book/real_disk.hpp"
#include "core/book/writing.hpp"
#include "tests/end_to_end/machine.hpp"

namespace crm {
namespace {

using end_to_end::Folder;
using end_to_end::text_of;

/// Counts the bytes that are read of open files.
class CountingDisk : public RealDisk {
 public:
  mutable std::uint64_t bytes = 0;

  Result<std::unique_ptr<OpenFile>> open_parts(const std::string& path) const override {
    auto file = RealDisk::open_parts(path);
    if (!file) return file;
    return std::make_unique<Counted>(*std::move(file), bytes);
  }

 private:
  class Counted : public OpenFile {
   public:
    Counted(std::unique_ptr<OpenFile> file, std::uint64_t& bytes)
        : file_(std::move(file)), bytes_(bytes) {}

    std::uint64_t size() const override { return file_->size(); }

    Result<std::string> part(std::uint64_t from, std::size_t count) const override {
      auto part = file_->part(from, count);
      if (part) bytes_ += part->size();
      return part;
    }

   private:
    std::unique_ptr<OpenFile> file_;
    std::uint64_t& bytes_;
  };
};

void save(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

Operation named(const std::string& id, const std::string& title) {
  Operation operation;
  operation.id = id;
  operation.at = "2026-11-21T10:15:00+01:00";
  operation.by = "anna";
  operation.title = title;
  return operation;
}

/// Files of a book that no record reads: operations don't look into them.
void put_files(const Book& book, const std::string& id, std::size_t count, std::size_t bound) {
  Writing writing = Writing::begin(book, bound).value();
  for (std::size_t i = 0; i < count; ++i)
    insist(writing.put({"customers/file " + std::to_string(i) + "%\n.txt", std::nullopt,
                        "text number " + std::to_string(i) + "\n"}));
  insist(writing.commit(named(id, "wrote\nfiles")));
}

}  // namespace

TEST_CASE("an operation as it was written from the first day on is still read") {
  const Folder folder;
  const std::string path = folder.file("journal");
  std::filesystem::create_directories(path);
  save(path + "/000000007-k3v9q2.done",
       "crm journal 1\nnumber 000000007\nid k3v9q2\nat 2026-11-20T09:00:00+01:00\nby ben\n"
       "title logged a call\nundoes m4m4m4\nchange 4 6 customers/a%25b%0Ac.yaml\n"
       "change - 0 customers/new.yaml\nchange 3 - rates.yaml\n\noldxnew\nxyzzyend\n");
  // The sizes above: `oldx`, `new\nxy`, nothing, `zzy`.
  RealDisk disk;
  const Journal journal(disk, path);
  const auto heads = journal.heads();
  REQUIRE(heads.size() == 1);
  const Operation expected{
      "000000007", "k3v9q2", "2026-11-20T09:00:00+01:00", "ben", "logged a call", "m4m4m4", "", "",
      "",          3};
  CHECK(heads.front() == expected);
  CHECK(journal.next_number() == "000000008");
  const auto whole = journal.load("k3v9q2");
  REQUIRE(whole);
  REQUIRE(whole->changes.size() == 3);
  CHECK(whole->changes.at(0).value() == Change{"customers/a%b\nc.yaml", "oldx", "new\nxy"});
  CHECK(whole->changes.at(1).value() == Change{"customers/new.yaml", std::nullopt, ""});
  CHECK(whole->changes.at(2).value() == Change{"rates.yaml", "zzy", std::nullopt});
  CHECK(journal.heads_of("rates.yaml").size() == 1);
  CHECK(journal.heads_of("crm.yaml").empty());
}

TEST_CASE("a short operation's file is, to the byte, what it always was") {
  const std::vector<Change> changes{{"customers/a.yaml", "one\n", "two\n"},
                                    {"customers/b%c.yaml", std::nullopt, "three\n"}};
  Operation operation = named("k3v9q2", "did\nthis");
  operation.number = "000000001";
  CHECK(to_text(operation, changes) ==
        "crm journal 1\nnumber 000000001\nid k3v9q2\nat 2026-11-21T10:15:00+01:00\nby anna\n"
        "title did this\nchange 4 4 customers/a.yaml\nchange - 6 customers/b%25c.yaml\n\n"
        "one\ntwo\nthree\nend\n");
}

TEST_CASE("the head of a long operation is read without the rest, its texts one by one") {
  const Folder folder;
  (void)end_to_end::new_book(folder, 1);
  CountingDisk disk;
  const Book book = Book::open(disk, Layout{folder.file("book")}).value();
  constexpr std::size_t count = 3000;
  for (const std::size_t bound : {std::size_t{0}, std::size_t{5000}, Changes::most_held}) {
    CAPTURE(bound);
    std::filesystem::remove_all(folder.file("book/.crm"));
    std::filesystem::remove_all(folder.file("book/customers"));
    put_files(book, "aaa111", count, bound);
    const Journal journal(disk, book.layout().journal());
    CHECK(std::filesystem::file_size(folder.file("book/.crm/journal/newest")) > 100'000);
    disk.bytes = 0;
    const auto heads = journal.heads();
    CHECK(journal.next_number() == "000000002");
    CHECK(disk.bytes < 40'000);
    REQUIRE(heads.size() == 1);
    CHECK(heads.front().title == "wrote files");
    CHECK(heads.front().by == "anna");
    CHECK(heads.front().files == count);
    const auto whole = journal.load("aaa111");
    REQUIRE(whole);
    REQUIRE(whole->changes.size() == count);
    CHECK(whole->changes.at(1234).value() ==
          Change{"customers/file 1234%\n.txt", std::nullopt, "text number 1234\n"});
    CHECK(text_of(folder.file("book/customers/file 2999%\n.txt")) == "text number 2999\n");
  }
}

TEST_CASE("a long operation that is cut anywhere, or says what can't be, is refused") {
  const Folder folder;
  (void)end_to_end::new_book(folder, 1);
  RealDisk disk;
  const Book book = Book::open(disk, Layout{folder.file("book")}).value();
  put_files(book, "aaa111", 4, 0);
  const std::string newest = folder.file("book/.crm/journal/newest");
  const std::string whole = text_of(newest);
  const Journal journal(disk, book.layout().journal());
  REQUIRE(journal.load("aaa111"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    save(newest, whole.substr(0, size));
    CAPTURE(size);
    CHECK_FALSE(journal.load("aaa111"));
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string text = whole;
    text[i] = text[i] == '9' ? '0' : '9';
    save(newest, text);
    // Whatever it says now, it is read without harm.
    if (const auto read = journal.load("aaa111"))
      for (std::size_t change = 0; change < read->changes.size(); ++change)
        (void)read->changes.at(change);
  }
}

TEST_CASE("an announcement that was not complete is taken back by the next command") {
  const Folder folder;
  (void)end_to_end::new_book(folder, 1);
  RealDisk disk;
  const Book book = Book::open(disk, Layout{folder.file("book")}).value();
  const std::string announced = folder.file("book/.crm/journal/announced");
  put_files(book, "aaa111", 4, 0);
  const std::string whole = text_of(folder.file("book/.crm/journal/newest"));
  const auto before = end_to_end::texts_below(folder.file("book/customers"));
  save(announced, whole.substr(0, whole.size() - 4));
  save(folder.file("book/customers/.crm-tmp-3"), "staged");
  const auto said = recover(book);
  REQUIRE(said);
  CHECK(said->empty());
  CHECK_FALSE(std::filesystem::exists(announced));
  CHECK(end_to_end::texts_below(folder.file("book/customers")) == before);
}

TEST_CASE("what was begun and let go leaves nothing; another one may be adding the same name") {
  const Folder folder;
  (void)end_to_end::new_book(folder, 1);
  RealDisk disk;
  const Book book = Book::open(disk, Layout{folder.file("book")}).value();
  const std::string announced = folder.file("book/.crm/journal/announced");
  const std::string path = "customers/file 7.txt";
  {
    Writing writing = Writing::begin(book, 0).value();
    insist(writing.put({path, std::nullopt, "text"}));
    CHECK(std::filesystem::exists(announced));
  }
  CHECK_FALSE(std::filesystem::exists(announced));
  Writing writing = Writing::begin(book, 0).value();
  insist(writing.put({path, std::nullopt, "text"}));
  insist(writing.put({"customers/file 8.txt", std::nullopt, "text"}));
  save(folder.file("book/" + path), "somebody else's");
  const auto done = writing.commit(named("aaa111", "wrote"));
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == Error::Kind::busy);
  CHECK(text_of(folder.file("book/" + path)) == "somebody else's");
  CHECK_FALSE(std::filesystem::exists(folder.file("book/customers/file 8.txt")));
  CHECK(end_to_end::leftovers(folder.path()).empty());
  insist(Writing::rehearse(book, 0).put({path, std::nullopt, "text"}));
  CHECK_FALSE(std::filesystem::exists(announced));
}

TEST_CASE("once the disk has refused a text, nothing more is taken and nothing is written") {
  /// Takes forty bytes, then half of what comes.
  class FullFile : public GrowingFile {
   public:
    std::uint64_t size() const override { return text_.size(); }

    Result<std::string> part(std::uint64_t from, std::size_t count) const override {
      return text_.substr(from, count);
    }

    Result<void> append(std::string_view bytes) override {
      const bool fits = text_.size() + bytes.size() <= 40 && !full_;
      text_ += fits ? bytes : bytes.substr(0, bytes.size() / 2);
      full_ = !fits;
      if (fits) return {};
      return error(Error::failed("the disk is full"));
    }

    Result<void> flush() override { return {}; }

   private:
    std::string text_;
    bool full_ = false;
  };

  Changes changes(
      []() -> Result<std::unique_ptr<GrowingFile>> { return std::make_unique<FullFile>(); }, 0,
      "first\n");
  REQUIRE(changes.put({"a", std::nullopt, "a text of twenty....\n"}));
  CHECK(changes.at(0).value() == Change{"a", std::nullopt, "a text of twenty....\n"});
  CHECK_FALSE(changes.put({"b", std::nullopt, "another one of twenty\n"}));
  CHECK_FALSE(changes.put({"c", std::nullopt, "c"}));
  CHECK_FALSE(changes.settle());
  CHECK(changes.size() == 1);
}

TEST_CASE("a file is read in pieces and in parts") {
  const Folder folder;
  const std::string path = folder.file("file");
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "line " + std::to_string(i) + "\n";
  save(path, text);
  const RealDisk disk;
  const auto bytes = disk.open(path).value();
  std::string all;
  for (auto piece = bytes->next().value(); !piece.empty(); piece = bytes->next().value()) {
    CHECK(piece.size() <= 65536);
    all += piece;
  }
  CHECK(all == text);
  const auto parts = disk.open_parts(path).value();
  CHECK(parts->size() == text.size());
  CHECK(parts->part(5, 8).value() == text.substr(5, 8));
  CHECK(parts->part(text.size() - 3, 100).value() == text.substr(text.size() - 3));
  CHECK(parts->part(text.size() + 9, 100).value().empty());
  CHECK(disk.open(folder.file("none")).error().kind == Error::Kind::nothing_found);
  CHECK(disk.open_parts(folder.file("none")).error().kind == Error::Kind::nothing_found);
  CHECK_FALSE(disk.open(folder.path().string()));
}

}  // namespace crm
