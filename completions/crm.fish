# Completes crm in fish. Printed by ./dev docs from the commands themselves.

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
            case 'init --country' 'init --currency' 'init --timezone' 'init --name' 'log --on' 'log --with' 'log --also' 'log --subject' 'log --place' 'log --minutes' 'log --outcome' 'log --deal' 'log --case' 'log --campaign' 'remind --within' 'remind --for' 'remind --only' 'remind --every' 'list --sort' 'list --columns' 'list --by' 'list --limit' 'find --in' 'find --limit' 'history --limit' 'deal --stage' 'deal --expected' 'deal --probability' 'deal --owner' 'deal --with' 'deal --pipeline' 'deal --source' 'deal --campaign' 'deal --on' 'move --on' 'win --on' 'win --stage' 'lose --reason' 'lose --on' 'lose --stage' 'buy --quantity' 'buy --on' 'buy --category' 'buy --deal' 'buy --coupon' 'buy --campaign' 'buy --redeem' 'buy --cost' 'buy --refund' 'pay --for' 'pay --on' 'pipeline --pipeline' 'case --priority' 'case --due' 'case --owner' 'case --with' 'case --deal' 'case --status' 'case --on' 'close --resolution' 'close --rating' 'close --on' 'campaign --cost' 'campaign --on' 'campaign --from' 'campaign --to' 'campaign --channel' 'campaign --coupon' 'campaign --margin' 'campaign --note' 'report --from' 'report --to' 'report --last' 'report --next' 'report --period' 'report --by' 'report --only' 'report --limit' 'report --as-of' 'report --pipeline' 'report --html' 'import --key' 'import --map' 'import --format' 'import --encoding' 'import --photos' 'export --out' 'export --columns' 'export --vcard-version' 'dupes --threshold' 'merge --prefer' 'handover --until' 'resolve --since' '* --book' '* --as' '* -m' '* --message' '* --color'
                set missing 1
            case 'add --deal' 'add --log' 'add --remind' 'log --remind' 'log --promise'
                set missing 2
            case '* -*'
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
complete -c crm -l book -x -a '(__fish_complete_directories)' -d 'the book\'s folder'
complete -c crm -l as -x -d 'who does it, by the short name in crm.yaml\'s team'
complete -c crm -s n -l dry-run -d 'show what would change, change nothing'
complete -c crm -s y -l yes -d 'answer every question with yes'
complete -c crm -l anyway -d 'insist where crm refuses'
complete -c crm -s m -l message -x -d 'a reason or note to keep'
complete -c crm -l json -d 'print JSON, of these fields alone where some are given: name,owner'
complete -c crm -l csv -d 'print CSV with a header'
complete -c crm -l tsv -d 'print tab-separated values, as in a pipe'
complete -c crm -l ids -d 'print ids alone, a line each'
complete -c crm -s 0 -d 'end each line of output with a NUL'
complete -c crm -l no-input -d 'never ask'
complete -c crm -l color -x -a 'auto always never' -d 'when to use colours: auto, always or never'
complete -c crm -s h -l help -d 'show how the command is used'
complete -c crm -n '__crm_wants_command' -l version -d 'show the version'
complete -c crm -n '__crm_wants_command' -a help -d 'show the commands, or how one is used'
complete -c crm -n '__crm_wants_command' -a init -d 'start a book'
complete -c crm -n '__crm_wants_word help 1' -a init -d 'start a book'
complete -c crm -n '__crm_wants_command' -a add -d 'add a customer'
complete -c crm -n '__crm_wants_word help 1' -a add -d 'add a customer'
complete -c crm -n '__crm_wants_command' -a log -d 'record a conversation, or show what was said'
complete -c crm -n '__crm_wants_word help 1' -a log -d 'record a conversation, or show what was said'
complete -c crm -n '__crm_wants_command' -a remind -d 'show what is due, or set a reminder'
complete -c crm -n '__crm_wants_word help 1' -a remind -d 'show what is due, or set a reminder'
complete -c crm -n '__crm_wants_command' -a done -d 'finish a reminder, or say how a meeting went'
complete -c crm -n '__crm_wants_word help 1' -a done -d 'finish a reminder, or say how a meeting went'
complete -c crm -n '__crm_wants_command' -a snooze -d 'put a reminder or a planned meeting off'
complete -c crm -n '__crm_wants_word help 1' -a snooze -d 'put a reminder or a planned meeting off'
complete -c crm -n '__crm_wants_command' -a show -d 'show all that matters about a customer, or one entry'
complete -c crm -n '__crm_wants_word help 1' -a show -d 'show all that matters about a customer, or one entry'
complete -c crm -n '__crm_wants_command' -a list -d 'list customers, deals, reminders …'
complete -c crm -n '__crm_wants_word help 1' -a list -d 'list customers, deals, reminders …'
complete -c crm -n '__crm_wants_command' -a find -d 'find words in all that was said and written, newest first'
complete -c crm -n '__crm_wants_word help 1' -a find -d 'find words in all that was said and written, newest first'
complete -c crm -n '__crm_wants_command' -a person -d 'add a person to a customer'
complete -c crm -n '__crm_wants_word help 1' -a person -d 'add a person to a customer'
complete -c crm -n '__crm_wants_command' -a set -d 'change fields and tags, of one or of many'
complete -c crm -n '__crm_wants_word help 1' -a set -d 'change fields and tags, of one or of many'
complete -c crm -n '__crm_wants_command' -a edit -d 'open a record in your editor'
complete -c crm -n '__crm_wants_word help 1' -a edit -d 'open a record in your editor'
complete -c crm -n '__crm_wants_command' -a rm -d 'remove a customer or an entry; nothing is lost'
complete -c crm -n '__crm_wants_word help 1' -a rm -d 'remove a customer or an entry; nothing is lost'
complete -c crm -n '__crm_wants_command' -a restore -d 'bring back what was removed'
complete -c crm -n '__crm_wants_word help 1' -a restore -d 'bring back what was removed'
complete -c crm -n '__crm_wants_command' -a undo -d 'take the last operation back'
complete -c crm -n '__crm_wants_word help 1' -a undo -d 'take the last operation back'
complete -c crm -n '__crm_wants_command' -a redo -d 'do again what was taken back'
complete -c crm -n '__crm_wants_word help 1' -a redo -d 'do again what was taken back'
complete -c crm -n '__crm_wants_command' -a history -d 'show who changed what and when, newest first'
complete -c crm -n '__crm_wants_word help 1' -a history -d 'show who changed what and when, newest first'
complete -c crm -n '__crm_wants_command' -a deal -d 'open a deal: something that may be sold'
complete -c crm -n '__crm_wants_word help 1' -a deal -d 'open a deal: something that may be sold'
complete -c crm -n '__crm_wants_command' -a move -d 'move a deal to another stage, or a case to another status'
complete -c crm -n '__crm_wants_word help 1' -a move -d 'move a deal to another stage, or a case to another status'
complete -c crm -n '__crm_wants_command' -a win -d 'say that a deal is won'
complete -c crm -n '__crm_wants_word help 1' -a win -d 'say that a deal is won'
complete -c crm -n '__crm_wants_command' -a lose -d 'say that a deal is lost, and why'
complete -c crm -n '__crm_wants_word help 1' -a lose -d 'say that a deal is lost, and why'
complete -c crm -n '__crm_wants_command' -a buy -d 'note what a customer bought or gave back'
complete -c crm -n '__crm_wants_word help 1' -a buy -d 'note what a customer bought or gave back'
complete -c crm -n '__crm_wants_command' -a pay -d 'note a payment, and see what is still open'
complete -c crm -n '__crm_wants_word help 1' -a pay -d 'note a payment, and see what is still open'
complete -c crm -n '__crm_wants_command' -a pipeline -d 'show the open deals by stage, and what they come to'
complete -c crm -n '__crm_wants_word help 1' -a pipeline -d 'show the open deals by stage, and what they come to'
complete -c crm -n '__crm_wants_command' -a case -d 'open a case: a complaint or a request'
complete -c crm -n '__crm_wants_word help 1' -a case -d 'open a case: a complaint or a request'
complete -c crm -n '__crm_wants_command' -a close -d 'close a case, and say how it was settled'
complete -c crm -n '__crm_wants_word help 1' -a close -d 'close a case, and say how it was settled'
complete -c crm -n '__crm_wants_command' -a campaign -d 'start a campaign: a fair, a mailing, an advertisement'
complete -c crm -n '__crm_wants_word help 1' -a campaign -d 'start a campaign: a fair, a mailing, an advertisement'
complete -c crm -n '__crm_wants_command' -a report -d 'ask the book for figures'
complete -c crm -n '__crm_wants_word help 1' -a report -d 'ask the book for figures'
complete -c crm -n '__crm_wants_command' -a sql -d 'ask in SQL, which only reads'
complete -c crm -n '__crm_wants_word help 1' -a sql -d 'ask in SQL, which only reads'
complete -c crm -n '__crm_wants_command' -a import -d 'take in contacts, tables, mail, calendars, chats'
complete -c crm -n '__crm_wants_word help 1' -a import -d 'take in contacts, tables, mail, calendars, chats'
complete -c crm -n '__crm_wants_command' -a export -d 'write customers, deals … for other programs'
complete -c crm -n '__crm_wants_word help 1' -a export -d 'write customers, deals … for other programs'
complete -c crm -n '__crm_wants_command' -a dupes -d 'find customers who are in the book twice'
complete -c crm -n '__crm_wants_word help 1' -a dupes -d 'find customers who are in the book twice'
complete -c crm -n '__crm_wants_command' -a merge -d 'make one customer of two or more, losing nothing'
complete -c crm -n '__crm_wants_word help 1' -a merge -d 'make one customer of two or more, losing nothing'
complete -c crm -n '__crm_wants_command' -a handover -d 'give what one of the team looks after to another'
complete -c crm -n '__crm_wants_word help 1' -a handover -d 'give what one of the team looks after to another'
complete -c crm -n '__crm_wants_command' -a erase -d 'forget somebody for ever, because they asked for it'
complete -c crm -n '__crm_wants_word help 1' -a erase -d 'forget somebody for ever, because they asked for it'
complete -c crm -n '__crm_wants_command' -a sync -d 'exchange changes with the others of the team'
complete -c crm -n '__crm_wants_word help 1' -a sync -d 'exchange changes with the others of the team'
complete -c crm -n '__crm_wants_command' -a resolve -d 'settle what git could not merge'
complete -c crm -n '__crm_wants_word help 1' -a resolve -d 'settle what git could not merge'
complete -c crm -n '__crm_wants_command' -a check -d 'look through the whole book for mistakes'
complete -c crm -n '__crm_wants_word help 1' -a check -d 'look through the whole book for mistakes'
complete -c crm -n '__crm_wants_word help 1' -a filters
complete -c crm -n '__crm_wants_word help 1' -a formats
complete -c crm -n '__crm_wants_word help 1' -a reports

complete -c crm -n '__crm_wants_word init 1' -a '(__fish_complete_directories)'
complete -c crm -n '__crm_does init' -l country -x -d 'IN, DE …: sets currency, phone prefix, number grouping, business year; default: your locale\'s'
complete -c crm -n '__crm_does init' -l currency -x -d 'another currency than the country\'s'
complete -c crm -n '__crm_does init' -l timezone -x -d 'another time zone, like Europe/Berlin'
complete -c crm -n '__crm_does init' -l name -x -d 'the business\'s name'
complete -c crm -n '__crm_does init' -l example -d 'a finished book to look around in'

complete -c crm -n '__crm_does add' -l deal -x -d 'open a deal as well'
complete -c crm -n '__crm_does add' -l log -x -d 'log a conversation as well'
complete -c crm -n '__crm_does add' -l remind -x -d 'set a reminder as well'

complete -c crm -n '__crm_does log' -l on -x -d 'when it was, or shall be: yesterday, "fri 10:30", 2026-12-01'
complete -c crm -n '__crm_does log' -l with -x -d 'a person of the customer who took part'
complete -c crm -n '__crm_does log' -l also -x -d 'another customer who took part'
complete -c crm -n '__crm_does log' -l new-person -d 'add a --with that is not known yet'
complete -c crm -n '__crm_does log' -l incoming -d 'they came to us'
complete -c crm -n '__crm_does log' -l outgoing -d 'we went to them'
complete -c crm -n '__crm_does log' -l subject -x -d 'what it was about, in a few words'
complete -c crm -n '__crm_does log' -l place -x -d 'where it was'
complete -c crm -n '__crm_does log' -l minutes -x -d 'how long it took'
complete -c crm -n '__crm_does log' -l outcome -x -d 'held, agreed, refused … of crm.yaml'
complete -c crm -n '__crm_does log' -l deal -x -d 'the deal it was about'
complete -c crm -n '__crm_does log' -l case -x -d 'the case it was about; other words open one of that title'
complete -c crm -n '__crm_does log' -l campaign -x -d 'the campaign it belongs to; with --incoming it is a reply to it'
complete -c crm -n '__crm_does log' -l remind -x -d 'set a reminder as well'
complete -c crm -n '__crm_does log' -l promise -x -d 'set a reminder of something we gave our word on'

complete -c crm -n '__crm_does remind' -l within -x -d 'the days to come as well: 7d, 30d; 30m or 2h: only what comes up then'
complete -c crm -n '__crm_does remind' -l for -x -d 'me, all, or somebody of the team (with those for whom they stand in)'
complete -c crm -n '__crm_does remind' -l only -x -a 'reminder meeting birthday date keep-in-touch deal case due overdue today soon' -d 'these alone: reminder, meeting, birthday, date, keep-in-touch, deal, case, due, overdue, today, soon'
complete -c crm -n '__crm_does remind' -l exit-code -d 'leave with 3 when nothing is due'
complete -c crm -n '__crm_does remind' -l every -x -d 'again: 3m, "2 weeks", monthly, weekdays, or an RRULE'
complete -c crm -n '__crm_does remind' -l after-done -d 'count the next time from the day it was done'
complete -c crm -n '__crm_does remind' -l promise -d 'we gave our word on it'




complete -c crm -n '__crm_wants_word list 1' -a 'customers people deals cases purchases payments interactions reminders conflicts campaigns tags'
complete -c crm -n '__crm_does list' -l sort -x -d 'by these fields; -value begins with the greatest'
complete -c crm -n '__crm_does list' -l columns -x -d 'show these fields'
complete -c crm -n '__crm_does list' -l by -x -d 'count by that field; sums of deals, purchases and payments'
complete -c crm -n '__crm_does list' -l limit -x -d 'show the first N alone'
complete -c crm -n '__crm_does list' -l count -d 'print how many there are'
complete -c crm -n '__crm_does list' -l triage -d 'go through the customers, a key for each: customer, lead, leave, remove'

complete -c crm -n '__crm_does find' -l in -x -a 'customers people deals cases purchases payments interactions reminders conflicts notes' -d 'look in these alone; a filter\'s fields are theirs then, as in crm list'
complete -c crm -n '__crm_does find' -l limit -x -d 'show the newest N alone'







complete -c crm -n '__crm_does history' -l limit -x -d 'show the newest N alone; without it, on a terminal a screenful'

complete -c crm -n '__crm_does deal' -l stage -x -d 'where it begins, if not in the first stage'
complete -c crm -n '__crm_does deal' -l expected -x -d 'the day it should be won by'
complete -c crm -n '__crm_does deal' -l probability -x -d 'how likely that is, in percent, if not as in its stage'
complete -c crm -n '__crm_does deal' -l owner -x -d 'whose deal it is, if not yours'
complete -c crm -n '__crm_does deal' -l with -x -d 'a person of the customer who decides'
complete -c crm -n '__crm_does deal' -l pipeline -x -d 'a pipeline of crm.yaml, if not the first'
complete -c crm -n '__crm_does deal' -l source -x -d 'what brought it: a word or campaign'
complete -c crm -n '__crm_does deal' -l campaign -x -d 'the campaign it is owed to'
complete -c crm -n '__crm_does deal' -l on -x -d 'the day it was opened, if not today'

complete -c crm -n '__crm_does move' -l on -x -d 'the day it was moved, if not today'
complete -c crm -n '__crm_does move' -l reopen -d 'move it although it is won, lost or closed'

complete -c crm -n '__crm_does win' -l on -x -d 'the day it was won, if not today'
complete -c crm -n '__crm_does win' -l stage -x -d 'where several stages win a deal: which'
complete -c crm -n '__crm_does win' -l reopen -d 'win it although it was lost'

complete -c crm -n '__crm_does lose' -l reason -x -d 'why: a word of crm.yaml\'s lost_reasons'
complete -c crm -n '__crm_does lose' -l on -x -d 'the day it was lost, if not today'
complete -c crm -n '__crm_does lose' -l stage -x -d 'where several stages lose a deal: which'
complete -c crm -n '__crm_does lose' -l reopen -d 'lose it although it was won'

complete -c crm -n '__crm_does buy' -l quantity -x -d 'how many, or how much of it'
complete -c crm -n '__crm_does buy' -l on -x -d 'the day of the sale: yesterday, 2026-11-03'
complete -c crm -n '__crm_does buy' -l category -x -d 'the kind of goods, for reports'
complete -c crm -n '__crm_does buy' -l deal -x -d 'the deal it fulfils'
complete -c crm -n '__crm_does buy' -l coupon -x -d 'the coupon that was used; it tells the campaign'
complete -c crm -n '__crm_does buy' -l campaign -x -d 'the campaign it is owed to'
complete -c crm -n '__crm_does buy' -l redeem -x -d 'loyalty points that are spent on it'
complete -c crm -n '__crm_does buy' -l cost -x -d 'what the goods cost you'
complete -c crm -n '__crm_does buy' -l paid -d 'it was paid as well; with --refund, paid back'
complete -c crm -n '__crm_does buy' -l refund -x -d 'give back this purchase: AMOUNT of it, --quantity of it, or all'

complete -c crm -n '__crm_does pay' -l for -x -d 'the purchase or deal it pays; without it, the oldest that is open'
complete -c crm -n '__crm_does pay' -l on -x -d 'the day it arrived: yesterday, 2026-11-03'

complete -c crm -n '__crm_does pipeline' -l board -d 'the deals as cards, a column a stage'
complete -c crm -n '__crm_does pipeline' -l pipeline -x -d 'of several, this one alone'

complete -c crm -n '__crm_does case' -l priority -x -d 'how pressing it is: a word of crm.yaml'
complete -c crm -n '__crm_does case' -l due -x -d 'when it should be settled'
complete -c crm -n '__crm_does case' -l owner -x -d 'who handles it, if not the customer\'s owner'
complete -c crm -n '__crm_does case' -l with -x -d 'a person of the customer'
complete -c crm -n '__crm_does case' -l deal -x -d 'the deal it is about'
complete -c crm -n '__crm_does case' -l status -x -d 'where it begins, if not open'
complete -c crm -n '__crm_does case' -l on -x -d 'when it came up, if not now'

complete -c crm -n '__crm_does close' -l resolution -x -d 'how it was settled'
complete -c crm -n '__crm_does close' -l rating -x -d 'the customer\'s mark; 5 is the best'
complete -c crm -n '__crm_does close' -l on -x -d 'when it was closed, if not now'

complete -c crm -n '__crm_does campaign' -l cost -x -d 'what it costs, and what for: "12500 photographs"; may be given several times'
complete -c crm -n '__crm_does campaign' -l on -x -d 'the day of these costs, if not today'
complete -c crm -n '__crm_does campaign' -l from -x -d 'its first day'
complete -c crm -n '__crm_does campaign' -l to -x -d 'its last day'
complete -c crm -n '__crm_does campaign' -l channel -x -d 'fair, mail, banner …'
complete -c crm -n '__crm_does campaign' -l coupon -x -d 'the code that purchases name: what it brings is counted by that as well'
complete -c crm -n '__crm_does campaign' -l margin -x -d 'how much of each 100 sold is profit, if not as in crm.yaml'
complete -c crm -n '__crm_does campaign' -l note -x -d 'what else should be known'

complete -c crm -n '__crm_wants_word report 1' -a 'month sales forecast funnel activity sources customers service stale audit'
complete -c crm -n '__crm_does report' -l from -x -d 'the first day that counts'
complete -c crm -n '__crm_does report' -l to -x -d 'the last day that counts'
complete -c crm -n '__crm_does report' -l last -x -d 'the last 90d, 12m or 2y, to today'
complete -c crm -n '__crm_does report' -l next -x -d 'from today on: 90d, 6m'
complete -c crm -n '__crm_does report' -l period -x -d 'month, "last quarter", 2026-11, 2026-Q4, 2026 or FY2026-27'
complete -c crm -n '__crm_does report' -l by -x -d 'in groups: owner, source, month, or any field; crm help reports has more'
complete -c crm -n '__crm_does report' -l only -x -d 'this table alone, or several: deals,revenue'
complete -c crm -n '__crm_does report' -l limit -x -d 'of a ranking the first N alone'
complete -c crm -n '__crm_does report' -l as-of -x -d 'as the book stood at the end of that day'
complete -c crm -n '__crm_does report' -l pipeline -x -d 'funnel: of this pipeline of crm.yaml'
complete -c crm -n '__crm_does report' -l accuracy -d 'forecast: what was foretold of past months against what came'
complete -c crm -n '__crm_does report' -l markdown -d 'print it as Markdown'
complete -c crm -n '__crm_does report' -l html -x -d 'make a page with pictures of it, or without a name of all reports; - prints it'

complete -c crm -n '__crm_wants_word sql 1' -a 'customers tags emails phones links addresses dates consent aliases external campaign_members fields relations distinct_from extra people deals deal_with deal_tags deal_external moves move_was reminders reminder_external cases case_with case_external purchases purchase_external payments payment_external interactions interaction_with interaction_also interaction_links interaction_external conflicts campaigns campaign_costs campaign_conflicts stages'
complete -c crm -n '__crm_does sql' -l with-removed -d 'removed customers too, and what is theirs'

complete -c crm -n '__crm_does import' -l key -x -a 'id external email phone name' -d 'by what customers are known again, several joined by commas'
complete -c crm -n '__crm_does import' -l map -x -d 'what a column is; kept for the next such table; COLUMN=- leaves it out'
complete -c crm -n '__crm_does import' -l update -d 'fill up what is known already; =replace: take the file\'s word'
complete -c crm -n '__crm_does import' -l format -x -a 'table vcard mail calendar chat json' -d 'what the file is, where its content does not tell'
complete -c crm -n '__crm_does import' -l encoding -x -d 'how its text is encoded: cp1252, utf-16, shift_jis'
complete -c crm -n '__crm_does import' -l photos -x -d 'keep the pictures of cards there'

complete -c crm -n '__crm_wants_word export 1' -a 'csv tsv json jsonl vcard vdir ics ledger mutt aerc notmuch'
complete -c crm -n '__crm_does export' -l out -x -d 'write this file, in one piece, instead of printing; of vdir the folder'
complete -c crm -n '__crm_does export' -l columns -x -d 'csv, tsv: these fields alone, as in crm list'
complete -c crm -n '__crm_does export' -l excel-safe -d 'csv, tsv: an apostrophe before what a spreadsheet would take for a formula'
complete -c crm -n '__crm_does export' -l bom -d 'csv, tsv: begin with a byte order mark, for Excel'
complete -c crm -n '__crm_does export' -l vcard-version -x -a '3.0 4.0' -d 'vcard, vdir: 3.0, which everything reads, or 4.0'
complete -c crm -n '__crm_does export' -l events-only -d 'ics: no tasks, for calendars that have none'
complete -c crm -n '__crm_does export' -l prune -d 'vdir: remove the cards of customers who are not exported any more; a folder is for one book'

complete -c crm -n '__crm_does dupes' -l threshold -x -d 'the least score that is shown, 0 to 100 (60)'

complete -c crm -n '__crm_does merge' -l prefer -x -d 'whose record stays instead'

complete -c crm -n '__crm_does handover' -l until -x -d 'for a holiday: nothing changes hands; TO is reminded of it too, until and on that day (no: FROM is back)'

complete -c crm -n '__crm_does erase' -l keep-sales -d 'purchases, payments and won deals stay for the figures, under no name'
complete -c crm -n '__crm_does erase' -l texts -d 'take the name out of what is written in other records as well'

complete -c crm -n '__crm_does sync' -l background -d 'say nothing, ask nothing; what `sync: auto` in crm.yaml starts after each write'

complete -c crm -n '__crm_does resolve' -l since -x -d 'look at all merges after this commit, not only at the newest one'

complete -c crm -n '__crm_does check' -l fix -d 'mend what needs no decision: ids for entries written by hand, names in references, what was added to a record after it was merged into another'
