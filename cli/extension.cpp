#include "cli/extension.hpp"

#include <algorithm>

#include "cli/committing.hpp"
#include "cli/desk.hpp"
#include "cli/directory.hpp"
#include "cli/output/remark.hpp"

namespace crm {
namespace {

/// A path is none: `crm ../x` does not leave PATH.
bool is_word(std::string_view word) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !word.empty() && word.front() != '-' && std::all_of(word.begin(), word.end(), is_plain);
}

}  // namespace

std::vector<std::string> extensions(const World& world, std::string_view begin) {
  std::vector<std::string> words;
  if (!world.programs) return words;
  const std::string name = world.program + "-";
  for (const std::string& program : world.programs(name + std::string(begin))) {
    std::string word = program.substr(name.size());
    if (is_word(word) && !command_named(word)) words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

void run_extension(const std::string& word, const std::vector<std::string>& words, World& world) {
  if (!is_word(word) || !world.programs) return;
  const std::string program = world.program + "-" + word;
  const auto all = world.programs(program);
  if (std::find(all.begin(), all.end(), program) == all.end()) return;
  // What stands before the word says which book; the rest is the program's.
  std::vector<std::string> argv{"env"}, theirs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with("--book="))
      world.manners.book = words[i].substr(std::string_view("--book=").size());
    else if (words[i] == "--book" && i + 1 < words.size())
      world.manners.book = words[++i];
    else
      theirs.push_back(words[i]);
  }
  const auto layout = find_book(world.disk, whereabouts(world));
  if (layout)
    argv.push_back("CRM_BOOK=" + absolute_path(layout->root, world));
  else if (!world.manners.book.empty())
    throw Failure(layout.error());
  argv.push_back(program);
  argv.insert(argv.end(), theirs.begin(), theirs.end());
  const int code = world.run_program(argv);
  if (code < 0) throw Failure(Error::failed("can't run " + program));
  throw ExitCode{code};
}

}  // namespace crm
