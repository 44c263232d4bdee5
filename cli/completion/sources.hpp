// What can be offered for each placeholder: customers for WHO, days for WHEN, fields and their
// words for FILTER.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/completion/offer.hpp"
#include "core/index/names.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// Where a word is to be completed.
struct Cursor {
  /// What stands there already; its case and accents don't matter where crm itself does not mind.
  std::string typed = {};
  /// Whose fields are meant, besides those of the customer.
  std::string noun = "customer";
  /// The word that named a customer or an entry before it, if any.
  std::string about = {};
};

class Sources {
 public:
  /// At most so many names of a kind, and the last one that there is.
  static constexpr std::size_t most = 100;

  /// `names` may be nullptr: outside of a book there are none.
  explicit Sources(const Names* names) : names_(names) {}

  /// What may stand for that placeholder.
  void offer(std::string_view source, const Cursor& cursor, Offers& offers) const;
  /// Those of the words that begin with what was typed.
  static void offer_words(const std::vector<std::string>& words, const Cursor& cursor,
                          Offers& offers);

 private:
  void customers(const Cursor& cursor, Offers& offers) const;
  void people(const Cursor& cursor, Offers& offers) const;
  void entries(std::string_view section, const Cursor& cursor, Offers& offers) const;
  void section(std::string_view section, const Cursor& cursor, Offers& offers) const;
  /// Whether the word before the cursor is the id of such an entry, or how one begins.
  bool is_about(std::string_view section, const Cursor& cursor) const;
  void tags(const Cursor& cursor, bool in_filter, Offers& offers) const;
  void filter(const Cursor& cursor, Offers& offers) const;
  void change(const Cursor& cursor, Offers& offers) const;
  void fields(const Cursor& cursor, Offers& offers) const;
  void values(std::string_view field, const std::string& before, const Cursor& cursor,
              bool in_filter, Offers& offers) const;

  const Names* names_;
};

}  // namespace crm
