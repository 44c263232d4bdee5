// The example book of data-format/, built into the program for `init --example`.
#pragma once

#include <string_view>
#include <vector>

namespace crm {

struct ExampleFile {
  /// Relative to the book.
  std::string_view path;
  std::string_view text;
};

const std::vector<ExampleFile>& example_book();

}  // namespace crm
