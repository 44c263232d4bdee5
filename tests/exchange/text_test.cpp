// The text of foreign files: encodings and line ends, in pieces of any size.
#include <doctest/doctest.h>

#include <random>

#include "core/exchange/charset.hpp"
#include "core/exchange/file_kind.hpp"
#include "core/exchange/lines.hpp"

namespace {

using namespace crm;

std::string decoded(const std::string& bytes, std::size_t piece, const std::string& encoding = "") {
  const auto text = Text::of(std::make_unique<TextBytes>(bytes, piece), encoding);
  REQUIRE(text);
  std::string all;
  for (auto next = (*text)->next(); next && !next->empty(); next = (*text)->next()) all += *next;
  return all;
}

std::string encoding_of(const std::string& bytes) {
  const auto text = Text::of(std::make_unique<TextBytes>(bytes), "");
  REQUIRE(text);
  while (!(*text)->next()->empty()) {
  }
  return (*text)->encoding();
}

std::string utf16(const std::u16string& text, bool little, bool mark) {
  std::string bytes;
  const auto put = [&](char16_t c) {
    const char low = static_cast<char>(c & 0xFF), high = static_cast<char>(c >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (const char16_t c : text) put(c);
  return bytes;
}

std::vector<std::string> lines_of(const std::string& text, std::size_t piece,
                                  std::size_t longest = 1 << 20) {
  LinesOf lines(std::make_unique<TextBytes>(text, piece), longest);
  std::vector<std::string> all;
  for (auto next = lines.next(); next && *next; next = lines.next()) {
    all.push_back(**next);
    CHECK(lines.number() == static_cast<int>(all.size()));
  }
  return all;
}

TEST_CASE("text of any encoding is UTF-8 in the end") {
  struct Case {
    std::string bytes, text, encoding;
  };

  const std::string cases_text = "Zoë, अनिता\nŁódź\n";
  const std::vector<Case> cases = {
      {"plain\n", "plain\n", "UTF-8"},
      {"", "", "UTF-8"},
      {"\xEF\xBB\xBFZo\xC3\xAB\n", "Zoë\n", "UTF-8"},
      {"\xEF\xBB", "ï»", "Windows-1252"},
      {"Zo\xEB \x80 5\n", "Zoë € 5\n", "Windows-1252"},
      {"Zo\xC3\xAB\nZo\xEB\r\nZo\xC3\xAB", "Zoë\nZoë\r\nZoë", "UTF-8, in parts Windows-1252"},
      {utf16(u"Zoë, अनिता\nŁódź\n", true, true), cases_text, "UTF-16LE"},
      {utf16(u"Zoë, अनिता\nŁódź\n", false, true), cases_text, "UTF-16BE"},
      {utf16(u"Name,Phone\nZoë,12\n", true, false), "Name,Phone\nZoë,12\n", "UTF-16LE"},
      {utf16(u"Name,Phone\nZoë,12\n", false, false), "Name,Phone\nZoë,12\n", "UTF-16BE"},
      // A byte that Windows-1252 does not have.
      {"a\x81\xEB\n", "a\uFFFDë\n", "Windows-1252"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 65536U})
      CHECK(decoded(one.bytes, piece) == one.text);
    CHECK(encoding_of(one.bytes) == one.encoding);
  }
}

TEST_CASE("an encoding that is named is taken, an unknown one refused") {
  CHECK(decoded("\x8E\x52\x93\x63\n", 1, "shift_jis") == "山田\n");
  CHECK(decoded("\xF3\x0A", 1, "iso-8859-2") == "ó\n");
  const auto unknown = Text::of(std::make_unique<TextBytes>("a"), "klingon");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message() == "there is no encoding \"klingon\"");
  CHECK(in_utf8("Zo\xEB", "latin1") == "Zoë");
  CHECK_FALSE(in_utf8("a", "klingon").has_value());
}

TEST_CASE("a text without line ends is not waited for") {
  std::string one_line;
  while (one_line.size() < 300'000) one_line += "Zoë अनिता ";
  CHECK(decoded(one_line, 65536) == one_line);
  CHECK(decoded(one_line, 4099) == one_line);
}

TEST_CASE("lines end as they like") {
  struct Case {
    std::string text;
    std::vector<std::string> lines;
  };

  const std::vector<Case> cases = {
      {"", {}},
      {"a", {"a"}},
      {"a\n", {"a"}},
      {"a\r\n", {"a"}},
      {"a\r", {"a"}},
      {"a\nb\r\nc\rd", {"a", "b", "c", "d"}},
      {"\n\n", {"", ""}},
      {"\r\r\n\n", {"", "", ""}},
      {"a\r\n\r\nb", {"a", "", "b"}},
  };
  for (const Case& one : cases)
    for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
      CAPTURE(one.text);
      CAPTURE(piece);
      CHECK(lines_of(one.text, piece) == one.lines);
    }
  CHECK(lines_of("abcdef\ngh\n", 2, 4) == std::vector<std::string>{"abcd", "gh"});
}

TEST_CASE("random texts come out as they went in, whatever the pieces") {
  std::mt19937_64 random(20261122);
  const std::vector<std::string> words = {"a", "é", "山", "हि", "😀", "\n", "\r\n", "\r", ",", "\""};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (auto left = random() % 60; left > 0; --left) text += words[random() % words.size()];
    CAPTURE(text);
    CHECK(decoded(text, 1 + random() % 9) == text);
    CHECK(lines_of(text, 1 + random() % 9) == lines_of(text, 1 << 16));
  }
}

TEST_CASE("a file is what its content says") {
  struct Case {
    std::string text;
    FileKind kind;
  };

  const std::vector<Case> cases = {
      {"Name,Email\nAna,ana@lind.example\n", FileKind::table},
      {"Name\n", FileKind::table},
      {"Notes:\n\"a preamble\"\n\nFirst Name,Last Name\n", FileKind::table},
      {"\xEF\xBB\xBF"
       "begin:vcard\r\nversion:3.0\r\n",
       FileKind::vcards},
      {"some words\nBEGIN:VCARD\n", FileKind::vcards},
      {utf16(u"BEGIN:VCARD\r\nVERSION:2.1\r\n", true, true), FileKind::vcards},
      {"BEGIN:VCALENDAR\nVERSION:2.0\n", FileKind::calendar},
      {"From ana@lind.example Sat Nov 21 10:15:00 2026\nSubject: hi\n\nhi\n", FileKind::mailbox},
      {"Return-Path: <a@b.example>\nReceived: from x\n\tby y\nSubject: hi\n\nhi",
       FileKind::mailbox},
      {"31.12.24, 10:15 - Ana: hello\n", FileKind::chat},
      {"[31/12/2024, 10:15:07] Ana: hello\n", FileKind::chat},
      {"\xE2\x80\x8E[2024-12-31, 10:15:07] Ana: hello\n", FileKind::chat},
      {"12/31/24, 9:15\xE2\x80\xAFPM - Ana: hello\n", FileKind::chat},
      {"[{\"name\": \"Ana\"}]", FileKind::json},
      {"{\"name\": \"Ana\"}\n{\"name\": \"Bo\"}\n", FileKind::json},
      // Dates first are a table all the same.
      {"2026-11-21,Arm A1,480.00\n2026-11-22,Arm A2,12.00\n", FileKind::table},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto kind = file_kind_of(one.text, "file");
    REQUIRE(kind);
    CHECK(*kind == one.kind);
  }
}

TEST_CASE("what can't be read says what it is and what to do") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "file is empty"},
      {" \r\n ", "file is empty but for white space"},
      {"PK\x03\x04rest", "file is a spreadsheet (.xlsx, .ods) or a zip archive"},
      {"\xD0\xCF\x11\xE0", "file is an old Office or Outlook file (.xls, .msg, .pst)"},
      {"%PDF-1.4", "file is a PDF"},
      {"\x1F\x8B\x08", "file is packed by gzip"},
      {std::string("ELF\0\0\1\0\0\0\2\3a\0", 13), "file is not text"},
      {"<!DOCTYPE html><html>", "file is a web page or XML"},
      {"dn: cn=Ana,mail=ana@lind.example\n", "file is LDIF"},
  };
  for (const auto& [bytes, message] : cases) {
    const auto kind = file_kind_of(bytes, "file");
    REQUIRE_FALSE(kind);
    CHECK(kind.error().message() == message);
  }
  CHECK(file_kind_named("CSV") == FileKind::table);
  CHECK(file_kind_named("vcard") == FileKind::vcards);
  CHECK(file_kind_named("vcrd").error().problems.front().hint == "did you mean vcard?");
}

}  // namespace
