#include "cli/commands/all.hpp"
#include "cli/commands/disputes.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/team/driver.hpp"

namespace crm {
namespace {

struct DriverOptions {
  std::string base, ours, theirs, path, marker_size;
};

/// What git takes for "it could not be merged": then it merges the lines itself.
constexpr int could_not = 2;
constexpr int two_records = 1;

std::size_t size_of(const std::string& marker) {
  constexpr std::size_t usual = 7, largest = 100;
  std::size_t size = 0;
  for (const char c : marker) {
    if (c < '0' || c > '9' || size > largest) return usual;
    size = size * 10 + static_cast<std::size_t>(c - '0');
  }
  return size == 0 || size > largest ? usual : size;
}

FileMerge merged(const DriverOptions& asked, World& world) {
  const auto absolute = [&](const std::string& path) {
    return path.starts_with('/') ? path : world.folder + "/" + path;
  };
  const auto text = [&](const std::string& path) {
    return world.disk.read(absolute(path)).value();
  };
  const auto is_book = [&](const std::string& folder) {
    return world.disk.exists(absolute(folder + "crm.yaml"));
  };
  const auto place = path_in_book(asked.path, is_book);
  if (!place)
    throw Failure(Error::asked_wrongly(printable_line(asked.path) + " is no file of a book"));
  const auto settings_text = world.disk.read(absolute(place->book + "crm.yaml"));
  const std::string base = text(asked.base);
  FileMerge result = merge_files(
      base.empty() ? std::nullopt : std::optional(base), text(asked.ours), text(asked.theirs),
      place->path, settings_for_merge(settings_text.value_or("")), size_of(asked.marker_size));
  if (result.outcome == FileMerge::Outcome::unreadable) return result;
  // git looks at the file when we are done; nothing of it has to outlive a power cut.
  insist(world.disk.replace({{absolute(asked.ours), result.text, std::nullopt, false}}));
  return result;
}

void merge_driver(const DriverOptions& asked, World& world) {
  FileMerge result;
  try {
    result = merged(asked, world);
  } catch (const Failure& failure) {
    print_error(failure.error(), world);
    throw ExitCode{could_not};
  }
  switch (result.outcome) {
    case FileMerge::Outcome::merged:
      for (const Conflict& one : result.conflicts)
        remark(world, "crm: " + printable_line(asked.path) + ": " + dispute_words(one));
      return;
    case FileMerge::Outcome::two_records:
      remark(world, "crm: " + printable_line(asked.path) +
                        " has another record on either side: crm resolve keeps both");
      throw ExitCode{two_records};
    case FileMerge::Outcome::unreadable:
      print_error({Error::Kind::invalid, result.problems}, world);
      throw ExitCode{could_not};
  }
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<DriverOptions>();
  words.argument(asked->base, Placeholder{"BASE"}, "what both sides come from; empty: nothing");
  words.argument(asked->ours, Placeholder{"OURS"}, "one side; the result is written here");
  words.argument(asked->theirs, Placeholder{"THEIRS"}, "the other side");
  words.argument(asked->path, Placeholder{"PATH"}, "the file, from the top of the repository");
  words.optional_argument(asked->marker_size, Placeholder{"SIZE"}, "how long git's markers are");
  return [asked](World& world) { merge_driver(*asked, world); };
}

}  // namespace

Command merge_driver_command() {
  return {"merge-driver",
          "",
          "merge one file for git, which calls this by itself",
          {{"git config merge.crm.driver \"crm merge-driver %O %A %B %P %L\"",
            "crm sync sets it up, with more care; exit codes: 0 merged, 1 two records, 2 git must "
            "do it"}},
          declare};
}

}  // namespace crm
