#include "cli/docs/reference.hpp"

#include "cli/docs/topic.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

std::vector<std::string> pieces(std::string_view text, char separator) {
  std::vector<std::string> all;
  for (const std::string_view piece : split(text, separator))
    if (!trimmed(piece).empty()) all.emplace_back(trimmed(piece));
  return all;
}

Option option(const Declared& one) {
  Option option;
  const auto bracket = one.option.find("[=");
  option.names = pieces(one.option.substr(0, bracket), ',');
  if (bracket != std::string::npos)
    option.may_carry = one.option.substr(bracket + 2, one.option.size() - bracket - 3);
  option.values = pieces(one.placeholder, ' ');
  option.help = one.help;
  option.many = one.many;
  option.choices = pieces(one.choices, ' ');
  return option;
}

CommandReference reference_of(const Command& command) {
  CommandReference about{std::string(command.name),
                         std::string(command.group),
                         std::string(command.summary),
                         command.examples,
                         {},
                         {},
                         {},
                         command.manual};
  for (const Declared& one : declared(command)) {
    if (!one.option.empty()) {
      about.options.push_back(option(one));
      continue;
    }
    about.words.push_back({one.placeholder, one.help, pieces(one.choices, ' ')});
    for (std::string& word : pieces(one.in_usage(), ' ')) about.usage.push_back(std::move(word));
  }
  return about;
}

}  // namespace

Reference reference() {
  Reference all;
  for (const Command& command : commands())
    if (!command.is_for_programs()) all.commands.push_back(reference_of(command));
  for (const Declared& one : declared_manners()) all.manners.push_back(option(one));
  for (const Topic& topic : topics()) all.topics.emplace_back(topic.name);
  return all;
}

}  // namespace crm
