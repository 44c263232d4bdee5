#include "cli/docs/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "cli/docs/conventions.hpp"
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
  for (const std::string& value : option.values) term += " " + word_term(value);
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

std::string explained(std::string_view macro, const std::vector<Explained>& all) {
  Terms terms;
  for (const Explained& one : all)
    terms.add(fmt::format("{} {}", macro, mdoc_argument(one.term)), one.meaning);
  return terms.text();
}

using Meanings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string term_list(std::string_view macro, Meanings meanings) {
  Terms terms;
  for (const auto& [term, meaning] : meanings)
    terms.add(fmt::format("{} {}", macro, mdoc_argument(term)), meaning);
  return terms.text();
}

std::string files_of_program() {
  return term_list("Pa",
                   {{"crm.yaml", "The settings of a book; the folder it is in is the book."},
                    {"customers/*.yaml", "A file for each customer."},
                    {".crm/",
                     "What one machine keeps for itself: the lock, and the journal that "
                     "crm undo reads."},
                    {"~/.config/crm/config.yaml",
                     "Your own settings: me, your short name in the team, default_book, the "
                     "folder of the book you mostly mean, such as ~/clients, mailer, the program "
                     "that sends mail, such as msmtp -a work, mailer_seconds, how long it may take "
                     "for one of them, and notify, the program that shows notifications."}});
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

bool takes(const CommandReference& command, std::string_view placeholder) {
  const auto has = [&](const std::string& text) { return text.find(placeholder) != text.npos; };
  return std::any_of(command.words.begin(), command.words.end(),
                     [&](const Argument& word) { return has(word.placeholder); }) ||
         std::any_of(command.options.begin(), command.options.end(), [&](const Option& option) {
           return std::any_of(option.values.begin(), option.values.end(), has);
         });
}

/// The pages that explain what the command has in common with others.
std::string topics_of(const CommandReference& command) {
  std::set<std::string_view> names;
  for (const Topic& topic : topics()) {
    const auto& those = topic.commands;
    if (std::find(those.begin(), those.end(), command.name) != those.end() ||
        (topic.name == "filters" && takes(command, "FILTER")) ||
        (topic.name == "dates" && (takes(command, "WHEN") || takes(command, "DAY"))))
      names.insert(topic.name);
  }
  std::string text;
  for (const std::string_view name : names) text += fmt::format(" ,\n.Xr crm-{} 7", name);
  return text + "\n";
}

std::string paragraphs(const std::vector<std::string_view>& all) {
  std::string text;
  for (const std::string_view one : all) text += (text.empty() ? "" : ".Pp\n") + mdoc_text(one);
  return text;
}

}  // namespace

std::string overview_page(const Reference& reference) {
  std::string pages = ".Xr crm-book 5";
  const std::set<std::string> names(reference.topics.begin(), reference.topics.end());
  for (const std::string& topic : names) pages += fmt::format(" ,\n.Xr crm-{} 7", topic);
  return mdoc_opening("crm", '1', "customers in plain text, from the terminal") +
         std::string(introduction) + mdoc_heading("COMMANDS") + command_lists(reference) +
         mdoc_heading("OPTIONS") +
         "Every command understands these, before its name or after it:\n" +
         option_list(reference.manners) + mdoc_heading("WORDS") +
         "These stand for the same in all commands:\n" + explained("Ar", shared_words()) +
         std::string(on_words) + mdoc_heading("ENVIRONMENT") +
         explained("Ev", environment_variables()) + mdoc_heading("FILES") + files_of_program() +
         mdoc_heading("EXIT STATUS") + explained("Li", exit_codes()) + mdoc_heading("EXAMPLES") +
         example_list(first_examples(reference)) + mdoc_heading("SEE ALSO") + pages + "\n";
}

std::string command_page(const CommandReference& command, const Reference& reference) {
  std::string page = mdoc_opening("crm-" + command.name, '1', command.summary) + synopsis(command) +
                     mdoc_heading("EXAMPLES") + example_list(command.examples);
  if (!command.words.empty()) page += mdoc_heading("WORDS") + word_list(command.words);
  if (!command.manual.empty()) page += mdoc_heading("DETAILS") + paragraphs(command.manual);
  page += mdoc_heading("OPTIONS");
  if (!command.options.empty()) page += option_list(command.options) + ".Pp\n";
  return page + names_of_manners(reference.manners) + mdoc_heading("SEE ALSO") +
         ".Xr crm 1 ,\n.Xr crm-book 5" + topics_of(command);
}

}  // namespace crm
