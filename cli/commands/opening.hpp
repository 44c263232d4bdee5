// A deal or case as it is opened: what was typed of it, read by the schema that `crm set` goes by.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/record/assignment.hpp"

namespace crm {

/// `12000 EUR +rush expected=fri` sorted into plain words and changes.
struct Said {
  std::string plain;
  std::vector<Assignment> changes;

  static Said of(const std::vector<std::string>& words);

  /// What an option says, where it was given.
  void set(const char* key, const std::string& value);
  /// The values that were said of this field, which is left to the command.
  std::vector<std::string> taken(std::string_view key);
};

/// A customer who has only this entry, without an id until it is opened.
Customer with_entry(ItemKind kind, const std::string& title, const std::vector<Assignment>& changes,
                    const Desk& desk);

/// Ids of the people who are meant, each once; nothing found names those who are known.
std::vector<std::string> people_meant(const Customer& customer,
                                      const std::vector<std::string>& words);

}  // namespace crm
