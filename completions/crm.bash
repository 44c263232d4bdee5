# shellcheck shell=bash
# Completes crm in bash. Printed by ./dev docs from the commands themselves.

_crm_commands='init add log remind done snooze show list find person set edit rm restore undo redo history deal move win lose buy pay pipeline case close campaign report sql import export dupes merge handover erase sync resolve check help'

_crm_options() {
    case $1 in
        init) echo '--country --currency --timezone --name --example --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        add) echo '--deal --log --remind --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        log) echo '--on --with --also --new-person --incoming --outgoing --subject --place --minutes --outcome --deal --case --campaign --remind --promise --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        remind) echo '--within --for --only --exit-code --every --after-done --promise --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        list) echo '--sort --columns --by --limit --count --triage --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        find) echo '--in --limit --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        history) echo '--limit --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        deal) echo '--stage --expected --probability --owner --with --pipeline --source --campaign --on --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        move) echo '--on --reopen --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        win) echo '--on --stage --reopen --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        lose) echo '--reason --on --stage --reopen --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        buy) echo '--quantity --on --category --deal --coupon --campaign --redeem --cost --paid --refund --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        pay) echo '--for --on --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        pipeline) echo '--board --pipeline --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        case) echo '--priority --due --owner --with --deal --status --on --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        close) echo '--resolution --rating --on --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        campaign) echo '--cost --on --from --to --channel --coupon --margin --note --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        report) echo '--from --to --last --next --period --by --only --limit --as-of --pipeline --accuracy --markdown --html --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        sql) echo '--with-removed --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        import) echo '--key --map --update --format --encoding --photos --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        export) echo '--out --columns --excel-safe --bom --vcard-version --events-only --prune --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        dupes) echo '--threshold --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        merge) echo '--prefer --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        handover) echo '--until --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        erase) echo '--keep-sales --texts --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        sync) echo '--background --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        resolve) echo '--since --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        check) echo '--fix --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        '') echo '--version --book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
        *) echo '--book --as -n --dry-run -y --yes --anyway -m --message --json --csv --tsv --ids -0 --no-input --color -h --help' ;;
    esac
}

_crm_count_values() {
    case "$1 $2" in
        'init --country') missing=1 ;;
        'init --currency') missing=1 ;;
        'init --timezone') missing=1 ;;
        'init --name') missing=1 ;;
        'add --deal') missing=2 ;;
        'add --log') missing=2 ;;
        'add --remind') missing=2 ;;
        'log --on') missing=1 ;;
        'log --with') missing=1 ;;
        'log --also') missing=1 ;;
        'log --subject') missing=1 ;;
        'log --place') missing=1 ;;
        'log --minutes') missing=1 ;;
        'log --outcome') missing=1 ;;
        'log --deal') missing=1 ;;
        'log --case') missing=1 ;;
        'log --campaign') missing=1 ;;
        'log --remind') missing=2 ;;
        'log --promise') missing=2 ;;
        'remind --within') missing=1 ;;
        'remind --for') missing=1 ;;
        'remind --only') missing=1 ;;
        'remind --every') missing=1 ;;
        'list --sort') missing=1 ;;
        'list --columns') missing=1 ;;
        'list --by') missing=1 ;;
        'list --limit') missing=1 ;;
        'find --in') missing=1 ;;
        'find --limit') missing=1 ;;
        'history --limit') missing=1 ;;
        'deal --stage') missing=1 ;;
        'deal --expected') missing=1 ;;
        'deal --probability') missing=1 ;;
        'deal --owner') missing=1 ;;
        'deal --with') missing=1 ;;
        'deal --pipeline') missing=1 ;;
        'deal --source') missing=1 ;;
        'deal --campaign') missing=1 ;;
        'deal --on') missing=1 ;;
        'move --on') missing=1 ;;
        'win --on') missing=1 ;;
        'win --stage') missing=1 ;;
        'lose --reason') missing=1 ;;
        'lose --on') missing=1 ;;
        'lose --stage') missing=1 ;;
        'buy --quantity') missing=1 ;;
        'buy --on') missing=1 ;;
        'buy --category') missing=1 ;;
        'buy --deal') missing=1 ;;
        'buy --coupon') missing=1 ;;
        'buy --campaign') missing=1 ;;
        'buy --redeem') missing=1 ;;
        'buy --cost') missing=1 ;;
        'buy --refund') missing=1 ;;
        'pay --for') missing=1 ;;
        'pay --on') missing=1 ;;
        'pipeline --pipeline') missing=1 ;;
        'case --priority') missing=1 ;;
        'case --due') missing=1 ;;
        'case --owner') missing=1 ;;
        'case --with') missing=1 ;;
        'case --deal') missing=1 ;;
        'case --status') missing=1 ;;
        'case --on') missing=1 ;;
        'close --resolution') missing=1 ;;
        'close --rating') missing=1 ;;
        'close --on') missing=1 ;;
        'campaign --cost') missing=1 ;;
        'campaign --on') missing=1 ;;
        'campaign --from') missing=1 ;;
        'campaign --to') missing=1 ;;
        'campaign --channel') missing=1 ;;
        'campaign --coupon') missing=1 ;;
        'campaign --margin') missing=1 ;;
        'campaign --note') missing=1 ;;
        'report --from') missing=1 ;;
        'report --to') missing=1 ;;
        'report --last') missing=1 ;;
        'report --next') missing=1 ;;
        'report --period') missing=1 ;;
        'report --by') missing=1 ;;
        'report --only') missing=1 ;;
        'report --limit') missing=1 ;;
        'report --as-of') missing=1 ;;
        'report --pipeline') missing=1 ;;
        'report --html') missing=1 ;;
        'import --key') missing=1 ;;
        'import --map') missing=1 ;;
        'import --format') missing=1 ;;
        'import --encoding') missing=1 ;;
        'import --photos') missing=1 ;;
        'export --out') missing=1 ;;
        'export --columns') missing=1 ;;
        'export --vcard-version') missing=1 ;;
        'dupes --threshold') missing=1 ;;
        'merge --prefer') missing=1 ;;
        'handover --until') missing=1 ;;
        'resolve --since') missing=1 ;;
        *' --book') missing=1 ;;
        *' --as') missing=1 ;;
        *' -m' | *' --message') missing=1 ;;
        *' --color') missing=1 ;;
    esac
}

_crm_complete_value() {
    case "$1 $2" in
        'remind --only') _crm_offer 'reminder meeting birthday date keep-in-touch deal case due overdue today soon' "$3" ;;
        'find --in') _crm_offer 'customers people deals cases purchases payments interactions reminders conflicts notes' "$3" ;;
        'import --key') _crm_offer 'id external email phone name' "$3" ;;
        'import --format') _crm_offer 'table vcard mail calendar chat json' "$3" ;;
        'export --vcard-version') _crm_offer '3.0 4.0' "$3" ;;
        *' --book') _crm_offer_folders "$3" ;;
        *' --color') _crm_offer 'auto always never' "$3" ;;
    esac
}

_crm_complete_word() {
    case "$1 $2" in
        'help 0') _crm_offer "$_crm_commands filters formats reports" "$3" ;;
        'init 0') _crm_offer_folders "$3" ;;
        'list 0') _crm_offer 'customers people deals cases purchases payments interactions reminders conflicts campaigns tags' "$3" ;;
        'report 0') _crm_offer 'month sales forecast funnel activity sources customers service stale audit' "$3" ;;
        'sql 0') _crm_offer 'customers tags emails phones links addresses dates consent aliases external campaign_members fields relations distinct_from extra people deals deal_with deal_tags deal_external moves move_was reminders reminder_external cases case_with case_external purchases purchase_external payments payment_external interactions interaction_with interaction_also interaction_links interaction_external conflicts campaigns campaign_costs campaign_conflicts stages' "$3" ;;
        'export 0') _crm_offer 'csv tsv json jsonl vcard vdir ics ledger mutt aerc notmuch' "$3" ;;
    esac
}

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
