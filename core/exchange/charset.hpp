// Bytes of any encoding as UTF-8.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/domain/bytes.hpp"

namespace crm {

/// Text of a foreign file: UTF-8, without a byte order mark.
class Text : public Bytes {
 public:
  /// `encoding`: a name that iconv knows; empty: a byte order mark tells, else zeros in every other
  /// byte (UTF-16), else it is UTF-8. A line that is no UTF-8 is then read as Windows-1252.
  /// Error::asked_wrongly for an unknown encoding.
  static Result<std::unique_ptr<Text>> of(std::unique_ptr<Bytes> bytes,
                                          const std::string& encoding);

  /// `UTF-8`, `UTF-16LE`, `Windows-1252`: what it was read as until now.
  virtual std::string encoding() const = 0;
};

/// `UTF-16LE` or `UTF-16BE` where a text begins with its byte order mark, or where every other byte
/// is zero, as ASCII in UTF-16 looks; else empty.
std::string wide_encoding(std::string_view beginning);

/// One piece of text from that encoding; nothing for an unknown one. What can't be read becomes
/// U+FFFD.
std::optional<std::string> in_utf8(std::string_view text, const std::string& encoding);

}  // namespace crm
