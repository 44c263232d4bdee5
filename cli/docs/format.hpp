// The format of a book in the words of its JSON schemas, as plain data.
#pragma once

#include <string>
#include <vector>

namespace crm {

struct DescribedField {
  std::string key;
  /// `text`, `list of deal entries`.
  std::string shape;
  std::string meaning;
  bool required = false;
};

struct DescribedEntry {
  std::string noun, meaning;
  std::vector<DescribedField> fields;
};

struct DescribedFile {
  /// The file as a whole; its noun is the schema's title.
  DescribedEntry whole;
  /// The entries in it, but for those that an earlier file has as well.
  std::vector<DescribedEntry> entries;
};

struct DescribedValue {
  std::string name, meaning;
};

struct DescribedFormat {
  std::vector<DescribedFile> files;
  std::vector<DescribedValue> values;
};

/// Reads the schemas' texts; throws Failure where one is not as the others are.
DescribedFormat described_format(const std::vector<std::string>& schemas);

}  // namespace crm
