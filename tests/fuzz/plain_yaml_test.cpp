// What the fast reader of plain records accepts, libyaml reads too: to the same nodes at the same
// bytes.
#include "core/record/plain_yaml.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/record/yaml.hpp"
#include "tests/fuzz/damage.hpp"

namespace crm::test {
namespace {

/// The tree by libyaml alone; nothing where it refuses the text.
std::optional<Tree> by_libyaml(const std::string& text) {
  TreeBuilder builder(text, "f");
  if (read_yaml(builder)) return std::nullopt;
  auto tree = builder.finish();
  if (!tree) return std::nullopt;
  return *std::move(tree);
}

std::optional<Tree> by_plain_reader(const std::string& text) {
  TreeBuilder builder(text, "f");
  if (!read_plain_yaml(builder)) return std::nullopt;
  auto tree = builder.finish();
  if (!tree) return std::nullopt;
  return *std::move(tree);
}

bool same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.style == b.style && a.begin == b.begin && a.end == b.end &&
         a.text == b.text && a.size == b.size && a.span == b.span;
}

/// What is wrong about how the plain reader took a text; nothing where both agree or it gave up.
std::string disagreement(const std::string& text, std::size_t& accepted) {
  const auto plain = by_plain_reader(text);
  if (!plain) return "";
  ++accepted;
  const auto full = by_libyaml(text);
  if (!full) return "libyaml refuses it";
  const Node* ours = &plain->root();
  const Node* its = &full->root();
  if (ours->span != its->span) return "another number of nodes";
  for (std::uint32_t i = 0; i < full->root().span; ++i, ++ours, ++its)
    if (!same(*ours, *its))
      return "node " + std::to_string(i) + " at byte " + std::to_string(its->begin) + " differs";
  return "";
}

std::string random_text(Dice& dice) {
  std::string text = dice.chance(90) ? "a: " : "";
  for (int left = dice.between(1, 24); left > 0; --left)
    text += dice.one_of({"a",
                         "b: ",
                         "c: ",
                         "d:",
                         "- ",
                         "-",
                         "\n",
                         "\n",
                         "\n",
                         "\n  ",
                         "\n  ",
                         "\n- ",
                         "\n  - ",
                         "\n    ",
                         "\n    - ",
                         "  ",
                         " ",
                         "'",
                         "\"",
                         "[",
                         "]",
                         "[]",
                         "{",
                         "}",
                         "{}",
                         ", ",
                         ",",
                         ":",
                         ": ",
                         "#",
                         " #",
                         " # c\n",
                         "|\n",
                         "|-\n",
                         "|+\n",
                         "|",
                         ">",
                         "\\n",
                         "\\",
                         "\\\"",
                         "é",
                         "ಕ",
                         "~",
                         "-1",
                         "--",
                         "---",
                         "...",
                         "?",
                         "? ",
                         "&",
                         "*",
                         "!",
                         "%",
                         "@",
                         "`",
                         "\t",
                         "\r\n",
                         "\xC2\x85",
                         "\xE2\x80\xA8",
                         "\xEF\xBB\xBF",
                         "\x7F",
                         "\xFF",
                         "<",
                         "=",
                         "1",
                         "2026-11-21T10:15+05:30",
                         "https://a.b/c",
                         "x-y: ",
                         "\n\n",
                         "\n   \n",
                         "{a: b}",
                         "[a, b]",
                         "\"a b\"",
                         "'a'",
                         "|\n  t\n",
                         "\n  b: c",
                         "\n  - {a: b}\n"});
  return text;
}

std::uint64_t times(std::uint64_t rounds) {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  return rounds * (factor == nullptr ? 1 : std::stoul(factor));
}

}  // namespace

TEST_CASE("damaged texts mean the same to the plain reader as to libyaml") {
  const std::vector<std::string> texts = whole_texts();
  const std::uint64_t rounds = times(60'000);
  std::size_t accepted = 0;
  for (const std::string& text : texts) CHECK_MESSAGE(disagreement(text, accepted) == "", text);
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    const std::string text = damaged(dice.one_of(texts), texts, dice);
    const std::string wrong = disagreement(text, accepted);
    if (!wrong.empty()) FAIL_CHECK("seed ", seed, ": ", wrong, "\n", text);
  }
  CHECK(accepted > rounds / 20);
}

TEST_CASE("words of YAML in any order mean the same to the plain reader as to libyaml") {
  const std::uint64_t rounds = times(200'000);
  std::size_t accepted = 0;
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    const std::string text = random_text(dice);
    const std::string wrong = disagreement(text, accepted);
    if (!wrong.empty()) FAIL_CHECK("seed ", seed, ": ", wrong, "\n", text);
  }
  CHECK(accepted > rounds / 50);
}

TEST_CASE("nearly all records that people keep are plain") {
  std::size_t all = 0, plain = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           CRM_SOURCE_DIR "/data-format/example-book/customers")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    ++all;
    if (by_plain_reader(text)) ++plain;
  }
  CHECK(plain >= 15);
  // One of them has a text over two lines.
  CHECK(plain + 1 >= all);
}

}  // namespace crm::test
