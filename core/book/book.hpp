// A book: its settings, its records as they stand in the files, and the door through which they
// change.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/domain/zone.hpp"
#include "core/record/reader.hpp"

namespace crm {

/// A record with the file and the text it was read from.
struct Stored {
  Tree tree;
  Customer customer;

  /// Relative to the book.
  const std::string& path() const { return tree.file(); }

  const std::string& text() const { return tree.text(); }
};

/// The same of a campaign.
struct StoredCampaign {
  Tree tree;
  Campaign campaign;

  const std::string& path() const { return tree.file(); }

  const std::string& text() const { return tree.text(); }
};

/// What was found in all records, in the order of their paths, and what could not be read.
template <class T>
struct Scan {
  std::vector<T> found;
  std::vector<Problem> problems;
};

class Book {
 public:
  /// Reads crm.yaml. Errors: nothing_found, invalid (with places), also for a newer format.
  static Result<Book> open(Disk& disk, Layout layout);
  /// With this as crm.yaml, whatever stands there.
  static Result<Book> open(Disk& disk, Layout layout, std::string settings_text);

  const Layout& layout() const { return layout_; }

  const Settings& settings() const { return settings_; }

  /// crm.yaml as it stands.
  const std::string& settings_text() const { return settings_text_; }

  const Zone& zone() const { return zone_; }

  Disk& disk() const { return *disk_; }

  /// Relative paths of all customers' files, sorted.
  Result<std::vector<std::string>> paths() const;
  /// One customer's file.
  Result<Stored> read(const std::string& path) const;
  /// A text as if it stood in that file.
  Result<Stored> read_text(const std::string& path, std::string text) const;
  /// What a tree means.
  Result<Stored> understood(Tree tree) const;

  /// Whether a file may have what is looked for, told from its text as it is; asked concurrently.
  using Promising = std::function<bool(std::string_view text, const std::string& path)>;

  /// Looks at every record on two threads and keeps what `look` answers; records that can't be read
  /// are in `problems`, as are the warnings of all when they are wanted. `look` is called
  /// concurrently and must not share anything. Holds one record a thread at a time, so a large book
  /// takes no more memory than its answers. Only files that are `promising` are understood at all.
  template <class T>
  Result<Scan<T>> scan(
      const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
      bool with_warnings = false, const Promising& promising = {}) const;

  /// The campaigns, by file.
  Result<Scan<Campaign>> campaigns() const;
  /// The same with their files.
  Result<Scan<StoredCampaign>> campaign_files() const;
  /// A text as if it stood in that file of a campaign.
  Result<StoredCampaign> read_campaign_text(const std::string& path, std::string text) const;
  /// Of rates.yaml; none where there is no such file.
  Result<Rates> rates() const;

  using Visit = std::function<void(std::size_t file, const std::string& path, Reading<Customer>&&)>;
  /// Reads these files on two threads, as `scan` does.
  void for_each(const std::vector<std::string>& paths, const Promising& promising,
                const Visit& visit) const;

 private:
  Book() = default;

  Disk* disk_ = nullptr;
  Layout layout_;
  Settings settings_;
  std::string settings_text_;
  Zone zone_;
};

template <class T>
Result<Scan<T>> Book::scan(
    const std::function<std::optional<T>(const Customer&, const std::string& path)>& look,
    bool with_warnings, const Promising& promising) const {
  auto all = paths();
  if (!all) return error(all.error());
  std::vector<std::optional<T>> answers(all->size());
  std::vector<std::vector<Problem>> problems(all->size());
  for_each(*all, promising,
           [&](std::size_t file, const std::string& path, Reading<Customer>&& reading) {
             if (reading.ok()) answers[file] = look(*reading.value, path);
             if (!reading.ok() || with_warnings) problems[file] = std::move(reading.problems);
           });
  Scan<T> scan;
  for (std::optional<T>& answer : answers)
    if (answer) scan.found.push_back(*std::move(answer));
  for (std::vector<Problem>& some : problems)
    for (Problem& problem : some)
      if (with_warnings || !problem.warning) scan.problems.push_back(std::move(problem));
  return scan;
}

}  // namespace crm
