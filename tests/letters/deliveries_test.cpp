// What this machine remembers of whom it told what.
#include "core/letters/deliveries.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/book/real_disk.hpp"

namespace crm {
namespace {

const Day today = *Day::of(2026, 11, 21);

/// A book's folder, gone at the end.
struct BookFolder {
  BookFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "crm-told-XXXXXX").string();
    layout.root = ::mkdtemp(name.data());
  }

  ~BookFolder() { std::filesystem::remove_all(layout.root); }

  Deliveries read() const { return Deliveries::read(disk, layout).value(); }

  void write(const Deliveries& all, Day day = today) {
    REQUIRE(disk.make_folder(layout.local()));
    REQUIRE(all.write(disk, layout, day));
  }

  std::string file() const { return layout.local() + "/deliveries"; }

  RealDisk disk;
  Layout layout;
};

Reminded told(const std::string& due) {
  return {"notify", "acme-7h2k", "t18v0j", Moment::parse(due).value()};
}

}  // namespace

TEST_CASE("who never told anybody anything remembers nothing") {
  const BookFolder book;
  const Deliveries all = book.read();
  CHECK_FALSE(all.mailed("reminders", "anna@acme.example"));
  CHECK(all.failed("anna@acme.example").empty());
  CHECK_FALSE(all.is_told(told("2026-11-21T10:30+05:30")));
}

TEST_CASE("what was mailed, what failed and who was told comes back as it was noted") {
  BookFolder book;
  Deliveries all;
  all.note_mailed("reminders", "anna@acme.example", today);
  all.note_mailed("reminders", "Anna@ACME.example", today.plus_days(1));
  all.note_nothing("reminders for ben", "ben@acme.example", today);
  const FailedMail failed{"reminders for ben", "ben@acme.example", today,
                          "msmtp ended with 69: no\tway\nout"};
  all.note_failed(failed);
  all.note_told(told("2026-11-21T10:30+05:30"));
  all.note_told(told("2026-11-21T10:30+05:30"));
  book.write(all);
  const Deliveries again = book.read();
  // The same mailbox, however it is written.
  CHECK(again.mailed("reminders", "ANNA@acme.example") == today.plus_days(1));
  CHECK_FALSE(again.mailed("report month", "anna@acme.example"));
  CHECK(again.mailed("reminders for ben", "ben@acme.example") == today);
  REQUIRE(again.failed("ben@acme.example").size() == 1);
  CHECK(again.failed("ben@acme.example").front().why == "msmtp ended with 69: no way out");
  CHECK(again.failed("anna@acme.example").empty());
  CHECK(again.is_told(told("2026-11-21T10:30+05:30")));
  // Put off, it is another one.
  CHECK_FALSE(again.is_told(told("2026-11-21T11:30+05:30")));
  Reminded other = told("2026-11-21T10:30+05:30");
  other.way = "mail anna@acme.example";
  CHECK_FALSE(again.is_told(other));
  // Written again nothing changes.
  std::ostringstream before, after;
  before << std::ifstream(book.file()).rdbuf();
  book.write(again);
  after << std::ifstream(book.file()).rdbuf();
  CHECK(before.str() == after.str());
  CHECK(before.str().starts_with("crm deliveries 1\n"));
}

TEST_CASE("a mail that goes out tells of those that failed, a day with nothing to mail does not") {
  Deliveries all;
  all.note_failed({"reminders", "anna@acme.example", today, "why"});
  all.note_failed({"report month", "anna@acme.example", today, "why"});
  all.note_nothing("reminders", "anna@acme.example", today);
  CHECK(all.failed("anna@acme.example").size() == 2);
  all.note_mailed("reminders", "anna@acme.example", today);
  CHECK(all.failed("anna@acme.example").empty());
}

TEST_CASE("what is old is dropped, and a clock that was set back drops nothing") {
  BookFolder book;
  Deliveries all;
  all.note_told(told("2026-11-21T10:30+05:30"));
  all.note_failed({"reminders", "anna@acme.example", today, "why"});
  book.write(all, today.plus_days(-400));
  CHECK(book.read().is_told(told("2026-11-21T10:30+05:30")));
  book.write(all, today.plus_days(Deliveries::remembered_days));
  CHECK(book.read().is_told(told("2026-11-21T10:30+05:30")));
  book.write(all, today.plus_days(Deliveries::remembered_days + 1));
  CHECK_FALSE(book.read().is_told(told("2026-11-21T10:30+05:30")));
  CHECK(book.read().failed("anna@acme.example").empty());
}

TEST_CASE("lines that somebody has damaged count as not written") {
  BookFolder book;
  REQUIRE(book.disk.make_folder(book.layout.local()));
  std::ofstream(book.file()) << "crm deliveries 1\nmailed\tx\ttold\n\t\t\t\t\nmailed\treminders\t"
                                "a@b.example\t2026-13-01\ntold\tnotify\ta\tb\tnever\n\xff\xfe\n"
                                "mailed\treminders\ta@b.example\t2026-11-20\nmailed\trem";
  CHECK(book.read().mailed("reminders", "a@b.example") == Day::of(2026, 11, 20));
}

TEST_CASE("who comes second waits, and is told so where that takes too long") {
  BookFolder book;
  const auto first = Deliveries::lock(book.disk, book.layout, 0);
  REQUIRE(first);
  const auto second = Deliveries::lock(book.disk, book.layout, 0);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == Error::Kind::busy);
}

}  // namespace crm
