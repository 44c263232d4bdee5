#!/usr/bin/env bash
# What bash offers: the completion's function is called as readline calls it.
set -u
source completions/crm.bash
failed=0

# offers 'WORDS WANTED' WORD …: the last word is the one at the cursor.
offers() {
    local wanted=$1
    shift
    COMP_WORDS=(crm "$@")
    COMP_CWORD=$#
    _crm
    if [[ "${COMPREPLY[*]-}" != "$wanted" ]]; then
        echo "crm $*: wanted \"$wanted\", got \"${COMPREPLY[*]-}\""
        failed=1
    fi
}

offers 'log list lose' l
offers 'log list lose' --book clients l
offers '--on --outgoing --outcome' log --o
offers '--on --outgoing --outcome' log acme call --o
offers '--only' remind --on
offers '--within' remind --promise --wi
offers '--version' --v
offers 'people purchases payments' list p
offers '' list deals p
offers 'always' list --color al
offers 'always' list --color = al
offers 'auto always never' --color = ''
offers '' log --on l
offers '' log --remind fri l
offers 'remind restore redo report resolve reports' help re
offers 'find filters' help 'fi'
offers 'completions' init comp
offers 'completions' list --book comp
offers '' log acme
exit "$failed"
