#include "core/exchange/file_kind.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"

namespace crm {
namespace {

struct Foreign {
  std::string_view begins, what, hint;
};

constexpr std::string_view as_csv = "save it as CSV in the program that made it";
constexpr std::string_view unpack = "unpack it first";

/// What begins so and can't be read.
constexpr std::array<Foreign, 12> foreign = {{
    {"PK\x03\x04", "is a spreadsheet (.xlsx, .ods) or a zip archive",
     "save the table as CSV, or unpack the archive"},
    {"\xD0\xCF\x11\xE0", "is an old Office or Outlook file (.xls, .msg, .pst)", as_csv},
    {"%PDF", "is a PDF", as_csv},
    {"\x1F\x8B", "is packed by gzip", unpack},
    {"BZh", "is packed by bzip2", unpack},
    {"\xFD"
     "7zXZ",
     "is packed by xz", unpack},
    {"7z\xBC\xAF", "is a 7z archive", unpack},
    {"SQLite format 3", "is a SQLite database", as_csv},
    {"!BDN", "is an Outlook mailbox (.pst)",
     "export its contacts as CSV, its mail as .eml or mbox"},
    {"\x89PNG", "is a picture", ""},
    {"\xFF\xD8\xFF", "is a picture", ""},
    {"{\\rtf", "is a text document (.rtf)", as_csv},
}};

Error cannot(const std::string& file, std::string_view what, std::string_view hint) {
  return Error::invalid(file + " " + std::string(what), std::string(hint));
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

bool has_line(std::string_view lowered_text, std::string_view line) {
  for (auto at = lowered_text.find(line); at != lowered_text.npos;
       at = lowered_text.find(line, at + 1))
    if (at == 0 || lowered_text[at - 1] == '\n' || lowered_text[at - 1] == '\r') return true;
  return false;
}

/// Header lines to the first empty one, a usual one of mail among them.
bool is_mail(std::string_view text) {
  constexpr std::array<std::string_view, 7> usual = {
      "from: ", "date: ", "subject: ", "message-id: ", "received: ", "return-path: ", "to: "};
  int known = 0;
  if (text.starts_with("From ")) {
    const std::string_view envelope = first_line(text);
    if (envelope.find(':') != envelope.npos) return true;
    // `From -`, as what was rejected begins.
    text.remove_prefix(std::min(text.size(), envelope.size() + 1));
    known = 1;
  }
  while (!text.empty()) {
    const std::string_view line = first_line(text);
    if (line.empty()) break;
    const std::string small = lowered(line.substr(0, 16));
    const auto name = line.substr(0, line.find(':'));
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (!folded && (name.size() == line.size() || name.find(' ') != name.npos)) return false;
    known += std::any_of(usual.begin(), usual.end(),
                         [&](std::string_view header) { return small.starts_with(header); });
    text.remove_prefix(line.size());
    text.remove_prefix(std::min(text.size(), text.starts_with("\r\n") ? std::size_t{2} : 1));
  }
  return known >= 2;
}

/// `31.12.24, 10:15 - Ana: …` and `[31/12/2024, 10:15:07] Ana: …`.
bool is_chat_line(std::string_view line) {
  while (line.starts_with("\xE2\x80\x8E") || line.starts_with("\xE2\x80\x8F"))
    line.remove_prefix(3);
  const bool bracket = line.starts_with("[");
  if (bracket) line.remove_prefix(1);
  const auto end = line.find_first_not_of("0123456789./-");
  if (end == line.npos || end < 6 || end > 10) return false;
  const std::string_view date = line.substr(0, end);
  if (std::count_if(date.begin(), date.end(), [](char c) { return c < '0' || c > '9'; }) != 2)
    return false;
  line.remove_prefix(end);
  const auto hour = line.find_first_of("0123456789");
  const auto colon = line.find(':');
  const auto body = bracket ? line.find("] ") : line.find(" - ");
  return hour <= 2 && colon != line.npos && colon <= hour + 2 && body != line.npos && body < 24;
}

bool is_chat(std::string_view text) {
  int lines = 0;
  for (int i = 0; i < 5 && !text.empty(); ++i) {
    const std::string_view line = first_line(text);
    lines += is_chat_line(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines > 0;
}

}  // namespace

const std::vector<std::string>& names_of_file_kinds() {
  static const std::vector<std::string> names = {"table",    "vcard", "mail",
                                                 "calendar", "chat",  "json"};
  return names;
}

Result<FileKind> file_kind_named(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, FileKind>, 19> names = {{
      {"table", FileKind::table},        {"csv", FileKind::table},
      {"tsv", FileKind::table},          {"vcard", FileKind::vcards},
      {"vcards", FileKind::vcards},      {"vcf", FileKind::vcards},
      {"mail", FileKind::mailbox},       {"mbox", FileKind::mailbox},
      {"eml", FileKind::mailbox},        {"maildir", FileKind::mailbox},
      {"calendar", FileKind::calendar},  {"ics", FileKind::calendar},
      {"icalendar", FileKind::calendar}, {"chat", FileKind::chat},
      {"whatsapp", FileKind::chat},      {"txt", FileKind::chat},
      {"json", FileKind::json},          {"jsonl", FileKind::json},
      {"ndjson", FileKind::json},
  }};
  const std::string small = lowered(name);
  for (const auto& [word, kind] : names)
    if (word == small) return kind;
  const auto near = did_you_mean(small, names_of_file_kinds());
  return error(Error::asked_wrongly(
      "there is no format \"" + printable_line(name) + "\"",
      near.empty() ? fmt::format("known are {}", fmt::join(names_of_file_kinds(), ", "))
                   : "did you mean " + near.front() + "?"));
}

Result<FileKind> file_kind_of(std::string_view beginning, const std::string& file) {
  if (beginning.empty()) return error(cannot(file, "is empty", ""));
  for (const Foreign& one : foreign)
    if (beginning.starts_with(one.begins)) return error(cannot(file, one.what, one.hint));
  auto decoded = Text::of(std::make_unique<TextBytes>(std::string(beginning)), "");
  if (!decoded) return error(decoded.error());
  std::string known;
  while (true) {
    const auto piece = (*decoded)->next();
    if (!piece) return error(piece.error());
    if (piece->empty()) break;
    known += *piece;
  }
  const std::string_view text = trimmed(known);
  if (text.empty()) return error(cannot(file, "is empty but for white space", ""));
  if (text.find('\0') != text.npos)
    return error(cannot(file, "is not text", "what is to be imported is a table, cards or mail"));
  const std::string small = lowered(text);
  if (has_line(small, "begin:vcard")) return FileKind::vcards;
  if (has_line(small, "begin:vcalendar")) return FileKind::calendar;
  if (small.starts_with("<!doctype") || small.starts_with("<html") || small.starts_with("<?xml"))
    return error(cannot(file, "is a web page or XML", as_csv));
  if (small.starts_with("dn:") || small.starts_with("version: 1\ndn:"))
    return error(cannot(file, "is LDIF", "export it as vCard or CSV from the address book"));
  if (is_chat(text)) return FileKind::chat;
  if (text.front() == '{' || text.front() == '[') return FileKind::json;
  if (is_mail(text)) return FileKind::mailbox;
  return FileKind::table;
}

}  // namespace crm
