#include <fmt/format.h>

#include "cli/docs/completions.hpp"
#include "cli/docs/shell_words.hpp"

namespace crm {
namespace {

constexpr std::string_view head = R"sh(# shellcheck shell=bash
# Completes crm in bash. Printed by ./dev docs from the commands themselves.

)sh";

constexpr std::string_view frame = R"sh(
_crm_offer() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_crm_offer_folders() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$1")
}

_crm() {
    local current=${COMP_WORDS[COMP_CWORD]} command='' option='' missing=0 place=0 word i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        # Readline takes --color=always for three words.
        if [[ $word == '=' ]]; then
            missing=1
        elif ((missing > 0)); then
            missing=$((missing - 1))
        elif [[ $word == -* ]]; then
            option=$word
            _crm_count_values "$command" "$option"
        elif [[ -z $command ]]; then
            command=$word
        else
            option=''
            place=$((place + 1))
        fi
    done
    if [[ $current == '=' ]]; then
        missing=1
        current=''
    fi
    if ((missing > 0)); then
        _crm_complete_value "$command" "$option" "$current"
    elif [[ $current == -* ]]; then
        _crm_offer "$(_crm_options "$command")" "$current"
    elif [[ -z $command ]]; then
        _crm_offer "$_crm_commands" "$current"
    else
        _crm_complete_word "$command" "$place" "$current"
    fi
}

complete -F _crm crm
)sh";

std::string arm(std::string_view pattern, std::string_view deed) {
  return fmt::format("        {}) {} ;;\n", pattern, deed);
}

/// `'log --on' | 'log --with'`; with no command, for all: `*' --book'`.
std::string pattern(const std::string& command, const Option& option) {
  std::vector<std::string> all;
  for (const std::string& name : option.names)
    all.push_back((command.empty() ? "*" : "") + shell_quoted(fmt::format("{} {}", command, name)));
  return spaced(all, " | ");
}

std::string function(std::string_view name, std::string_view chosen_by, std::string_view arms) {
  return fmt::format("\n{}() {{\n    case {} in\n{}    esac\n}}\n", name, chosen_by, arms);
}

template <class Deed>
std::string option_arms(const Reference& reference, const Deed& deed) {
  std::string arms;
  const auto add = [&](const std::string& command, const Option& option) {
    const std::string what = deed(option);
    if (!what.empty()) arms += arm(pattern(command, option), what);
  };
  for (const CommandReference& command : reference.commands)
    for (const Option& option : command.options) add(command.name, option);
  for (const Option& option : reference.manners) add("", option);
  return arms;
}

std::string counting_values(const Reference& reference) {
  return function("_crm_count_values", "\"$1 $2\"",
                  option_arms(reference, [](const Option& option) {
                    return option.values.empty() ? std::string()
                                                 : fmt::format("missing={}", option.values.size());
                  }));
}

std::string completing_values(const Reference& reference) {
  return function("_crm_complete_value", "\"$1 $2\"",
                  option_arms(reference, [](const Option& option) -> std::string {
                    if (!option.choices.empty())
                      return fmt::format("_crm_offer {} \"$3\"",
                                         shell_quoted(spaced(option.choices)));
                    const bool folder = !option.values.empty() && is_folder(option.values.front());
                    return folder ? "_crm_offer_folders \"$3\"" : "";
                  }));
}

std::string completing_words(const Reference& reference) {
  std::string arms =
      arm("'help 0'", "_crm_offer \"$_crm_commands " + spaced(reference.topics) + "\" \"$3\"");
  for (const CommandReference& command : reference.commands)
    for (std::size_t place = 0; place < command.words.size(); ++place) {
      const Argument& word = command.words[place];
      const std::string where = shell_quoted(fmt::format("{} {}", command.name, place));
      if (!word.choices.empty())
        arms += arm(where, fmt::format("_crm_offer {} \"$3\"", shell_quoted(spaced(word.choices))));
      else if (is_folder(word.placeholder))
        arms += arm(where, "_crm_offer_folders \"$3\"");
    }
  return function("_crm_complete_word", "\"$1 $2\"", arms);
}

std::string naming_options(const Reference& reference) {
  const std::string manners = names_of(reference.manners);
  std::string arms;
  for (const CommandReference& command : reference.commands)
    if (!command.options.empty())
      arms += arm(command.name, "echo " + shell_quoted(names_of(command.options) + " " + manners));
  arms += arm("''", "echo " + shell_quoted("--version " + manners));
  return function("_crm_options", "$1", arms + arm("*", "echo " + shell_quoted(manners)));
}

}  // namespace

std::string bash_completion(const Reference& reference) {
  std::vector<std::string> names;
  for (const CommandReference& command : reference.commands) names.push_back(command.name);
  names.emplace_back("help");
  return std::string(head) + "_crm_commands=" + shell_quoted(spaced(names)) + "\n" +
         naming_options(reference) + counting_values(reference) + completing_values(reference) +
         completing_words(reference) + std::string(frame);
}

}  // namespace crm
