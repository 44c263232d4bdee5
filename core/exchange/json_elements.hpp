// The elements of a long JSON text, one after the other: of a list, of lists in an object, or one
// object after the other (JSON Lines). Only one of them is held.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/domain/bytes.hpp"
#include "core/domain/result.hpp"

namespace crm {

struct JsonElement {
  /// Where it begins.
  Place place;
  /// As it stands there; of one that is broken or too long only its beginning.
  std::string text;
  /// Of lists in an object: the name of its list.
  std::string list;
  /// Why it can't be read; empty where its brackets and quotes close.
  std::string broken;
};

class JsonElements {
 public:
  /// What is longer is passed over, and `broken` tells.
  static constexpr std::size_t longest = 16u << 20;
  /// So much of an element that can't be read is kept.
  static constexpr std::size_t kept_of_broken = 64u << 10;

  enum class Shape { list, lists, lines };

  /// Error::invalid for what does not begin as JSON does.
  static Result<JsonElements> of(std::unique_ptr<Bytes> bytes, std::string file);

  Shape shape() const { return shape_; }

  /// Of lists in an object: the name of the one that was come to last.
  const std::string& list() const { return list_; }

  /// Nothing at the end. One whose brackets or quotes don't close ends where, by the beginning of a
  /// line, the next one begins.
  Result<std::optional<JsonElement>> next();

  /// Whether what had been opened was closed at the end, and nothing came after it.
  bool was_whole() const { return whole_; }

 private:
  static constexpr int none = -1;

  JsonElements(std::unique_ptr<Bytes> bytes, std::string file)
      : bytes_(std::move(bytes)), file_(std::move(file)) {}

  /// The next byte; `none` at the end, or where the file can't be read.
  int peek();
  void take();
  void pass_white();

  Place place() const { return {file_, line_, column_}; }

  std::optional<JsonElement> next_of_list();
  std::optional<JsonElement> next_of_lists();
  std::optional<JsonElement> next_of_lines();
  JsonElement element();
  JsonElement stray();
  std::string name_of_list();
  void look_at_rest();

  class Reading;

  std::unique_ptr<Bytes> bytes_;
  std::string file_, list_;
  Shape shape_ = Shape::lines;
  std::string_view piece_;
  std::optional<Error> error_;
  bool ended_ = false, within_ = false, done_ = false, whole_ = true;
  int line_ = 1, column_ = 1;
};

}  // namespace crm
