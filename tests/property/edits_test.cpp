// Whatever a record looks like and whatever is changed in it, the edited text says exactly that,
// and keeps the rest.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"
#include "tests/judge.hpp"
#include "tests/property/kinds.hpp"
#include "tests/property/layout.hpp"
#include "tests/property/promise.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

constexpr std::string_view file = "customers/some-one.yaml";

template <class T>
std::optional<T> value_of(const std::string& text) {
  const auto tree = Tree::parse(text, file);
  if (!tree) return std::nullopt;
  return read(*tree, static_cast<const T*>(nullptr)).value;
}

std::string in_words(const std::vector<Edit>& edits) {
  std::string all;
  for (const Edit& edit : edits) {
    all += edit.kind == Edit::Kind::set   ? "set "
           : edit.kind == Edit::Kind::add ? "add "
                                          : "remove ";
    all += to_text(edit.path) + " = " + flow_text(edit.value) + "\n";
  }
  return all;
}

struct Figures {
  int changes = 0, refused = 0;
  std::map<std::string, int> reasons;
};

template <class T>
void check_change(const std::string& text, const T& before, const T& after, Figures& figures,
                  bool with_judge, bool back = false) {
  const Type& type = type_of(&before);
  const auto edits = difference(to_data(before), to_data(after), type);
  if constexpr (std::is_same_v<T, Customer>) CHECK(difference(before, after) == edits);
  const auto result = edited(text, edits, type, file);
  std::string what = broken_promise(text, edits, type, result);
  ++figures.changes;
  std::string next = result ? *result : "";
  if (what.empty() && !result) {
    ++figures.refused;
    ++figures.reasons[result.error().message()];
    return;
  }
  if (what.empty()) {
    const auto again = value_of<T>(next);
    if (!again)
      what = "the new text can't be read";
    else if (!same_but_for_order(to_data(*again), to_data(after)))
      what = "the new text says something else";
    else if (!difference(to_data(*again), to_data(after), type).empty())
      what = "the difference sees something else";
    else if (with_judge)
      what = judgement(next);
  }
  if (!what.empty()) {
    FAIL_CHECK(what, "\n--- edits\n", in_words(edits), "--- before\n", text, "\n--- after\n", next);
    return;
  }
  if (!back) check_change(next, *value_of<T>(next), before, figures, with_judge, true);
}

template <class T>
void check_record(const T& record, std::uint64_t seed, Figures& figures, int changes) {
  Dice dice(seed);
  const Type& type = type_of(&record);
  const std::string text =
      dice.chance(25) ? new_file(to_data(record)) : in_some_layout(to_data(record), type, dice);
  const auto tree = Tree::parse(text, file);
  INFO("seed ", seed);
  if (!tree) {
    FAIL_CHECK("the layout is not YAML: ", tree.error().message(), " at ",
               to_text(*tree.error().problems.front().place), "\n", text);
    return;
  }
  const auto before = value_of<T>(text);
  if (!before) {
    FAIL_CHECK("can't be read: ", read(*tree, &record).error().message(), "\n", text);
    return;
  }
  CHECK(judgement(text) == "");
  CHECK(edited(text, {}, type, file).value() == text);
  for (int i = 0; i < changes; ++i) {
    T after = changed(*before, dice);
    if (dice.chance(15)) after = changed(after, dice);
    check_change(text, *before, after, figures, dice.chance(30));
  }
}

template <class T>
Figures check_many(std::uint64_t first, std::uint64_t last, int density, int changes) {
  Figures figures;
  for (std::uint64_t seed = first; seed < last; ++seed) {
    Dice dice(seed);
    check_record(random_record<T>(dice, density), seed, figures, changes);
  }
  return figures;
}

/// CRM_PROPERTY_TIMES=10 looks ten times as long, and says how much was refused and why.
std::uint64_t times(std::uint64_t usual) {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  return factor == nullptr ? usual : usual * std::stoul(factor);
}

void report(const char* what, const Figures& figures) {
  if (std::getenv("CRM_PROPERTY_TIMES") == nullptr) return;
  std::ostringstream all;
  for (const auto& [reason, count] : figures.reasons) all << "\n  " << count << "  " << reason;
  MESSAGE(what, ": ", figures.changes, " changes, ", figures.refused, " refused", all.str());
}

}  // namespace

TEST_CASE("a new file says what the record says") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    const auto record = random_record<Customer>(dice, 30);
    const std::string text = new_file(to_data(record));
    const auto again = value_of<Customer>(text);
    INFO("seed ", seed, "\n", text);
    REQUIRE(again);
    CHECK(to_data(*again) == to_data(record));
    CHECK(judgement(text) == "");
  }
}

TEST_CASE("any change of any customer becomes an edit that keeps the rest") {
  const Figures figures = check_many<Customer>(1000, 1000 + times(600), 12, 12);
  report("customers", figures);
  CHECK(figures.refused * 100 < figures.changes);
}

TEST_CASE("any change of the settings and campaigns, too") {
  const Figures settings = check_many<Settings>(5000, 5000 + times(100), 12, 10);
  report("settings", settings);
  CHECK(settings.refused * 100 < settings.changes * 3);
  const Figures campaigns = check_many<Campaign>(7000, 7000 + times(60), 30, 8);
  report("campaigns", campaigns);
  CHECK(campaigns.refused * 100 < campaigns.changes);
}

TEST_CASE("files that were hard to write are edited all the same") {
  Figures figures;
  const std::filesystem::path folder =
      std::filesystem::path(CRM_SOURCE_DIR) / "tests/property/hard";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    INFO(entry.path().filename().string());
    const auto before = value_of<Customer>(text);
    REQUIRE(before);
    ++files;
    for (std::uint64_t seed = 0; seed < times(60); ++seed) {
      Dice dice(seed);
      check_change(text, *before, changed(*before, dice), figures, true);
    }
  }
  CHECK(files >= 25);
  report("hard files", figures);
  CHECK(figures.refused * 100 < figures.changes * 5);
}

}  // namespace crm::test
