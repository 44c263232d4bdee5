// An open file of which parts are read, one that grows meanwhile, and one that is written over.
#pragma once

#include <cstdint>
#include <span>
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

/// Of which any part may be written again: for what can be had anew, and is given up rather than
/// explained where something goes wrong.
class EditableFile {
 public:
  virtual ~EditableFile() = default;

  /// Bytes, at this moment.
  virtual std::uint64_t size() const = 0;
  virtual bool is_writable() const = 0;
  /// Fills the room with what stands from there on; false where there is less, or it can't be read.
  /// May be asked concurrently.
  virtual bool read(std::uint64_t from, std::span<char> room) const = 0;
  /// False where only some of it was written, or nothing.
  virtual bool write(std::uint64_t from, std::string_view bytes) = 0;
  /// False where it can't be made empty.
  virtual bool clear() = 0;
  /// Until it is let go nobody else can hold it; false where somebody does.
  virtual bool hold() = 0;
};

}  // namespace crm
