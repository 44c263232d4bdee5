// A letter as somebody has written it once, for many: a head of settings, and a text with fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"
#include "core/letters/letter_fields.hpp"
#include "core/letters/mustache.hpp"

namespace crm {

/// What stands between the two `---` at the top, a `key: value` on a line.
struct TemplateHead {
  /// May have fields.
  std::string subject;
  /// A word of crm.yaml's `kinds`; empty: email.
  std::string channel;
  /// Which language it is in, where the file's name does not say it.
  std::string language;
  /// Who it is from, where that is not who sends it: `Kaveri Prints <office@…>`; and who gets the
  /// answers.
  std::string from, reply_to;
  /// After how long somebody may get it again: `1y`; `yes`: with each mailing; empty: never.
  std::string again;
};

/// One file of a letter.
class Template {
 public:
  /// `file` is named by what is wrong. Invalid, with every mistake and its place: a head that is
  /// not closed, an unknown key of it or field, a section that is not closed; a tag that mustache
  /// has and letters have not.
  static Result<Template> parse(std::string_view bytes, const std::string& file,
                                const LetterField& fields);

  const std::string& file() const { return file_; }

  const TemplateHead& head() const { return head_; }

  const std::string& body() const { return body_; }

 private:
  std::string file_, body_;
  TemplateHead head_;
};

/// The files of a letter in one language; one of them is there at least.
struct LetterForm {
  /// A code; empty: of those for whom there is no other, and its language is the head's.
  std::string language;
  std::optional<Template> text, html;

  /// What the heads say; the text's goes before the HTML's.
  TemplateHead head() const;
};

/// What a form says to one customer.
struct WrittenLetter {
  std::string subject, text, html;
};

/// Fills the fields in. Asked wrongly: a field outside of a section says nothing (`no first_name`);
/// all of them are named.
Result<WrittenLetter> written(const LetterForm& form, const LetterValue& values);

/// The names of pictures that the HTML shows and that lie beside it, each once: `logo.png` of
/// `<img src="logo.png">` or `<img src="cid:logo.png">`.
std::vector<std::string> pictures_in(std::string_view html);

/// The HTML with these pictures shown out of the mail: `cid:logo.png`.
std::string with_inline_pictures(std::string html, const std::vector<std::string>& pictures);

}  // namespace crm
