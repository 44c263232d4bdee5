#include "cli/help.hpp"

#include <algorithm>
#include <ostream>

#include "cli/called.hpp"
#include "cli/extension.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

constexpr int widest = 80;

int room(const World& world) {
  return std::min(widest, world.terminal.width);
}

void print_wrapped(World& world, std::string_view text) {
  for (const std::string& line : wrapped(as_called(text, world), room(world)))
    world.out << line << "\n";
}

/// Two columns: what to type, and what it does.
void print_pair(World& world, const std::string& words, std::string_view meaning, int column,
                Style style) {
  const std::string left = as_called(words, world), right = as_called(meaning, world);
  // A narrow terminal has no room beside a wide column.
  if (room(world) < 2 * column) column = 4;
  const std::vector<std::string> lines = wrapped(right, room(world) - column - 4);
  const bool fits = width(left) <= column;
  world.out << "  " << styled(left, style, world.terminal.colour);
  if (!fits) world.out << "\n";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int indent = i == 0 && fits ? column - width(left) + 2 : column + 4;
    world.out << std::string(static_cast<std::size_t>(indent), ' ') << lines[i] << "\n";
  }
  if (lines.empty()) world.out << "\n";
}

/// What goes on below a line stands `further` in than its beginning.
void print_indented(World& world, std::string_view text, int indent, int further, Style style) {
  for (const std::string& line : wrapped(as_called(text, world), room(world) - indent - further)) {
    world.out << std::string(static_cast<std::size_t>(indent), ' ')
              << styled(line, style, world.terminal.colour) << "\n";
    indent += further;
    further = 0;
  }
}

/// A name and what it stands for, with an empty line after it.
void print_title(World& world, const std::string& name, std::string_view meaning) {
  const std::string bold = as_called(name, world);
  auto lines = wrapped(bold + ": " + as_called(meaning, world), room(world));
  if (lines.front().starts_with(bold))
    lines.front().replace(0, bold.size(), styled(bold, Style::bold, world.terminal.colour));
  for (const std::string& line : lines) world.out << line << "\n";
  world.out << "\n";
}

/// Lines of a file, or for a shell, as they stand; a narrow terminal breaks them.
void print_shown(World& world, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.empty()) return;
  for (const std::string_view line : split(text, '\n'))
    if (line.empty())
      world.out << "\n";
    else if (width(line) <= room(world) - 4)
      world.out << "    " << line << "\n";
    else
      print_indented(world, line, 4, 4, Style::plain);
}

/// `-n (--dry-run)`, `--book DIR`.
std::string in_a_list(const Declared& option) {
  const auto comma = option.option.find(", ");
  std::string text = option.option.substr(0, comma);
  if (comma != std::string::npos) text += " (" + option.option.substr(comma + 2) + ")";
  return option.placeholder.empty() ? text : text + " " + option.placeholder;
}

}  // namespace

void print_help(const Command& command, const Declaration& words, const Declaration& manners,
                World& world) {
  const std::string name = "crm " + std::string(command.name);
  print_title(world, name, command.summary);
  for (const Example& example : command.examples) {
    print_indented(world, example.line, 2, 4, Style::plain);
    if (!example.what.empty()) print_indented(world, example.what, 6, 0, Style::dim);
  }
  world.out << "\n";
  print_indented(world, "usage: " + name + words.words(), 0, 7, Style::plain);
  for (const bool options : {false, true}) {
    bool first = true;
    for (const Declared& one : words.declared()) {
      if (one.option.empty() == options) continue;
      if (first) world.out << "\n";
      first = false;
      const std::string left =
          options ? one.option + (one.placeholder.empty() ? "" : " " + one.placeholder)
                  : one.placeholder;
      print_pair(world, left, one.help, 24, Style::plain);
    }
  }
  for (const std::string_view paragraph : command.manual) {
    world.out << "\n";
    print_wrapped(world, paragraph);
  }
  world.out << "\n";
  std::string also;
  for (const Declared& one : manners.declared())
    also += (also.empty() ? "every command also takes: " : ", ") + in_a_list(one);
  print_wrapped(world, also);
}

void print_topic(const Topic& topic, World& world) {
  const bool colour = world.terminal.colour;
  print_wrapped(world, std::string(topic.name) + ": " + std::string(topic.summary));
  for (const TopicSection& section : topic.sections) {
    world.out << "\n" << styled(section.title, Style::bold, colour) << "\n";
    bool first = true;
    for (const Passage& passage : section.passages) {
      if (!first) world.out << "\n";
      first = false;
      if (!passage.text.empty()) print_indented(world, passage.text, 2, 0, Style::plain);
      if (!passage.text.empty() && !passage.examples.empty()) world.out << "\n";
      for (const Example& example : passage.examples) {
        print_indented(world, example.line, 4, 2, Style::plain);
        print_indented(world, example.what, 8, 0, Style::dim);
      }
      if ((!passage.text.empty() || !passage.examples.empty()) && !passage.terms.empty())
        world.out << "\n";
      for (const Explained& one : passage.terms)
        print_pair(world, one.term, one.meaning, room(world) < 60 ? 4 : 16, Style::plain);
      if (!passage.shown.empty() && !passage.text.empty()) world.out << "\n";
      print_shown(world, passage.shown);
    }
  }
  world.out << "\n";
  print_wrapped(world, "man crm-" + std::string(topic.name) + " is the same page.");
}

void print_overview(World& world) {
  print_wrapped(
      world, "crm keeps your customers in plain text: who they are, what was said, what is due.");
  std::string_view group;
  for (const Command& command : commands()) {
    if (command.is_for_programs()) continue;
    if (command.group != group)
      world.out << "\n" << styled(command.group, Style::bold, world.terminal.colour) << "\n";
    group = command.group;
    print_pair(world, std::string(command.name), command.summary, 10, Style::plain);
  }
  const auto added = extensions(world);
  if (!added.empty())
    world.out << "\n" << styled("Your own", Style::bold, world.terminal.colour) << "\n";
  for (const std::string& word : added)
    print_pair(world, word, "run crm-" + word, 10, Style::plain);
  world.out << "\n";
  print_wrapped(world,
                "crm help COMMAND, or crm COMMAND --help, shows one with examples; crm help "
                "TOPIC explains what they share:");
  world.out << "\n";
  for (const Topic& topic : topics())
    print_pair(world, std::string(topic.name), topic.summary, 10, Style::plain);
}

void print_start(World& world) {
  world.out << as_called(
      "There is no book here yet. To start one:\n\n"
      "  crm init clients && cd clients\n"
      "  crm add \"Acme Robotics\" office@acme.example\n"
      "  crm log acme call \"wants an offer\" --remind friday \"send the offer\"\n\n",
      world);
  print_wrapped(world,
                "To look around in a finished one: crm init --example demo && cd demo && crm");
}

}  // namespace crm
