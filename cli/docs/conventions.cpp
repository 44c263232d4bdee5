#include "cli/docs/conventions.hpp"

namespace crm {

std::vector<Explained> exit_codes() {
  return {{"0", "Done."},
          {"1", "It could not be done."},
          {"2", "It was asked wrongly: an unknown command, option, field or day."},
          {"3", "Nothing was found."},
          {"4",
           "More than one is meant, or it is there already, or something else stands against "
           "it; --anyway insists where that makes sense."},
          {"5", "Some records can't be read; the others were answered."},
          {"6", "Somebody else is writing to the book; try again."}};
}

std::vector<Explained> environment_variables() {
  return {
      {"CRM_BOOK", "The book's folder, where --book does not say it."},
      {"CRM_ME", "Who you are, by your short name in crm.yaml's team, where --as does not say it."},
      {"CRM_NOW",
       "The moment to take for now, such as 2026-11-21T10:15+05:30, or a day: for tests, and for "
       "looking at a book as on another day."},
      {"CRM_SENDMAIL",
       "The program that sends mail, with its options, in place of the one that your own "
       "settings name."},
      {"CRM_NOTIFY", "The program that shows notifications, in the same way."},
      {"VISUAL, EDITOR", "The editor for crm edit and for a conversation without a text."},
      {"XDG_CONFIG_HOME, HOME", "Where your own settings are, see FILES."},
      {"XDG_STATE_HOME",
       "Where it is kept which books' hooks you have allowed, in place of ~/.local/state."},
      {"CRM_HOOK", "Set for a hook, to its name: crm called by one runs no hooks."},
      {"PATH", "Where crm-word is found, which crm word runs."},
      {"NO_COLOR", "If set, there are no colours; --color goes before it."},
      {"CLICOLOR", "If 0, there are no colours."},
      {"CLICOLOR_FORCE",
       "If set and not 0, there are colours also where the output is no terminal; NO_COLOR goes "
       "before it."},
      {"COLUMNS, LINES, TERM", "The terminal's size, and whether it is dumb."},
      {"PAGER",
       "What shows a help that is longer than the terminal, in place of less: a program with "
       "its words; empty or cat for none."},
      {"LESS", "The ways of less; FRX where it is not set."},
      {"LC_ALL, LC_CTYPE, LANG", "The country that crm init proposes."},
      {"TMPDIR", "Where drafts are kept while your editor is open, in place of /tmp."}};
}

std::vector<Explained> shared_words() {
  std::vector<Explained> all;
  for (const Placeholder& one :
       {placeholder::who, placeholder::id, placeholder::when, placeholder::filter})
    all.push_back({std::string(one.name), std::string(one.meaning)});
  return all;
}

}  // namespace crm
