#include "cli/docs/completions.hpp"

namespace crm {
namespace {

// Where these say `crm`, the program's name is put in.

constexpr std::string_view for_bash = R"sh(# shellcheck shell=bash
# Completes crm in bash. Printed by ./dev docs.

_crm() {
    local program=$1 line=${COMP_LINE:0:COMP_POINT} mode offers
    [[ $program == \~/* ]] && program=$HOME${program:1}
    type -P -- "$program" >/dev/null || program=crm
    COMPREPLY=()
    # Words come in bash's own quotes, from where it began a new one: behind a : or = too.
    offers=$(COLUMNS=$COLUMNS command "$program" complete bash "$line" "$COMP_WORDBREAKS" "$COMP_TYPE" 2>/dev/null) ||
        return 0
    mode=${offers%%$'\n'*}
    case $mode in
        files | folders)
            compopt -o filenames 2>/dev/null
            local kind=-f
            [[ $mode == folders ]] && kind=-d
            mapfile -t COMPREPLY < <(compgen "$kind" -- "$2")
            ;;
        words | open)
            [[ $offers == "$mode" ]] && return 0
            [[ $mode == open ]] && compopt -o nospace 2>/dev/null
            mapfile -t COMPREPLY <<<"${offers#*$'\n'}"
            ;;
    esac
}

complete -o nosort -F _crm crm
)sh";

constexpr std::string_view for_zsh = R"sh(#compdef crm
# Completes crm in zsh. Printed by ./dev docs.

_crm() {
  local program=${(Q)words[1]} mode line word meaning goes_on ret=1
  local -a answer closed closed_shown open open_shown
  [[ $program == \~/* ]] && program=$HOME${program:1}
  (( $+commands[$program] )) || [[ -x $program ]] || program=crm
  answer=("${(@f)$(COLUMNS=$COLUMNS command $program complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  mode=$answer[1]
  case $mode in
    files) _files && ret=0 ;;
    folders) _files -/ && ret=0 ;;
    words)
      for line in "${(@)answer[2,-1]}"; do
        word=${line%%$'\t'*} meaning=${${line#*$'\t'}%$'\t'*} goes_on=${line##*$'\t'}
        [[ -n $meaning ]] && meaning="$word  -- $meaning" || meaning=$word
        if [[ $goes_on == + ]]; then
          open+=("$word") open_shown+=("$meaning")
        else
          closed+=("$word") closed_shown+=("$meaning")
        fi
      done
      # What fits was chosen already, by other letters than the word's own too: hence -U.
      (( $#closed )) && compadd -U -l -V crm -d closed_shown -a closed && ret=0
      (( $#open )) && compadd -U -l -V crm-open -S '' -d open_shown -a open && ret=0
      ;;
  esac
  return ret
}

if [[ $funcstack[1] == _crm ]]; then
  _crm "$@"
else
  compdef _crm crm
fi
)sh";

constexpr std::string_view for_fish = R"sh(# Completes crm in fish. Printed by ./dev docs.

function __crm_offers
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    command -q -- $program; or set program crm
    set -e words[1]
    # An opened quote is fish's own business.
    set -l typed (string unescape -- "$current"; or string replace -r '^["\']' '' -- "$current")
    set -l answer (COLUMNS=$COLUMNS command $program complete fish $words "$typed" 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current"
        case words
            set -e answer[1]
            printf '%s\n' $answer
    end
end

complete -c crm -f -k -a '(__crm_offers)'
)sh";

bool is_of_a_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// With that name instead of crm, wherever it stands as a word or behind an underscore.
std::string named(std::string_view script, const std::string& program) {
  std::string out;
  for (std::size_t at = 0; at < script.size();) {
    const bool alone = script.substr(at).starts_with("crm") &&
                       (at == 0 || !is_of_a_word(script[at - 1])) &&
                       (at + 3 == script.size() || !is_of_a_word(script[at + 3]));
    if (alone)
      out += program;
    else
      out += script[at];
    at += alone ? 3 : 1;
  }
  return out;
}

}  // namespace

std::string bash_completion(const std::string& program) {
  return named(for_bash, program);
}

std::string zsh_completion(const std::string& program) {
  return named(for_zsh, program);
}

std::string fish_completion(const std::string& program) {
  return named(for_fish, program);
}

}  // namespace crm
