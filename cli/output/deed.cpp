#include "cli/output/deed.hpp"

#include <algorithm>
#include <ostream>

#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Where ids begin on a wide terminal: near enough to the sentence to be read with it.
constexpr int id_column = 60;

void print_for_people(const Deed& deed, World& world) {
  const std::string sentence = (deed.part ? "  " : "") + printable_line(deed.sentence);
  const std::string id = styled(deed.id, Style::dim, world.terminal.colour);
  if (deed.id.empty()) {
    for (const std::string& line : wrapped(sentence, world.terminal.width))
      world.out << line << "\n";
  } else if (std::max(width(sentence) + 2, id_column) + width(deed.id) <= world.terminal.width) {
    world.out << padded(sentence, std::max(width(sentence) + 2, id_column)) << id << "\n";
  } else if (width(sentence) + 2 + width(deed.id) <= world.terminal.width) {
    world.out << padded(sentence, world.terminal.width - width(deed.id)) << id << "\n";
  } else {
    for (const std::string& line : wrapped(sentence, world.terminal.width))
      world.out << line << "\n";
    world.out << "  " << id << "\n";
  }
  if (deed.guide.empty()) return;
  const int indent = deed.part ? 4 : 2;
  for (const std::string& line :
       wrapped("→ " + printable_text(deed.guide), std::max(20, world.terminal.width - indent)))
    if (!line.empty())
      world.out << std::string(static_cast<std::size_t>(indent), ' ') << line << "\n";
}

std::string object(const Deed& deed) {
  std::vector<std::pair<std::string, std::string>> members{{"id", json_text(deed.id)},
                                                           {"done", json_text(deed.sentence)}};
  if (!deed.guide.empty()) members.emplace_back("guide", json_text(deed.guide));
  return json_object(members);
}

}  // namespace

void print_deeds(const std::vector<Deed>& deeds, World& world) {
  const Manners& manners = world.manners;
  if (manners.wants_json()) {
    std::string list;
    for (const Deed& deed : deeds) list += (list.empty() ? "[\n" : ",\n") + object(deed);
    world.out << shown_json(list, world) << "\n]\n";
    return;
  }
  for (const Deed& deed : deeds) {
    if (manners.ids || manners.nul) {
      if (!deed.id.empty()) world.out << deed.id << (manners.nul ? '\0' : '\n');
    } else if (for_people(world)) {
      print_for_people(deed, world);
      continue;
    } else {
      world.out << printable_line(deed.sentence) << (deed.id.empty() ? "" : "\t" + deed.id) << "\n";
    }
    if (!deed.guide.empty()) {
      world.out.flush();
      remark(world, "guide: " + deed.guide);
    }
  }
}

}  // namespace crm
