// erased.txt: who must never come back, in whatever clone of the book.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"

namespace crm {

class Erased {
 public:
  /// A line for each: a customer's id, or `customer/person`. Empty lines and those that begin with
  /// `#` say nothing.
  static Erased parse(std::string_view text);
  /// Of a book; none where there is no such file.
  static Result<Erased> read(const Disk& disk, const Layout& layout);

  bool empty() const { return lines_.empty(); }

  bool contains(std::string_view line) const { return lines_.contains(line); }

  const std::set<std::string, std::less<>>& lines() const& { return lines_; }

  /// They go with what they were read into.
  void lines() && = delete;

  void add(const std::vector<std::string>& lines) { lines_.insert(lines.begin(), lines.end()); }

  /// Remarks first, then the lines in order, so that two copies that erase the same are the same.
  std::string text() const;

 private:
  std::string remarks_;
  std::set<std::string, std::less<>> lines_;
};

}  // namespace crm
