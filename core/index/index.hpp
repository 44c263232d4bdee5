// The index of a book: a card for each record, so that a question is answered without reading and
// understanding every file again.
//
// It is derived from the files, checked against the stamps of all of them at each use, and can be
// thrown away: damaged, missing or out of date, it changes nothing but the time an answer takes.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/domain/memory.hpp"
#include "core/index/card.hpp"
#include "core/index/lesson.hpp"
#include "core/index/listing.hpp"
#include "core/index/snapshot.hpp"
#include "core/index/store.hpp"
#include "core/report/gist.hpp"

namespace crm {

/// How much of a record a question needs.
enum class Depth {
  /// What matters from now on: past conversations are left out, but for the last
  /// contact and the first answers to open cases.
  brief,
  /// Everything but notes and what was said.
  without_texts,
  /// The files themselves are read.
  whole
};

/// What a question looks at in a record.
struct Needs {
  Needs(Depth how_deep, FieldSet what = FieldSet::all())  // NOLINT: a depth alone is a need
      : depth(how_deep), fields(what) {}

  void add(const Needs& other) {
    depth = std::max(depth, other.depth);
    fields.add(other.fields);
    gist.add(other.gist);
  }

  Depth depth;
  /// Of the customers that are shown.
  FieldSet fields;
  /// Of their gists, where these are asked for.
  FieldSet gist = FieldSet::none();
  /// Where set: of records that surely ask for nothing by that day (agenda.hpp) none need be shown.
  std::optional<Day> asking_by = {};
  /// Whether what lists say will do in place of a record, where that is known.
  bool listings = false;
};

class Index {
 public:
  /// Below this many files reading them is quicker than asking.
  static constexpr std::size_t usual_least = 200;

  /// The book must outlive it; `now` is local.
  Index(const Book& book, const Moment& now, std::size_t least_files = usual_least);
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  /// Keeps what was learned for the next command, where that can be done.
  ~Index();

  /// How many of the files were read that had to be; the last time all of them.
  using Progress = std::function<void(std::size_t done, std::size_t all)>;
  /// Where at least so many files have to be read, `progress` is told of each hundredth part; from
  /// two threads, but never twice at a time.
  static constexpr std::size_t usual_many = 5000;
  void tell(Progress progress, std::size_t many = usual_many);

  /// As Book::scan. What is not needed may be left out of the customers that `look` is shown, and
  /// it may be shown a record as it was before, too: what it gives then is dropped. Answers and
  /// problems are those that the files alone give.
  template <class T>
  Result<Scan<T>> scan(
      const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
      const Needs& needs);

  /// The same, showing the gist of each record beside as much of the customer as is needed.
  template <class T>
  Result<Scan<T>> gists(const std::function<std::optional<T>(const Gist&, const Customer&)>& look,
                        const Needs& needs);

  /// The same, showing what lists say of a customer where that is known, and otherwise as much of
  /// the customer as is needed.
  template <class T>
  Result<Scan<T>> listings(const std::function<std::optional<T>(const Listing&)>& look,
                           const std::function<std::optional<T>(const Customer&)>& look_at_customer,
                           Needs needs);

 private:
  /// A record, and its gist where it is needed; or nobody, and what lists say.
  struct Seen {
    const std::string& path;
    const Customer& customer;
    const Gist* gist;
    const Listing* listing;
  };

  /// The number of a card with its record, or what is wrong with its file; from two threads.
  /// Neither: what was seen before was an old card.
  using Visit =
      std::function<void(std::uint32_t number, const Seen* seen, std::vector<Problem>&& problems)>;
  /// For cards of numbers below that.
  using MakeRoom = std::function<void(std::uint32_t numbers)>;
  template <class T, class Look>
  Result<Scan<T>> collect(const Look& look, const Needs& needs);
  Result<void> visit_all(const Needs& needs, const MakeRoom& make_room, const Visit& visit);

  /// A mark for each card that was visited.
  using Known = std::vector<char>;

  /// The first time; records may be shown as they were on cards that turn out to be old.
  Result<Known> look_around(const Needs& needs, const MakeRoom& make_room, const Visit& visit);
  std::optional<Snapshot> read_store();
  /// To learn what has to be read, where it can be kept; nothing otherwise.
  Lesson* begin_lesson();
  Store::Length length_of(const Needs& needs) const;

  /// Files by the numbers of their cards.
  struct Files {
    const Sweep& sweep;
    std::vector<std::uint32_t> of;
  };

  class SheetReader;
  /// Visits the cards that are good for their files, and marks them; who helps with `sheets` reads
  /// some of them.
  void visit_cards(const Files& files, const Needs& needs, const Visit& visit, Known& known,
                   SharedWork& sheets);
  /// Those of the files that have not changed, after the first time.
  void visit_again(const Needs& needs, const Visit& visit, Known& known);
  /// Tells the progress of a reading, once a file of it is done.
  std::function<void()> counter(std::size_t all) const;
  /// Reads those that are not known, and learns their cards.
  void visit_files(const Needs& needs, const Visit& visit, const Known& known);
  std::int64_t first_errand_of(const Customer& customer) const;

  const Book& book_;
  Moment now_;
  /// The same in seconds since 1970-01-01T00:00:00Z.
  std::int64_t second_;
  std::size_t least_files_;
  std::uint64_t seed_;
  /// Of all files, below the customers' folder.
  std::optional<Sweep> sweep_;
  Comparison comparison_;
  /// Whether the files' names had to be read, and need not be again.
  bool names_are_news_ = false;
  std::optional<Store> store_;
  /// Of the stored brief cards.
  std::int64_t as_of_ = 0;
  std::unique_ptr<Lesson> lesson_;
  Progress progress_;
  std::size_t many_ = usual_many;
};

template <class T>
Result<Scan<T>> Index::scan(
    const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
    const Needs& needs) {
  if (needs.depth == Depth::whole) return book_.scan<T>(look);
  return collect<T>([&](const Seen& seen) { return look(seen.customer, seen.path); }, needs);
}

template <class T>
Result<Scan<T>> Index::gists(
    const std::function<std::optional<T>(const Gist&, const Customer&)>& look, const Needs& needs) {
  if (needs.depth != Depth::whole)
    return collect<T>([&](const Seen& seen) { return look(*seen.gist, seen.customer); }, needs);
  return book_.scan<T>([&](const Customer& customer, const std::string&) {
    return look(Gist::of(customer, book_.settings().currency), customer);
  });
}

template <class T>
Result<Scan<T>> Index::listings(
    const std::function<std::optional<T>(const Listing&)>& look,
    const std::function<std::optional<T>(const Customer&)>& look_at_customer, Needs needs) {
  needs.listings = true;
  const auto look_at = [&](const Seen& seen) {
    return seen.listing != nullptr ? look(*seen.listing) : look_at_customer(seen.customer);
  };
  return collect<T>(look_at, needs);
}

template <class T, class Look>
Result<Scan<T>> Index::collect(const Look& look, const Needs& needs) {
  LongList<std::optional<T>> answers;
  std::map<std::uint32_t, std::vector<Problem>> problems;
  std::mutex mutex;
  const auto visit = [&](std::uint32_t number, const Seen* seen, std::vector<Problem>&& wrong) {
    answers[number] = seen == nullptr ? std::nullopt : look(*seen);
    if (wrong.empty()) return;
    const std::lock_guard guard(mutex);
    problems[number] = std::move(wrong);
  };
  const auto make_room = [&](std::uint32_t numbers) { answers.resize(numbers); };
  if (auto done = visit_all(needs, make_room, visit); !done) return error(done.error());
  Scan<T> scan;
  scan.found.reserve(answers.size());
  for (const std::uint32_t file : comparison_.by_path) {
    const std::uint32_t number = comparison_.files[file].number;
    if (answers[number]) scan.found.push_back(*std::move(answers[number]));
    const auto wrong = problems.find(number);
    if (wrong == problems.end()) continue;
    for (Problem& problem : wrong->second)
      if (!problem.warning) scan.problems.push_back(std::move(problem));
  }
  return scan;
}

}  // namespace crm
