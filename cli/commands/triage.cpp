#include "cli/commands/triage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/key.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// What is known of somebody, on one line: how to reach them, where they work, what was noted.
std::string about(const Customer& customer) {
  std::vector<std::string> parts;
  for (const Labelled& phone : customer.phones) parts.push_back(phone.value);
  for (const Labelled& email : customer.emails) parts.push_back(email.value);
  for (const char* const field : {"company", "job_title", "role"})
    if (const std::string* const value = find_named(customer.fields, field))
      parts.push_back(*value);
  if (!customer.works_at.empty()) parts.push_back(customer.works_at);
  if (!customer.addresses.empty()) parts.push_back(customer.addresses.front().city);
  for (const std::string& tag : customer.tags) parts.push_back("+" + tag);
  parts.push_back(customer.note.substr(0, customer.note.find('\n')));
  std::string line;
  for (const std::string& part : parts)
    if (!part.empty()) line += (line.empty() ? "" : " · ") + printable_line(part);
  return line;
}

struct Counts {
  std::size_t customers = 0, leads = 0, removed = 0, left = 0;

  std::size_t all() const { return customers + leads + removed + left; }
};

std::string words(const Counts& counts) {
  std::string told;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count > 0) told += fmt::format("{}{} {}", told.empty() ? "" : ", ", count, what);
  };
  add(counts.customers, counts.customers == 1 ? "customer" : "customers");
  add(counts.leads, counts.leads == 1 ? "lead" : "leads");
  add(counts.removed, "removed");
  add(counts.left, "left as they are");
  return told;
}

}  // namespace

void triage(const std::vector<Match>& customers, const Desk& desk) {
  World& world = desk.world();
  Counts counts;
  for (const Match& match : customers) {
    const Customer customer = desk.book().read(match.path).value().customer;
    world.out << styled(printable_line(customer.name), Style::bold, world.terminal.colour) << "\n";
    for (const std::string& line : wrapped(about(customer), std::max(20, world.terminal.width - 2)))
      if (!line.empty()) world.out << "  " << line << "\n";
    const std::string question =
        fmt::format("  c customer · l lead · Enter leave · r remove · q quit ({}/{})",
                    counts.all() + 1, customers.size());
    const char key = key_for(world, question, "clr\nq");
    if (key == 'q') break;
    if (key == '\n') {
      ++counts.left;
      continue;
    }
    std::string title;
    const auto next = [&](Customer after) {
      if (key == 'r')
        after.deleted = desk.stamp();
      else
        after.status = key == 'c' ? "customer" : "lead";
      title = key == 'r' ? "removed " + after.name : after.name + " is a " + after.status;
      return after;
    };
    if (desk.change(match, next, [&] { return title; }))
      ++(key == 'r' ? counts.removed : key == 'c' ? counts.customers : counts.leads);
  }
  const std::size_t rest = customers.size() - counts.all();
  if (counts.all() > 0) world.out << words(counts) << "\n";
  if (rest > 0) hint(world, fmt::format("{} more wait: crm list status:contact --triage", rest));
}

}  // namespace crm
