// What a filter says, as a tree: terms joined by and, or, not, and by brackets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

/// A part of the words that somebody typed, for a message to point at.
struct Spot {
  /// All the words, joined by spaces.
  std::shared_ptr<const std::string> words;
  std::size_t at = 0, length = 0;
  /// `@hot`, where the words stand in crm.yaml.
  std::string filter;

  /// The part of it that begins `from` bytes further on.
  Spot part(std::size_t from, std::size_t size) const { return {words, at + from, size, filter}; }
};

/// Error::asked_wrongly with the words below the message and a mark below the part that is wrong.
/// Its place is in the words as one line, without a file; none where they stand in crm.yaml.
Error error_at(const Spot& spot, std::string message, std::string hint);

/// One condition, as typed: `status:lead`, `+vip`, `has:email`, `lodz`.
struct Term {
  enum class Kind { word, tag, signal, has, field };
  enum class Sign { is, contains, more, at_least, less, at_most, equals, differs };

  Kind kind = Kind::word;
  Sign sign = Sign::is;
  /// Of Kind::field.
  std::string key;
  /// What stands after the sign; the tag, signal, word, or the field that `has:` asks for.
  std::string value;
  /// `-tag`.
  bool without = false;
  Spot spot;

  /// As it is typed.
  std::string text() const;

  /// Where the value stands.
  Spot value_spot() const { return spot.part(spot.length - value.size(), value.size()); }

  /// The same words, wherever they stand.
  friend bool operator==(const Term& a, const Term& b) { return a.text() == b.text(); }
};

struct Expression {
  /// `named` has the expression of a filter of crm.yaml as its only part.
  enum class Kind { all, any, no, named, term };

  Kind kind = Kind::all;
  std::vector<Expression> parts;
  Term term;
  /// Of Kind::named, without the `@`.
  std::string name;

  friend bool operator==(const Expression& a, const Expression& b);
};

/// Words that mean this expression.
std::vector<std::string> words_of(const Expression& expression);

}  // namespace crm
