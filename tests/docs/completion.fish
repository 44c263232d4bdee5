# What fish offers.
fish -n completions/crm.fish; or exit 1
source completions/crm.fish
set -g failed 0

function offers
    set -l got (complete -C $argv[1] | string replace -r '\t.*' '' | sort)
    if test "$got" != "$argv[2]"
        echo "$argv[1]: wanted \"$argv[2]\", got \"$got\""
        set -g failed 1
    end
end

offers 'crm l' 'list log lose'
offers 'crm --book clients l' 'list log lose'
offers 'crm log --o' '--on --outcome --outgoing'
offers 'crm log acme call --o' '--on --outcome --outgoing'
offers 'crm remind --promise --wi' --within
offers 'crm --v' --version
offers 'crm list p' 'payments people purchases'
offers 'crm list deals p' ''
offers 'crm list --color al' always
offers 'crm log --remind fri l' ''
offers 'crm log acme l' ''
offers 'crm --book comp' completions/
offers 'crm init comp' completions/
offers 'crm help re' 'redo remind report reports resolve restore'
exit $failed
