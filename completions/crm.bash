# shellcheck shell=bash
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
