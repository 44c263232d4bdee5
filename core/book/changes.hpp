// What one command changes, file by file: the paths are held, the texts too as long as they are
// few, else they stand in a file.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/book/file.hpp"
#include "core/domain/packed.hpp"

namespace crm {

/// One file's text before and after; nothing: there was, or is, no such file.
struct Change {
  /// Relative to the book.
  std::string path;
  std::optional<std::string> before, after;
  bool operator==(const Change&) const = default;
};

/// Where a text stands among the others, in bytes.
struct TextPlace {
  std::uint64_t begin = 0;
  std::uint64_t size = absent;
  static constexpr std::uint64_t absent = UINT64_MAX;

  bool is_absent() const { return size == absent; }
};

/// A change whose texts stand somewhere else.
struct ChangedFile {
  std::string path;
  TextPlace before, after;
};

class Changes {
 public:
  /// The most bytes of texts that are held.
  static constexpr std::size_t most_held = 4u << 20;

  using MakeFile = std::function<Result<std::unique_ptr<GrowingFile>>()>;

  Changes() = default;

  /// Above `bound` bytes of texts they go, as they come, into the empty file that `make_file`
  /// makes, behind its first line. Nothing instead of a file: they stay here.
  Changes(MakeFile make_file, std::size_t bound, std::string_view first_line = {})
      : make_file_(std::move(make_file)), bound_(bound), held_(first_line) {}

  /// What stands in a file already.
  Changes(std::unique_ptr<const OpenFile> file, const std::deque<ChangedFile>& entries);

  std::size_t size() const { return paths_.size(); }

  bool empty() const { return paths_.size() == 0; }

  ChangedFile entry(std::size_t change) const {
    return {path(change), texts_[change].before, texts_[change].after};
  }

  std::string path(std::size_t change) const { return std::string(paths_[change]); }

  /// The change of this file, where there is one.
  std::optional<std::size_t> find(std::string_view path) const;

  Result<Change> at(std::size_t change) const;
  Result<std::optional<std::string>> after(std::size_t change) const;

  /// A file's next text. What was changed before keeps its first text as the one before. Once the
  /// disk has refused a text, this fails for good: something is missing then.
  Result<void> put(const Change& change);

  /// The file in which the texts stand; nullptr as long as they are held.
  GrowingFile* file() const { return growing_; }

  /// All texts stand in the file from here on; those that were held till now are still read from
  /// memory.
  Result<GrowingFile*> settle();

 private:
  struct Texts {
    TextPlace before, after;
  };

  void add(std::string_view path, Texts texts);
  Result<TextPlace> keep(const std::optional<std::string>& text);
  Result<std::optional<std::string>> text(const TextPlace& span) const;
  Result<void> pour();

  MakeFile make_file_;
  std::size_t bound_ = most_held;
  PackedTexts paths_;
  std::deque<Texts> texts_;
  /// By a hash of the path.
  PackedIndex<std::uint32_t> places_;
  std::unique_ptr<const OpenFile> file_;
  GrowingFile* growing_ = nullptr;
  /// The last of the texts; those before `held_from_` stand in the file alone.
  std::string held_;
  std::uint64_t held_from_ = 0;
  /// Of `held_`: what stands in the file as well.
  std::size_t poured_ = 0;
  std::optional<Error> refused_;
};

}  // namespace crm
