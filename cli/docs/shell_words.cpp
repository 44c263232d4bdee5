#include "cli/docs/shell_words.hpp"

namespace crm {

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string spaced(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

bool is_folder(std::string_view placeholder) {
  return placeholder == placeholder::folder.name;
}

std::string names_of(const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return spaced(names);
}

}  // namespace crm
