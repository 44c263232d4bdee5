#include "cli/docs/reference_json.hpp"

#include <algorithm>

#include "cli/docs/conventions.hpp"
#include "cli/docs/topic.hpp"
#include "cli/output/json.hpp"

namespace crm {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

template <class List, class Tell>
std::string list(const List& all, const Tell& tell) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ",") + tell(one);
  return "[" + text + "]";
}

template <class List>
std::string texts(const List& all) {
  return list(all, [](const auto& one) { return json_text(one); });
}

std::string yes_or_no(bool is) {
  return is ? "true" : "false";
}

std::string examples(const std::vector<Example>& all) {
  return list(all, [](const Example& one) {
    return json_object({{"line", json_text(one.line)}, {"meaning", json_text(one.what)}});
  });
}

std::string explained(const std::vector<Explained>& all) {
  return list(all, [](const Explained& one) {
    return json_object({{"term", json_text(one.term)}, {"meaning", json_text(one.meaning)}});
  });
}

std::string options(const std::vector<Option>& all) {
  return list(all, [](const Option& one) {
    Members members{{"names", texts(one.names)},
                    {"values", texts(one.values)},
                    {"meaning", json_text(one.help)},
                    {"many", yes_or_no(one.many)}};
    if (!one.may_carry.empty()) members.emplace_back("may_carry", json_text(one.may_carry));
    if (!one.choices.empty()) members.emplace_back("choices", texts(one.choices));
    return json_object(members);
  });
}

std::string arguments(const std::vector<Argument>& all) {
  return list(all, [](const Argument& one) {
    Members members{{"name", json_text(one.placeholder)}, {"meaning", json_text(one.help)}};
    if (!one.choices.empty()) members.emplace_back("choices", texts(one.choices));
    return json_object(members);
  });
}

std::string usage_of(const CommandReference& command) {
  std::string line = "crm " + command.name;
  for (const std::string& word : command.usage) line += " " + word;
  return line;
}

std::string command_json(const CommandReference& command) {
  return json_object({{"name", json_text(command.name)},
                      {"group", json_text(command.group)},
                      {"summary", json_text(command.summary)},
                      {"usage", json_text(usage_of(command))},
                      {"words", arguments(command.words)},
                      {"options", options(command.options)},
                      {"examples", examples(command.examples)},
                      {"details", texts(command.manual)}});
}

std::string passage_json(const Passage& passage) {
  Members members;
  if (!passage.text.empty()) members.emplace_back("text", json_text(passage.text));
  if (!passage.examples.empty()) members.emplace_back("examples", examples(passage.examples));
  if (!passage.terms.empty()) members.emplace_back("terms", explained(passage.terms));
  if (!passage.shown.empty()) members.emplace_back("shown", json_text(passage.shown));
  return json_object(members);
}

std::string topic_json(const Topic& topic) {
  return json_object({{"name", json_text(topic.name)},
                      {"summary", json_text(topic.summary)},
                      {"sections", list(topic.sections, [](const TopicSection& section) {
                         return json_object({{"title", json_text(section.title)},
                                             {"passages", list(section.passages, passage_json)}});
                       })}});
}

/// The words that a command's first word, or an option of it, may be.
std::string choices_of(const Reference& reference, std::string_view command,
                       std::string_view option) {
  for (const CommandReference& one : reference.commands) {
    if (one.name != command) continue;
    if (option.empty()) return one.words.empty() ? "[]" : texts(one.words.front().choices);
    for (const Option& its : one.options)
      if (std::find(its.names.begin(), its.names.end(), option) != its.names.end())
        return texts(its.choices);
  }
  return "[]";
}

}  // namespace

std::string reference_json(const Reference& reference) {
  return json_object(
      {{"program", json_text("crm")},
       {"version", json_text(CRM_VERSION)},
       {"commands", list(reference.commands, command_json)},
       {"options", options(reference.manners)},
       {"words", explained(shared_words())},
       {"formats", json_object({{"import", choices_of(reference, "import", "--format")},
                                {"export", choices_of(reference, "export", "")}})},
       {"exit_codes", explained(exit_codes())},
       {"environment", explained(environment_variables())},
       {"topics", list(topics(), topic_json)}});
}

}  // namespace crm
