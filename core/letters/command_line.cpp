#include "core/letters/command_line.hpp"

#include "core/domain/text.hpp"

namespace crm {

Result<std::vector<std::string>> command_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  char quote = 0;
  const auto finish = [&] {
    if (begun) words.push_back(std::move(word));
    word.clear();
    begun = false;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool escapes = c == '\\' && quote != '\'' && i + 1 < line.size() &&
                         (quote == 0 || line[i + 1] == '"' || line[i + 1] == '\\');
    if (escapes) {
      word += line[++i];
      begun = true;
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      begun = true;
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      finish();
    } else {
      word += c;
      begun = true;
    }
  }
  const auto shown = [&] { return "\"" + printable_line(line) + "\""; };
  if (quote != 0)
    return error(Error::asked_wrongly("a quote is left open in the command " + shown()));
  finish();
  if (words.empty() || words.front().empty())
    return error(Error::asked_wrongly("the command " + shown() + " names no program",
                                      "say the program and its words, for example: msmtp -a work"));
  return words;
}

}  // namespace crm
