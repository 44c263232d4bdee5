#include "cli/commands/import_source.hpp"

#include <algorithm>
#include <array>
#include <istream>

#include "core/domain/text.hpp"
#include "core/exchange/calendar.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/chat.hpp"
#include "core/exchange/file_kind.hpp"
#include "core/exchange/json.hpp"
#include "core/exchange/mail.hpp"
#include "core/exchange/mapping.hpp"
#include "core/exchange/vcard_reader.hpp"
#include "core/record/reader.hpp"

namespace crm {
namespace {

/// So much of a file is looked at to tell what it is.
constexpr std::size_t beginning = 64 << 10;

class StreamBytes : public Bytes {
 public:
  explicit StreamBytes(std::istream& stream) : stream_(stream) {}

  Result<std::string_view> next() override {
    stream_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    if (stream_.bad()) return error(Error::failed("can't read stdin"));
    return std::string_view(buffer_.data(), static_cast<std::size_t>(stream_.gcount()));
  }

 private:
  std::istream& stream_;
  std::array<char, 65536> buffer_;
};

class CountedBytes : public Bytes {
 public:
  CountedBytes(std::unique_ptr<Bytes> bytes, std::shared_ptr<Bulk> bulk)
      : bytes_(std::move(bytes)), bulk_(std::move(bulk)) {}

  Result<std::string_view> next() override {
    auto piece = bytes_->next();
    if (piece) bulk_->read += piece->size();
    return piece;
  }

 private:
  std::unique_ptr<Bytes> bytes_;
  std::shared_ptr<Bulk> bulk_;
};

std::string path_of(const std::string& file, const World& world) {
  return file.starts_with('/') ? file : world.folder + "/" + file;
}

bool is_maildir(const std::string& path, const Disk& disk) {
  return disk.exists(path + "/cur/.") && disk.exists(path + "/new/.");
}

/// The mappings of the book; one that can't be read is named.
std::vector<CsvWish::Saved> saved_mappings(const Desk& desk) {
  const std::string folder = desk.book().layout().root + "/mappings";
  std::vector<CsvWish::Saved> all;
  const auto files = desk.world().disk.files_below(folder, ".yaml");
  if (!files) return all;
  for (const std::string& path : *files) {
    const std::string name = desk.book().layout().relative(path);
    const auto text = desk.world().disk.read(path);
    if (!text) throw Failure(text.error());
    all.push_back({std::string(file_stem(name)), parse_mapping(*text, name).value()});
  }
  return all;
}

std::unique_ptr<Source> maildir(const std::string& file, const Ground& ground, const Desk& desk) {
  const std::string path = path_of(file, desk.world());
  const Disk& disk = desk.world().disk;
  std::vector<std::string> files;
  for (const char* const part : {"/cur", "/new"}) {
    const auto found = disk.files_below(path + part, "").value();
    files.insert(files.end(), found.begin(), found.end());
  }
  const auto open = [&disk](const std::string& one) { return disk.open(one); };
  return open_maildir(std::move(files), open, {}, ground).value();
}

}  // namespace

std::vector<std::string> files_named(const std::vector<std::string>& words, const Desk& desk) {
  const Disk& disk = desk.world().disk;
  std::vector<std::string> files;
  for (const std::string& word : words) {
    const std::string path = path_of(word, desk.world());
    if (word == "-" || !disk.exists(path + "/.") || is_maildir(path, disk)) {
      files.push_back(word);
      continue;
    }
    const std::size_t before = files.size();
    for (const char* const ending : {".vcf", ".eml", ".mbox", ".ics"}) {
      const auto found = disk.files_below(path, ending).value();
      for (const std::string& file : found) files.push_back(word + file.substr(path.size()));
    }
    if (files.size() == before)
      throw Failure(Error::nothing_found(
          "there is nothing to import in the folder " + printable_line(word),
          "a folder is a Maildir, or holds files that end in .vcf, .eml, .mbox or .ics"));
  }
  return files;
}

OpenedSource open_source(const std::string& file, const SourceWish& wish, const Ground& ground,
                         const Desk& desk) {
  World& world = desk.world();
  const auto bulk = std::make_shared<Bulk>();
  OpenedSource opened{file, nullptr, nullptr, bulk};
  const std::string path = path_of(file, world);
  if (file != "-" && is_maildir(path, world.disk)) {
    opened.source = maildir(file, ground, desk);
    return opened;
  }
  std::unique_ptr<Bytes> bytes;
  if (file == "-")
    bytes = std::make_unique<StreamBytes>(world.in);
  else
    bytes = world.disk.open(path).value();
  if (const auto whole = world.disk.open_parts(path); file != "-" && whole)
    bulk->all = (*whole)->size();
  bytes = std::make_unique<CountedBytes>(std::move(bytes), bulk);
  auto again = BytesAgain::of(std::move(bytes), beginning).value();
  const std::string name = file == "-" ? "stdin" : file;
  const FileKind kind = wish.format.empty() ? file_kind_of(again->beginning(), name).value()
                                            : file_kind_named(wish.format).value();
  switch (kind) {
    case FileKind::vcards:
      opened.source =
          open_vcards(std::move(again), name, {wish.photos, wish.encoding}, ground).value();
      break;
    case FileKind::mailbox:
      opened.source = open_mailbox(std::move(again), name, {}, ground).value();
      break;
    case FileKind::calendar:
      opened.source = open_calendar(std::move(again), name, ground).value();
      break;
    case FileKind::chat:
      opened.source = open_chat(std::move(again), name, {wish.me, wish.encoding}, ground).value();
      break;
    case FileKind::json: {
      auto text = Text::of(std::move(again), wish.encoding).value();
      opened.source = open_json(std::move(text), name, ground).value();
      break;
    }
    case FileKind::table: {
      CsvWish table{wish.encoding, wish.map, wish.rows_as, wish.keys, saved_mappings(desk)};
      auto source = open_table(std::move(again), name, table, ground).value();
      opened.table = source.get();
      opened.source = std::move(source);
      break;
    }
  }
  return opened;
}

}  // namespace crm
