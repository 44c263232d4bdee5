#include "cli/key.hpp"

#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Where keys come in lines, the first one of the line.
std::optional<char> key_of_line(World& world) {
  std::string line;
  if (!std::getline(world.in, line)) return std::nullopt;
  return line.empty() ? '\n' : line.front();
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

char key_for(World& world, std::string_view question, std::string_view choices) {
  world.out.flush();
  while (true) {
    const auto lines = wrapped(question, world.terminal.width - 2);
    for (const std::string& line : lines)
      world.err << line << (&line == &lines.back() ? " " : "\n") << std::flush;
    const auto pressed = world.read_key ? world.read_key() : key_of_line(world);
    const char key = !pressed                              ? choices.back()
                     : *pressed == ' ' || *pressed == '\r' ? '\n'
                                                           : lower(*pressed);
    if (world.read_key || !pressed) world.err << "\n";
    if (choices.find(key) != choices.npos) return key;
  }
}

}  // namespace crm
