// With and without its index a book gives the same answers, whatever happens to its files and to
// the index.
#include "core/index/index.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "core/book/real_disk.hpp"
#include "core/index/card.hpp"
#include "core/record/writer.hpp"
#include "core/report/agenda.hpp"
#include "tests/end_to_end/machine.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;
namespace fs = std::filesystem;

namespace {

/// A disk on which all changes lie ten seconds back, so that stamps are trusted at once. Only those
/// of folders that changed within the kernel's last ticks are not: names may come again in the same
/// one.
class LaterDisk : public RealDisk {
 public:
  Result<Sweep> sweep_below(const std::string& folder, const std::string& ending,
                            const Sweep* before, SharedWork& shared) const override {
    auto sweep = RealDisk::sweep_below(folder, ending, before, shared);
    if (!sweep) return sweep;
    constexpr std::int64_t ticks = 20'000'000;
    for (const Sweep::File& one : sweep->folders)
      if (one.stamp.touched > sweep->at - ticks) {
        sweep->folders.clear();
        break;
      }
    sweep->at += 10'000'000'000;
    return sweep;
  }

  Result<std::string> read(const std::string& path) const override {
    const std::lock_guard guard(mutex_);
    ++reads;
    return RealDisk::read(path);
  }

  mutable int reads = 0;

 private:
  mutable std::mutex mutex_;
};

Moment moment(const std::string& text) {
  return Moment::parse(text).value();
}

const Moment noon = moment("2026-11-21T12:00:00+01:00");

/// Cases that have limits, open and answered ones.
void make_pressing(Customer& customer, Dice& dice) {
  for (Case& one : customer.cases) {
    if (dice.chance(70)) one.priority = "high";
    for (Move& move : one.history) move.status = dice.one_of({"open", "waiting", "closed", ""});
  }
  for (Interaction& one : customer.interactions) {
    if (customer.cases.empty() || !dice.chance(50)) continue;
    one.case_id = customer.cases[dice.below(customer.cases.size())].id;
    one.direction = dice.one_of({"in", "out"});
  }
}

/// What a record says to a question of that depth.
std::string told(const Customer& customer, Depth depth, const Settings& settings,
                 const Moment& now) {
  if (depth == Depth::without_texts) return card_of(customer);
  std::string all = customer.name + customer.status + customer.owner;
  for (const std::string& tag : customer.tags) all += " " + tag;
  if (const Interaction* const last = last_contact(customer, now))
    all += last->id + last->at.text();
  const AgendaWish wish{now, 7, {}, {}};
  for (const Errand& one : errands(customer, settings, wish))
    all +=
        "\n" + one.customer + one.item + one.due.text() + std::string(name_of(one.kind)) +
        std::string(name_of(one.group)) + std::string(one.limit) + (one.late ? " late" : "") +
        (one.kind == Errand::Kind::meeting || one.kind == Errand::Kind::unanswered ? "" : one.text);
  return all;
}

/// What a report reads of a record at that depth.
std::string told(const Gist& gist, Depth depth) {
  std::string all = gist.id + " " + gist.name + gist.status + gist.owner;
  all += gist.removed ? " removed" : gist.reachable ? " reachable" : "";
  for (const Gist::Deal& deal : gist.deals) {
    all += "\n" + deal.id + deal.title + (deal.amount ? Money(*deal.amount).text() : "");
    for (const Gist::Move& move : deal.history) all += " " + move.stage + move.at.text();
  }
  for (const Gist::Purchase& one : gist.purchases)
    all += "\n" + one.item + Money(one.amount).text();
  for (const Case& one : gist.cases) all += "\n" + one.title + one.status();
  if (depth == Depth::without_texts)
    for (const Gist::Talk& talk : gist.talks) all += "\n" + talk.id + talk.kind + talk.at.text();
  return all;
}

std::vector<std::string> answers(const Result<Scan<std::string>>& scan) {
  std::vector<std::string> all = scan.value().found;
  for (const Problem& problem : scan.value().problems)
    all.push_back(to_text(problem.place.value_or(Place{})) + problem.message);
  return all;
}

class IndexedBook {
 public:
  explicit IndexedBook(Dice& dice) : IndexedBook(dice, dice.between(5, 40)) {}

  IndexedBook(Dice& dice, int records) : dice_(dice) {
    fs::create_directories(customers());
    std::ofstream(root() + "/crm.yaml")
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n"
           "limits: {high: {answer: 4h, resolution: 3d}}\ndays_off: [sat, sun]\n";
    for (int i = records; i > 0; --i) add();
  }

  std::string root() const { return folder_.file("book"); }

  std::string customers() const { return root() + "/customers"; }

  std::string index() const { return root() + "/.crm/index"; }

  Book open() { return Book::open(disk_, Layout{root()}).value(); }

  LaterDisk& disk() { return disk_; }

  /// Asks with the index and without it; nothing when both say the same.
  std::string disagreement(Depth depth, const Moment& now) {
    const Book book = open();
    const auto look = [&](const Customer& customer,
                          const std::string& path) -> std::optional<std::string> {
      return path + told(customer, depth, book.settings(), now);
    };
    std::vector<std::string> with;
    {
      Index asked(book, now, 0);
      with = answers(asked.scan<std::string>(look, depth));
    }
    if (with != answers(book.scan<std::string>(look))) return "the index says something else";
    const auto look_at_gist = [&](const Gist& gist, const Customer&) {
      return std::optional(told(gist, depth));
    };
    const auto look_at_file = [&](const Customer& customer, const std::string&) {
      return std::optional(told(Gist::of(customer, "EUR"), depth));
    };
    Needs needs{depth, FieldSet::none()};
    needs.gist = FieldSet::all();
    Index asked(book, now, 0);
    return answers(asked.gists<std::string>(look_at_gist, needs)) ==
                   answers(book.scan<std::string>(look_at_file))
               ? ""
               : "the index tells other gists";
  }

  void add() {
    Customer customer = random_record<Customer>(dice_, 10);
    make_pressing(customer, dice_);
    customer.id = "nobody-" + std::to_string(1000 + ++count_);
    if (customer.name.empty()) customer.name = "N";
    std::ofstream(customers() + "/" + customer.id + ".yaml") << new_file(to_data(customer));
  }

  fs::path any_file() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(customers()))
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files.empty() ? fs::path() : files[dice_.below(files.size())];
  }

  /// What people, editors and git do to files.
  void change_something() {
    const fs::path file = any_file();
    if (file.empty()) return add();
    std::string text = end_to_end::text_of(file.string());
    switch (dice_.below(8)) {
      case 0: add(); break;
      case 1: fs::remove(file); break;
      case 2: std::ofstream(file, std::ios::app) << "# by hand\n"; break;
      case 3: {
        // The same size, in place.
        const auto at = text.find("name: ");
        if (at != text.npos && at + 6 < text.size())
          text[at + 6] = dice_.one_of({"X", "Y", "Z"})[0];
        std::ofstream(file, std::ios::binary) << text;
        break;
      }
      case 4: {
        std::ofstream(file.string() + ".tmp", std::ios::binary) << text << "note: new\n";
        fs::rename(file.string() + ".tmp", file);
        break;
      }
      case 5: {
        fs::create_directories(customers() + "/moved");
        fs::rename(file, customers() + "/moved/" + file.filename().string());
        break;
      }
      case 6: std::ofstream(file, std::ios::app) << "name: [\n"; break;
      default: {
        // Two files change places.
        const fs::path other = any_file();
        if (other == file) break;
        const std::string its = end_to_end::text_of(other.string());
        std::ofstream(file, std::ios::binary) << its;
        std::ofstream(other, std::ios::binary) << text;
        break;
      }
    }
  }

  void damage_index() {
    std::string bytes = end_to_end::text_of(index());
    switch (dice_.below(6)) {
      case 0: fs::remove(index()); return;
      case 1: bytes.resize(dice_.below(bytes.size() + 1)); break;
      case 2: bytes = "noise " + bytes; break;
      case 3:
        for (int i = dice_.between(1, 200); i > 0 && !bytes.empty(); --i)
          bytes[dice_.below(bytes.size())] = static_cast<char>(dice_.below(256));
        break;
      case 4: {
        // A page of another place.
        if (bytes.size() < 8192) break;
        const std::size_t from = dice_.below(bytes.size() / 4096) * 4096;
        const std::size_t to = dice_.below(bytes.size() / 4096) * 4096;
        bytes.replace(to, 4096, bytes.substr(from, 4096));
        break;
      }
      default:
        if (!bytes.empty()) bytes[dice_.below(bytes.size())] ^= 1;
        break;
    }
    std::ofstream(index(), std::ios::binary) << bytes;
  }

 private:
  Dice& dice_;
  end_to_end::Folder folder_;
  LaterDisk disk_;
  int count_ = 0;
};

}  // namespace

TEST_CASE("a card says what the record says, but for its long texts") {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Dice dice(seed);
    const auto customer = random_record<Customer>(dice, 30);
    const std::string card = card_of(customer);
    CardReader reader;
    const Customer* const again = reader.read(card);
    INFO("seed ", seed);
    REQUIRE(again != nullptr);
    CHECK(card_of(*again) == card);
    CHECK(again->note.empty());
    Customer same = customer;
    same.note.clear();
    for (Person& one : same.people) one.note.clear();
    for (Deal& one : same.deals) one.note.clear();
    for (Case& one : same.cases) one.note.clear();
    for (Interaction& one : same.interactions) one.text.clear();
    if (same.is_company()) same.kind = "company";
    CHECK(to_data(*again) == to_data(same));
  }
}

TEST_CASE("a record asks for nothing before its first errand") {
  Settings settings = completed(Settings());
  Data high = Data::map();
  high.put("answer", Data::scalar("4h"));
  high.put("resolution", Data::scalar("30d"));
  settings.limits = Data::map();
  settings.limits.put("high", high);
  settings.days_off = Data::scalar("sun");
  int passed_over = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Dice dice(seed);
    auto customer = random_record<Customer>(dice, 30);
    make_pressing(customer, dice);
    settings.cadence.clear();
    std::vector<Cadence> rules;
    if (dice.chance(50)) {
      const auto how = KeepInTouch::parse(dice.one_of({"30d", "3m", "no"})).value();
      settings.cadence.emplace_back("+vip", how);
      rules.push_back({[](const Customer&) { return true; }, how});
    }
    const Moment then = moment("20" + std::to_string(dice.between(10, 40)) + "-03-14T12:00+01:00");
    const auto first = first_errand(customer, settings, then);
    for (int days : {0, 1, 3, 20, 100, 365, 1000}) {
      AgendaWish wish{then, dice.one_of(std::vector<int>{0, 0, 1, 7, 30}), {}, rules};
      wish.now.day = then.day.plus_days(days);
      if (first && *first <= wish.now.day.plus_days(wish.within)) continue;
      ++passed_over;
      INFO("seed ", seed, ", ", days, " days later");
      CHECK(errands(customer, settings, wish).empty());
    }
  }
  CHECK(passed_over > 1'000);
}

TEST_CASE("bytes that are no card are none") {
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Dice dice(seed);
    std::string card = card_of(random_record<Customer>(dice, 20));
    for (int i = dice.between(1, 4); i > 0; --i)
      card[dice.below(card.size())] = static_cast<char>(dice.below(256));
    if (dice.chance(30)) card.resize(dice.below(card.size()));
    // Whatever comes of it, it can be said again.
    CardReader reader;
    if (const Customer* const customer = reader.read(card))
      CHECK(CardReader().read(card_of(*customer)) != nullptr);
  }
}

TEST_CASE("a book answers with its index as it does without it, whatever becomes of the files") {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    Dice dice(seed);
    IndexedBook book(dice);
    for (int round = 0; round < 12; ++round) {
      for (int changes = dice.between(0, 3); changes > 0; --changes) book.change_something();
      const Depth depth = dice.chance(50) ? Depth::brief : Depth::without_texts;
      // Time goes on, and now and then somebody's clock is wrong.
      const Moment now = moment("2026-" + std::string(dice.one_of({"02", "05", "11", "12"})) +
                                "-21T12:00:00+01:00");
      INFO("seed ", seed, ", round ", round);
      CHECK(book.disagreement(depth, now) == "");
    }
  }
}

TEST_CASE("a book of which two threads read the cards answers as it does without them") {
  Dice dice(5);
  IndexedBook book(dice, 600);
  for (int round = 0; round < 15; ++round) {
    for (int changes = dice.between(0, 40); changes > 0; --changes) book.change_something();
    INFO("round ", round);
    CHECK(book.disagreement(dice.chance(50) ? Depth::brief : Depth::without_texts, noon) == "");
    // What a look throws comes out, and nobody waits for the rest.
    const Book opened = book.open();
    Index index(opened, noon, 0);
    std::atomic<std::size_t> left = dice.below(700);
    const auto look = [&](const Customer& one, const std::string&) {
      if (left-- == 0) throw std::runtime_error("enough");
      return std::optional(one.id);
    };
    try {
      (void)index.scan<std::string>(look, Depth::brief);
    } catch (const std::runtime_error&) {
    }
  }
}

TEST_CASE("an index of which any page is damaged is as good as new after two answers") {
  Dice dice(6);
  IndexedBook book(dice, 200);
  const auto reads = [&] {
    book.disk().reads = 0;
    const Book opened = book.open();
    const auto look = [](const Customer& one, const std::string&) { return std::optional(one.id); };
    (void)Index(opened, noon, 0).scan<std::string>(look, Depth::without_texts);
    return book.disk().reads - 1;  // crm.yaml is read each time
  };
  reads();
  REQUIRE(reads() == 0);
  constexpr std::size_t page = 16384;
  for (std::size_t begin = 0; begin < fs::file_size(book.index()); begin += page) {
    INFO("page at ", begin);
    std::fstream file(book.index(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(begin));
    file << std::string(page, 'x');
    file.close();
    reads();
    reads();
    CHECK(reads() == 0);
  }
}

TEST_CASE("an index that is damaged changes no answer") {
  Dice dice(1);
  IndexedBook book(dice);
  for (int round = 0; round < 1000; ++round) {
    INFO("round ", round);
    const Depth depth = dice.chance(50) ? Depth::brief : Depth::without_texts;
    CHECK(book.disagreement(depth, noon) == "");
    book.damage_index();
    CHECK(book.disagreement(depth, noon) == "");
    // And it is as good as new the next time.
    if (round % 50 == 0) CHECK(fs::exists(book.index()));
  }
}

TEST_CASE("records that have not changed are not read again") {
  Dice dice(2);
  IndexedBook book(dice);
  const auto ask = [&] {
    book.disk().reads = 0;
    const Book opened = book.open();
    const auto look = [](const Customer& one, const std::string&) { return std::optional(one.id); };
    const auto found = Index(opened, noon, 0).scan<std::string>(look, Depth::brief).value().found;
    return std::pair(found.size(), book.disk().reads - 1);  // crm.yaml is read each time
  };
  const auto [count, first] = ask();
  CHECK(count > 4);
  CHECK(first == static_cast<int>(count));
  CHECK(ask() == std::pair(count, 0));
  std::ofstream(book.any_file(), std::ios::app) << "# touched\n";
  CHECK(ask() == std::pair(count, 1));
  CHECK(ask() == std::pair(count, 0));
  const auto mode = fs::status(book.index()).permissions();
  CHECK(mode == (fs::perms::owner_read | fs::perms::owner_write));
  // Where there is no room for an index, everything is read.
  fs::remove(book.index());
  fs::create_directories(book.index() + "/in-the-way");
  CHECK(ask() == std::pair(count, static_cast<int>(count)));
}

TEST_CASE("what has to be read at each use leaves the index as it is") {
  Dice dice(7);
  IndexedBook made(dice, 30);
  RealDisk now;
  LaterDisk later;
  const auto ask = [&](Disk& disk) {
    const Book book = Book::open(disk, Layout{made.root()}).value();
    const auto look = [](const Customer& one, const std::string&) { return std::optional(one.id); };
    (void)Index(book, noon, 0).scan<std::string>(look, Depth::brief);
    return fs::exists(made.index()) ? end_to_end::text_of(made.index()) : "";
  };
  // Files so young that they may change again under their stamps.
  CHECK(ask(now).empty());
  const std::string first = ask(later);
  CHECK_FALSE(first.empty());
  made.add();
  CHECK(ask(now) == first);
  const std::string second = ask(later);
  CHECK(second != first);
  // And one that can't be understood; the new name is learned, once its folder is settled.
  std::ofstream(made.customers() + "/broken.yaml") << "name: [\n";
  int changes = 0, still = 0;
  for (std::string last = second; still < 20 && changes < 20;) {
    const std::string next = ask(later);
    (next == last ? still : changes) += 1;
    last = next;
  }
  CHECK(changes <= 1);
}

TEST_CASE("the reading of many files tells how far it has come, to its end") {
  Dice dice(4);
  IndexedBook made(dice);
  const Book book = made.open();
  const std::size_t all = book.paths().value().size();
  const auto told = [&](std::size_t many) {
    std::vector<std::size_t> parts;
    Index index(book, noon, 0);
    index.tell(
        [&](std::size_t done, std::size_t count) {
          CHECK(count == all);
          parts.push_back(done);
        },
        many);
    const auto look = [](const Customer& one, const std::string&) { return std::optional(one.id); };
    (void)index.scan<std::string>(look, Depth::brief);
    return parts;
  };
  CHECK(told(all + 1).empty());
  std::filesystem::remove(made.index());
  const auto parts = told(all);
  CHECK(std::is_sorted(parts.begin(), parts.end()));
  CHECK(parts.size() == all);
  // What is known need not be read.
  CHECK(told(1).empty());
}

TEST_CASE("a stamp that is too young to be trusted is not") {
  Dice dice(3);
  IndexedBook made(dice);
  RealDisk disk;
  const auto reads_twice = [&] {
    const Book book = Book::open(disk, Layout{made.root()}).value();
    int looked = 0;
    const auto look = [&](const Customer&, const std::string&) -> std::optional<int> {
      ++looked;
      return std::nullopt;
    };
    (void)Index(book, noon, 0).scan<int>(look, Depth::brief);
    return looked;
  };
  CHECK(reads_twice() > 0);
  // One byte of the same size, at once.
  const fs::path file = made.any_file();
  std::string text = end_to_end::text_of(file.string());
  const auto stamp = fs::last_write_time(file);
  text[text.find("name: ") + 6] = 'Q';
  std::ofstream(file, std::ios::binary) << text;
  fs::last_write_time(file, stamp);
  const Book book = Book::open(disk, Layout{made.root()}).value();
  const auto look = [](const Customer& one, const std::string&) { return std::optional(one.name); };
  const auto with = Index(book, noon, 0).scan<std::string>(look, Depth::brief).value().found;
  CHECK(with == book.scan<std::string>(look).value().found);
}
