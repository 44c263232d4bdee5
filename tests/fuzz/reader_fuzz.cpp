#include "tests/fuzz/reader_fuzz.hpp"

#include <algorithm>

#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"
#include "tests/property/kinds.hpp"
#include "tests/property/promise.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

constexpr std::string_view file = "customers/some-one.yaml";

template <class T>
std::string what_breaks_as(const Tree& tree, std::uint64_t seed) {
  const T* const kind = nullptr;
  const auto reading = read(tree, kind);
  for (const Problem& problem : reading.problems)
    if (!problem.place || problem.place->line < 1 || problem.place->column < 1)
      return "a problem without a place: " + problem.message;
  if (!reading.ok()) return reading.error().problems.empty() ? "neither a value nor an error" : "";
  const Type& type = type_of(kind);
  if (!difference(to_data(*reading.value), to_data(*reading.value), type).empty())
    return "a difference from itself";
  Dice dice(seed);
  for (int i = 0; i < 2; ++i) {
    const T after = changed(*reading.value, dice);
    const auto edits = difference(to_data(*reading.value), to_data(after), type);
    const auto text = edited(tree.text(), edits, type, file);
    if (auto broken = broken_promise(tree.text(), edits, type, text); !broken.empty())
      return broken;
    if (!text) continue;
    const auto next = Tree::parse(*text, file);
    const auto again = read(*next, kind);
    // A line that names the id or an entry twice can make the same words mean another thing; the
    // caller looks again.
    if (!again.ok() && reading.problems.empty())
      return "the new text can't be read: " + again.error().message();
    if (again.ok() && reading.problems.empty() &&
        !same_but_for_order(to_data(*again.value), to_data(after)))
      return "the new text says something else";
  }
  return "";
}

}  // namespace

std::string what_breaks(std::string_view bytes) {
  const auto tree = Tree::parse(std::string(bytes), file);
  if (!tree) {
    const Problem& problem = tree.error().problems.front();
    return problem.place && problem.place->line > 0 && !problem.message.empty()
               ? ""
               : "a refusal without place or words";
  }
  if (!says(tree->root(), to_data(tree->root()))) return "a tree that does not say what it says";
  std::uint64_t seed = bytes.size();
  for (const char c : bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 64)))
    seed = seed * 31 + static_cast<unsigned char>(c);
  for (const auto look :
       {what_breaks_as<Customer>, what_breaks_as<Campaign>, what_breaks_as<Settings>})
    if (auto broken = look(*tree, seed); !broken.empty()) return broken;
  return "";
}

}  // namespace crm::test

#ifdef CRM_FUZZING
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string broken = crm::test::what_breaks({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", broken.c_str());
  std::abort();
}
#endif
