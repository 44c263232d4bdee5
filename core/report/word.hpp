// Texts that rows of facts speak of without owning them: most of them stand in the records that the
// rows were made of, and copying them would take longer than all that is asked of them.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace crm {

/// A text that somebody else keeps; becomes a string of its own where one is wanted.
class Word : public std::string_view {
 public:
  Word() = default;

  Word(std::string_view text) : std::string_view(text) {}  // NOLINT: it is one

  Word(const std::string& text) : std::string_view(text) {}  // NOLINT

  Word(const char* text) : std::string_view(text) {}  // NOLINT

  operator std::string() const { return {data(), size()}; }  // NOLINT: nothing is lost

  friend std::string operator+(Word a, std::string_view b) { return std::string(a).append(b); }

  friend std::string operator+(std::string a, Word b) { return a.append(b); }
};

/// What words stand in, kept as long as any row that speaks of it.
class Texts {
 public:
  Texts() = default;

  explicit Texts(std::string_view bytes) : bytes_(bytes) {}

  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;

  /// What it was made with.
  std::string_view bytes() const { return bytes_; }

  Word keep(std::string_view text) {
    return text.empty() ? Word() : Word(more_.emplace_back(text));
  }

 private:
  std::string bytes_;
  std::deque<std::string> more_;
};

}  // namespace crm
