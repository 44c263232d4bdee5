// Bytes that come in pieces: a file or a pipe of any length, of which only a piece is held.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/domain/result.hpp"

namespace crm {

class Bytes {
 public:
  virtual ~Bytes() = default;

  /// The next piece; empty at the end. It holds until the next call.
  virtual Result<std::string_view> next() = 0;
};

/// A text as if it came from a file, in pieces of that size.
class TextBytes : public Bytes {
 public:
  explicit TextBytes(std::string text, std::size_t piece = 65536)
      : text_(std::move(text)), piece_(piece) {}

  Result<std::string_view> next() override {
    const std::string_view taken = std::string_view(text_).substr(at_, piece_);
    at_ += taken.size();
    return taken;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

/// Bytes whose beginning was looked at already and comes once more.
class BytesAgain : public Bytes {
 public:
  /// Reads until at least `least` bytes of the beginning are known, or all.
  static Result<std::unique_ptr<BytesAgain>> of(std::unique_ptr<Bytes> bytes, std::size_t least);

  std::string_view beginning() const { return beginning_; }

  /// Whether the beginning is all there is.
  bool is_whole() const { return ended_; }

  Result<std::string_view> next() override;

 private:
  explicit BytesAgain(std::unique_ptr<Bytes> rest) : rest_(std::move(rest)) {}

  std::unique_ptr<Bytes> rest_;
  std::string beginning_;
  bool told_ = false, ended_ = false;
};

}  // namespace crm
