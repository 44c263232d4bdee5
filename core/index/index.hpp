// The index of a book: a card for each record, so that a question is answered without reading and
// understanding every file again.
//
// It is derived from the files, checked against the stamps of all of them at each use, and can be
// thrown away: damaged, missing or out of date, it changes nothing but the time an answer takes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/index/snapshot.hpp"
#include "core/index/store.hpp"

namespace crm {

/// How much of a record a question needs.
enum class Depth {
  /// What matters from now on: past conversations are left out, but for the last contact.
  brief,
  /// Everything but notes and what was said.
  without_texts,
  /// The files themselves are read.
  whole
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

  /// As Book::scan; what lies below the depth may be left out of the customers that `look` is
  /// shown, and is not to be looked at. Answers and problems are those that the files alone give.
  template <class T>
  Result<Scan<T>> scan(
      const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
      Depth depth);

 private:
  /// A record and where it is among all, or what is wrong with its file; from two threads.
  using Visit = std::function<void(std::size_t file, const std::string& path,
                                   const Customer* customer, std::vector<Problem>&& problems)>;
  Result<void> look_around();
  void visit_all(Depth depth, const Visit& visit);
  /// Those whose cards are good; marks them in `known`.
  void visit_cards(Store::Length length, const Visit& visit, std::vector<char>& known);
  void keep(std::vector<Row> rows);

  const Book& book_;
  Moment now_;
  /// The same in seconds since 1970-01-01T00:00:00Z.
  std::int64_t second_;
  std::size_t least_files_;
  std::uint64_t seed_;
  /// With paths relative to the book.
  std::optional<Sweep> sweep_;
  std::optional<Store> store_;
  std::string stored_snapshot_;
  /// Of the stored brief cards.
  std::int64_t as_of_ = 0;
  Comparison comparison_;
  std::optional<Store::Learned> learned_;
};

template <class T>
Result<Scan<T>> Index::scan(
    const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
    Depth depth) {
  if (depth == Depth::whole) return book_.scan<T>(look);
  if (auto done = look_around(); !done) return error(done.error());
  std::vector<std::optional<T>> answers(sweep_->files.size());
  std::vector<std::vector<Problem>> problems(sweep_->files.size());
  visit_all(depth, [&](std::size_t file, const std::string& path, const Customer* customer,
                       std::vector<Problem>&& wrong) {
    if (customer != nullptr) answers[file] = look(*customer, path);
    problems[file] = std::move(wrong);
  });
  Scan<T> scan;
  for (std::optional<T>& answer : answers)
    if (answer) scan.found.push_back(*std::move(answer));
  for (std::vector<Problem>& some : problems)
    for (Problem& problem : some)
      if (!problem.warning) scan.problems.push_back(std::move(problem));
  return scan;
}

}  // namespace crm
