// What a letter may say of whom it is written to: the fields of the record, and those that a letter
// wants besides.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/letters/language.hpp"
#include "core/letters/mailbox.hpp"
#include "core/letters/mustache.hpp"
#include "core/letters/occasion.hpp"

namespace crm {

/// The names that fields have in a letter. What is within a list or a map has its own below it:
/// `item` in `purchases`, `email` in `owner`.
struct LetterField {
  std::map<std::string, LetterField, std::less<>> parts = {};
  /// Any name may stand below it: `fields`.
  bool open = false;
};

/// All of a book, which may have fields of its own.
LetterField letter_fields(const Settings& settings);

/// Of each field that is in no record, what it says: for the help.
const std::vector<std::pair<std::string_view, std::string_view>>& added_letter_fields();

/// What all letters of one mailing have in common.
struct LetterGround {
  const Settings& settings;
  /// Local, of the book.
  Moment now;
  /// Who writes: the short name of a colleague (may be empty), and as the letter names them.
  std::string by = {};
  Mailbox from = {};
  /// nullptr: none.
  const Campaign* campaign = nullptr;
  /// What a wish is for; nullptr: the letter is none.
  const Wish* wish = nullptr;
};

/// What the fields say when the letter goes to `person` of this customer (nullptr: to the customer
/// itself): then name, salutation, language, birthday and addresses are theirs where they have
/// some, and the customer is the `company`.
LetterValue letter_values(const Customer& customer, const Person* person,
                          const LetterGround& ground, const Language& language);

}  // namespace crm
