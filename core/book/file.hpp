// An open file of which parts are read, and one that grows meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/domain/result.hpp"

namespace crm {

class OpenFile {
 public:
  virtual ~OpenFile() = default;

  /// Bytes.
  virtual std::uint64_t size() const = 0;
  /// `count` bytes from there; fewer only where the file ends. May be asked concurrently.
  virtual Result<std::string> part(std::uint64_t from, std::size_t count) const = 0;
};

class GrowingFile : public OpenFile {
 public:
  virtual Result<void> append(std::string_view bytes) = 0;
  /// All that was appended outlives a power cut from here on.
  virtual Result<void> flush() = 0;
};

}  // namespace crm
