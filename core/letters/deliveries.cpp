#include "core/letters/deliveries.hpp"

#include <algorithm>

#include "core/domain/text.hpp"
#include "core/letters/mailbox.hpp"

namespace crm {
namespace {

constexpr const char* heading = "crm deliveries 1\n";
/// Of more failures nobody wants to read.
constexpr std::size_t most_failures = 50;

std::string file_of(const Layout& layout) {
  return layout.local() + "/deliveries";
}

/// One line of cells: nothing of them ends a cell or a line.
std::string line_of(std::initializer_list<std::string_view> cells) {
  std::string line;
  for (const std::string_view cell : cells)
    line += (line.empty() ? "" : "\t") + printable_line(cell);
  return line + "\n";
}

}  // namespace

void Deliveries::take(std::string_view line) {
  const auto cells = split(line, '\t');
  const auto text = [&](std::size_t i) { return std::string(cells[i]); };
  if (cells.size() == 4 && cells[0] == "mailed")
    if (const auto day = Day::parse(cells[3])) mailed_.push_back({text(1), text(2), *day});
  if (cells.size() == 5 && cells[0] == "failed")
    if (const auto day = Day::parse(cells[3])) failed_.push_back({text(1), text(2), *day, text(4)});
  if (cells.size() == 5 && cells[0] == "told")
    if (const auto due = Moment::parse(cells[4]))
      told_.push_back({text(1), text(2), text(3), *due});
}

Result<Deliveries> Deliveries::read(const Disk& disk, const Layout& layout) {
  Deliveries all;
  const auto text = disk.read(file_of(layout));
  if (!text && text.error().kind == Error::Kind::nothing_found) return all;
  if (!text) return error(text.error());
  for (const std::string_view line : split(*text, '\n')) all.take(line);
  return all;
}

Result<std::unique_ptr<Lock>> Deliveries::lock(Disk& disk, const Layout& layout, int patience_ms) {
  auto lock = disk.lock(file_of(layout) + ".lock", patience_ms);
  if (!lock && lock.error().kind == Error::Kind::busy)
    return error(Error::busy("another crm is telling somebody just now",
                             "the next run tells what this one did not"));
  return lock;
}

std::optional<Day> Deliveries::mailed(const std::string& what, const std::string& address) const {
  for (const Mailed& one : mailed_)
    if (one.what == what && same_address(one.address) == same_address(address)) return one.day;
  return std::nullopt;
}

std::vector<FailedMail> Deliveries::failed(const std::string& address) const {
  std::vector<FailedMail> some;
  for (const FailedMail& one : failed_)
    if (same_address(one.address) == same_address(address)) some.push_back(one);
  return some;
}

bool Deliveries::is_told(const Reminded& told) const {
  return std::find(told_.begin(), told_.end(), told) != told_.end();
}

void Deliveries::note_nothing(const std::string& what, const std::string& address, Day day) {
  std::erase_if(mailed_, [&](const Mailed& one) {
    return one.what == what && same_address(one.address) == same_address(address);
  });
  mailed_.push_back({what, address, day});
}

void Deliveries::note_mailed(const std::string& what, const std::string& address, Day day) {
  note_nothing(what, address, day);
  std::erase_if(failed_, [&](const FailedMail& one) {
    return same_address(one.address) == same_address(address);
  });
}

void Deliveries::note_failed(const FailedMail& mail) {
  failed_.push_back(mail);
}

void Deliveries::note_told(const Reminded& told) {
  if (!is_told(told)) told_.push_back(told);
}

Result<void> Deliveries::write(Disk& disk, const Layout& layout, Day today) const {
  const auto is_old = [&](Day day) { return days_between(day, today) > remembered_days; };
  std::string text = heading;
  for (const Mailed& one : mailed_)
    text += line_of({"mailed", one.what, one.address, one.day.text()});
  const std::size_t left_out = failed_.size() - std::min(failed_.size(), most_failures);
  for (std::size_t i = left_out; i < failed_.size(); ++i)
    if (const FailedMail& one = failed_[i]; !is_old(one.day))
      text += line_of({"failed", one.what, one.address, one.day.text(), one.why});
  for (const Reminded& one : told_)
    if (!is_old(one.due.day))
      text += line_of({"told", one.way, one.customer, one.item, one.due.text()});
  return disk.replace({{.path = file_of(layout), .text = std::move(text), .durable = false}});
}

}  // namespace crm
