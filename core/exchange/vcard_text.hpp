// The words of a vCard and those of a record: backslashes, labels, names, dates. What the reader
// undoes and the writer does stands here side by side.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/day.hpp"
#include "core/exchange/vcard_lexer.hpp"

namespace crm::vcard {

// --- Texts ---

/// NFC, one line, trimmed, without control characters and marks that turn the direction.
std::string one_line(std::string_view text);
/// The same with its line breaks (as LF).
std::string some_lines(std::string_view text);

/// Of a text that is a page of HTML, what a reader sees; any other as it is.
std::string without_markup(std::string_view text);

/// `\` `,` `;` and line breaks with a backslash.
std::string escaped(std::string_view text);
/// The value as one text.
std::string plain_text(const VcardProperty& property);
/// The value's parts, between separators that have no backslash.
std::vector<std::string> plain_parts(const VcardProperty& property, char separator);

// --- Labels ---

/// `work mobile` for TYPE=WORK,CELL; empty for those that say nothing (VOICE, INTERNET, PREF).
std::string label_of_types(const std::vector<std::string>& types);
/// The types that are read as that label, in capitals; nothing where no types say it.
std::optional<std::vector<std::string>> types_of_label(std::string_view label);
/// Apple's `_$!<HomePage>!$_` is `home page`; any other is itself.
std::string label_of_apple(std::string_view written);

// --- Names ---

/// The five parts of N: family, given, additional, prefix, suffix.
struct NameParts {
  std::string family, given, additional, prefix, suffix;
  bool operator==(const NameParts&) const = default;

  bool empty() const { return *this == NameParts{}; }

  /// As they are spoken: prefix, given, additional, family, suffix; in Chinese, Japanese and Korean
  /// the family's first.
  std::string text() const;
};

NameParts name_parts(const VcardProperty& n);
/// A guess: the last word is the family's, or what stands before a comma.
NameParts guessed_parts(std::string_view name);

// --- Dates ---

/// `1990-05-01`, `19900501`, `--0501`, `1990-05`, with or without a time; the years 0000 and 1604
/// (Apple's) are none.
std::optional<PartialDay> partial_day(std::string_view written);
/// `1990-05-01` for version 3.0, `19900501` for 4.0; `--0229` for both.
std::string written_day(const PartialDay& day, bool basic);

// --- Numbers and links ---

/// Whether a digit of any script stands in it.
bool has_digit(std::string_view text);

/// Whether it is an address for messages (`xmpp:…`), which has a property of its own.
bool is_messenger(std::string_view link);

}  // namespace crm::vcard
