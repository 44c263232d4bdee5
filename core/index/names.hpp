// What of a book can be named, kept beside its index for shells that complete a line: customers,
// entries, tags, the words of crm.yaml.
//
// One file of sorted lines, so an answer reads a few parts of it, however large the book is. Like
// the index it is derived and can be thrown away; unlike it, it may be a little behind the files.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/book.hpp"

namespace crm {

/// One thing that can be named.
struct Name {
  /// What it is found by: folded, or an id.
  std::string key;
  /// What is typed for it.
  std::string word;
  /// What it is, for the eyes.
  std::string meaning;
  bool operator==(const Name&) const = default;
};

/// The sections that names stand in.
namespace section {
/// Customers by their ids and the later parts of these; the meaning is their name.
constexpr std::string_view id = "id";
/// Customers by their names and the later words of these; the meaning is their id. Where two have
/// the same name, the word is the id as well.
constexpr std::string_view name = "name";
/// Customers by e-mail addresses, and by the names of their people.
constexpr std::string_view contact = "contact";
/// Customers by the digits of their phones, with the country's number and without.
constexpr std::string_view phone = "phone";
/// People of customers: the key is the customer's id, a slash, and the folded name.
constexpr std::string_view person = "person";
/// What is open, by its id.
constexpr std::string_view deal = "deal";
constexpr std::string_view reminder = "reminder";
constexpr std::string_view meeting = "meeting";
constexpr std::string_view open_case = "case";
/// Ended deals, closed cases, purchases, payments, and conversations of the last 90 days; the
/// meaning begins with what it is.
constexpr std::string_view entry = "entry";
/// Customers and entries that `restore` brings back.
constexpr std::string_view removed = "removed";
constexpr std::string_view tag = "tag";
constexpr std::string_view source = "source";
constexpr std::string_view campaign = "campaign";
constexpr std::string_view letter = "letter";
/// What `undo` takes.
constexpr std::string_view operation = "operation";
// Of crm.yaml, where each has its place in the list as its key.
constexpr std::string_view status = "status";
constexpr std::string_view case_status = "case status";
constexpr std::string_view kind = "kind";
constexpr std::string_view outcome = "outcome";
constexpr std::string_view priority = "priority";
constexpr std::string_view pipeline = "pipeline";
constexpr std::string_view stage = "stage";
constexpr std::string_view reason = "reason";
constexpr std::string_view colleague = "colleague";
constexpr std::string_view filter = "filter";
/// The book's own fields; their choices stand in `choice FIELD`.
constexpr std::string_view field = "field";
constexpr std::string_view choice = "choice ";
}  // namespace section

class Names {
 public:
  /// Those that were kept; nothing where there are none that we can read.
  static std::optional<Names> open(const Disk& disk, const Layout& layout);

  Names(Names&&) noexcept = default;
  Names& operator=(Names&&) noexcept = default;

  /// Whether nothing has changed since, as far as folders and the journal tell. A file that
  /// somebody overwrote in its place is noticed once a command has read it.
  bool are_current() const;

  struct Found {
    /// By their keys.
    std::vector<Name> names;
    /// There are more. The last one that there is stands at the end all the same, so that what all
    /// begin with can be told from the first and the last.
    bool more = false;
  };

  /// How the file begins that was taken when these files and folders stood as they do now; paths
  /// are the book's.
  static std::string head(const Disk& disk, const Layout& layout,
                          const std::vector<std::string>& watched);

  /// Whose key begins so.
  Found beginning(std::string_view section, std::string_view key, std::size_t most) const;
  /// Whose key is that.
  std::optional<Name> called(std::string_view section, std::string_view key) const;

 private:
  Names() = default;
  /// The lines from the first one that is not less than `line`, until `take` says no.
  template <class Take>
  void read_from(std::string_view line, const Take& take) const;
  /// Where that line begins, or nearly so: not after it.
  std::uint64_t place_before(std::string_view line) const;

  const Disk* disk_ = nullptr;
  Layout layout_;
  std::unique_ptr<OpenFile> file_;
  /// What stands above the first line: of what it was taken.
  std::string head_;
};

}  // namespace crm
