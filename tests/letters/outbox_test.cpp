// The outbox: whatever moment a run dies in, what stands there tells who has the letter.
#include "core/letters/outbox.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/book/real_disk.hpp"

namespace crm {
namespace {

using State = OnItsWay::State;

const Day today = *Day::of(2026, 11, 21);

/// A book's folder, gone at the end.
struct BookFolder {
  BookFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "crm-outbox-XXXXXX").string();
    root = ::mkdtemp(name.data());
    layout.root = root;
  }

  ~BookFolder() { std::filesystem::remove_all(root); }

  Outbox open(Day day = today) { return Outbox::open(disk, layout, day).value(); }

  Outbox read() { return Outbox::read(disk, layout).value(); }

  std::string folder() const { return root + "/.crm/outbox"; }

  std::vector<std::string> files() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder()))
      if (entry.path().extension() == ".run") all.push_back(entry.path().string());
    std::sort(all.begin(), all.end());
    return all;
  }

  std::string root;
  Layout layout;
  RealDisk disk;
};

Posted to(const std::string& customer, const std::string& day = "2026-11-21") {
  Posted one;
  one.sent_key = "welcome/2026-11-21";
  one.customer = customer;
  one.at = Moment::parse(day).value();
  one.by = "anna";
  one.kind = "email";
  one.letter = "welcome";
  one.subject = "Hello\tyou\nthere";
  return one;
}

/// `acme:sent bob:sending`.
std::string told(const Outbox& outbox) {
  static const char* const names[] = {"sending", "sent", "refused", "logged"};
  std::string all;
  for (const OnItsWay& one : outbox.all())
    all +=
        (all.empty() ? "" : " ") + one.letter.customer + ":" + names[static_cast<int>(one.state)];
  return all;
}

}  // namespace

TEST_CASE("an outbox remembers what was announced and what became of it") {
  BookFolder place;
  CHECK(told(place.read()) == "");
  {
    Outbox outbox = place.open();
    REQUIRE(outbox.begin_mailing("welcome/2026-11-21"));
    for (const char* const name : {"acme", "bob", "eve", "dan"}) REQUIRE(outbox.announce(to(name)));
    REQUIRE(outbox.mark(to("acme"), State::sent));
    REQUIRE(outbox.mark(to("eve"), State::refused));
    REQUIRE(outbox.mark(to("dan"), State::sent));
    REQUIRE(outbox.mark(to("dan"), State::logged));
    CHECK(told(outbox) == "acme:sent bob:sending eve:refused dan:logged");
    CHECK(told(place.read()) == told(outbox));
  }
  Outbox outbox = place.open();
  // Whoever was refused is as if nobody had tried.
  CHECK(told(outbox) == "acme:sent bob:sending dan:logged");
  CHECK(outbox.find("welcome/2026-11-21", "bob", "")->letter.subject == "Hello you there");
  CHECK(outbox.find("welcome/2026-11-22", "bob", "") == nullptr);
  CHECK(outbox.find("welcome/2026-11-21", "bob", "p1") == nullptr);
  CHECK(outbox.in(State::sending).size() == 1);
  CHECK(outbox.unfinished("welcome") == "welcome/2026-11-21");
  CHECK(outbox.unfinished("wel") == "");
  REQUIRE(outbox.finish_mailing("welcome/2026-11-21"));
  CHECK(place.read().unfinished("welcome") == "");
  REQUIRE(outbox.announce(to("eve")));
  CHECK(told(place.read()) == "acme:sent bob:sending dan:logged eve:sending");
}

TEST_CASE("what stands in its record already was never on its way") {
  BookFolder place;
  {
    Outbox outbox = place.open();
    insist(outbox.remember(to("acme")));
    CHECK(told(outbox) == "acme:logged");
    insist(outbox.flush());
  }
  CHECK(told(place.read()) == "acme:logged");
  CHECK(told(place.open()) == "acme:logged");
  CHECK(place.read().all().front().letter.at.day == today);
}

TEST_CASE("whatever a kill has torn off the end, every whole line counts") {
  BookFolder place;
  {
    Outbox outbox = place.open();
    for (const char* const name : {"acme", "bob"}) {
      REQUIRE(outbox.announce(to(name)));
      REQUIRE(outbox.mark(to(name), State::sent));
    }
  }
  const std::string file = place.files().back();
  std::ostringstream whole;
  whole << std::ifstream(file).rdbuf();
  const std::string text = whole.str();
  for (std::size_t size = 0; size <= text.size(); ++size) {
    std::ofstream(file, std::ios::trunc) << text.substr(0, size);
    const auto lines =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), '\n');
    static const char* const expected[] = {"", "acme:sending", "acme:sent", "acme:sent bob:sending",
                                           "acme:sent bob:sent"};
    CAPTURE(size);
    CHECK(told(place.read()) == expected[lines]);
  }
  std::ofstream(file, std::ios::app)
      << "what is this\nsent\tx\n\t\t\t\nsending\t1\t2\t3\tnever\t\t\t\t\t\t\n";
  CHECK(told(place.read()) == "acme:sent bob:sent");
}

TEST_CASE("two runs at once: the second is told to wait") {
  BookFolder place;
  const Outbox first = place.open();
  const auto second = Outbox::open(place.disk, place.layout, today);
  REQUIRE(!second.has_value());
  CHECK(second.error().kind == Error::Kind::busy);
  CHECK(second.error().message() == "letters of this book are being sent already");
  CHECK(told(place.read()) == "");
}

TEST_CASE("an outbox forgets whom it has to, and what is long over") {
  BookFolder place;
  {
    Outbox outbox = place.open();
    for (const char* const name : {"acme", "bob", "eve"})
      REQUIRE(outbox.announce(to(name, "2025-11-20")));
    Posted person = to("dan");
    person.person = "p1";
    REQUIRE(outbox.announce(person));
    REQUIRE(outbox.mark(to("acme"), State::logged));
    REQUIRE(outbox.mark(to("bob"), State::sent));
  }
  std::ofstream(place.root + "/erased.txt") << "eve\ndan/p1\n";
  const std::string left = place.root + "/.crm/outbox/.crm-tmp-9";
  std::ofstream(left) << "of one who was killed here: eve\n";
  // Not entered yet: that is never too old.
  CHECK(told(place.open()) == "bob:sent");
  std::string all;
  for (const std::string& file : place.files()) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    all += text.str();
  }
  CHECK(all.find("eve") == std::string::npos);
  CHECK(all.find("dan") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(left));
  // A year less a day, and a clock that was set back.
  CHECK(Outbox::remembered_days == 365);
  {
    Outbox outbox = place.open();
    REQUIRE(outbox.announce(to("acme", "2027-05-05")));
    REQUIRE(outbox.mark(to("acme"), State::logged));
  }
  CHECK(told(place.open()) == "bob:sent acme:logged");
}

TEST_CASE("what is sent stands in the record as a letter of ours") {
  Posted one = to("acme");
  one.person = "p1";
  one.campaign = "fair";
  one.mail = "mail:a@b";
  const Interaction said = one.interaction("k1");
  CHECK(said.direction == "out");
  CHECK(said.with == std::vector<std::string>{"p1"});
  CHECK(said.letter == "welcome");
  CHECK(said.campaign == "fair");
  CHECK(said.sent_key == "welcome/2026-11-21");
  CHECK(said.external == std::vector<std::string>{"mail:a@b"});
}

}  // namespace crm
