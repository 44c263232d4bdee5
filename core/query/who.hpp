// WHO: how people name a customer or one of its entries, and how sure we are that this one is
// meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// The kinds of entries that have an id of their own.
enum class ItemKind { customer, person, deal, case_, reminder, purchase, payment, interaction };

/// `deal`, `call`: as `list` and messages name them.
std::string_view name_of(ItemKind kind);

/// What such an entry is in the schema.
const Type* type_of(ItemKind kind);

/// Weakest first; only the strongest that occurs counts.
enum class Sureness {
  part_of_name,
  part_of_id,
  a_person,
  word_of_name,
  item_prefix,
  address,
  name,
  item,
  id
};

/// A customer that may be meant, or one entry of it.
struct Match {
  Sureness sureness = Sureness::part_of_name;
  std::string path, id, name;
  ItemKind kind = ItemKind::customer;
  /// Of an entry: its id and what it says in a few words. Of a person that was named: theirs.
  std::string item, title;
  bool deleted = false;
  /// Of a stub: the id of the record that took it over.
  std::string merged_into = {};
};

/// The question, folded once and asked of every customer.
class Who {
 public:
  /// `country` for phones without a prefix.
  Who(std::string_view words, std::string_view country);

  /// How this customer fits best; several when more than one of its entries does; none when it does
  /// not.
  std::vector<Match> matches(const Customer& customer, const std::string& path) const;

  /// Whether a word of a list's filter means this customer: its id or how that begins, an address
  /// of it or of its people, a part of its name in its own letters or the beginning of a word of it
  /// in Latin ones.
  bool could_mean(const Customer& customer) const;
  bool could_mean(const Person& person) const;
  /// Whether the words are the id, or its beginning.
  bool begins(const std::string& id) const;

  const std::string& words() const { return words_; }

  /// Whether these words may be a whole id as it stands in a file.
  bool could_be_id() const;

 private:
  std::optional<Sureness> as_name(const std::string& name) const;
  bool is_address_of(const Contact& contact) const;
  bool stands_in(const std::string& name) const;
  static bool same_end(std::string_view a, std::string_view b);

  std::string words_, folded_, e164_, country_;
  bool phone_ = false, email_ = false;
};

/// The strongest of all matches: one, or several that are equally near.
std::vector<Match> nearest(std::vector<Match> all);

}  // namespace crm
