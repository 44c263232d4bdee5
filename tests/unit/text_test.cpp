#include "core/domain/text.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/width.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace crm;

namespace {

/// Characters of many scripts, controls, marks, emoji, and now and then a byte that is no UTF-8.
std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "a",       "B",      "z",      " ",      "\t",     "\n",   "\r",   "-",   "7",    "é",
      "e\u0301", "ß",      "İ",      "ﬁ",      "Я",      "й",    "Ώ",    "ς",   "न",    "्",
      "द",       "ी",      "ं",       "ँ",       "़",       "क़",    "९",    "ಗ",   "ೌ",     "்",
      "ன",       "ൻ",      "ৎ",      "ਕ",      "ੰ",       "王",   "ｶ",    "ﾞ",   "김",   "ש",
      "ָ",        "م",      "\u200D", "\u200C", "\uFE0F", "👨",    "🇮",    "👍",   "🏽", "\u0301",
      "\u00A0",  "\u202E", "\u2028", "\u0085", "\x01",   "\x7f", "\xff", "\xc3"};
  std::string text;
  for (auto count = random() % 20; count > 0; --count) text += pieces[random() % pieces.size()];
  return text;
}

}  // namespace

TEST_CASE("UTF-8 has neither surrogates nor over-long forms nor lonely bytes") {
  for (const char* text : {"", "abc", "é", "王", "😀", "\xF4\x8F\xBF\xBF"}) CHECK(is_utf8(text));
  for (const char* text : {"\xff", "\xc3", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                           "\xe2\x82", "\x80"}) {
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("composed text is NFC") {
  CHECK(composed("e\u0301") == "é");
  CHECK(composed("abc") == "abc");
  CHECK(composed("\u1112\u1161\u11AB") == "한");
  CHECK(composed("ﬁ") == "ﬁ");
  CHECK(composed("e\xff") == "e\xff");
}

TEST_CASE("words that a person takes for the same fold alike") {
  const std::pair<const char*, const char*> table[] = {
      {"Acme  Robotics ", "acme robotics"},
      {"\u00A0Acme\u3000Robotics\n", "acme robotics"},
      {"Müller", "muller"},
      {"MU\u0308LLER", "muller"},
      {"Å", "a"},
      {"Łódź", "lodz"},
      {"Straße STRASSE", "strasse strasse"},
      {"ﬁ", "fi"},
      {"Æsir Þór Œuvre Đorđe", "aesir thor oeuvre dorde"},
      {"İIıi", "iiii"},
      {"ＡＢＣ", "abc"},
      {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
      {"Σίσυφος", "σισυφοσ"},
      {"Йод Ёлка", "иод елка"},
      {"ｶﾞ", "ガ"},
      {"김", "김"},
      {"हिन्दी", "हिंदी"},
      {"चाँद", "चांद"},
      {"सम्पत", "संपत"},
      {"क़लम", "कलम"},
      {"क\u093Cलम", "कलम"},
      {"क्\u200Dष", "क्ष"},
      {"ಹಿನ್ದಿ", "ಹಿಂದಿ"},
      {"ਸਿੰਘ", "ਸਿਂਘ"},
      {"അവൻ", "അവന്"},
      {"অকস্মাৎ", "অকস্মাত্"},
      {"१२९ ೧೨ ٣ ৪ ７", "129 12 3 4 7"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(folded(text) == expected);
  }
}

TEST_CASE("words that a person takes for different ones stay different") {
  const std::pair<const char*, const char*> table[] = {
      {"राम", "रमा"},   {"रमा", "रीमा"},  {"राम", "रीमा"}, {"कमल", "कमला"},
      {"வண்டு", "வந்து"}, {"שָׁלוֹם", "שלום"}, {"か", "が"},    {"Anna", "Anne"}};
  for (const auto& [one, other] : table) {
    CAPTURE(one);
    CAPTURE(other);
    CHECK(folded(one) != folded(other));
  }
}

TEST_CASE("folding what is folded changes nothing") {
  std::mt19937 random(5);  // the same texts in every run
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_text(random);
    CAPTURE(text);
    const std::string once = folded(text);
    CHECK(is_utf8(once));
    CHECK(folded(once) == once);
    CHECK(folded(composed(text)) == once);
  }
}

TEST_CASE("lowered, trimmed and split know ASCII only") {
  CHECK(lowered("ABC É") == "abc É");
  CHECK(trimmed(" \t\r\na b \n") == "a b");
  CHECK(trimmed(" \n").empty());
  CHECK(split("a,b,,c", ',') == std::vector<std::string_view>{"a", "b", "", "c"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("letters and digits of any script count, signs do not") {
  for (const char* text : {"a", "7", "अ", "९", "王", "—é—"}) CHECK(has_letter_or_digit(text));
  for (const char* text : {"", " -–—", "😀", "!?", "\u200D"}) CHECK_FALSE(has_letter_or_digit(text));
}

TEST_CASE("width is the cells that a terminal takes") {
  const std::pair<const char*, int> table[] = {{"", 0},
                                               {"abc", 3},
                                               {"Müller", 6},
                                               {"Mu\u0308ller", 6},
                                               {"王小明", 6},
                                               {"한글", 4},
                                               {"ｶﾞ", 2},
                                               {"हिन्दी", 5},
                                               {"क्षि", 3},
                                               {"ರಮೇಶ್", 4},
                                               {"👨‍👩‍👧", 2},
                                               {"🇮🇳", 2},
                                               {"👍🏽", 2},
                                               {"❤️", 2},
                                               {"❤", 1},
                                               {"1️⃣", 2},
                                               {"⭐", 2},
                                               {"…", 1},
                                               {"a\u200Db", 2}};
  for (const auto& [text, cells] : table) {
    CAPTURE(text);
    CHECK(width(text) == cells);
  }
}

TEST_CASE("a text that is too wide ends in an ellipsis, never within a character") {
  CHECK(shortened("Acme Robotics", 13) == "Acme Robotics");
  CHECK(shortened("Acme Robotics", 6) == "Acme …");
  CHECK(shortened("王小明", 5) == "王小…");
  CHECK(shortened("王小明", 4) == "王…");
  CHECK(shortened("👨‍👩‍👧👨‍👩‍👧", 3) == "👨‍👩‍👧…");
  CHECK(shortened("Mu\u0308ller", 3) == "Mu\u0308…");
  CHECK(shortened("abc", 1) == "…");
  CHECK(shortened("abc", 0).empty());
}

TEST_CASE("padding fills up to the cells asked for") {
  CHECK(padded("王", 4) == "王  ");
  CHECK(padded_left("王", 4) == "  王");
  CHECK(padded("abcd", 2) == "abcd");
}

TEST_CASE("text is wrapped at spaces and its line breaks are kept") {
  using Lines = std::vector<std::string>;
  CHECK(wrapped("the quick brown fox", 10) == Lines{"the quick", "brown fox"});
  CHECK(wrapped("the quick brown fox", 9) == Lines{"the quick", "brown fox"});
  CHECK(wrapped("one\n\ntwo\n", 10) == Lines{"one", "", "two"});
  CHECK(wrapped("one\r\ntwo", 10) == Lines{"one", "two"});
  CHECK(wrapped("", 10) == Lines{""});
  CHECK(wrapped("unbreakable", 4) == Lines{"unbr", "eaka", "ble"});
  CHECK(wrapped("王小明", 4) == Lines{"王小", "明"});
  CHECK(wrapped("王小", 1) == Lines{"王", "小"});
  CHECK(wrapped("a   b", 2) == Lines{"a", "b"});
}

TEST_CASE("no line is wider than asked, and none but spaces are lost") {
  std::mt19937 random(6);  // the same texts in every run
  const auto without_white = [](std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
    return text;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random_text(random);
    // A mark with a width of its own can make even one character wider than the narrowest lines.
    const int cells = 8 + static_cast<int>(random() % 8);
    CAPTURE(text);
    std::string together;
    for (const std::string& line : wrapped(text, cells)) {
      CHECK(width(line) <= cells);
      together += line;
    }
    CHECK(without_white(together) == without_white(text));
    CHECK(width(shortened(text, cells)) <= cells);
    CHECK(width(padded(text, cells)) >= cells);
  }
}

TEST_CASE("nothing that is printed can command the terminal") {
  CHECK(printable_line("plain") == "plain");
  CHECK(printable_line("अनिता 👨‍👩‍👧") ==
        "अनिता 👨‍👩‍👧");
  CHECK(printable_line("a\nb\r\nc\td\re") == "a b c d e");
  CHECK(printable_line("\x1b[31mred") == "\uFFFD[31mred");
  CHECK(printable_line("a\x7f\u0085\u009B") == "a\uFFFD\uFFFD\uFFFD");
  CHECK(printable_line("a\u202Eb\u2066c") == "a\uFFFDb\uFFFDc");
  CHECK(printable_line("a\xff\xc3") == "a\uFFFD\uFFFD");
  CHECK(printable_text("a\nb\r\nc\td") == "a\nb\nc d");

  std::mt19937 random(8);  // the same texts in every run
  for (int i = 0; i < 2000; ++i) {
    const std::string line = printable_line(random_text(random));
    CHECK(is_utf8(line));
    CHECK(line.find_first_of("\n\r\t\x1b\x7f\x01") == std::string::npos);
    CHECK(printable_line(line) == line);
  }
}

TEST_CASE("the distance of two words counts letters left out, put in, changed or swapped") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("won", "won") == 0);
  CHECK(edit_distance("won", "wone") == 1);
  CHECK(edit_distance("lgo", "log") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ca", "abc") == 3);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("राम", "रमा") == 1);

  std::mt19937 random(9);  // the same words in every run
  for (int i = 0; i < 500; ++i) {
    const std::string a = random_text(random);
    const std::string b = random_text(random);
    CHECK(edit_distance(a, b) == edit_distance(b, a));
    CHECK(edit_distance(a, a) == 0);
  }
}

TEST_CASE("a typo is answered with what may have been meant, nearest first") {
  const std::vector<std::string> stages = {"lead", "qualified", "proposal", "won", "lost"};
  CHECK(did_you_mean("wone", stages) == std::vector<std::string>{"won"});
  CHECK(did_you_mean("Propsoal", stages) == std::vector<std::string>{"proposal"});
  CHECK(did_you_mean("qual", stages) == std::vector<std::string>{"qualified"});
  CHECK(did_you_mean("xyz", stages).empty());
  CHECK(did_you_mean("x", stages).empty());
  CHECK(did_you_mean("", stages).empty());
  CHECK(did_you_mean("lgo", {"list", "log", "lead"}) == std::vector<std::string>{"log"});
  CHECK(did_you_mean("muller", {"Müler", "Müller"}) == std::vector<std::string>{"Müller", "Müler"});
  CHECK(did_you_mean("aa", {"aa1", "aa2", "aa3", "aa4"}).size() == 3);
}
