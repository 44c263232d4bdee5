// What `find` looks for: words, sought in everything that a record says, right in every script.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/settings.hpp"
#include "core/query/value.hpp"

namespace crm {

/// An entry in which all the words stand.
struct Hit {
  /// `call`, `deal`, `person`, `note`; of what the customer is: the field, `name`, `phone`.
  std::string kind;
  /// Of the entry; empty for the customer's own fields and note.
  std::string id;
  /// When it happened or shall happen; nothing for what has no day.
  std::optional<Moment> at;
  /// One line, safe to print: what the words stand in, and what stands around them.
  std::string text;
};

class Search {
 public:
  /// All of the texts must stand in an entry, each as a part of one of its fields, folded
  /// (folding.hpp). Phones also count by their digits, ids of entries only whole.
  Search(const std::vector<std::string>& texts, const Settings& settings);

  /// Whether there is anything to look for once it is folded.
  bool is_empty() const { return phrases_.empty(); }

  /// A quick look at a record's file: false only where `hits` would find nothing. `stem` is its
  /// name. May be asked from several threads.
  bool may_be_in(std::string_view file_text, std::string_view stem) const;

  /// The entries that have it, in the record's order; nullptr stands for the customer's own fields
  /// and note.
  using Wanted = std::function<bool(const Item* entry)>;
  std::vector<Hit> hits(const Customer& customer, const Wanted& wanted = {}) const;

  struct Span {
    std::size_t begin = 0, end = 0;
    bool operator==(const Span&) const = default;
  };

  /// Where the words stand in a text, in order, apart from each other.
  std::vector<Span> marks(std::string_view text) const;

 private:
  struct Phrase {
    /// Folded.
    std::string text;
    /// With a nasal that may become a sign when the word goes on: हिन् as हिं; else empty.
    std::string nasal;
    /// Of a phone number.
    std::string digits, e164;
  };
  struct Part;
  class Parts;

  bool is_said(const Phrase& phrase, const Part& part) const;
  std::optional<std::string> line_of(const std::vector<Part>& parts, std::string_view title,
                                     std::string& kind) const;

  std::vector<Phrase> phrases_;
  /// Skeletons of words that surely stand in the file, and ends of phone numbers.
  std::vector<std::string> words_, numbers_;
  bool ascii_words_ = true;
  std::string country_;
};

}  // namespace crm
