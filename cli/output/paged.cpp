#include "cli/output/paged.hpp"

#include <algorithm>
#include <ostream>

#include "cli/output/caught.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// $PAGER in words, with no shell between: none where nothing is to stand in between.
std::vector<std::string> pager_of(const World& world) {
  const std::string said = world.environment.pager.value_or("less");
  std::vector<std::string> words;
  for (const std::string_view word : split(said, ' '))
    if (!word.empty()) words.emplace_back(word);
  if (words == std::vector<std::string>{"cat"}) words.clear();
  return words;
}

}  // namespace

void print_paged(World& world, const std::function<void()>& print) {
  const auto pager = pager_of(world);
  if (!world.terminal.out || world.terminal.height <= 0 || !world.feed_program || pager.empty())
    return print();
  const std::string text = caught(world, print);
  // The prompt comes below it.
  const bool fits = std::count(text.begin(), text.end(), '\n') < world.terminal.height;
  if (fits || !world.feed_program(pager, text)) world.out << text;
}

}  // namespace crm
