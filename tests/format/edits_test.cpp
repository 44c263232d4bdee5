// The lossless edits of the corpus: before, what changes, and what stands there afterwards, to the
// byte.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/domain/text.hpp"
#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"
#include "tests/format/corpus.hpp"
#include "tests/judge.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// `"a\nb"` in the file is two lines.
std::string with_line_breaks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_break = text.substr(i, 2) == "\\n";
    out += is_break ? '\n' : text[i];
    if (is_break) ++i;
  }
  return out;
}

/// An item as it stands after `add … =`: a text, or a flow map.
Data item_of(std::string_view text) {
  if (!text.starts_with('{')) return Data::scalar(std::string(text));
  return *to_data(Tree::parse("item: " + std::string(text) + "\n", "edit").value().root())
              .find("item");
}

/// The value at the end of a path through keys, ids of entries and texts of lists; nullptr when
/// there is none. Maps on the way are made.
Data* at(Data& data, const Path& path, std::size_t steps) {
  Data* here = &data;
  for (std::size_t i = 0; i < steps && here != nullptr; ++i) {
    if (here->kind == Data::Kind::list) {
      const auto found = std::find_if(here->children.begin(), here->children.end(),
                                      [&](const Data& one) { return entry_name(one) == path[i]; });
      here = found == here->children.end() ? nullptr : &*found;
      continue;
    }
    if (here->find(path[i]) == nullptr) here->put(path[i], Data());
    here = here->find(path[i]);
  }
  return here;
}

/// The record's data with one line of the file `edit` done.
void apply(Data& record, std::string_view line) {
  const auto equals = line.find(" = ");
  const std::string_view head = line.substr(0, equals);
  const std::string_view value = equals == line.npos ? std::string_view() : line.substr(equals + 3);
  const auto space = head.find(' ');
  const std::string_view verb = head.substr(0, space);
  Path path;
  for (const std::string_view step : split(head.substr(space + 1), '/')) path.emplace_back(step);
  INFO(std::string(line));
  if (verb == "remove") {
    Data* const holder = at(record, path, path.size() - 1);
    REQUIRE(holder != nullptr);
    Data* const gone = at(*holder, {path.back()}, 1);
    REQUIRE(gone != nullptr);
    if (holder->kind == Data::Kind::list)
      holder->children.erase(holder->children.begin() + (gone - holder->children.data()));
    else
      holder->remove(path.back());
    return;
  }
  Data* const there = at(record, path, path.size());
  REQUIRE(there != nullptr);
  if (verb == "set") {
    *there = Data::scalar(with_line_breaks(value));
    return;
  }
  REQUIRE(verb == "add");
  there->kind = Data::Kind::list;
  there->children.push_back(item_of(value));
}

/// crm.yaml is known by its `format:`.
std::string_view kind_of(const std::string& text) {
  return text.find("format:") != text.npos ? "settings" : "customer";
}

}  // namespace

TEST_CASE("every edit of the corpus leaves exactly the expected bytes") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data_format("corpus/edits"))) {
    const auto folder = entry.path();
    INFO(folder.filename().string());
    const std::string before = text_of(folder / "before.yaml");
    const std::string_view kind = kind_of(before);
    const Type& type = type_of(kind);
    const Understood read = understood(kind, before, "before.yaml");
    REQUIRE(read.data);
    Data record = *read.data;
    const std::string lines = text_of(folder / "edit");
    for (const std::string_view line : split(lines, '\n'))
      if (!line.empty()) apply(record, line);
    // Read again, so that each value is of its type, as a command would make it.
    const Understood meant = understood(kind, new_file(record), "before.yaml");
    INFO(new_file(record), to_lines(meant.problems));
    REQUIRE(meant.data);
    const auto edits = difference(*read.data, *meant.data, type);
    const auto after = edited(before, edits, type, "before.yaml");
    if (!after) {
      FAIL_CHECK("refused: ", to_lines(after.error().problems));
      continue;
    }
    CHECK(*after == text_of(folder / "after.yaml"));
    CHECK(judgement(*after) == "");
    const Understood again = understood(kind, *after, "before.yaml");
    REQUIRE(again.data);
    CHECK(difference(*again.data, *meant.data, type).empty());
    ++count;
  }
  CHECK(count > 40);
}
