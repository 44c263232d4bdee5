// The files of data-format, and what our reader makes of each by its kind.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/result.hpp"
#include "core/record/schema.hpp"

namespace crm::test {

/// `data-format/…` of the source tree.
std::filesystem::path data_format(std::string_view below = {});

std::string text_of(const std::filesystem::path& path);

struct Sample {
  /// `customer/no-name`.
  std::string name;
  /// customer, campaign, settings, rates, mapping: the folder it lies in.
  std::string kind;
  std::filesystem::path path;
  std::string text;
};

/// The files below `corpus/valid` and the like, by name.
std::vector<Sample> samples(std::string_view folder);

/// A text as the reader of its kind sees it.
struct Understood {
  /// What the record says, as it would be written; none when it can't be read.
  std::optional<Data> data;
  std::vector<Problem> problems;
};

/// Bare amounts are in EUR. Rates have no reader yet: their data is what the YAML says.
Understood understood(std::string_view kind, const std::string& text, std::string_view file);

/// Not of rates.
const Type& type_of(std::string_view kind);

/// Compares with the file, or writes it anew under CRM_ACCEPT=1. Empty when it is the same, else
/// both.
std::string compared(const std::string& found, const std::filesystem::path& expected);

/// `12:3 value "maybe" should be yes or no | hint`, a line each.
std::string to_lines(const std::vector<Problem>& problems);

}  // namespace crm::test
