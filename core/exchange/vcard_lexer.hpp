// The cards of a vCard file (versions 2.1, 3.0 and 4.0) as properties: what stands in them, not
// what it means.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/bytes.hpp"
#include "core/exchange/lines.hpp"

namespace crm {

/// `item1.TEL;TYPE=work,cell:+49 30 1234567`
struct VcardProperty {
  struct Parameter {
    /// In capitals. A bare word of version 2.1 has its name: `TEL;WORK` is TYPE, `;BASE64`
    /// ENCODING.
    std::string name;
    /// Without its quotes.
    std::string value;
  };

  /// `item1`, or empty.
  std::string group;
  /// In capitals.
  std::string name;
  std::vector<Parameter> parameters;
  /// UTF-8, unfolded, quoted-printable and the charset undone. What backslashes stand for is still
  /// written with them. A nested card (AGENT) is one value with `\n` between its lines.
  std::string value;
  /// All that stands before the value's colon, without what was undone.
  std::string head;
  int line = 0;
  /// The value is base64.
  bool base64 = false;
  /// It is longer than what is kept; the rest of it is lost.
  bool cut = false;
  /// Its card is of version 2.1, which knows fewer backslashes.
  bool old = false;

  /// The first parameter of that name; nullptr when there is none.
  const std::string* parameter(std::string_view sought) const;
  /// The words of all TYPE parameters, in lower case.
  std::vector<std::string> types() const;
  /// The whole property on one line, in UTF-8.
  std::string text() const;
};

/// The property that one unfolded line says; nothing where it is none. `encoding` is that of bytes
/// that are no UTF-8 and name no charset.
std::optional<VcardProperty> read_property(std::string_view line, bool old = false,
                                           const std::string& encoding = "WINDOWS-1252");

struct Vcard {
  struct Stray {
    int line = 0;
    std::string text;
  };

  /// Of its BEGIN:VCARD.
  int line = 0;
  /// `3.0`; empty where the card does not say.
  std::string version;
  std::vector<VcardProperty> properties;
  /// Lines that are no property.
  std::vector<Stray> strays;
  /// Its lines as they stood, in the file's encoding (UTF-8 where that is UTF-16), the longest left
  /// out so that it stays below 60 KiB.
  std::string raw;
  /// Why it can't be used: `END:VCARD is missing`. Empty when all is well.
  std::string mistake;
};

class VcardLexer {
 public:
  /// Of a property, `longest` bytes are kept; a card above 16 times that is a mistake. `encoding`:
  /// empty or a name that iconv knows. Error::asked_wrongly for an unknown one.
  static Result<VcardLexer> of(std::unique_ptr<Bytes> bytes, const std::string& encoding = {},
                               std::size_t longest = 1 << 20);

  /// The next card; nothing at the end. After a bad card the next BEGIN:VCARD is found.
  Result<std::optional<Vcard>> next();

  /// Lines with text that stood in no card until now, and the number of the first.
  int lines_outside() const { return outside_; }

  int first_outside() const { return first_outside_; }

 private:
  VcardLexer(std::unique_ptr<Bytes> bytes, std::string encoding, std::size_t longest);

  LinesOf lines_;
  std::string encoding_;
  std::size_t longest_;
  /// The BEGIN:VCARD by which a card without an end was noticed.
  bool at_begin_ = false;
  int outside_ = 0, first_outside_ = 0;
};

}  // namespace crm
