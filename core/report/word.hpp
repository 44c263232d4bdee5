// Texts that rows of facts speak of without owning them: most of them stand in the records that the
// rows were made of, and copying them would take longer than all that is asked of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/domain/money.hpp"

namespace crm {

/// A text that somebody else keeps; becomes a string of its own where one is wanted.
class Word : public std::string_view {
 public:
  Word() = default;

  Word(std::string_view text) : std::string_view(text) {}  // NOLINT: it is one

  Word(const std::string& text) : std::string_view(text) {}  // NOLINT

  Word(const char* text) : std::string_view(text) {}  // NOLINT

  operator std::string() const { return {data(), size()}; }  // NOLINT: nothing is lost

  friend std::string operator+(Word a, std::string_view b) { return std::string(a).append(b); }

  friend std::string operator+(std::string a, Word b) { return a.append(b); }
};

/// An amount whose code stands elsewhere: as quick to copy as two numbers.
struct Amount {
  std::int64_t minor = 0;
  Word currency;

  operator Money() const { return {minor, currency}; }  // NOLINT: it is money

  bool operator==(const Amount&) const = default;
};

}  // namespace crm
