#include "cli/docs/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "cli/docs/mdoc.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view introduction = R"(.Sh SYNOPSIS
.Nm
.Op Ar option ...
.Op Ar command Op Ar word ...
.Nm
.Cm help
.Op Ar command
.Nm
.Fl \-version
.Sh DESCRIPTION
.Nm
keeps your customers in plain text: who they are, what was said, what is due.
A book is a folder with one YAML file for each customer, which may be read,
searched and edited without
.Nm ,
and kept in git;
.Xr crm-book 5
describes the files.
.Pp
The book is the one that
.Fl \-book
or
.Ev CRM_BOOK
names, or the one whose folder you are in, or the one of your own settings.
Without a command,
.Nm
shows what is due, as
.Ql crm remind
does.
.Pp
On a terminal there are tables; into a pipe or a file go tab-separated lines
with nothing cut off and without colours.
A command that changes something says what it did, and
.Ql crm undo
takes it back.
)";

constexpr std::string_view on_words = R"(.Pp
After
.Fl \-
nothing is taken for an option.
Which words a status, kind, outcome or stage may be is said in crm.yaml.
)";

/// `[WHO]` and `WHO`, in a term of a list.
std::string word_term(const std::string& placeholder) {
  std::string term;
  for (const std::string_view word : split(placeholder, ' ')) {
    const bool optional = word.starts_with('[');
    const auto bare = optional ? word.substr(1, word.size() - 2) : word;
    const std::string name = "Ar " + mdoc_argument(bare);
    if (!term.empty()) term += " ";
    term += optional ? "Oo " + name + " Oc" : name;
  }
  return term;
}

std::string option_term(const Option& option) {
  std::string term;
  for (const std::string& name : option.names)
    term += (term.empty() ? "Fl " : " , Fl ") + mdoc_argument(name.substr(1));
  if (!option.may_carry.empty()) term += " Ns Oo = Ns Ar " + option.may_carry + " Oc";
  for (const std::string& value : option.values) term += " Ar " + mdoc_argument(value);
  return term;
}

std::string option_list(const std::vector<Option>& options) {
  Terms terms;
  for (const Option& option : options)
    terms.add(option_term(option), option.help + (option.many ? "; may be given again" : ""));
  return terms.text();
}

std::string example_list(const std::vector<Example>& examples) {
  Terms terms;
  for (const Example& example : examples)
    terms.add("Li " + mdoc_argument(example.line), example.what);
  return terms.text();
}

std::string command_lists(const Reference& reference) {
  std::string text, group;
  std::size_t longest = 0;
  for (const CommandReference& command : reference.commands)
    longest = std::max(longest, command.name.size());
  const std::string widest = "crm-" + std::string(longest, 'x') + "(1)";
  for (std::size_t i = 0; i < reference.commands.size();) {
    group = reference.commands[i].group;
    Terms terms(widest);
    for (; i < reference.commands.size() && reference.commands[i].group == group; ++i)
      terms.add("Xr crm-" + reference.commands[i].name + " 1", reference.commands[i].summary);
    text += ".Ss " + mdoc_argument(group) + "\n" + terms.text();
  }
  return text;
}

std::string explained_words() {
  Terms terms;
  for (const Placeholder& one :
       {placeholder::who, placeholder::id, placeholder::when, placeholder::filter})
    terms.add("Ar " + std::string(one.name), one.meaning);
  return terms.text();
}

using Meanings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string term_list(std::string_view macro, Meanings meanings) {
  Terms terms;
  for (const auto& [term, meaning] : meanings)
    terms.add(fmt::format("{} {}", macro, mdoc_argument(term)), meaning);
  return terms.text();
}

std::string environment() {
  return term_list(
      "Ev",
      {{"CRM_BOOK", "The book's folder, where --book does not say it."},
       {"CRM_ME",
        "Who you are, by your short name in crm.yaml's team, where --as does not say it."},
       {"CRM_NOW",
        "The moment to take for now, such as 2026-11-21T10:15+05:30: for tests, and for "
        "looking at a book as on another day."},
       {"CRM_SENDMAIL",
        "The program that sends mail, with its options, in place of the one that your own "
        "settings name."},
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
       {"COLUMNS, TERM", "The terminal's width, and whether it is dumb."},
       {"LC_ALL, LC_CTYPE, LANG", "The country that crm init proposes."},
       {"TMPDIR", "Where drafts are kept while your editor is open, in place of /tmp."}});
}

std::string exit_statuses() {
  return term_list(
      "Li", {{"0", "Done."},
             {"1", "It could not be done."},
             {"2", "It was asked wrongly: an unknown command, option, field or day."},
             {"3", "Nothing was found."},
             {"4",
              "More than one is meant, or it is there already, or something else stands against "
              "it; --anyway insists where that makes sense."},
             {"5", "Some records can't be read; the others were answered."},
             {"6", "Somebody else is writing to the book; try again."}});
}

std::string files_of_program() {
  return term_list("Pa", {{"crm.yaml", "The settings of a book; the folder it is in is the book."},
                          {"customers/*.yaml", "A file for each customer."},
                          {".crm/",
                           "What one machine keeps for itself: the lock, and the journal that "
                           "crm undo reads."},
                          {"~/.config/crm/config.yaml",
                           "Your own settings: me, your short name in the team, default_book, the "
                           "folder of the book you mostly mean, such as ~/clients, and mailer, the "
                           "program that sends mail, such as msmtp -a work."}});
}

/// The first example of each command of the first group.
std::vector<Example> first_examples(const Reference& reference) {
  std::vector<Example> examples;
  for (const CommandReference& command : reference.commands)
    if (command.group == reference.commands.front().group && !command.examples.empty())
      examples.push_back(command.examples.front());
  return examples;
}

std::string synopsis(const CommandReference& command) {
  std::string text = mdoc_heading("SYNOPSIS") + ".Nm " + mdoc_argument("crm " + command.name) +
                     "\n.Op Ar option ...\n";
  for (const std::string_view word : command.usage) {
    const bool optional = word.starts_with('[');
    text += (optional ? ".Op Ar " + mdoc_argument(word.substr(1, word.size() - 2))
                      : ".Ar " + mdoc_argument(word)) +
            "\n";
  }
  return text;
}

std::string word_list(const std::vector<Argument>& words) {
  Terms terms;
  for (const Argument& word : words) terms.add(word_term(word.placeholder), word.help);
  return terms.text();
}

std::string names_of_manners(const std::vector<Option>& manners) {
  std::string text = "Every command also takes";
  for (const Option& option : manners)
    text += (&option == &manners.back() ? "\nand\n.Fl " : "\n.Fl ") +
            mdoc_argument(option.names.front().substr(1)) + " ,";
  return text + "\nwhich\n.Xr crm 1\nexplains.\n";
}

bool takes_filter(const CommandReference& command) {
  return std::any_of(command.words.begin(), command.words.end(), [](const Argument& word) {
    return word.placeholder.find("FILTER") != std::string::npos;
  });
}

}  // namespace

std::string overview_page(const Reference& reference) {
  return mdoc_opening("crm", '1', "customers in plain text, from the terminal") +
         std::string(introduction) + mdoc_heading("COMMANDS") + command_lists(reference) +
         mdoc_heading("OPTIONS") +
         "Every command understands these, before its name or after it:\n" +
         option_list(reference.manners) + mdoc_heading("WORDS") +
         "These stand for the same in all commands:\n" + explained_words() + std::string(on_words) +
         mdoc_heading("ENVIRONMENT") + environment() + mdoc_heading("FILES") + files_of_program() +
         mdoc_heading("EXIT STATUS") + exit_statuses() + mdoc_heading("EXAMPLES") +
         example_list(first_examples(reference)) + mdoc_heading("SEE ALSO") +
         ".Xr crm-book 5 ,\n.Xr crm-filters 7\n";
}

std::string command_page(const CommandReference& command, const Reference& reference) {
  std::string page = mdoc_opening("crm-" + command.name, '1', command.summary) + synopsis(command) +
                     mdoc_heading("EXAMPLES") + example_list(command.examples);
  if (!command.words.empty()) page += mdoc_heading("WORDS") + word_list(command.words);
  page += mdoc_heading("OPTIONS");
  if (!command.options.empty()) page += option_list(command.options) + ".Pp\n";
  return page + names_of_manners(reference.manners) + mdoc_heading("SEE ALSO") +
         ".Xr crm 1 ,\n.Xr crm-book 5" + (takes_filter(command) ? " ,\n.Xr crm-filters 7\n" : "\n");
}

}  // namespace crm
