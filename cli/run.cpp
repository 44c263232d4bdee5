#include "cli/run.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

#include "cli/command.hpp"
#include "cli/completion/complete.hpp"
#include "cli/desk.hpp"
#include "cli/directory.hpp"
#include "cli/docs/reference_json.hpp"
#include "cli/extension.hpp"
#include "cli/help.hpp"
#include "cli/hooks.hpp"
#include "cli/output/paged.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

/// `-churned` takes a tag away and `-3d` is a day: our short options are single letters, never
/// bundled.
std::vector<std::string> with_hidden_dashes(const std::vector<std::string>& words) {
  std::vector<std::string> hidden;
  bool only_words = false;
  for (const std::string& word : words) {
    if (word == "--" && !only_words) {
      only_words = true;
      continue;
    }
    const bool dashed = word.size() > 1 && word.front() == '-';
    const bool option =
        dashed && (word[1] == '-' || (word.size() == 2 && (word[1] < '1' || word[1] > '9')));
    if (only_words)
      hidden.push_back(plain_word + word);
    else
      hidden.push_back(dashed && !option ? hidden_dash + word : word);
  }
  return hidden;
}

/// What other programs call it.
std::string other_name(const std::string& word) {
  static const std::map<std::string, std::string> names{
      {"ls", "list"}, {"delete", "rm"},  {"del", "rm"},  {"remove", "rm"},
      {"new", "add"}, {"create", "add"}, {"ed", "edit"}, {"version", "--version"}};
  const auto found = names.find(word);
  return found == names.end() ? "" : found->second;
}

Error unknown_command(const std::string& word) {
  if (const std::string name = other_name(word); !name.empty())
    return Error::asked_wrongly("there is no command \"" + word + "\"",
                                "did you mean crm " + name + "?");
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  names.emplace_back("help");
  const auto near = did_you_mean(word, names);
  return Error::asked_wrongly(
      "there is no command \"" + printable_line(word) + "\"",
      near.empty() ? "crm help lists them" : "did you mean crm " + near.front() + "?");
}

/// After `crm help`.
Error unknown_topic(const std::string& word) {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  const auto near = did_you_mean(word, names);
  if (near.empty()) return unknown_command(word);
  return Error::asked_wrongly("there is no page \"" + printable_line(word) + "\"",
                              "did you mean crm help " + near.front() + "?");
}

Error unknown_option(const std::string& word, const Command& command,
                     const std::vector<const Declaration*>& all) {
  std::vector<std::string> names;
  for (const Declaration* const declaration : all)
    for (const Declared& one : declaration->declared())
      for (const std::string_view name : split(one.option, ','))
        if (!name.empty()) names.emplace_back(trimmed(name.substr(0, name.find('['))));
  const std::string option = word.substr(0, word.find('='));
  const auto near = did_you_mean(option, names);
  const std::string field = option.substr(std::min(option.find_first_not_of('-'), option.size()));
  const bool is_field =
      customer_type().find(field) != nullptr || customer_type().list_of(field) != nullptr;
  return Error::asked_wrongly(
      "crm " + std::string(command.name) + " has no option " + printable_line(option),
      !near.empty() ? "did you mean " + near.front() + "?"
      : is_field && usage(command).find("field=value") != std::string::npos
          ? "a field goes without dashes: " + field + "=…"
          : "crm " + std::string(command.name) + " --help shows its options");
}

/// What CLI11 found wrong with the words, in ours.
Error wrong_words(const CLI::Error& problem, const Command& command,
                  const std::vector<const Declaration*>& all) {
  const std::string hint = "usage: " + usage(command);
  const std::string name = problem.get_name();
  if (name == "RequiredError") {
    const std::string said = problem.what();
    return Error::asked_wrongly(
        "crm " + std::string(command.name) + " wants " + said.substr(0, said.find(" is required")),
        hint);
  }
  // `--remind: 2 required TEXT missing`: an option was given fewer words than it takes.
  const std::string said = problem.what();
  const auto option = said.substr(0, said.find(':'));
  if (name == "ArgumentMismatch" && option.starts_with("-")) {
    for (const Declaration* const declaration : all)
      for (const Declared& one : declaration->declared())
        for (const std::string_view spelling : split(one.option, ','))
          if (trimmed(spelling) == option)
            return Error::asked_wrongly(option + " wants " + one.placeholder, hint);
  }
  return Error::asked_wrongly("crm " + std::string(command.name) + ": " + said, hint);
}

/// The command's own words and options are read, and the command is done.
void perform(const Command& command, const std::vector<std::string>& words, World& world) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  Declaration manners(app, words);
  Declaration own(app, words);
  const Action action = command.declare(own);
  declare_manners(manners, world.manners);
  try {
    // CLI11 wants the words last first.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Error& problem) {
    if (!world.manners.help && std::find(words.begin(), words.end(), "--help") == words.end() &&
        std::find(words.begin(), words.end(), "-h") == words.end())
      throw Failure(wrong_words(problem, command, {&own, &manners}));
    world.manners.help = true;
  }
  if (world.manners.help) {
    settle_colour(world);
    return print_paged(world, [&] { print_help(command, own, manners, world); });
  }
  for (std::string word : app.remaining()) {
    if (word.front() == plain_word) word.erase(0, 1);
    if (word.starts_with('-')) throw Failure(unknown_option(word, command, {&own, &manners}));
    throw Failure(Error::asked_wrongly("crm " + std::string(command.name) +
                                           " can't do anything with \"" + printable_line(word) +
                                           "\"",
                                       "usage: " + usage(command)));
  }
  manners.unhide();
  own.unhide();
  settle_colour(world);
  world.command = command.name;
  try {
    action(world);
  } catch (...) {
    run_waiting_hooks(world);
    throw;
  }
  run_waiting_hooks(world);
}

/// `crm --book DIR log …`: what stands before the command is for it as well.
std::size_t command_position(const std::vector<std::string>& words) {
  std::size_t at = 0;
  while (at < words.size() && words[at].size() > 1 && words[at].front() == '-') {
    const bool takes_value = words[at] == "--book" || words[at] == "--as" ||
                             words[at] == "--color" || words[at] == "-m" ||
                             words[at] == "--message";
    at += takes_value ? 2 : 1;
  }
  return std::min(at, words.size());
}

/// `crm help` as far as its own words go: it is done here.
const Command help_itself{.name = "help",
                          .group = "",
                          .summary = "",
                          .examples = {},
                          .declare = [](Declaration& words) -> Action {
                            const auto about = std::make_shared<std::string>();
                            words.optional_argument(*about, Placeholder{"COMMAND|TOPIC"}, "");
                            return [about](World&) {};
                          }};

/// What every command takes is read into world.manners, and the other words come back; for where
/// the command itself is not to be done.
std::vector<std::string> read_manners(const Command& command, const std::vector<std::string>& words,
                                      World& world) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  Declaration manners(app, words);
  declare_manners(manners, world.manners);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Error& problem) {
    throw Failure(wrong_words(problem, command, {&manners}));
  }
  manners.unhide();
  settle_colour(world);
  auto others = app.remaining();
  for (const std::string& word : others)
    if (word.starts_with("-")) throw Failure(unknown_option(word, command, {&manners}));
  return others;
}

/// `crm help`, of a command, of a page; with --json all of it as data.
void help(const std::vector<std::string>& all, World& world) {
  const std::vector<std::string> words = read_manners(help_itself, all, world);
  if (world.manners.wants_json()) {
    world.out << reference_json(reference()) << "\n";
    return;
  }
  if (words.empty()) return print_paged(world, [&] { print_overview(world); });
  for (const Topic& topic : topics())
    if (topic.name == words.front()) return print_paged(world, [&] { print_topic(topic, world); });
  const auto about = command_named(words.front());
  if (!about) run_extension(words.front(), {"--help"}, world);
  if (!about) throw Failure(unknown_topic(words.front()));
  perform(*about, {"--help"}, world);
}

void dispatch(std::vector<std::string> words, World& world) {
  if (!words.empty() && words.front() == "complete")
    return complete({words.begin() + 1, words.end()}, world);
  if (std::find(words.begin(), words.end(), "") != words.end())
    throw Failure(Error::asked_wrongly("one of the words is empty (\"\")",
                                       "in a script, a variable may have nothing in it"));
  const std::size_t at = command_position(words);
  const auto asked = [&](std::string_view option) {
    return std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at), option) !=
           words.begin() + static_cast<std::ptrdiff_t>(at);
  };
  if (asked("--version")) {
    world.out << world.program << " " << CRM_VERSION << "\n";
    return;
  }
  for (const char* const option : {"-V", "-v"})
    if (asked(option))
      throw Failure(Error::asked_wrongly("crm has no option " + std::string(option),
                                         "did you mean crm --version?"));
  if (asked("--help") || asked("-h")) return help(words, world);
  if (at == words.size()) {
    if (has_book(world, words))
      return perform(*command_named("remind"), with_hidden_dashes(words), world);
    (void)read_manners(*command_named("remind"), words, world);
    return print_start(world);
  }
  const std::string name = words[at];
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
  if (name == "help") return help(words, world);
  const auto command = command_named(name);
  if (!command) run_extension(name, words, world);
  if (!command) throw Failure(unknown_command(name));
  perform(*command, with_hidden_dashes(words), world);
}

}  // namespace

int run(const std::vector<std::string>& words, World& world) {
  int code = 0;
  try {
    dispatch(words, world);
  } catch (const Failure& failure) {
    print_error(failure.error(), world);
    code = static_cast<int>(failure.error().kind);
  } catch (const ExitCode& exit) {
    code = exit.code;
  }
  world.out.flush();
  if (!world.out) {
    print_error(
        Error::failed("the output could not be written",
                      world.has_written ? "the book was changed all the same: crm history" : ""),
        world);
    return code == 0 ? 1 : code;
  }
  return code;
}

}  // namespace crm
