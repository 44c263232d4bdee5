#include "cli/commands/removed.hpp"

#include "cli/pick.hpp"
#include "core/domain/text.hpp"

namespace crm {

std::optional<Match> removed_customer(const std::string& who, const Desk& desk) {
  const Who question(who, desk.settings().country);
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::vector<Match>> {
    if (!customer.deleted) return std::nullopt;
    // Whoever was merged into another is not gone: only the id means what was left behind.
    if (!customer.merged_into.empty() && customer.id != who) return std::nullopt;
    Customer as_it_was = customer;
    as_it_was.deleted.reset();
    auto some = question.matches(as_it_was, path);
    std::erase_if(some, [](const Match& match) { return match.kind != ItemKind::customer; });
    if (some.empty()) return std::nullopt;
    return std::vector<Match>{some.front()};
  };
  std::vector<Match> all;
  for (const auto& some : desk.scan<std::vector<Match>>(look).found) all.push_back(some.front());
  all = nearest(std::move(all));
  if (all.empty()) return std::nullopt;
  if (all.size() == 1) return all.front();
  if (auto match = picked(who, all, desk.world())) return match;
  std::string names, ids;
  for (const Match& match : all) {
    names += (names.empty() ? "" : &match == &all.back() ? " or " : ", ") + match.name;
    ids += (ids.empty() ? "" : "   or   ") + match.id;
  }
  throw Failure(Error::conflict("\"" + printable_line(who) + "\" could be " + names,
                                "several removed customers fit; say it with an id: " + ids));
}

}  // namespace crm
