#include "cli/pick.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <ostream>

#include "cli/output/remark.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// As many as are read at a glance; of more, more of the name is asked for.
constexpr std::size_t most_shown = 20;

bool may_pick(const World& world) {
  return world.may_ask() && world.terminal.out && !world.manners.yes;
}

std::string words(const Match& match) {
  std::string text = match.name;
  if (!match.title.empty())
    text += match.kind == ItemKind::customer
                ? " (" + match.title + ")"
                : ", " + std::string(name_of(match.kind)) + ": " + match.title;
  if (match.deleted) text += " (removed)";
  return printable_line(text);
}

const std::string& id(const Match& match) {
  return match.kind == ItemKind::customer ? match.id : match.item;
}

bool has(const Match& match, const std::string& typed) {
  return folded(words(match)).find(folded(typed)) != std::string::npos ||
         id(match).starts_with(typed);
}

void print_list(const std::vector<const Match*>& all, World& world) {
  const std::size_t shown = std::min(all.size(), most_shown);
  const int number_room = shown < 10 ? 1 : 2;
  int widest = 0, widest_id = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    widest = std::max(widest, width(words(*all[i])));
    widest_id = std::max(widest_id, width(id(*all[i])));
  }
  const int indent = number_room + 4;
  const int room = world.terminal.width - indent;
  // Where both have no place beside each other, the id stands below.
  const bool beside = widest + 2 + widest_id <= room;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string name = shortened(words(*all[i]), room);
    const std::string its_id = styled(id(*all[i]), Style::dim, world.terminal.colour);
    world.err << "  " << padded_left(std::to_string(i + 1), number_room) << "  ";
    if (beside)
      world.err << padded(name, widest) << "  " << its_id << "\n";
    else
      world.err << name << "\n"
                << std::string(static_cast<std::size_t>(indent), ' ') << its_id << "\n";
  }
  if (all.size() > shown)
    world.err << fmt::format("  … {} more; a part of the name leaves fewer\n", all.size() - shown);
}

std::optional<Match> from_list(const std::string& who, const std::vector<Match>& all,
                               World& world) {
  std::vector<const Match*> rest;
  for (const Match& match : all) rest.push_back(&match);
  world.err << "\"" << printable_line(who) << "\" could be\n";
  print_list(rest, world);
  while (true) {
    world.err << "which one? its number, or more of the name: " << std::flush;
    std::string answer;
    if (!std::getline(world.in, answer)) {
      world.err << "\n";
      return std::nullopt;
    }
    const std::string typed(trimmed(answer));
    if (typed.empty()) return std::nullopt;
    std::size_t number = 0;
    const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (read.ptr == typed.data() + typed.size() && number >= 1 &&
        number <= std::min(rest.size(), most_shown))
      return *rest[number - 1];
    std::vector<const Match*> fewer;
    for (const Match* const match : rest)
      if (has(*match, typed)) fewer.push_back(match);
    if (fewer.size() == 1) return *fewer.front();
    if (fewer.empty()) {
      world.err << "that is none of these; Enter alone leaves it\n";
      continue;
    }
    rest = fewer;
    print_list(rest, world);
  }
}

/// What was picked; nothing: there is no fzf. An index out of range: none of them.
std::optional<std::size_t> from_fzf(const std::string& who, const std::vector<Match>& all,
                                    World& world) {
  if (!world.terminal.places_cursor) return std::nullopt;
  std::string lines;
  for (std::size_t i = 0; i < all.size(); ++i)
    lines += std::to_string(i) + "\t" + words(all[i]) + "\t" + id(all[i]) + "\n";
  world.out.flush();
  world.err.flush();
  ProgramCall call{
      .words = {"fzf", "--no-multi", "--height=~50%", "--layout=reverse", "--delimiter=\t",
                "--with-nth=2..", "--prompt=" + printable_line(who) + " could be: "},
      .input = lines};
  call.shows = true;
  const auto answer = world.ask_program(call);
  // 2: it could not do what was asked, being too old perhaps.
  if (!answer || answer->code == 2 || answer->code == 127) return std::nullopt;
  std::size_t number = all.size();
  (void)std::from_chars(answer->out.data(), answer->out.data() + answer->out.size(), number);
  return answer->code == 0 ? number : all.size();
}

}  // namespace

std::optional<Match> picked(const std::string& who, const std::vector<Match>& all, World& world) {
  if (!may_pick(world)) return std::nullopt;
  world.out.flush();
  if (const auto number = from_fzf(who, all, world)) {
    if (*number >= all.size()) return std::nullopt;
    return all[*number];
  }
  return from_list(who, all, world);
}

}  // namespace crm
