#include "core/domain/indic.hpp"

#include <cstddef>
#include <iterator>
#include <vector>

namespace crm {
namespace {

// The blocks follow one plan, 128 places each: the same place is the same letter in every script.
constexpr char32_t block_size = 0x80;
constexpr char32_t devanagari = 0x900, bengali = 0x980, gurmukhi = 0xA00, gujarati = 0xA80,
                   odia = 0xB00, tamil = 0xB80, kannada = 0xC80, malayalam = 0xD00,
                   after_malayalam = 0xD80;

// Places.
constexpr char32_t chandrabindu = 0x01, anusvara = 0x02, visarga = 0x03, om = 0x50;
constexpr char32_t ka = 0x15, gha = 0x18, nga = 0x19, ca = 0x1A, ja = 0x1C, nya = 0x1E, tta = 0x1F,
                   nna = 0x23, ta = 0x24, na = 0x28, nnna = 0x29, pa = 0x2A, ba = 0x2C, ma = 0x2E,
                   ya = 0x2F, ra = 0x30, rra = 0x31, la = 0x32, va = 0x35, sha = 0x36, ha = 0x39;
constexpr char32_t nukta = 0x3C, virama = 0x4D;
constexpr char32_t gurmukhi_tippi = 0xA70, gurmukhi_addak = 0xA71;

constexpr std::string_view consonants[] = {"k", "kh", "g",  "gh", "ng", "ch", "chh", "j", "jh", "n",
                                           "t", "th", "d",  "dh", "n",  "t",  "th",  "d", "dh", "n",
                                           "n", "p",  "ph", "b",  "bh", "m",  "y",   "r", "r",  "l",
                                           "l", "zh", "v",  "sh", "sh", "s",  "h"};
constexpr std::string_view vowels[] = {"a", "a", "i", "i",  "u", "u", "ri", "li",
                                       "e", "e", "e", "ai", "o", "o", "o",  "au"};
constexpr std::string_view signs[] = {"a", "i", "i",  "u", "u", "ri", "ri", "e",
                                      "e", "e", "ai", "o", "o", "o",  "au"};
constexpr char32_t first_vowel = 0x05, first_sign = 0x3E, short_u = 0x41;

/// A letter off the plan: how it sounds, the place it behaves like, and whether a vowel can follow.
struct Odd {
  char32_t letter;
  std::string_view text;
  char32_t place;
  bool is_dead = false;
};

constexpr Odd odd_letters[] = {
    {0x9CE, "t", ta, true}, {0x9F0, "r", ra},        {0x9F1, "w", va},
    {0xA5C, "r", rra},      {0xB5F, "y", 0x5F},      {0xB71, "w", va},
    {0xC58, "ts", ca},      {0xC59, "dz", ja},       {0xC5A, "r", rra},
    {0xCDE, "l", la},       {0xD7A, "n", nna, true}, {0xD7B, "n", na, true},
    {0xD7C, "r", ra, true}, {0xD7D, "l", la, true},  {0xD7E, "l", la, true},
    {0xD7F, "k", ka, true}};

struct Sound {
  enum class Kind { consonant, vowel, nasal };
  Kind kind = Kind::consonant;
  char32_t place = 0;
  std::string_view text;
  bool is_inherent = false;
};

using Sounds = std::vector<Sound>;

template <std::size_t size>
std::string_view at_place(const std::string_view (&row)[size], char32_t place, char32_t first) {
  return place >= first && place - first < size ? row[place - first] : std::string_view();
}

std::string_view with_nukta(const Sound& sound) {
  if (sound.text == "k") return "q";
  if (sound.text == "g") return "gh";
  if (sound.place == ja) return "z";
  if (sound.text == "d") return "r";
  if (sound.text == "dh") return "rh";
  if (sound.text == "ph") return "f";
  if (sound.text == "s") return "sh";
  return sound.place == ya ? "y" : sound.text;
}

Sounds sounds_of(std::u32string_view word) {
  Sounds sounds;
  bool lacks_vowel = false;
  bool is_doubled = false;
  bool is_f = false;
  const auto push = [&sounds](Sound::Kind kind, char32_t place, std::string_view text,
                              bool is_inherent = false) {
    sounds.push_back({kind, place, text, is_inherent});
  };
  const auto finish_syllable = [&] {
    if (lacks_vowel) push(Sound::Kind::vowel, 0, "a", true);
    lacks_vowel = false;
  };
  const auto push_consonant = [&](char32_t place, std::string_view text) {
    finish_syllable();
    if (is_doubled) push(Sound::Kind::consonant, place, text);
    push(Sound::Kind::consonant, place, text);
    lacks_vowel = true;
    is_doubled = false;
  };

  for (const char32_t c : word) {
    const char32_t place = c % block_size;
    const char32_t block = c - place;
    const Odd* odd = std::begin(odd_letters);
    while (odd != std::end(odd_letters) && odd->letter != c) ++odd;

    if (odd != std::end(odd_letters)) {
      push_consonant(odd->place, odd->text);
      lacks_vowel = !odd->is_dead;
    } else if (const auto consonant = at_place(consonants, place, ka); !consonant.empty()) {
      push_consonant(place, is_f && place == pa ? "f" : consonant);
      is_f = false;
    } else if (const auto sign = at_place(signs, place, first_sign); !sign.empty()) {
      push(Sound::Kind::vowel, place, sign);
      lacks_vowel = false;
    } else if (const auto vowel = at_place(vowels, place, first_vowel); !vowel.empty()) {
      finish_syllable();
      push(Sound::Kind::vowel, place, vowel);
    } else if (place == nukta && !sounds.empty()) {
      sounds.back().text = with_nukta(sounds.back());
      // Bengali and Odia ya is spoken j, and y only with the nukta.
      if (sounds.back().place == ya) sounds.back().place = nukta;
    } else if (place == virama) {
      lacks_vowel = false;
    } else if (c == malayalam + 0x57) {
      push(Sound::Kind::vowel, place, "au");
      lacks_vowel = false;
    } else if (c == gurmukhi_addak) {
      finish_syllable();
      is_doubled = true;
    } else if (place == chandrabindu || place == anusvara || c == gurmukhi_tippi) {
      finish_syllable();
      push(Sound::Kind::nasal, place == chandrabindu ? chandrabindu : anusvara, "n");
    } else if (place == visarga) {
      finish_syllable();
      is_f = block == tamil;
      if (block != tamil) push(Sound::Kind::consonant, ha, "h");
    } else if (place == 0x60 || place == 0x61) {
      finish_syllable();
      push(Sound::Kind::vowel, place, place == 0x60 ? "ri" : "li");
    } else if (place == om) {
      finish_syllable();
      push(Sound::Kind::vowel, place, "om");
    } else if (c == devanagari + 0x04 || c == devanagari + 0x72) {
      finish_syllable();
      push(Sound::Kind::vowel, place, "a");
    }
  }
  finish_syllable();
  return sounds;
}

/// The word around one sound; nothing lies beyond its ends.
class Around {
 public:
  Around(const Sounds& sounds, std::size_t here) : sounds_(sounds), here_(here) {}

  bool is_vowel(int step) const {
    return kind_is(step, Sound::Kind::vowel) && !at(step)->text.empty();
  }

  bool is_consonant(int step) const { return kind_is(step, Sound::Kind::consonant); }

  bool is_consonant(int step, char32_t place) const {
    return is_consonant(step) && at(step)->place == place;
  }

  bool is_end(int step) const { return at(step) == nullptr; }

  const Sound* at(int step) const {
    const auto index = static_cast<std::ptrdiff_t>(here_) + step;
    return index < 0 || index >= std::ssize(sounds_) ? nullptr
                                                     : &sounds_[static_cast<std::size_t>(index)];
  }

 private:
  bool kind_is(int step, Sound::Kind kind) const {
    return at(step) != nullptr && at(step)->kind == kind;
  }

  const Sounds& sounds_;
  std::size_t here_;
};

bool is_liquid(char32_t place) {
  return place == ya || place == ra || place == la || place == va || place == na || place == nna ||
         place == ma;
}

/// चंद्र is chandra but आनंद anand; Bengali and Odia speak it after any cluster: গুপ্ত is gupta.
bool is_spoken_at_end(const Around& around, char32_t block) {
  const bool has_cluster = around.is_consonant(-2) && around.at(-1)->place != around.at(-2)->place;
  if (block == bengali || block == odia) return !around.is_vowel(-2);
  if (around.is_consonant(-1, ya) && around.is_vowel(-2)) return around.at(-2)->text == "i";
  return has_cluster && is_liquid(around.at(-1)->place);
}

/// Between vowel and consonant, and consonant and vowel, the inherent vowel is silent (Ohala's
/// rule): सलमान, गडकरी. Not before an i or short u that ends the word: गणपति.
bool is_silent_inside(const Around& around) {
  if (!around.is_consonant(-1) || !around.is_vowel(-2) || !around.is_consonant(1)) return false;
  if (around.is_vowel(2)) {
    const Sound& next = *around.at(2);
    return !(around.is_end(3) && (next.text == "i" || next.place == short_u));
  }
  // हरप्रीत, राजश्री: the second part is a word of its own.
  return (around.is_consonant(1, pa) || around.is_consonant(1, sha)) &&
         around.is_consonant(2, ra) && around.is_vowel(3);
}

void silence_inherent_vowels(Sounds& sounds, char32_t block) {
  for (std::size_t i = sounds.size(); i-- > 1;) {
    if (!sounds[i].is_inherent) continue;
    const Around around(sounds, i);
    if (around.is_end(1)) {
      const bool is_only_vowel = i < 3 && !around.is_vowel(-2);
      if (!is_only_vowel && !is_spoken_at_end(around, block)) sounds[i].text = {};
    } else if ((block == devanagari || block == gurmukhi || block == gujarati) &&
               is_silent_inside(around)) {
      sounds[i].text = {};
    }
  }
}

std::string_view nasal_text(const Around& around, char32_t block) {
  const bool is_northern = block <= odia;
  if (around.is_end(1)) return around.at(0)->place == chandrabindu ? "" : is_northern ? "n" : "m";
  const char32_t next = around.is_consonant(1) ? around.at(1)->place : 0;
  if (next >= pa && next <= ma) return "m";
  if (block == bengali || (is_northern && next == ha)) return "ng";
  if (is_northern) return next == va ? "m" : "n";
  return next >= ya || next == 0 ? "m" : "n";
}

std::string_view tamil_text(const Around& around) {
  const Sound& sound = *around.at(0);
  const bool is_first_of_two = around.is_consonant(1, sound.place);
  const bool is_second_of_two = around.is_consonant(-1, sound.place);
  const bool is_between_vowels = around.is_vowel(-1) && around.is_vowel(1);
  switch (sound.place) {
    case ka: return is_between_vowels || around.is_consonant(-1, nga) ? "g" : "k";
    case ca:
      if (is_first_of_two) return "";
      return is_second_of_two ? "ch" : around.is_consonant(-1, nya) ? "j" : "s";
    case nya: return around.is_end(-1) ? "gn" : "n";
    case tta: return is_between_vowels || around.is_consonant(-1, nna) ? "d" : "t";
    case ta: return is_first_of_two ? "" : "th";
    case pa: return around.is_consonant(-1, ma) ? "b" : sound.text;
    case rra: return is_first_of_two ? "t" : around.is_consonant(-1, nnna) ? "dr" : "r";
    default: return sound.text;
  }
}

std::string_view malayalam_text(const Around& around) {
  const Sound& sound = *around.at(0);
  const bool is_first_of_two = around.is_consonant(1, sound.place);
  if (sound.place == ta) return is_first_of_two ? "" : "th";
  if (sound.place == ca && is_first_of_two) return "";
  if (sound.place == rra) {
    const bool is_hard =
        is_first_of_two || around.is_consonant(-1, rra) || around.is_consonant(-1, na);
    return is_hard ? "t" : "r";
  }
  return sound.text;
}

std::string_view bengali_text(const Around& around) {
  const Sound& sound = *around.at(0);
  if (sound.place == ya) return around.is_consonant(-1) ? "y" : "j";
  if (sound.place == ba && around.is_consonant(-1)) {
    const char32_t before = around.at(-1)->place;
    return before == ma || before == ba || before == ra || before == la ? "b" : "w";
  }
  return sound.text;
}

std::string_view consonant_text(const Around& around, char32_t block) {
  const Sound& sound = *around.at(0);
  const bool is_northern = block <= odia;
  if (sound.place == ja && around.is_consonant(1, nya) && is_northern) return "g";
  if (sound.place == nya && around.is_consonant(-1, ja) && is_northern) return "y";
  if (sound.place == nga && (around.is_consonant(1) && around.at(1)->place <= gha)) return "n";
  if (sound.place == nga && around.is_consonant(1, nga)) return "";
  if (sound.place == sha && around.is_consonant(1, ra) && !is_northern) return "s";
  if (block == tamil) return tamil_text(around);
  if (block == malayalam) return malayalam_text(around);
  if (block == bengali) return bengali_text(around);
  if (block == odia && sound.place == ya) return around.is_consonant(-1) ? "y" : "j";
  // सच्चा is sachcha to the letter, but nobody writes it so.
  const bool is_doubled = around.is_consonant(1) && around.at(1)->text.starts_with(sound.text);
  return is_doubled ? sound.text.substr(0, 1) : sound.text;
}

std::string_view vowel_text(const Sound& sound, char32_t block) {
  if (sound.text != "au") return sound.text;
  return block == kannada ? "ow" : block == bengali || block == odia ? "ou" : "au";
}

}  // namespace

bool is_indic(char32_t c) {
  return c >= devanagari && c < after_malayalam;
}

std::string romanised_indic(std::u32string_view word) {
  if (word.empty()) return {};
  const char32_t block = word.front() - word.front() % block_size;
  Sounds sounds = sounds_of(word);
  if (block <= odia) silence_inherent_vowels(sounds, block);

  std::string latin;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const Around around(sounds, i);
    switch (sounds[i].kind) {
      case Sound::Kind::consonant: latin += consonant_text(around, block); break;
      case Sound::Kind::vowel: latin += vowel_text(sounds[i], block); break;
      case Sound::Kind::nasal: latin += nasal_text(around, block); break;
    }
  }
  return latin;
}

}  // namespace crm
