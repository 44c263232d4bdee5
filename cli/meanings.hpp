// What the fields of the format mean, in the words of data-format/schema/, built into the program.
#pragma once

#include <string_view>
#include <vector>

namespace crm {

struct FieldMeaning {
  /// `deal`, `amount`; without a key the entry itself is meant.
  std::string_view noun, key;
  /// A sentence.
  std::string_view text;
};

const std::vector<FieldMeaning>& meanings();

}  // namespace crm
