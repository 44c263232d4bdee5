#include <fmt/format.h>

#include "cli/docs/completions.hpp"
#include "cli/docs/shell_words.hpp"

namespace crm {
namespace {

constexpr std::string_view head =
    R"sh(# Completes crm in fish. Printed by ./dev docs from the commands themselves.

# The words of the line that are no options, after crm itself.
function __crm_words
    set -l missing 0
    set -l command
    for word in (commandline -opc)[2..-1]
        if test $missing -gt 0
            set missing (math $missing - 1)
            continue
        end
        switch "$command $word"
)sh";

constexpr std::string_view frame = R"sh(            case '* -*'
            case '*'
                echo -- $word
                set -q command[1]; or set command $word
        end
    end
end

function __crm_wants_command
    test (count (__crm_words)) -eq 0
end

function __crm_does
    set -l words (__crm_words)
    test (count $words) -gt 0; and test $words[1] = $argv[1]
end

# Whether the word to be typed is the command's first, second ...
function __crm_wants_word
    __crm_does $argv[1]; and test (count (__crm_words)) -eq $argv[2]
end

complete -c crm -f
)sh";

std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string line(std::string_view condition, std::string_view rest) {
  const std::string when = condition.empty() ? "" : " -n " + fish_quoted(condition);
  return fmt::format("complete -c crm{} {}\n", when, rest);
}

std::string source(const std::vector<std::string>& choices, std::string_view placeholder) {
  if (!choices.empty()) return " -a " + fish_quoted(spaced(choices));
  return is_folder(placeholder) ? " -a '(__fish_complete_directories)'" : "";
}

std::string option_line(std::string_view condition, const Option& option) {
  std::string rest;
  for (const std::string& name : option.names)
    rest += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.values.empty()) rest += " -x" + source(option.choices, option.values.front());
  return line(condition, rest.substr(1) + " -d " + fish_quoted(option.help));
}

/// The options that are followed by `count` values, so that these are not taken for words.
std::string value_cases(const Reference& reference, std::size_t count) {
  std::string patterns;
  const auto add = [&](const std::string& command, const std::vector<Option>& options) {
    for (const Option& option : options)
      for (const std::string& name : option.names)
        if (option.values.size() == count)
          patterns += " " + fish_quoted(fmt::format("{} {}", command, name));
  };
  for (const CommandReference& command : reference.commands) add(command.name, command.options);
  add("*", reference.manners);
  if (patterns.empty()) return "";
  return fmt::format("            case{}\n                set missing {}\n", patterns, count);
}

}  // namespace

std::string fish_completion(const Reference& reference) {
  std::string text = std::string(head) + value_cases(reference, 1) + value_cases(reference, 2) +
                     std::string(frame);
  for (const Option& option : reference.manners) text += option_line("", option);
  text += line("__crm_wants_command", "-l version -d 'show the version'");
  const std::string help = "-a help -d 'show the commands, or how one is used'";
  text += line("__crm_wants_command", help);
  for (const CommandReference& command : reference.commands)
    for (const char* const condition : {"__crm_wants_command", "__crm_wants_word help 1"})
      text += line(condition, "-a " + command.name + " -d " + fish_quoted(command.summary));
  for (const std::string& topic : reference.topics)
    text += line("__crm_wants_word help 1", "-a " + topic);
  for (const CommandReference& command : reference.commands) {
    const std::string does = "__crm_does " + command.name;
    if (!command.options.empty() || !command.words.empty()) text += "\n";
    for (std::size_t i = 0; i < command.words.size(); ++i) {
      const std::string words = source(command.words[i].choices, command.words[i].placeholder);
      if (!words.empty())
        text += line(fmt::format("__crm_wants_word {} {}", command.name, i + 1), words.substr(1));
    }
    for (const Option& option : command.options) text += option_line(does, option);
  }
  return text;
}

}  // namespace crm
