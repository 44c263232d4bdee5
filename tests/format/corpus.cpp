#include "tests/format/corpus.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm::test {
namespace {

template <class T>
Understood of(Reading<T> reading) {
  Understood understood;
  if (reading.ok()) understood.data = to_data(*reading.value);
  understood.problems = std::move(reading.problems);
  return understood;
}

}  // namespace

std::filesystem::path data_format(std::string_view below) {
  return std::filesystem::path(CRM_SOURCE_DIR) / "data-format" / below;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Sample> samples(std::string_view folder) {
  std::vector<Sample> found;
  const auto root = data_format("corpus") / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".yaml") continue;
    Sample sample;
    sample.path = entry.path();
    sample.kind = entry.path().parent_path().filename().string();
    sample.name = sample.kind + "/" + entry.path().stem().string();
    sample.text = text_of(entry.path());
    found.push_back(std::move(sample));
  }
  std::sort(found.begin(), found.end(),
            [](const Sample& a, const Sample& b) { return a.name < b.name; });
  return found;
}

Understood understood(std::string_view kind, const std::string& text, std::string_view file) {
  const auto tree = Tree::parse(text, file);
  if (!tree) return {std::nullopt, tree.error().problems};
  if (kind == "customer") return of(read_customer(*tree, "EUR"));
  if (kind == "campaign") return of(read_campaign(*tree, "EUR"));
  if (kind == "settings") return of(read_settings(*tree));
  if (kind == "mapping") return of(read_mapping(*tree));
  return of(read_rates(*tree));
}

const Type& type_of(std::string_view kind) {
  return kind == "campaign"   ? campaign_type()
         : kind == "settings" ? settings_type()
         : kind == "rates"    ? rates_type()
         : kind == "mapping"  ? mapping_type()
                              : customer_type();
}

std::string compared(const std::string& found, const std::filesystem::path& expected) {
  if (std::getenv("CRM_ACCEPT") != nullptr) {
    std::ofstream(expected, std::ios::binary) << found;
    return "";
  }
  const std::string wanted = text_of(expected);
  if (found == wanted) return "";
  return expected.string() + "\n--- expected\n" + wanted + "--- found\n" + found;
}

std::string to_lines(const std::vector<Problem>& problems) {
  std::string lines;
  for (const Problem& problem : problems) {
    const Place place = problem.place.value_or(Place{});
    lines += std::to_string(place.line) + ":" + std::to_string(place.column) + " " + problem.code +
             " " + problem.message;
    if (!problem.hint.empty()) lines += " | " + problem.hint;
    lines += "\n";
  }
  return lines;
}

}  // namespace crm::test
