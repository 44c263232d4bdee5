#include "tests/property/random_record.hpp"

#include "core/domain/text.hpp"

namespace crm::test {
namespace {

constexpr const char* words[] = {
    "plain words",
    "no",
    "Yes",
    "on",
    "off",
    "y",
    "null",
    "Null",
    "~",
    "true",
    "0606",
    "1e3",
    "0x1F",
    "1_000",
    "12:30:45",
    ".5",
    "-.inf",
    "-",
    "--",
    "---",
    "...",
    "- dash",
    "? what",
    ": colon",
    "a: b",
    "a:",
    "key: [v",
    "x #y",
    "#1",
    "a # b",
    "&anchor",
    "*alias",
    "!tag",
    "%directive",
    "@at",
    "`tick",
    "|",
    ">",
    "|-",
    "[list]",
    "{map}",
    "a, b",
    "a]b",
    "}",
    "\"quoted\"",
    "it's",
    "'",
    "\"",
    "\\",
    "\\n",
    "a\\",
    " leading",
    "trailing ",
    "  both  ",
    "2026-11-21",
    "2026-11-21T10:15",
    "12000.00 EUR",
    "+49 30 1234567",
    "98450 12345",
    "office@acme.example",
    "https://acme.example/a?b=c#d",
    "=",
    "<<",
    "<<<<<<<",
    "=======",
    "a=b",
    "50%",
    "अनिता शर्मा",
    "ರಮೇಶ್ ಗೌಡ",
    "東京 電話",
    "שלום עולם",
    "مرحبا",
    "e\xCC\x81"
    "a\xCC\x8A",
    "👩‍👩‍👧 🇩🇪",
    "Ünïcödé",
    "a\xC2\xA0z",
    "soft\xC2\xADhyphen",
    "\xE2\x80\x8Fmark",
    "zero\xE2\x80\x8Bwidth",
    "a\xC2\x85z",
    "a\xE2\x80\xA8z",
    "a\xE2\x80\xA9z",
    "\xEF\xBB\xBFz",
    "a\xEF\xBB\xBFz",
    "a\x01z",
    "a\x1B[31mz",
    "a\x7Fz",
    "a\xC2\x9Fz",
    "a\tb",
    "\ttab",
    "tab\t",
    "a\rb",
    "\xEF\xBF\xBE",
    "\xF0\x9F\xBF\xBE",
    "x-key",
    "id",
    "value",
    "stage",
    "a\xE3\x80\x80z",
    "crm: log",
    "a,b",
    "a:b",
    "(:",
    ":)",
    "-5",
    "+5",
    "5 %",
    "v1.2.3",
    "O'Neil \"Al\"",
};

constexpr const char* lines[] = {"one",     "  indented", "    more", "- dash",
                                 "# hash",  "key: value", "",         "",
                                 " ",       "tab\there",  "\tfirst",  "trailing ",
                                 "---",     "...",        "अनिता",    "a\xE2\x80\xA8z",
                                 "'",       "\"",         "<<<<<<<",  "=======",
                                 "zwei: [", "x\r"};

}  // namespace

std::string hostile_text(Dice& dice) {
  const std::size_t die = dice.below(20);
  if (die < 9) return dice.one_of(std::vector<const char*>(std::begin(words), std::end(words)));
  if (die < 13) return std::string("note ") + std::to_string(dice.below(1000));
  if (die < 15)
    return std::string(words[dice.below(std::size(words))]) + " " +
           words[dice.below(std::size(words))];
  if (die == 15 && dice.chance(30)) {
    std::string text;
    for (int i = dice.between(100, 400); i > 0; --i)
      text += dice.one_of({"long ", "line-", "ಗೌಡ ", "a: ", "x,"});
    return text;
  }
  if (die == 16) return dice.one_of({"\n", " ", "\n\n", "\t", " \n "});
  std::string text = lines[dice.below(std::size(lines))];
  for (int i = dice.between(1, 4); i > 0; --i)
    text += std::string("\n") + lines[dice.below(std::size(lines))];
  for (int i = dice.between(-2, 2); i > 0; --i) text += '\n';
  return text.empty() ? "x" : text;
}

std::string visible_text(Dice& dice) {
  std::string text = hostile_text(dice);
  return trimmed(text).empty() ? "seen" : text;
}

}  // namespace crm::test
