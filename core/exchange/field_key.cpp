#include "core/exchange/field_key.hpp"

#include "core/domain/character.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

bool is_of_word(char32_t c) {
  const auto is = category(c);
  return is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_NO;
}

}  // namespace

std::string field_key(std::string_view name) {
  std::u32string key;
  for (const char32_t c : characters(composed(name))) {
    if (is_of_word(c))
      key += static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
    else if (!key.empty() && key.back() != U'_')
      key += U'_';
  }
  while (!key.empty() && key.back() == U'_') key.pop_back();
  return key.empty() ? "field" : encoded(key);
}

}  // namespace crm
