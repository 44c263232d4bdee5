#include "cli/output/remark.hpp"

#include <istream>
#include <ostream>

#include "core/domain/text.hpp"

namespace crm {

std::string styled(std::string_view text, Style style, bool colour) {
  if (!colour || style == Style::plain || text.empty()) return std::string(text);
  const char* code = "";
  switch (style) {
    case Style::bold: code = "1"; break;
    case Style::dim: code = "2"; break;
    case Style::red: code = "31"; break;
    case Style::green: code = "32"; break;
    case Style::yellow: code = "33"; break;
    case Style::plain: break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

void print_error(const Error& error, World& world) {
  world.out.flush();
  for (const Problem& problem : error.problems) {
    world.err << "crm: ";
    if (problem.place && !problem.place->file.empty())
      world.err << printable_line(to_text(*problem.place)) << ": ";
    world.err << printable_text(problem.message) << "\n";
  }
  // Of several mistakes in files each has its own remedy.
  if (error.problems.size() > 1 && error.problems.back().place) {
    world.err << "hint: crm check --tsv says how to mend each\n";
    return;
  }
  for (const Problem& problem : error.problems)
    if (!problem.hint.empty()) {
      world.err << "hint: " << printable_text(problem.hint) << "\n";
      break;
    }
}

void print_problems(const std::vector<Problem>& problems, World& world) {
  if (problems.empty()) return;
  print_error(Error{Error::Kind::invalid, problems}, world);
  throw ExitCode{static_cast<int>(Error::Kind::invalid)};
}

void remark(World& world, std::string_view text) {
  world.err << printable_line(text) << "\n";
}

void hint(World& world, std::string_view text) {
  if (world.terminal.err) world.err << "hint: " << printable_line(text) << "\n";
}

std::string as_typed(const std::string& word) {
  if (!word.empty() && word.find_first_of(" \t\n\"'$`\\&|;<>()*?[]#!{}") == word.npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

void settle_colour(World& world) {
  const std::string& wish = world.manners.color;
  if (wish != "auto" && wish != "always" && wish != "never")
    throw Failure(Error::asked_wrongly("--color is auto, always or never, not \"" +
                                       printable_line(wish) + "\""));
  if (wish == "always") world.terminal.colour = true;
  if (wish == "never") world.terminal.colour = false;
}

bool confirmed(World& world, const std::string& question) {
  if (world.manners.yes) return true;
  if (!world.may_ask())
    throw Failure(Error::asked_wrongly("this wants a yes: " + question,
                                       "say it with --yes, or look first with --dry-run"));
  world.out.flush();
  world.err << question << " [y/N] " << std::flush;
  std::string answer;
  if (!std::getline(world.in, answer)) world.err << "\n";
  const std::string word = lowered(trimmed(answer));
  return word == "y" || word == "yes";
}

}  // namespace crm
