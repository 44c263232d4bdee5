#include "tests/transcripts/transcript.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/output/preview.hpp"
#include "core/domain/text.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm::transcripts {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string difference(const std::string& place, const std::vector<std::string>& expected,
                       const std::vector<std::string>& output) {
  std::string report = place + "\n";
  for (const std::string& line : line_difference(joined(expected), joined(output)))
    report += "    " + line + "\n";
  return report;
}

}  // namespace

Transcript::Transcript(const std::string& markdown) {
  bool in_fence = false;
  int number = 0;
  const auto prose = [&](std::string_view line) {
    if (parts_.empty() || parts_.back().is_step) parts_.push_back({});
    parts_.back().text += std::string(line) + "\n";
  };
  auto lines = split(markdown, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (const std::string_view line : lines) {
    ++number;
    const bool fence = line.starts_with("```");
    if (fence || !in_fence) {
      if (fence) in_fence = !in_fence && line == "```console";
      prose(line);
    } else if (line.starts_with("$ ")) {
      steps_.push_back({number, std::string(line.substr(2)), {}});
      parts_.push_back({std::string(line) + "\n", true});
    } else if (steps_.empty() || !parts_.back().is_step) {
      prose(line);
    } else if (line.starts_with("> ") && steps_.back().expected.empty() &&
               !is_complete(steps_.back().command)) {
      steps_.back().command += "\n" + std::string(line.substr(2));
      parts_.back().text += std::string(line) + "\n";
    } else {
      steps_.back().expected.emplace_back(line);
    }
  }
}

std::string Transcript::with_output(const std::vector<std::vector<std::string>>& output) const {
  std::string text;
  std::size_t step = 0;
  for (const Part& part : parts_) {
    text += part.text;
    if (part.is_step) text += joined(output.at(step++));
  }
  return text;
}

std::vector<Mismatch> play(const std::string& path, bool accept) {
  const std::string markdown = text_of(path);
  const Transcript transcript(markdown);
  const std::string name = std::filesystem::relative(path, CRM_SOURCE_DIR).string();
  std::vector<Mismatch> mismatches;
  std::vector<std::vector<std::string>> output;
  Shell shell;
  for (const Step& step : transcript.steps()) {
    output.push_back(shell.run(step.command));
    const std::string place = name + ":" + std::to_string(step.line);
    for (const std::string& fault : shell.faults())
      mismatches.push_back({step.command, place + "\n    " + fault + "\n"});
    if (output.back() != step.expected && !accept)
      mismatches.push_back({step.command, difference(place, step.expected, output.back())});
  }
  if (const std::string text = transcript.with_output(output); accept && text != markdown)
    std::ofstream(path, std::ios::binary) << text;
  return mismatches;
}

}  // namespace crm::transcripts
