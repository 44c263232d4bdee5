// A page that explains what several commands share: `crm help filters` on a terminal,
// crm-filters(7) on paper. Both are printed from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace crm {

struct Explained {
  std::string term, meaning;
};

/// Running text, then lines to type, then terms with what each means, then lines that are shown;
/// any of them may be missing.
struct Passage {
  std::string text = {};
  std::vector<Example> examples = {};
  std::vector<Explained> terms = {};
  /// Lines as they stand: of a file, or, behind `$ `, for a shell.
  std::string shown = {};
};

struct TopicSection {
  std::string_view title;
  std::vector<Passage> passages;
};

struct Topic {
  /// `filters`: the word after `crm help`.
  std::string_view name;
  /// Imperative or a noun, lower case, no full stop.
  std::string_view summary;
  /// Examples first.
  std::vector<TopicSection> sections;
  /// Whose pages name this one.
  std::vector<std::string_view> commands = {};
};

const std::vector<Topic>& topics();

Topic filters_topic();
Topic dates_topic();
Topic formats_topic();
Topic letters_topic();
Topic reports_topic();
Topic scripting_topic();
Topic cron_topic();
Topic git_topic();
Topic cookbook_topic();

}  // namespace crm
