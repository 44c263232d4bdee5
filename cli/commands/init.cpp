#include <fmt/format.h>

#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/committing.hpp"
#include "cli/desk.hpp"
#include "cli/example_book.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/country.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/money.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/record/writer.hpp"
#include "core/team/git.hpp"

namespace crm {
namespace {

struct InitOptions {
  std::string folder, country, currency, timezone, name;
  bool example = false;
};

constexpr std::string_view attributes =
    "# The semantic merge of crm, where it is set up; without it git shows its usual conflicts.\n"
    "crm.yaml text eol=lf merge=crm\n"
    "rates.yaml text eol=lf merge=crm\n"
    "customers/**/*.yaml text eol=lf merge=crm\n"
    "campaigns/**/*.yaml text eol=lf merge=crm\n"
    "erased.txt text eol=lf merge=union\n";

constexpr std::string_view ignored =
    "# Local: lock, index, journal, outbox.\n"
    ".crm/\n"
    ".crm-tmp-*\n";

/// `de_DE.UTF-8` → `DE`.
std::string country_of_locale(const std::string& locale) {
  const auto underscore = locale.find('_');
  return underscore == std::string::npos ? "" : locale.substr(underscore + 1, 2);
}

const Country& chosen_country(const InitOptions& asked, const World& world) {
  if (!asked.country.empty()) {
    if (const Country* const country = find_country(asked.country)) return *country;
    std::vector<std::string> names;
    for (const Country& country : countries()) {
      if (folded(country.name) == folded(asked.country)) return country;
      names.emplace_back(country.name);
    }
    const auto near = did_you_mean(asked.country, names);
    throw Failure(
        Error::asked_wrongly("there is no country \"" + printable_line(asked.country) + "\"",
                             near.empty() ? "two letters of ISO 3166, like DE or IN"
                                          : "did you mean " + near.front() + "?"));
  }
  if (const Country* const country = find_country(country_of_locale(world.environment.locale)))
    return *country;
  throw Failure(Error::asked_wrongly(
      "which country is the book for?",
      "crm init " + (asked.folder.empty() ? "." : as_typed(asked.folder)) +
          " --country IN (it sets currency, phone prefix, number grouping, business year)"));
}

/// crm.yaml, with a line on what each part is for.
std::string settings_text(const Settings& settings) {
  static const std::vector<std::pair<std::string_view, std::string_view>> remarks{
      {"format", "# The settings of this book. `crm check` looks through them after a change."},
      {"team", "\n# Who works here: anna: {name: Anna Lind, emails: [anna@example.com]}"},
      {"statuses",
       "\n# The words that customers and conversations are sorted by. Change them as you like."},
      {"pipelines",
       "\n# The steps from first contact to sale, with the chance of each in percent."},
      {"commit",
       "\n# When changes are committed to git: each (every command its own), sync (with the next "
       "sync) or off."},
  };
  std::string text;
  const std::string plain = new_file(to_data(settings));
  for (const std::string_view line : split(plain, '\n')) {
    if (line.empty()) continue;
    for (const auto& [key, words] : remarks)
      if (line.starts_with(std::string(key) + ":")) text += std::string(words) + "\n";
    text += std::string(line) + "\n";
  }
  return text;
}

Settings chosen_settings(const InitOptions& asked, const Country& country) {
  Settings settings = standard_settings(country);
  settings.name = composed(trimmed(asked.name));
  if (!asked.currency.empty()) {
    if (!currency_decimals(asked.currency))
      throw Failure(
          Error::asked_wrongly("there is no currency \"" + printable_line(asked.currency) + "\"",
                               "three capital letters of ISO 4217, like EUR or INR"));
    settings.currency = asked.currency;
  }
  if (!asked.timezone.empty()) settings.timezone = asked.timezone;
  const auto zone = Zone::find(settings.timezone);
  if (!zone)
    throw Failure(Error::asked_wrongly(zone.error().message(), zone.error().problems.front().hint));
  return settings;
}

std::vector<Replacement> example_files(const std::string& root) {
  std::vector<Replacement> files;
  for (const ExampleFile& file : example_book())
    files.push_back({root + "/" + std::string(file.path), std::string(file.text)});
  return files;
}

/// A folder that is in no git repository yet becomes one.
bool start_repository(const std::string& root, World& world) {
  if (Git::open(world.ask_program, root)) return true;
  const auto started = world.ask_program({.words = {"git", "-C", root, "init", "-q"}});
  return started && started->code == 0;
}

void init(const InitOptions& asked, World& world) {
  std::string root = asked.folder.empty() ? "." : asked.folder;
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  const Layout layout{root};
  if (world.disk.exists(layout.settings()))
    throw Failure(Error::conflict("there is already a book in " + root,
                                  "look at it with: crm --book " + as_typed(root) + " list"));
  std::vector<Replacement> files;
  std::string what;
  if (asked.example) {
    files = example_files(root);
    what = "an example: a small printing business and its customers";
  } else {
    const Country& country = chosen_country(asked, world);
    const Settings settings = chosen_settings(asked, country);
    files = {{layout.settings(), settings_text(settings)}};
    what = settings.currency + ", " + settings.timezone;
    if (settings.year_starts)
      what += ", years from " +
              std::string(month_full_name(static_cast<unsigned>(*settings.year_starts)));
    what += "; settings in crm.yaml";
  }
  for (const auto& [name, text] :
       {std::pair(".gitattributes", attributes), std::pair(".gitignore", ignored)}) {
    const std::string path = root + "/" + name;
    const auto has_it = [&](const Replacement& file) { return file.path == path; };
    if (world.disk.exists(path) || std::any_of(files.begin(), files.end(), has_it)) continue;
    files.push_back({path, std::string(text)});
  }
  if (world.manners.dry_run) {
    for (const Replacement& file : files) world.out << file.path << "\n";
    return;
  }
  // crm.yaml last: a folder without it is no book yet.
  std::stable_partition(files.begin(), files.end(),
                        [&](const Replacement& file) { return file.path != layout.settings(); });
  insist(world.disk.make_folder(layout.customers()));
  insist(world.disk.replace(files));
  const bool repository = start_repository(root, world);
  std::vector<std::string> paths;
  for (const Replacement& file : files) paths.push_back(layout.relative(file.path));
  const std::string shown = root == "." ? "this folder" : root + "/";
  const std::string sentence = "started a book in " + printable_line(shown) + " (" +
                               (repository ? "git repository; " : "") + what + ")";
  for (const std::string& line :
       wrapped(sentence, for_people(world) ? world.terminal.width : width(sentence)))
    world.out << line << "\n";
  const std::string go = root == "." ? "" : "cd " + as_typed(printable_line(root)) + " && ";
  if (repository) commit_new_book(layout, paths, world);
  hint(world, "go on with: " + go +
                  (asked.example ? "crm" : "crm add \"Acme Robotics\" office@acme.example"));
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<InitOptions>();
  words.optional_argument(asked->folder, placeholder::folder,
                          "the new book's folder; without it, this one");
  words.option(asked->country, "--country", placeholder::country,
               "IN, DE …: sets currency, phone prefix, number grouping, business year; default: "
               "your locale's");
  words.option(asked->currency, "--currency", Placeholder{"CODE"},
               "another currency than the country's");
  words.option(asked->timezone, "--timezone", Placeholder{"ZONE"},
               "another time zone, like Europe/Berlin");
  words.option(asked->name, "--name", placeholder::text, "the business's name");
  words.flag(asked->example, "--example", "a finished book to look around in");
  return [asked](World& world) { init(*asked, world); };
}

}  // namespace

Command init_command() {
  return {"init",
          "Every day",
          "start a book",
          {{"crm init clients --country IN", "a new folder with a book in it"},
           {"crm init demo --example", "a small business to look around in"}},
          declare};
}

}  // namespace crm
