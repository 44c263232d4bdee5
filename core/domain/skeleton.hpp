// The skeleton of a text: what is surely left of it however it is spelled, so that most texts in
// which a word does not occur are told at a glance.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace crm {

/// Folded character by character, all marks and the nasals before a virama left out: texts that
/// fold alike (folding.hpp) have the same skeleton, and where a folded text occurs in another, its
/// skeleton (skeleton_of_part) occurs in the other's. White space stays as it is. Takes about a
/// nanosecond a byte.
class Skeleton {
 public:
  Skeleton();
  Skeleton(const Skeleton&) = delete;
  Skeleton& operator=(const Skeleton&) = delete;
  ~Skeleton();

  /// Whether something in the text that is not ASCII may stand in a word of ASCII letters and
  /// digits: ü as u, ² as 2, a mark after a letter. Where nothing does, such words are sought in
  /// the text as it is. Nothing where it was seen not to be UTF-8.
  std::optional<bool> spells_ascii(std::string_view text);
  /// Good until the next call; nothing where the text is not UTF-8.
  std::optional<std::string_view> of(std::string_view text);

 private:
  struct Letter;
  struct Letters;

  const Letter& letter(char32_t c);
  void look_around(char32_t c);
  std::size_t behind_others(std::string_view text, std::size_t at) const;

  std::unique_ptr<Letters> letters_;
  std::string text_;
};

/// Of a folded text that may be a part of another: a nasal at its end may be followed by a virama
/// there.
std::string skeleton_of_part(std::string_view folded);

}  // namespace crm
