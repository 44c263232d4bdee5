#include "cli/commands/merging.hpp"

#include <fmt/format.h>

#include "core/domain/text.hpp"
#include "core/merge/takeover.hpp"

namespace crm {
namespace {

/// The files of all records that name one of these customers, removed ones too.
std::vector<std::string> naming(const NewIds& ids, const Desk& desk) {
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::string> {
    if (relinked(customer, ids) == customer) return std::nullopt;
    return path;
  };
  const auto may_name = [&](std::string_view text, const std::string&) {
    for (const auto& one : ids)
      if (text.find(one.first) != text.npos) return true;
    return false;
  };
  return desk.book().scan<std::string>(look, false, may_name).value().found;
}

Customer as_it_stands(const Match& match, Writing& writing) {
  Customer now;
  insist(writing.change(match.path, [&](Customer before) {
    now = before;
    return before;
  }));
  if (now.is_deleted())
    throw Failure(
        Error::conflict(now.name + " is removed", "crm restore " + now.id + " brings it back"));
  return now;
}

/// `owner`, `deal d7k2m9 title`.
std::string field_words(const std::string& field) {
  std::string words = field;
  for (char& c : words)
    if (c == '/') c = ' ';
  return words;
}

}  // namespace

std::vector<Deed> merge_into(const Match& kept, const std::vector<Match>& others, const Desk& desk,
                             Writing& writing) {
  std::vector<Deed> deeds, parts;
  NewIds ids;
  std::string name;
  for (const Match& match : others) {
    const Customer other = as_it_stands(match, writing);
    Takeover takeover;
    insist(writing.change(kept.path, [&](const Customer& before) {
      takeover = taken_over(before, other, desk.stamp(), desk.settings().country);
      return takeover.kept;
    }));
    insist(writing.change(match.path, [&](const Customer&) { return takeover.stub; }));
    ids.emplace(other.id, takeover.kept.id);
    name = takeover.kept.name;
    deeds.push_back({"merged " + other.name + " into " + name, takeover.kept.id});
    for (const Conflict& one : takeover.differing)
      parts.push_back(
          {field_words(one.field) + ": kept " + one.kept + ", not " + one.lost, one.id, true});
  }
  std::size_t count = 0;
  for (const std::string& path : naming(ids, desk)) {
    insist(writing.change(path, [&](const Customer& before) {
      Customer after = relinked(before, ids);
      if (!before.is_deleted() && before.id != kept.id) ++count;
      return after;
    }));
  }
  if (count > 0)
    parts.push_back(
        {fmt::format("{} record{} that named {} name{} {} now", count, count == 1 ? "" : "s",
                     ids.size() == 1 ? "it" : "them", count == 1 ? "s" : "", name),
         kept.id, true});
  deeds.insert(deeds.end(), parts.begin(), parts.end());
  return deeds;
}

}  // namespace crm
