// What the commands say of themselves, as plain data: manual pages and completions are printed from
// it.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace crm {

struct Option {
  /// `-n`, `--dry-run`.
  std::vector<std::string> names;
  /// What follows it: `WHEN`, `TEXT`; none for a flag.
  std::vector<std::string> values;
  /// `FIELDS`, where it may also be `--json=FIELDS`.
  std::string may_carry;
  std::string help;
  bool many = false;
  std::vector<std::string> choices;
};

struct Argument {
  /// `WHO`, `[LIST] [FILTER...]`.
  std::string placeholder;
  std::string help;
  std::vector<std::string> choices;
};

struct CommandReference {
  std::string name, group, summary;
  std::vector<Example> examples;
  /// `[WHO]`, `[KIND]`, `[TEXT...]`: what follows the name.
  std::vector<std::string> usage;
  std::vector<Argument> words;
  std::vector<Option> options;
  /// Paragraphs.
  std::vector<std::string_view> manual;
};

struct Reference {
  /// In the order of the help.
  std::vector<CommandReference> commands;
  /// The options that every command understands.
  std::vector<Option> manners;
  /// What `crm help` explains besides commands.
  std::vector<std::string> topics;
};

Reference reference();

}  // namespace crm
