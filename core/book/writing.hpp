// One command's change of a book: all of it or nothing, seen before it is done, and undoable
// afterwards.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/book/journal.hpp"
#include "core/domain/id.hpp"

namespace crm {

class Writing {
 public:
  /// Takes the book's lock, finishes what a killed command left, and waits for the changes.
  /// Error::busy when another command writes for longer than ten seconds.
  /// Above `most_held` bytes of texts what was changed is written down as it comes, so that an
  /// operation may be of any length; let go before its commit, it leaves nothing.
  static Result<Writing> begin(const Book& book, std::size_t most_held = Changes::most_held);
  /// The same without a lock and without a commit, for `--dry-run`: nothing is written in the book.
  static Writing rehearse(const Book& book, std::size_t most_held = Changes::most_held);

  Writing(Writing&&) noexcept = default;
  Writing& operator=(Writing&&) = delete;
  ~Writing();

  /// Makes the next value from the one that stands in the file.
  using Next = std::function<Customer(Customer before)>;
  /// Reads a record under the lock; the file's next text has what changed between the two values
  /// edited into it. Refused when that can't be done without losing anything. No change, no write.
  /// `known` is what the file said a moment ago: where it says the same still, it is not read
  /// twice.
  Result<void> change(const std::string& path, const Next& next,
                      std::optional<Stored> known = std::nullopt);

  /// The same of a campaign's file.
  Result<void> change_campaign(const std::string& path,
                               const std::function<Campaign(Campaign before)>& next);

  /// A record as it will be after what was changed so far.
  Result<Stored> standing(const std::string& path) const { return read(path, std::nullopt); }

  /// A new file for a new customer, with keys of the user's own (own_keys.hpp); its path.
  Result<std::string> add(const Customer& customer, const Data& own = {});
  /// The same of a campaign.
  Result<std::string> add(const Campaign& campaign, const Data& own = {});
  /// A file's next text as it is, for what was edited by hand or is taken back.
  Result<void> put(const Change& change);

  bool empty() const { return changes_.empty(); }

  const Changes& changes() const { return changes_; }

  /// What the recovery of a killed command has to say; mostly empty.
  const std::vector<std::string>& remarks() const { return remarks_; }

  /// Journal, files, journal. One that `erases` somebody also takes what is said of them out of the
  /// journal, and the index away; killed before that is done, the next command does it. Error::busy
  /// when a file is no longer what was read; nothing is
  /// changed then.
  Result<void> commit(Operation operation);

 private:
  explicit Writing(const Book& book) : book_(&book) {}

  Journal journal() const { return Journal(book_->disk(), book_->layout().journal()); }

  std::string absolute(std::size_t change) const {
    return book_->layout().absolute(changes_.path(change));
  }

  bool nothing_stands() const;
  /// The end of an operation whose files are replaced already.
  Result<void> finish(Operation operation, const Changes& changes);
  Result<void> forget(const Operation& operation, const Changes& changes);
  Result<void> replace_few(const Operation& operation);
  Result<void> replace_many(const Operation& operation);
  Result<Stored> read(const std::string& path, std::optional<Stored> known) const;
  Result<void> refuse_copy(const Stored& stored) const;
  friend Result<std::vector<std::string>> recover(const Book& book);
  Result<void> recover();

  const Book* book_;
  std::unique_ptr<Lock> lock_;
  Changes changes_;
  std::vector<std::string> remarks_;
};

/// Finishes what a killed command left; what there is to say about it, mostly nothing. A command
/// that is still writing is left alone.
Result<std::vector<std::string>> recover(const Book& book);

}  // namespace crm
