// A short mark of what something says, for things that bring no number of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crm {

/// 16 hexadecimal digits, the same everywhere and for ever (FNV-1a, 64 bits).
inline std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::string mark;
  for (int shift = 60; shift >= 0; shift -= 4) mark += "0123456789abcdef"[hash >> shift & 15];
  return mark;
}

}  // namespace crm
