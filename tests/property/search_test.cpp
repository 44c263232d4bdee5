// Whatever stands in a record is found, in any capitals and normal form, however its file is
// written; and the quick look at a file never says no where it is.
#include "core/query/search.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iterator>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/skeleton.hpp"
#include "core/domain/text.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"
#include "tests/property/layout.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// Texts in which scripts, marks and joiners meet.
std::string any_text(Dice& dice) {
  static constexpr const char* pieces[] = {
      "Müller", "mu\u0308", "ß",      "ﬁ",        "Łódź",   "İ",
      "न्दी",    "हि",       "ं",       "न",        "म्",      "ऩ",
      "क़",      "ক্ষ",       "ৎ",      "ൻ",        "ൺ",      "ణ్ట",
      "ਟਿੱ",     "ੰ",         "தமிழ்",   "ன்",        "한",     "\u1112\u1161\u11AB",
      "電話",   "ｶﾞ",       "ガ",     "か\u3099", "٣",      "९",
      "①",      "²",        "K",      "Å",        "ᾴ",      "\u0345",
      "\u00AD", "\u200D",   "\u200C", "\u200B",   "\uFE0F", "👩‍👧",
      "שָׁלוֹם",   "مَكتبة",    "é",      "¨",        "…",      "abc",
      "X",      "7",        " ",      "\u3000",   "-",      "'",
      "“",      "ﷺ",        "\u0323"};
  std::string text;
  for (int i = dice.between(1, 8); i > 0; --i) text += pieces[dice.below(std::size(pieces))];
  return text;
}

std::string in_form(const std::string& text, utf8proc_option_t form) {
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &made,
                                 static_cast<utf8proc_option_t>(form | UTF8PROC_STABLE));
  std::string result(reinterpret_cast<char*>(made),
                     static_cast<std::size_t>(std::max<long>(size, 0)));
  std::free(made);
  return result;
}

/// The same text as somebody else might type it.
std::string otherwise(const std::string& text, Dice& dice) {
  switch (dice.below(4)) {
    case 0: return in_form(text, UTF8PROC_DECOMPOSE);
    case 1: return in_form(text, UTF8PROC_COMPOSE);
    case 2: {
      std::string upper = text;
      for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
      return upper;
    }
    default: return text;
  }
}

std::string part_of(const std::string& text, Dice& dice) {
  const std::u32string letters = characters(text);
  if (letters.empty()) return {};
  const std::size_t begin = dice.below(letters.size());
  return encoded(letters.substr(begin, 1 + dice.below(letters.size() - begin)));
}

Settings settings() {
  Settings settings;
  settings.currency = "EUR";
  settings.country = "DE";
  return settings;
}

}  // namespace

TEST_CASE("texts fold alike with places, and their skeletons hold those of their parts") {
  Skeleton skeletons;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    Dice dice(seed);
    const std::string text = dice.chance(70) ? any_text(dice) : hostile_text(dice);
    if (!is_utf8(text)) continue;
    INFO("seed ", seed, ": ", text);
    const FoldedText placed = folded_with_places(text);
    const std::string whole = folded(text);
    CHECK(placed.text == whole);
    REQUIRE(skeletons.of(text));
    const std::string skeleton(*skeletons.of(text));
    const std::string part = folded(part_of(whole, dice));
    if (whole.find(part) == whole.npos || part.find(' ') != part.npos) continue;
    INFO("part ", part);
    CHECK(skeleton.find(skeleton_of_part(part)) != skeleton.npos);
  }
}

TEST_CASE(
    "folded Indic letters are in NFC and the same in every way, whatever stands beside them") {
  constexpr char32_t block = 0x80;
  for (char32_t begin = 0x900; begin < 0xD80; begin += block)
    for (char32_t first = begin; first < begin + block; ++first)
      for (char32_t second = begin; second < begin + block; ++second) {
        // A letter before them, so that each of them may be a sign of what stands before it.
        const std::string text = encoded({begin + 0x15, first, second});
        const std::string whole = folded(text);
        if (in_form(whole, UTF8PROC_COMPOSE) != whole) FAIL_CHECK(text, " folds to ", whole);
        // The one is folded at once where that is possible, the other always letter by letter.
        if (folded_with_places(text).text != whole) FAIL_CHECK(text, " folds to ", whole);
      }
}

TEST_CASE("what a record says is found, and its file may have it, in every layout") {
  int sought_for = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    Dice dice(seed);
    auto customer = random_record<Customer>(dice, 12);
    customer.id = "nobody-0001";
    const std::string said = dice.chance(80) ? "x" + any_text(dice) + "y" : visible_text(dice);
    if (!is_utf8(said) || said.find('\0') != said.npos) continue;
    customer.note = said;
    if (!customer.interactions.empty()) customer.interactions.front().text = said;
    const Data data = to_data(customer);
    const std::string file =
        dice.chance(50) ? new_file(data) : in_some_layout(data, customer_type(), dice);
    const auto tree = Tree::parse(file, "nobody-0001.yaml");
    REQUIRE(tree);
    const auto reading = read_customer(*tree, "EUR");
    if (!reading.ok()) continue;
    const std::string text = reading.value->note;
    const std::string part = part_of(folded(text), dice);
    // A mark alone may become one with what is typed before it.
    if (folded(part) != part || part.empty()) continue;
    const std::string typed = otherwise(part, dice);
    if (folded(typed) != part) continue;
    const Search search({typed}, settings());
    INFO("seed ", seed, ": ", typed, " in ", text);
    const auto hits = search.hits(*reading.value);
    CHECK(std::any_of(hits.begin(), hits.end(), [](const Hit& hit) { return hit.kind == "note"; }));
    CHECK(search.may_be_in(file, "nobody-0001"));
    ++sought_for;
    // And something of another record, which may be there or not.
    const Search other({otherwise(part_of(any_text(dice), dice), dice)}, settings());
    if (!other.is_empty() && !other.hits(*reading.value).empty())
      CHECK(other.may_be_in(file, "nobody-0001"));
  }
  CHECK(sought_for > 500);
}
