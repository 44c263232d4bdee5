// The book's records one after the other, for an export that is longer than what should be held.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/commands/lists.hpp"
#include "core/exchange/vcard_writer.hpp"

namespace crm {

/// What was left out of an export.
struct LeftOut {
  /// Records that can't be read.
  std::vector<Problem> problems;
  /// Keys that crm does not know.
  std::set<std::string> keys;

  void add(std::vector<Problem> of_records);
  /// Names the keys, in a format that has all else.
  void tell_keys(World& world) const;
};

/// What an export says of a customer, and of the keys of the user's own in its record
/// (own_keys.hpp); nothing: nothing.
using Telling = std::function<std::optional<std::string>(const Customer&, const Data& own)>;

/// Shows every customer, those who were removed only where they are wanted, to `text_of` (from two
/// threads) and hands what it says to `use`, in the order of the files, until that says no. Of the
/// whole book only some hundred texts are held.
LeftOut export_customers(const Desk& desk, bool removed_too, const Telling& text_of,
                         const std::function<bool(std::string&&)>& use);

/// All that there is, also who was removed, as one JSON object with a list of customers and one of
/// campaigns: imported into an empty book it makes the same one. `out` is a file, empty for stdout.
void export_book(const std::string& out, const Desk& desk);

/// The customer's entries of that kind that the filter lets through; for a list of customers the
/// customer itself, as nullptr.
void each_listed(const Customer& customer, const ListKind& kind, const Filter& filter,
                 const std::function<void(const Item*)>& look);

/// Lines for the address completion of mail programs; who fits best and was spoken to last comes
/// first. `format` is the program: `mutt`, `aerc`, `notmuch`.
void export_addresses(const std::string& format, const std::vector<std::string>& words,
                      const Desk& desk);

/// The names of the companies that customers work at, for their cards.
class Employers {
 public:
  Employers(const Filter& filter, const Desk& desk);

  CardWish wish_for(const Customer& customer, const std::string& version) const;

 private:
  std::map<std::string, std::string> names_;
};

/// Cards in a folder, each in a file of its own.
struct CardsWish {
  std::string folder;
  /// `4.0`; else 3.0.
  std::string version;
  bool prune = false;
};

void export_cards(const CardsWish& wish, const Filter& filter, const Desk& desk);

}  // namespace crm
