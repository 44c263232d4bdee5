#include "tests/fuzz/damage.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace crm::test {

std::vector<std::string> whole_texts() {
  std::vector<std::string> texts{
      "name: a\n",
      "id: x-1234\nname: A # c\ntags: [a, b]\ndeals:\n  - id: d1aaaa\n    title: t\n    history:\n "
      "     - {id: h1aaaa, at: 2026-01-01, stage: lead}\nnote: |\n  one\n  two\n",
      "\xEF\xBB\xBFname: B\r\npeople:\r\n- name: C\r\n  emails: [a@b.example, {value: c, label: "
      "d}]\r\n# end",
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\npipelines:\n  sales:\n    - "
      "{stage: lead}\n    - {stage: won, ends: won}\n",
  };
  for (const char* folder : {"/data-format/corpus", "/tests/property/hard"}) {
    if (!std::filesystem::exists(std::string(CRM_SOURCE_DIR) + folder)) continue;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(CRM_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".yaml" || entry.file_size() > 16384) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string damaged(std::string text, const std::vector<std::string>& others, Dice& dice) {
  for (int i = dice.between(1, 3); i > 0 && !text.empty(); --i) {
    const std::size_t at = dice.below(text.size());
    const std::size_t length = 1 + dice.below(std::min<std::size_t>(text.size() - at, 12));
    switch (dice.below(8)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, text.substr(dice.below(text.size()), length)); break;
      case 2: text[at] = static_cast<char>(dice.below(256)); break;
      case 3:
        text.insert(at, dice.one_of({"\n",    "\r\n", "  ",   "\t",          ": ",  "- ", "# c\n",
                                     "\"",    "'",    "[",    "]",           "{",   "}",  ", ",
                                     "|\n",   ">-\n", "~",    "null",        "&a ", "*a", "!t ",
                                     "---\n", "? ",   "id: ", "id: d1aaaa\n"}));
        break;
      case 4: {
        // A line moves, is doubled or goes deeper.
        const std::size_t begin = text.rfind('\n', at) == text.npos ? 0 : text.rfind('\n', at) + 1;
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string line = text.substr(begin, end - begin);
        if (dice.chance(50)) text.erase(begin, end - begin);
        text.insert(std::min(begin, text.size()), dice.one_of({"", "  ", " "}) + line);
        break;
      }
      case 5: {
        const std::string& other = dice.one_of(others);
        const std::size_t from = dice.below(other.size() + 1);
        text.insert(at, other.substr(from, 40));
        break;
      }
      case 6: text.resize(at); break;
      default:
        text[at] = dice.one_of(std::vector<char>{' ', '\n', ':', '-', '#', '0', 'a', '"'});
        break;
    }
  }
  return text;
}

}  // namespace crm::test
