#include <fmt/format.h>

#include "cli/docs/completions.hpp"
#include "cli/docs/shell_words.hpp"

namespace crm {
namespace {

constexpr std::string_view head = R"sh(#compdef crm
# Completes crm in zsh. Printed by ./dev docs from the commands themselves.

_crm() {
  local curcontext=$curcontext state line ret=1
  local -a manners commands
)sh";

constexpr std::string_view frame = R"sh(
  _arguments -C $manners \
    '(- *)--version[show the version]' \
    '(-): :->command' \
    '(-)*:: :->words' && ret=0

  case $state in
    command) _describe -t commands 'command' commands && ret=0 ;;
    words)
      case $words[1] in
)sh";

constexpr std::string_view tail = R"sh(      esac
      ;;
  esac
  return ret
}

_crm "$@"
)sh";

/// With a backslash before each of `special`.
std::string with_backslashes(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// `:WHEN: `: what is expected, and where the words for it come from.
std::string value(const std::string& placeholder, const std::vector<std::string>& choices) {
  const std::string source = !choices.empty()         ? "(" + spaced(choices) + ")"
                             : is_folder(placeholder) ? "_files -/"
                                                      : " ";
  return ":" + with_backslashes(placeholder, ":\\") + ":" + source;
}

/// `'(-n --dry-run)'{-n,--dry-run}'[show what would change]'`.
std::string option_spec(const Option& option) {
  std::string after = "[" + with_backslashes(option.help, "[]\\") + "]";
  for (const std::string& one : option.values) after += value(one, option.choices);
  if (!option.may_carry.empty()) after = "=-" + after + ":" + value(option.may_carry, {});
  const bool by_equals = option.names.size() == 1 && option.values.size() == 1;
  const std::string again = option.many ? "*" : "";
  if (option.names.size() == 1)
    return shell_quoted(again + option.names.front() + (by_equals ? "=" : "") + after);
  const std::string others = option.many ? "'*'" : shell_quoted("(" + spaced(option.names) + ")");
  return others + "{" + spaced(option.names, ",") + "}" + shell_quoted(after);
}

/// A command's last word may come again, for all that is known here.
std::vector<std::string> word_specs(const CommandReference& command) {
  std::vector<std::string> specs;
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    const Argument& word = command.words[i];
    const bool last = i + 1 == command.words.size();
    const bool many = last && command.usage.back().find("...") != std::string::npos;
    if (!many || !word.choices.empty())
      specs.push_back(
          shell_quoted(fmt::format("{}:{}", i + 1, value(word.placeholder, word.choices))));
    if (many) specs.push_back(shell_quoted("*" + value(word.placeholder, {})));
  }
  return specs;
}

std::string command_arm(const CommandReference& command) {
  std::string text = fmt::format("        {})\n          _arguments $manners", command.name);
  for (const Option& option : command.options) text += " \\\n            " + option_spec(option);
  for (const std::string& spec : word_specs(command)) text += " \\\n            " + spec;
  return text + " && ret=0\n          ;;\n";
}

}  // namespace

std::string zsh_completion(const Reference& reference) {
  std::string text = std::string(head) + "  manners=(\n";
  for (const Option& option : reference.manners) text += "    " + option_spec(option) + "\n";
  text += "  )\n  commands=(\n";
  for (const CommandReference& command : reference.commands)
    text += "    " + shell_quoted(command.name + ":" + command.summary) + "\n";
  text += "    'help:show the commands, or how one is used'\n  )\n";
  text += frame;
  for (const CommandReference& command : reference.commands) text += command_arm(command);
  text += "        help) commands+=(" + spaced(reference.topics) +
          "); _describe -t commands 'command' commands && ret=0 ;;\n";
  return text + std::string(tail);
}

}  // namespace crm
