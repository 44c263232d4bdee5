# Completes crm in fish. Printed by ./dev docs.

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
