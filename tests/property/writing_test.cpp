// Whether an operation's texts are held or written down as they come, the book is the same after
// it, and the same when it is taken back.
#include "core/book/writing.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/book/real_disk.hpp"
#include "core/merge/replay.hpp"
#include "tests/end_to_end/machine.hpp"

namespace crm {
namespace {

using end_to_end::Folder;
using Texts = std::map<std::string, std::string>;

/// A book of five, and an operation of chance on it.
class Play {
 public:
  Play(unsigned seed, std::size_t bound) : bound_(bound), chance_(seed) {
    (void)end_to_end::new_book(folder_, 5);
    book_ = std::make_unique<const Book>(Book::open(disk_, Layout{folder_.file("book")}).value());
    for (int i = 0; i < 5; ++i) paths_.push_back("customers/" + end_to_end::id_of(i) + ".yaml");
  }

  Texts texts() const { return end_to_end::texts_below(folder_.file("book"), ".crm"); }

  const Book& book() const { return *book_; }

  bool is_clean() const { return end_to_end::leftovers(folder_.path()).empty(); }

  void act(std::size_t steps) {
    Writing writing = Writing::begin(book(), bound_).value();
    for (std::size_t i = 0; i < steps; ++i) step(writing);
    for (std::size_t i = 0; i < writing.changes().size(); ++i) {
      const auto place = writing.changes().find(writing.changes().path(i));
      REQUIRE(place == i);
    }
    commit(writing, "did", "");
  }

  /// As `crm undo`, or `crm redo` forwards.
  void replay(bool forwards) {
    Writing writing = Writing::begin(book(), bound_).value();
    const auto whole = Journal(disk_, book().layout().journal()).load("did").value();
    for (std::size_t i = 0; i < whole.changes.size(); ++i) {
      const Change change = whole.changes.at(i).value();
      const auto text = disk_.read(book().layout().absolute(change.path));
      const auto now = text ? std::optional(*text) : std::nullopt;
      auto next =
          replayed(forwards ? change.before : change.after, forwards ? change.after : change.before,
                   now, change.path, book().settings())
              .value();
      if (next != now) insist(writing.put({change.path, now, std::move(next)}));
    }
    commit(writing, forwards ? "redid" : "undid", "did");
  }

 private:
  void commit(Writing& writing, const std::string& id, const std::string& undoes) {
    Operation operation;
    operation.id = id;
    operation.title = id;
    operation.undoes = undoes;
    insist(writing.commit(operation));
  }

  std::size_t below(std::size_t count) { return chance_() % count; }

  void step(Writing& writing) {
    const std::string number = std::to_string(step_++);
    switch (below(4)) {
      case 0: {
        Customer customer;
        customer.id = "new-" + number;
        customer.name = "New " + number;
        customer.note = std::string(below(300), 'n');
        paths_.push_back(writing.add(customer).value());
        CHECK_FALSE(writing.add(customer));
        break;
      }
      case 1: {
        const std::string path = "customers/notes/free-" + std::to_string(below(6)) + ".yaml";
        const auto there = writing.changes().find(path);
        const auto before = there ? writing.changes().at(*there)->before : std::nullopt;
        insist(writing.put({path, before, "id: free-" + number + "\nname: Free\n"}));
        break;
      }
      default: {
        const auto change = [&](Customer customer) {
          customer.tags.push_back("t" + number);
          return customer;
        };
        insist(writing.change(paths_[below(paths_.size())], change));
      }
    }
  }

  Folder folder_;
  RealDisk disk_;
  std::unique_ptr<const Book> book_;
  std::size_t bound_;
  std::mt19937 chance_;
  std::vector<std::string> paths_;
  int step_ = 0;
};

}  // namespace

TEST_CASE("an operation is the same whether its texts are held or written down as they come") {
  for (unsigned seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    const std::size_t steps = seed % 6 == 5 ? 400 : 1 + seed * 3;
    Play held(seed, Changes::most_held), written(seed, 0), partly(seed, 700);
    const Texts before = held.texts();
    for (Play* const play : {&held, &written, &partly}) {
      play->act(steps);
      CHECK(play->is_clean());
      CHECK(play->texts() == held.texts());
    }
    const Texts after = held.texts();
    CHECK(after != before);
    for (Play* const play : {&held, &written, &partly}) {
      play->replay(false);
      CHECK(play->texts() == before);
      play->replay(true);
      CHECK(play->texts() == after);
      CHECK(play->is_clean());
    }
  }
}

}  // namespace crm
