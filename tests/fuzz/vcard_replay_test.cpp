// The vCard fuzz target with damaged cards, so that it is also run without clang.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/fuzz/vcard_fuzz.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {
namespace {

const std::vector<std::string>& whole_cards() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> texts;
    for (const auto& entry :
         std::filesystem::directory_iterator(CRM_SOURCE_DIR "/tests/exchange/vcard")) {
      if (entry.path().extension() != ".vcf") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    std::ranges::sort(texts);
    return texts;
  }();
  return all;
}

const char* const pieces[] = {"BEGIN:VCARD\r\n",
                              "END:VCARD\r\n",
                              "AGENT:\r\n",
                              "VERSION:2.1\r\n",
                              "VERSION:4.0\r\n",
                              "NOTE;ENCODING=QUOTED-PRINTABLE:=\r\n",
                              "TEL;TYPE=\"a,b;c:",
                              ";CHARSET=UTF-16",
                              ";CHARSET=SHIFT_JIS",
                              "item1.",
                              "item1.X-ABLabel:",
                              "UID:acme-7h2k+p4n8x2@crm\r\n",
                              "X-CRM-ID:anna-7h2k\r\n",
                              "X-ABShowAs:COMPANY\r\n",
                              "BDAY:--0229\r\n",
                              "N:a;b\\;c,d;;;\r\n",
                              "\r\n ",
                              "\n\t",
                              "\r",
                              "=\r\n",
                              "=0D=0A",
                              "\\n",
                              "\\",
                              ";",
                              ",",
                              ":",
                              "\"",
                              "^n",
                              "\xEF\xBB\xBF",
                              "\xE2\x80\xAE",
                              "\xC3",
                              "\x01"};

}  // namespace

TEST_CASE("damaged cards never break their reader, and cost no card but their own") {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 800 * (factor == nullptr ? 1 : std::stoul(factor));
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    std::string text = dice.one_of(whole_cards());
    for (int i = dice.between(1, 4); i > 0; --i) {
      const std::size_t at = dice.below(text.size() + 1);
      const std::size_t length = dice.below(std::min<std::size_t>(text.size() - at, 40) + 1);
      switch (dice.below(5)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(at, pieces[dice.below(std::size(pieces))]); break;
        case 2: text.insert(at, text.substr(dice.below(text.size() + 1), length)); break;
        case 3: {
          const std::string& other = dice.one_of(whole_cards());
          text.insert(at, other.substr(dice.below(other.size()), 80));
          break;
        }
        default:
          if (at < text.size()) text[at] = static_cast<char>(dice.below(256));
      }
    }
    const std::string broken = what_breaks_a_card(text);
    if (!broken.empty()) FAIL("seed ", seed, ": ", broken, "\nof:\n", text);
  }
}

}  // namespace crm::test
