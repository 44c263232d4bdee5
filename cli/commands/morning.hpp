// The morning page as a value: what is due with whom, whose it is, and how it is said.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/report/agenda.hpp"

namespace crm {

struct MorningWish {
  /// The name of a kind or group alone; empty: all.
  std::string only = {};
  /// Days ahead; 0 is today alone.
  std::int32_t days = 0;
  /// Where set: only what comes up at an hour within it.
  std::optional<std::chrono::minutes> time = {};
  /// See AgendaWish.
  std::optional<Day> seen = {};
};

struct Morning {
  std::vector<Errand> errands;
  /// Records that can't be read.
  std::vector<Problem> problems;
};

/// Everybody's, in the order of the page.
Morning morning(const MorningWish& asked, const Desk& desk);

/// What these people see to; of nobody: all.
std::vector<Errand> errands_of(const std::set<std::string>& people, std::vector<Errand> all);

/// `Saturday 21 November 2026`.
std::string morning_heading(Day today);
/// The first column: how late, when, or what it is.
std::string lead_words(const Errand& one, Day today);
/// What is to be done, for people.
std::string text_words(const Errand& one, const Desk& desk);
/// What should have been done before today.
bool is_late(const Errand& one);

/// `3 due, 1 late, 2 to come`; `nothing`.
std::string count_words(const std::vector<Errand>& errands);

/// The rows, as the manners and the terminal want them; `of_one`: all of them are one person's.
void print_errands(const std::vector<Errand>& errands, bool of_one, const Desk& desk);

/// What --only may be: the name of a kind or a group.
std::vector<std::string> only_names();

}  // namespace crm
