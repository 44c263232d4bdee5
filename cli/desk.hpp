// Where a command works: the opened book, who sits there, and what day it is.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/book/book.hpp"
#include "core/book/writing.hpp"
#include "core/index/index.hpp"
#include "core/query/filter.hpp"
#include "core/query/score.hpp"
#include "core/query/who.hpp"

namespace crm {

class Desk {
 public:
  /// Finds and opens the book that is meant; finishes what a killed command left. Throws Failure.
  static Desk open(World& world);
  /// The same with a book that is open already.
  static Desk open(World& world, Book book);

  ~Desk();
  Desk(Desk&&) = default;
  Desk& operator=(Desk&&) = delete;

  const Book& book() const { return *book_; }

  const Settings& settings() const { return book_->settings(); }

  /// Shows every customer to `look`, from their cards where that will do.
  template <class T>
  Scan<T> scan(
      const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
      const Needs& needs = Depth::without_texts) const {
    return index_->scan<T>(look, needs).value();
  }

  /// The same, with what reports read of each (Index::gists).
  template <class T>
  Scan<T> gists(const std::function<std::optional<T>(const Gist&, const Customer&)>& look,
                const Needs& needs) const {
    return index_->gists<T>(look, needs).value();
  }

  /// The same, with what lists say of each customer, where that is known (Index::listings).
  template <class T>
  Scan<T> listings(const std::function<std::optional<T>(const Listing&)>& look,
                   const std::function<std::optional<T>(const Customer&)>& look_at_customer,
                   const Needs& needs) const {
    return index_->listings<T>(look, look_at_customer, needs).value();
  }

  /// The book's wall clock.
  const Moment& now() const { return now_; }

  Day today() const { return now_.day; }

  /// The short name of who does it: --as, CRM_ME, the person's configuration, or the team member
  /// with git's e-mail; empty where the book has no team and nothing was said.
  const std::string& me() const;
  /// The short name of a team member; asked wrongly where there is none.
  std::string colleague_named(const std::string& who) const;

  /// Exactly one customer or entry, or a Failure: nothing found with the nearest names, or
  /// ambiguous with the candidates. The id of a record that was merged into another means that one.
  Match find(const std::string& who) const;
  /// The same, but the name of a person means the person, not the customer they belong to.
  Match find_itself(const std::string& who) const;
  /// The same for a command that wants a reminder or meeting, and says so when there is none.
  Match find_errand(const std::string& id) const;
  /// Customers' names that somebody may have meant who mistyped one, nearest first.
  std::vector<std::string> names_like(const std::string& typed) const;
  /// What `me`, `today`, a bare amount, `score`, `segment` and +STALE mean in a filter.
  Asker asker() const;
  /// How long deals stay in their stages; the first time, all of the book's are looked at.
  std::shared_ptr<const Stays> stays() const;

  /// In which segment each customer is; the first time, all of the book's are compared. Where too
  /// few have bought anything, nobody is in any, and that is remarked on.
  std::shared_ptr<const Segmentation> segments() const;

  /// How long deals stay, known from elsewhere.
  void learn(Stays stays) const { stays_ = std::make_shared<const Stays>(std::move(stays)); }

  /// Whether `stays` has its answer already.
  bool knows_stays() const { return stays_ != nullptr; }

  Filter filter(const std::vector<std::string>& words, const Type& listed) const;
  /// A remark where the shell has taken a sign for its own: `value>5000` without quotes writes the
  /// answer into a file 5000.
  void tell_of_taken_sign(const std::vector<std::string>& words, const Type& listed) const;
  /// Lets go of what the index knows: from here on files are read, and nothing is learned of them.
  void close_index();

  /// A date as people type it.
  Moment when(const std::string& words) const;
  Day what_day(const std::string& words) const;

  /// A moment as it is kept: by the book's clock, with its offset, where it has a time.
  Moment kept(const Moment& moment) const;

  /// A moment for the log of now: to the minute, with the offset.
  Moment stamp() const;

  std::string new_id(const std::set<std::string, std::less<>>& taken) const {
    return new_item_id(world_.random, taken);
  }

  /// Runs `work` under the book's lock and commits what it changed as one operation called `title`
  /// (asked for after the work). With --dry-run nothing is locked or written, and the difference is
  /// printed. True when it was written.
  /// With `commits` false it is not committed to git: that is for whoever has a merge in hand.
  bool write(const std::function<void(Writing&)>& work, const std::function<std::string()>& title,
             bool commits = true) const;
  /// The same for one record.
  bool change(const Match& match, const Writing::Next& next,
              const std::function<std::string()>& title) const;
  /// The same for several, one after the other; one record may be among them more than once.
  bool change_each(const std::vector<Match>& matches,
                   const std::function<Customer(Customer before, const Match& match)>& next,
                   const std::function<std::string()>& title) const;
  Operation operation(const std::string& title) const;
  /// Takes the book's lock, or says why not.
  Writing begin_writing() const;
  /// Writes what was changed, and commits it to git where crm.yaml says so (and `to_git`). The
  /// book's hooks are told.
  void commit(Writing& writing, const Operation& operation, bool to_git = true) const;

  World& world() const { return world_; }

 private:
  Desk(World& world, Book book);
  std::optional<Match> in_file_of_that_name(const Who& question) const;
  Error nobody_here() const;
  void refuse_removed(const Match& match) const;
  std::optional<Match> target_of(const Match& match) const;
  Match seen_whole(const Who& question, const Match& match) const;

  World& world_;
  std::unique_ptr<const Book> book_;
  Moment now_;
  std::unique_ptr<Index> index_;
  mutable std::optional<std::string> me_;
  /// The record that was read to find it by its id.
  mutable std::optional<Stored> at_hand_;
  mutable std::shared_ptr<const Stays> stays_;
  mutable std::shared_ptr<const Segmentation> segments_;
};

/// What of a record the filter looks at.
Needs needs_of(const Filter& filter);

/// Whether a book is meant and there.
bool has_book(World& world, const std::vector<std::string>& words);

/// Where the person's words and environment point.
Whereabouts whereabouts(World& world);

/// `12,000.00 EUR`, grouped as the book's country does.
std::string amount_words(const Money& money, const Desk& desk);
/// `Wed 25 Nov`, with the year when it is not this one; ` 10:30` after it where a time is set.
std::string day_words(const Moment& moment, Day today);
/// `today`, `tomorrow`, `yesterday`, else as above.
std::string near_day_words(const Moment& moment, Day today);

}  // namespace crm
