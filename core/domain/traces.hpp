// What somebody leaves in the texts of others: by what they are known, and where that is said.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

struct Traces {
  /// Of their records: nobody else's.
  std::set<std::string, std::less<>> ids;
  /// Whole names, and other spellings of them.
  std::set<std::string, std::less<>> names;
  /// E-mail addresses, phone numbers, links and numbers in other programs, as they are written.
  std::set<std::string, std::less<>> addresses;

  void add(const Customer& customer);
  void add(const Person& person);

  bool empty() const { return ids.empty() && names.empty() && addresses.empty(); }
};

/// What stands in the place of a trace.
constexpr std::string_view erased_words = "[erased]";

/// Where something of theirs is said in a text, as bytes from and to: whole words, whatever their
/// case. A name of one word (Will) is found only as it is written.
std::vector<std::pair<std::size_t, std::size_t>> mentions(std::string_view text,
                                                          const Traces& traces);

/// The text with `[erased]` in the place of ids and addresses, and of names where these are wanted.
std::string without_mentions(const std::string& text, const Traces& traces, bool names_too);

}  // namespace crm
