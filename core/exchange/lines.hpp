// The lines of a foreign text, whatever ends them, with their numbers.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/domain/bytes.hpp"

namespace crm {

class LinesOf {
 public:
  /// What a line has above `longest` bytes is dropped, and `was_cut` tells.
  explicit LinesOf(std::unique_ptr<Bytes> bytes, std::size_t longest = 16 << 20);

  /// The next line without its end (LF, CR LF or a lone CR); nothing at the end of the text.
  Result<std::optional<std::string>> next();

  /// Of the line that was last returned, from 1.
  int number() const { return number_; }

  bool was_cut() const { return cut_; }

 private:
  Result<bool> fill();

  std::unique_ptr<Bytes> bytes_;
  std::size_t longest_;
  std::string_view piece_;
  bool after_return_ = false, ended_ = false, cut_ = false;
  int number_ = 0;
};

}  // namespace crm
