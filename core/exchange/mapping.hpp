// A mapping as it is typed (`--map "Their Column=field"`) and as it is kept in mappings/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/mapping.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// One word of --map, made out with the table's headers.
struct MapWord {
  /// Which header, by its place.
  std::size_t column = 0;
  /// `Stage:Angebot=proposal`: what stands there, to be read as `becomes`.
  std::optional<std::string> theirs;
  /// A column's word, `-` to leave it out.
  std::string becomes;

  /// Headers are compared folded. Error::asked_wrongly for a column that is not there.
  static Result<MapWord> parse(std::string_view text, const std::vector<std::string>& headers);
};

/// A file of mappings/ as a value, its words checked.
Result<Mapping> parse_mapping(const std::string& text, const std::string& file);

/// The text of such a file.
std::string to_text(const Mapping& mapping);

}  // namespace crm
