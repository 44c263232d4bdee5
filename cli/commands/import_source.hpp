// The files of an import, opened as what their content says they are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/exchange/source.hpp"
#include "core/exchange/table.hpp"

namespace crm {

/// How the files of an import are read.
struct SourceWish {
  /// Of --format: empty where the content decides.
  std::string format;
  std::string encoding;
  /// `deals`, `purchases`: what the rows of a table are; empty where the headers tell.
  std::string rows_as;
  /// `Their Column=field`.
  std::vector<std::string> map;
  /// `email`, `external`: of --key.
  std::vector<std::string> keys;
  bool photos = false;
  /// Our name in a chat; empty: it tells by itself.
  std::string me = {};
};

/// How much of a file was read.
struct Bulk {
  std::uint64_t read = 0;
  /// In bytes; 0 where nobody knows: a pipe, a folder.
  std::uint64_t all = 0;
};

struct OpenedSource {
  /// As the person named it.
  std::string file;
  std::unique_ptr<Source> source;
  /// The same, where it is a table.
  const CsvSource* table = nullptr;
  /// Grows while the source is read.
  std::shared_ptr<const Bulk> bulk;
};

/// The files that the words name: `-` is stdin; a folder is a Maildir, or all cards, mails and
/// calendars in it.
std::vector<std::string> files_named(const std::vector<std::string>& words, const Desk& desk);

/// Throws Failure where it can't be read or is nothing that can be imported.
OpenedSource open_source(const std::string& file, const SourceWish& wish, const Ground& ground,
                         const Desk& desk);

}  // namespace crm
