// What the format calls valid is read, agrees with another reader of YAML, and is given back as it
// was.
#include <doctest/doctest.h>

#include <set>

#include "core/book/check.hpp"
#include "core/book/real_disk.hpp"
#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"
#include "tests/format/corpus.hpp"
#include "tests/judge.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const std::vector<Sample>& valid() {
  static const std::vector<Sample> all = samples("valid");
  return all;
}

/// Every `noun.key` that a map and what is in it have a value for.
void note_keys(const Node& map, const Type& type, std::set<std::string>& met) {
  const auto note_items = [&met](const Node& list, const Type& item) {
    if (list.is_list())
      for (const Node& entry : items(list)) note_keys(entry, item, met);
  };
  if (!map.is_map()) return;
  for (const auto [key, value] : entries(map)) {
    const Field* const field = type.find(key.text);
    if (field == nullptr || value.is_absent()) continue;
    met.insert(std::string(type.noun) + "." + std::string(field->key));
    if (field->shape == Shape::items) note_items(value, *field->item);
    if (field->shape != Shape::named_items && field->shape != Shape::named_lists) continue;
    for (const auto [name, named] : entries(value)) {
      if (field->shape == Shape::named_items) note_keys(named, *field->item, met);
      if (field->shape == Shape::named_lists) note_items(named, *field->item);
    }
  }
}

void list_keys(const Type& type, std::set<std::string>& keys) {
  for (const Field& field : type.fields) {
    keys.insert(std::string(type.noun) + "." + std::string(field.key));
    if (field.item != nullptr) list_keys(*field.item, keys);
  }
}

}  // namespace

TEST_CASE("every valid file of the corpus is read without an error") {
  for (const Sample& sample : valid()) {
    const Understood read = understood(sample.kind, sample.text, sample.path.filename().string());
    INFO(sample.name, "\n", to_lines(read.problems));
    CHECK(read.data);
    for (const Problem& problem : read.problems) CHECK(problem.warning);
  }
}

TEST_CASE(
    "a valid file is remarked on only for ids that were left out, and for unknown keys where it is "
    "about them") {
  for (const Sample& sample : valid())
    for (const Problem& problem :
         understood(sample.kind, sample.text, sample.path.filename().string()).problems) {
      INFO(sample.name, ": ", problem.message);
      CHECK((problem.code == "no-id" ||
             (problem.code == "unknown-key" && sample.name == "customer/unknown-keys")));
    }
}

TEST_CASE("writing what was read changes no byte") {
  for (const Sample& sample : valid()) {
    INFO(sample.name);
    const Type& type = type_of(sample.kind);
    const std::string file = sample.path.filename().string();
    const Understood read = understood(sample.kind, sample.text, file);
    REQUIRE(read.data);
    const auto edits = difference(*read.data, *read.data, type);
    CHECK(edits.empty());
    CHECK(edited(sample.text, edits, type, file).value() == sample.text);
  }
}

TEST_CASE("a new file with the data of a valid one says the same, to us and to another reader") {
  for (const Sample& sample : valid()) {
    INFO(sample.name);
    const Understood read = understood(sample.kind, sample.text, sample.path.filename().string());
    REQUIRE(read.data);
    // A list of nothing is not written.
    if (read.data->empty()) continue;
    const std::string text = new_file(*read.data);
    INFO(text);
    CHECK(judgement(text) == "");
    const Understood again = understood(sample.kind, text, "new.yaml");
    REQUIRE(again.data);
    CHECK(difference(*read.data, *again.data, type_of(sample.kind)).empty());
    CHECK(new_file(*again.data) == text);
  }
}

TEST_CASE("yaml-cpp reads every valid file as the same data") {
  for (const Sample& sample : valid()) {
    INFO(sample.name);
    CHECK(judgement(sample.text) == "");
  }
}

TEST_CASE("every key of the format occurs in a valid file") {
  std::set<std::string> wanted, met;
  for (const Type* type :
       {&customer_type(), &campaign_type(), &settings_type(), &rates_type(), &mapping_type()})
    list_keys(*type, wanted);
  for (const Sample& sample : valid())
    note_keys(Tree::parse(sample.text, "").value().root(), type_of(sample.kind), met);
  for (const std::string& key : wanted) {
    INFO(key);
    CHECK(met.contains(key));
  }
}

TEST_CASE(
    "the example book is a book without errors, remarked on only in the file that was made by "
    "hand") {
  RealDisk disk;
  const Book book = Book::open(disk, Layout{data_format("example-book").string()}).value();
  const Checkup checkup = check(book).value();
  CHECK(checkup.files > 20);
  for (const Problem& problem : checkup.problems) {
    INFO(to_text(*problem.place), " ", problem.message);
    CHECK(problem.warning);
    CHECK(problem.code == "no-id");
    CHECK(problem.place->file == "customers/sunrise-school.yaml");
  }
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(data_format("example-book"))) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().string());
    CHECK(judgement(text_of(entry.path())) == "");
  }
}
