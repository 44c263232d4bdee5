#include "cli/docs/topic.hpp"

namespace crm {

Topic git_topic() {
  return {
      "git",
      "a book in git: commits, a team, merges, what is never done",
      {{"Examples",
        {{.examples = {{"crm history", "who changed what, also by hand and on other machines"},
                       {"crm history anita", "of one customer"},
                       {"crm undo --dry-run", "what taking the last operation back would change"},
                       {"crm resolve --dry-run", "what would be settled of a merge"}}}}},
       {"Commits",
        {{.text =
              "Where the book is in a git repository, each command that changes something is a "
              "commit of just the files it changed, under the words it told you, by git's "
              "user.name and user.email. What you have staged stays staged, and no hook runs. "
              "commit: in crm.yaml says when: each (the usual), sync (only crm sync commits) or "
              "off. What you change in an editor is committed by the next crm sync, or by "
              "yourself. .crm/ is this machine's alone and ignores itself."}}},
       {"A team",
        {{.text =
              "Any remote of git will do: a folder on a shared disk, a machine reached by ssh, a "
              "service. There is no server of ours. Somebody begins:",
          .shown = "$ git init --quiet --bare /tmp/hub.git\n"
                   "$ git remote add origin /tmp/hub.git\n"
                   "$ crm sync\n"},
         {.text =
              "and the others clone it. From then on crm sync is all that is needed: it commits, "
              "fetches, merges records by what they say, and pushes. With sync: auto in "
              "crm.yaml that happens in the background after each change."}}},
       {"Merges",
        {{.text = "Two people who add to one record have both. Two who change one field: the later "
                  "one by the order that is the same everywhere stays, and the other is kept among "
                  "the record's conflicts until somebody says crm set WHO field=…; crm list "
                  "conflicts shows them. The first crm sync of a clone tells its git to merge "
                  "records this way also in git pull, git merge and git rebase. Where git was not "
                  "told and left markers in a file, crm resolve settles them afterwards."},
         {.text =
              "A record with markers in it can't be read: commands answer all others, name that "
              "file, and leave with 5."}}},
       {"What is never done",
        {{.text = "crm never forces a push, never rebases, never rewrites commits and never throws "
                  "away a change. crm erase prints the lines by which git forgets somebody and "
                  "leaves it to you, since they rewrite what all others stand on."}}}},
      {"sync", "resolve", "history", "undo", "erase", "handover"}};
}

}  // namespace crm
