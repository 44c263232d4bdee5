// The letters that a book keeps in templates/: `welcome.txt`, `welcome.hi.txt`, `welcome.html`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/letters/message.hpp"
#include "core/letters/template.hpp"

namespace crm {

/// One letter in all its languages.
struct Stationery {
  std::string name;
  /// By language; that without one first, where it is there.
  std::vector<LetterForm> forms;

  /// In the reader's language, else the one without a language, else the first.
  const LetterForm& form_for(std::string_view language) const;

  /// What the first form says of all.
  TemplateHead head() const { return forms.front().head(); }

  /// Its word of crm.yaml's `kinds`.
  std::string channel() const;
};

/// In which language days and amounts of a form are written: its own, else English.
Language language_of(const LetterForm& form);

/// The names of a book's letters, sorted; none where it has no templates.
Result<std::vector<std::string>> letter_names(const Disk& disk, const Layout& layout);

/// Several mistakes as they are shown together: each with its advice behind it.
std::vector<Problem> with_advice(std::vector<Problem> problems);

/// A letter with all its files. Error::nothing_found with the nearest name; invalid, with every
/// mistake of every file, also where a letter that goes by e-mail has no subject or a picture is
/// missing.
Result<Stationery> read_stationery(const Disk& disk, const Layout& layout, std::string_view name,
                                   const LetterField& fields);

/// The pictures that its HTML shows and that lie in templates/.
Result<std::vector<InlinePicture>> pictures_of(const LetterForm& form, const Disk& disk,
                                               const Layout& layout);

}  // namespace crm
