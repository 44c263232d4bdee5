#include "core/team/trailers.hpp"

#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Cells of a subject.
constexpr int subject_width = 72;

constexpr std::string_view operation_word = "Crm-Operation: ";

/// Before each of several titles.
constexpr std::string_view item_mark = "- ";

std::string trailers_of(const Operation& operation) {
  std::string text;
  const auto line = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += std::string(key) + printable_line(value) + "\n";
  };
  line(operation_word, operation.id);
  line("Crm-By: ", operation.by);
  line("Crm-Undoes: ", operation.undoes);
  line("Crm-Redoes: ", operation.redoes);
  return text;
}

std::string subject_of(const std::vector<Operation>& operations) {
  const std::string title = printable_line(operations.back().title);
  if (operations.size() == 1) return title;
  const std::string more = ", and " + std::to_string(operations.size() - 1) + " more";
  return shortened(title, subject_width - width(more)) + more;
}

}  // namespace

std::string commit_message(const std::string& subject, const std::vector<Operation>& operations) {
  const std::string line = printable_line(subject);
  std::string text = shortened(line, subject_width) + "\n";
  // The whole of what was cut, or of what an operation says.
  if (width(line) > subject_width) text += "\n" + line + "\n";
  const bool one_alone = operations.size() == 1 && printable_line(operations[0].title) == line;
  if (!operations.empty() && !one_alone) {
    text += "\n";
    for (const Operation& operation : operations)
      text += std::string(item_mark) + operation.id + " " + operation.at + " " +
              printable_line(operation.title) + "\n";
  }
  if (!operations.empty()) text += "\n";
  for (const Operation& operation : operations) text += trailers_of(operation);
  return text;
}

std::string commit_message(const std::vector<Operation>& operations) {
  return commit_message(subject_of(operations), operations);
}

std::vector<Operation> operations_in(std::string_view message) {
  std::vector<Operation> found;
  const auto lines = split(message, '\n');
  const auto value_of = [](std::string_view line, std::string_view key) {
    return line.starts_with(key) ? std::string(trimmed(line.substr(key.size()))) : std::string();
  };
  for (const std::string_view line : lines) {
    if (const std::string id = value_of(line, operation_word); !id.empty()) {
      found.emplace_back().id = id;
      continue;
    }
    if (found.empty()) continue;
    Operation& last = found.back();
    if (std::string by = value_of(line, "Crm-By:"); !by.empty()) last.by = std::move(by);
    if (std::string id = value_of(line, "Crm-Undoes:"); !id.empty()) last.undoes = std::move(id);
    if (std::string id = value_of(line, "Crm-Redoes:"); !id.empty()) last.redoes = std::move(id);
  }
  for (Operation& operation : found) {
    const std::string mark = std::string(item_mark) + operation.id + " ";
    for (const std::string_view line : lines) {
      if (!line.starts_with(mark)) continue;
      std::string_view rest = line.substr(mark.size());
      const auto space = rest.find(' ');
      if (space == rest.npos) continue;
      operation.at = rest.substr(0, space);
      operation.title = rest.substr(space + 1);
    }
    if (!operation.title.empty() || lines.empty()) continue;
    // The whole title stands below a subject that was cut.
    operation.title = lines.front();
    if (lines.front().ends_with("…") && lines.size() > 2 &&
        lines[2].starts_with(lines.front().substr(0, lines.front().size() - 3)))
      operation.title = lines[2];
  }
  return found;
}

}  // namespace crm
