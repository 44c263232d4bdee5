#include "cli/output/remark.hpp"

#include <istream>
#include <ostream>

#include "cli/called.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {

namespace {

/// For a narrow terminal in its width, broken between words, what goes on a little to the right. On
/// others a line stays one, for whoever copies a command out of it; so does a part of a filter that
/// is shown with a mark below it.
std::string fitting(const std::string& text, const World& world) {
  constexpr int usual = 80;
  const int room = world.terminal.width;
  if (!world.terminal.err || room >= usual) return text;
  std::string all;
  for (const std::string_view line : split(text, '\n')) {
    if (line.data() != text.data()) all += '\n';
    if (line.starts_with("  ") || width(line) <= room) {
      all += line;
      continue;
    }
    const std::string first = wrapped(line, room).front();
    all += first;
    for (const std::string& rest : wrapped(trimmed(line.substr(first.size())), room - 2))
      all += "\n  " + rest;
  }
  return all;
}

}  // namespace

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
    std::string line = "crm: ";
    if (problem.place && !problem.place->file.empty())
      line += printable_line(to_text(*problem.place)) + ": ";
    line += printable_text(problem.message);
    world.err << fitting(as_called(line, world), world) << "\n";
  }
  // Of several mistakes in files each has its own remedy.
  if (error.problems.size() > 1 && error.problems.back().place) {
    world.err << fitting(as_called("hint: crm check --tsv says how to mend each", world), world)
              << "\n";
    return;
  }
  for (const Problem& problem : error.problems)
    if (!problem.hint.empty()) {
      world.err << fitting(as_called("hint: " + printable_text(problem.hint), world), world)
                << "\n";
      break;
    }
}

void print_problems(const std::vector<Problem>& problems, World& world) {
  if (problems.empty()) return;
  print_error(Error{Error::Kind::invalid, problems}, world);
  throw ExitCode{static_cast<int>(Error::Kind::invalid)};
}

void remark(World& world, std::string_view text) {
  world.err << fitting(as_called(printable_line(text), world), world) << "\n";
}

void hint(World& world, std::string_view text) {
  if (world.terminal.err)
    world.err << fitting(as_called("hint: " + printable_line(text), world), world) << "\n";
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
  world.err << fitting(question + " [y/N]", world) << " " << std::flush;
  std::string answer;
  if (!std::getline(world.in, answer)) world.err << "\n";
  const std::string word = lowered(trimmed(answer));
  return word == "y" || word == "yes";
}

}  // namespace crm
