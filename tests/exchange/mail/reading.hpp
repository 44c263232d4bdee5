// What arrives from mails, calendars and chats, on one line each, so that a test can say what it
// expects.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/exchange/source.hpp"

namespace crm::test::talks {

/// A book in Berlin on 21 November 2026, 10:15, of Anna (anna@ours.example, she imports) and Ben.
struct Reading {
  Settings settings;
  Zone zone;
  Moment now;
  Ground ground;

  explicit Reading(const char* country = "DE", const char* zone_name = "Europe/Berlin");
};

/// `entry 3 2026-11-20T10:15:00+01:00 email in by anna <bob@acme.example> "Offer" ext mail:1 …`
std::string told(const Source::Item& item);

/// One below the other, where a test fails.
struct Lines : std::vector<std::string> {
  using std::vector<std::string>::vector;

  friend std::ostream& operator<<(std::ostream& out, const Lines& lines) {
    for (const std::string& line : lines) out << "\n  " << line;
    return out;
  }
};

/// All of it; the last line is an error where reading ended with one.
Lines told(Result<std::unique_ptr<Source>> source);

/// The only entry's text.
std::string text_in(Result<std::unique_ptr<Source>> source);

std::unique_ptr<Bytes> bytes_of(std::string text, std::size_t piece = 65536);

}  // namespace crm::test::talks
