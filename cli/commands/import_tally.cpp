#include "cli/commands/import_tally.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// So many rejects are named one by one, the others are counted.
constexpr std::size_t most_named = 10;
/// So much of what was rejected is kept in a file of its own.
constexpr std::size_t most_kept = 64 << 20;

std::string things(std::size_t count, const char* what) {
  return fmt::format("{} {}", count, what);
}

std::string object(const ImportTally& tally) {
  const auto number = [](std::size_t count) { return std::to_string(count); };
  std::string rejects, ids;
  for (const Reject& reject : tally.rejects)
    rejects += (rejects.empty() ? "" : ", ") +
               json_object({{"file", json_text(reject.place.file)},
                            {"line", number(static_cast<std::size_t>(reject.place.line))},
                            {"column", number(static_cast<std::size_t>(reject.place.column))},
                            {"reason", json_text(reject.reason)}});
  for (const std::string& id : tally.ids) ids += (ids.empty() ? "" : ", ") + json_text(id);
  return json_object({{"file", json_text(tally.file)},
                      {"kind", json_text(tally.kind)},
                      {"read", number(tally.read())},
                      {"created", number(tally.created)},
                      {"updated", number(tally.updated)},
                      {"unchanged", number(tally.unchanged)},
                      {"skipped", number(tally.skipped)},
                      {"rejected", number(tally.rejected)},
                      {"ids", "[" + ids + "]"},
                      {"rejects", "[" + rejects + "]"}});
}

}  // namespace

void ImportTally::count(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::created: ++created; break;
    case Outcome::Kind::updated: ++updated; break;
    case Outcome::Kind::unchanged: ++unchanged; break;
    case Outcome::Kind::skipped:
      ++skipped;
      ++skips[outcome.reason];
      break;
    case Outcome::Kind::rejected: ++rejected; break;
  }
  const bool changed =
      outcome.kind == Outcome::Kind::created || outcome.kind == Outcome::Kind::updated;
  if (changed && keeps_ids) ids.insert(outcome.id);
}

void ImportTally::count(Skip skip) {
  ++skipped;
  ++skips[std::move(skip.reason)];
}

void ImportTally::count(Reject reject) {
  ++rejected;
  kept += reject.raw.size();
  if (kept > most_kept) reject.raw.clear();
  rejects.push_back(std::move(reject));
}

std::string sentence(const ImportTally& tally) {
  std::string told;
  const auto add = [&](std::size_t count, const char* what) {
    if (count > 0) told += (told.empty() ? "" : ", ") + things(count, what);
  };
  add(tally.created, "created");
  add(tally.updated, "updated");
  add(tally.unchanged, "unchanged");
  add(tally.skipped, "skipped");
  add(tally.rejected, "rejected");
  if (told.empty()) return "imported nothing from " + tally.file + ": there is nothing in it";
  return fmt::format("imported {}: {} ({} read)", tally.file, told, tally.read());
}

void tell_details(const ImportTally& tally, World& world) {
  const std::string file = "crm: " + tally.file;
  for (const std::string& said : tally.remarks) remark(world, file + ": " + said);
  for (const auto& [reason, count] : tally.skips)
    remark(world, fmt::format("{}: {} skipped: {}", file, count, reason));
  std::size_t named = 0;
  for (const Reject& reject : tally.rejects) {
    if (named++ == most_named) break;
    remark(world, "crm: " + to_text(reject.place) + ": " + reject.reason);
  }
  if (tally.rejected > most_named)
    remark(world, fmt::format("{}: … and {} more rejected", file, tally.rejected - most_named));
}

void print_tallies(const std::vector<ImportTally>& tallies, World& world) {
  const Manners& manners = world.manners;
  if (manners.wants_json()) {
    std::string list;
    for (const ImportTally& tally : tallies) list += (list.empty() ? "[\n" : ",\n") + object(tally);
    world.out << shown_json(list, world) << "\n]\n";
    return;
  }
  const auto print = [&](const ImportTally& tally) {
    const std::string told = printable_line(sentence(tally));
    for (const std::string& line :
         for_people(world) ? wrapped(told, world.terminal.width) : std::vector{told})
      world.out << line << "\n";
  };
  ImportTally all;
  for (const ImportTally& tally : tallies) {
    if (manners.ids || manners.nul) {
      for (const std::string& id : tally.ids) world.out << id << (manners.nul ? '\0' : '\n');
      continue;
    }
    print(tally);
    all.created += tally.created;
    all.updated += tally.updated;
    all.unchanged += tally.unchanged;
    all.skipped += tally.skipped;
    all.rejected += tally.rejected;
  }
  if (tallies.size() < 2 || manners.ids || manners.nul) return;
  all.file = fmt::format("{} files", tallies.size());
  print(all);
}

std::string keep_rejects(const ImportTally& tally, World& world) {
  std::string name = tally.file == "-" ? "stdin" : tally.file;
  if (const auto slash = name.rfind('/'); slash != name.npos) name.erase(0, slash + 1);
  const auto dot = name.rfind('.');
  const std::string ending = dot == name.npos || dot == 0 ? "" : name.substr(dot);
  name.resize(name.size() - ending.size());
  name += "-rejected";
  const auto path = [&](int number) {
    return world.folder + "/" + name + (number == 1 ? "" : fmt::format("-{}", number)) + ending;
  };
  // One that is there may be half mended.
  int number = 1;
  while (world.disk.exists(path(number))) ++number;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += part.ends_with('\n') ? part : part + "\n";
  };
  for (const Reject& reject : tally.rejects) add(reject.raw);
  if (text.empty()) return {};
  const std::string& head = tally.head_of_rejects;
  if (!head.empty()) text.insert(0, head.ends_with('\n') ? head : head + "\n");
  text += tally.end_of_rejects;
  const std::string file = path(number);
  insist(world.disk.replace({{.path = file, .text = text}}));
  return file.substr(world.folder.size() + 1);
}

}  // namespace crm
