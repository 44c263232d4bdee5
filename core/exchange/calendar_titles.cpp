#include "core/exchange/calendar_titles.hpp"

#include <algorithm>
#include <array>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"

namespace crm {

bool says_birthday(std::string_view text) {
  constexpr std::array<std::string_view, 8> words = {"birthday",    "geburtstag", "anniversaire",
                                                     "cumple",      "compleanno", "verjaardag",
                                                     "aniversario", "जन्मदिन"};
  if (text.find("🎂") != text.npos) return true;
  const std::string plain = folded(text);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return plain.find(folded(word)) != plain.npos; });
}

bool says_anniversary(std::string_view text) {
  return folded(text).find("anniversary") != std::string::npos;
}

std::string celebrated(std::string text) {
  for (const std::string_view sign : {"🎂", "🎉", "🎁"})
    for (auto at = text.find(sign); at != text.npos; at = text.find(sign))
      text.erase(at, sign.size());
  text = trimmed(text);
  const std::string low = lowered(text);
  constexpr std::array<std::string_view, 15> begins = {
      "birthday of ",     "birthday: ",      "birthday - ",    "geburtstag von ", "geburtstag: ",
      "anniversaire de ", "anniversaire : ", "cumpleaños de ", "compleanno di ",  "verjaardag van ",
      "aniversário de ",  "anniversary of ", "anniversary: ",  "birthday ",       "geburtstag "};
  for (const std::string_view begin : begins)
    if (low.starts_with(begin)) return std::string(trimmed(text.substr(begin.size())));
  constexpr std::array<std::string_view, 9> ends = {
      "birthday",   "(birthday)",  "- birthday",    "hat geburtstag",     "(geburtstag)",
      "geburtstag", "anniversary", "(anniversary)", "wedding anniversary"};
  std::size_t longest = 0;
  for (const std::string_view end : ends)
    if (low.ends_with(end)) longest = std::max(longest, end.size());
  if (longest == 0) return text;
  std::string name(trimmed(text.substr(0, text.size() - longest)));
  // 40th
  const auto space = name.rfind(' ');
  if (space != name.npos && name[space + 1] >= '0' && name[space + 1] <= '9')
    name = trimmed(name.substr(0, space));
  for (const std::string_view owns : {"'s", "’s", "'", "’", " -", " –", ":"})
    if (name.ends_with(owns)) {
      name.resize(name.size() - owns.size());
      break;
    }
  return std::string(trimmed(name));
}

std::vector<Key> names_in(const std::string& title) {
  std::vector<Key> keys;
  const auto add = [&](std::string_view name) {
    const Key key{Key::Kind::name, std::string(trimmed(name))};
    if (has_letter_or_digit(key.value) && std::find(keys.begin(), keys.end(), key) == keys.end())
      keys.push_back(key);
  };
  const std::string low = lowered(title);
  if (low.size() == title.size())
    for (const std::string_view word : {" with ", " mit ", " avec ", " con ", " met ", " com "})
      if (const auto at = low.find(word); at != low.npos) {
        std::string_view name = std::string_view(title).substr(at + word.size());
        add(name);
        add(name.substr(0, name.find_first_of("(,:")));
        if (const auto part = name.find(" - "); part != name.npos) add(name.substr(0, part));
        if (const auto company = low.find(" at ", at); company != low.npos) {
          add(std::string_view(title).substr(at + word.size(), company - at - word.size()));
          add(std::string_view(title).substr(company + 4));
        }
      }
  for (const std::string_view sign : {": ", " - ", " – ", " — ", " / ", " | ", " <> ", ", ", " & "})
    if (title.find(sign) != title.npos) {
      std::string_view rest = title;
      for (auto at = rest.find(sign); at != rest.npos; at = rest.find(sign)) {
        add(rest.substr(0, at));
        rest.remove_prefix(at + sign.size());
      }
      add(rest);
    }
  add(title);
  if (keys.size() > 1) return keys;
  // `Call Bob Ray about the sample`: a few words that follow each other.
  constexpr std::size_t longest_title = 12, longest_name = 4;
  const auto words = split(title, ' ');
  for (std::size_t size = std::min(longest_name, words.size()); size > 1; --size)
    for (std::size_t i = 0; i + size <= std::min(words.size(), longest_title); ++i) {
      const std::string_view last = words[i + size - 1];
      add(std::string_view(words[i].data(),
                           static_cast<std::size_t>(last.data() + last.size() - words[i].data())));
    }
  return keys;
}

}  // namespace crm
