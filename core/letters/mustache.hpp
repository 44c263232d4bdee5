// A text with `{{fields}}` filled in; the only door to the library that does it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crm {

/// What a field says: a text, a list of values, a map of them, or a text that has parts
/// (`{{owner}}` and `{{owner.email}}`). An empty one is as good as none.
struct LetterValue {
  std::string text = {};
  std::vector<LetterValue> list = {};
  std::vector<std::pair<std::string, LetterValue>> map = {};

  bool empty() const { return text.empty() && list.empty() && map.empty(); }

  /// The value at a key of the map; nullptr where there is none.
  const LetterValue* find(std::string_view key) const;
  /// Sets or adds a key; an empty value is left out.
  void put(std::string_view key, LetterValue value);
};

/// One `{{…}}` of a text.
struct Tag {
  enum class Kind { field, raw_field, section, inverted_section, end, comment, foreign };
  Kind kind = Kind::field;
  std::string name;
  /// Bytes of the text, end exclusive; where the name begins.
  std::size_t begin = 0, end = 0, name_begin = 0;
};

/// What is wrong in a text, and where (bytes).
struct TagMistake {
  std::string message, hint;
  std::size_t at = 0;
};

/// The tags of a text in order, up to the first mistake that hides what follows: a `{{` without its
/// `}}`.
std::vector<Tag> tags_of(std::string_view text, std::vector<TagMistake>& mistakes);

struct Filled {
  std::string text;
  /// Fields that say nothing here, each once.
  std::vector<std::string> missing;
};

/// A text whose tags are right (sections closed, none foreign) with `values`' fields in their
/// places. For HTML what they say is escaped, but for raw fields.
Filled filled(std::string_view text, const LetterValue& values, bool html);

}  // namespace crm
