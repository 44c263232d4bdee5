#include "core/query/search.hpp"

#include <algorithm>
#include <cstring>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/skeleton.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Cells of a line, about twice what a terminal shows: the words around a hit, not a whole letter.
constexpr int longest_line = 160;
/// Of a field that is shown beside the one with the hit.
constexpr int longest_aside = 60;
/// Numbers end alike however they begin: 098450 12345, +91 98450 12345.
constexpr std::size_t digits_alike = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<signed char>(c) < 0;
}

std::string digits_of(std::string_view folded) {
  std::string digits;
  std::copy_if(folded.begin(), folded.end(), std::back_inserter(digits), is_digit);
  return digits;
}

bool contains(std::string_view text, std::string_view word) {
  return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

/// Whether a word of small ASCII letters and digits stands in a text, in capitals or not. Looks at
/// 16 bytes at a time, for its first letter and, as far behind it, its last.
bool has_ascii_word(std::string_view text, std::string_view word) {
  using Block = unsigned char __attribute__((vector_size(16)));
  constexpr std::size_t block = sizeof(Block);
  const auto stands_at = [&](std::size_t at) {
    return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, char b) { return a == b || (is_letter(a) && a == (b | 0x20)); });
  };
  if (word.size() > text.size()) return false;
  const std::size_t last = word.size() - 1;
  const std::size_t places = text.size() - last;
  const Block small = Block{} + static_cast<unsigned char>(0x20);
  const Block first_letter = Block{} + static_cast<unsigned char>(word.front());
  const Block last_letter = Block{} + static_cast<unsigned char>(word.back());
  std::size_t at = 0;
  for (; at + block <= places; at += block) {
    Block begin, end;
    std::memcpy(&begin, text.data() + at, block);
    std::memcpy(&end, text.data() + at + last, block);
    const auto same = ((begin | small) == first_letter) & ((end | small) == last_letter);
    std::uint64_t any[2];
    std::memcpy(any, &same, block);
    if ((any[0] | any[1]) == 0) continue;
    for (std::size_t i = at; i < at + block; ++i)
      if (stands_at(i)) return true;
  }
  for (; at < places; ++at)
    if (stands_at(at)) return true;
  return false;
}

/// Whether a text in double quotes may say something else than its bytes do: a character by number,
/// a word that goes on in the next line.
bool has_telling_escape(std::string_view text) {
  for (auto at = text.find('\\'); at != text.npos && at + 1 < text.size();
       at = text.find('\\', at + 2))
    if (std::string_view("xuU\n\r").find(text[at + 1]) != std::string_view::npos) return true;
  return false;
}

/// Whether these digits follow each other, whatever stands between them.
bool has_digits(std::string_view skeleton, std::string_view wanted) {
  std::string last(wanted.size(), ' ');
  std::size_t next = 0;
  for (const char c : skeleton) {
    if (!is_digit(c)) continue;
    last[next] = c;
    next = (next + 1) % last.size();
    if (c != wanted.back()) continue;
    bool same = true;
    for (std::size_t i = 0; same && i < last.size(); ++i)
      same = last[(next + i) % last.size()] == wanted[i];
    if (same) return true;
  }
  return false;
}

/// What of a folded phrase stands in a file as it is, whatever YAML makes of its signs and spaces,
/// and however an amount is written there: 12000.50 may be 12000.5.
std::vector<std::string> sure_words(std::string_view phrase) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (std::all_of(word.begin(), word.end(), is_digit)) word.erase(word.find_last_not_of('0') + 1);
    if (word = skeleton_of_part(word); !word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char c : phrase)
    if (is_digit(c) || is_letter(c))
      word += c;
    else
      end_word();
  end_word();
  return words;
}

/// हिन् may go on as हिन्दी, which is हिंदी when folded.
std::string with_nasal_sign(const std::string& folded) {
  std::u32string letters = characters(folded);
  const std::size_t size = letters.size();
  if (size < 2 || !is_indic_nasal(letters[size - 2])) return {};
  const char32_t block = letters[size - 2] - letters[size - 2] % 0x80;
  if (letters[size - 1] != block + 0x4D) return {};
  letters.resize(size - 2);
  letters += static_cast<char32_t>(block + 0x02);
  return encoded(letters);
}

std::string joined(std::initializer_list<std::string_view> parts, std::string_view between) {
  std::string all;
  for (const std::string_view part : parts)
    if (!part.empty()) all.append(all.empty() ? "" : between).append(part);
  return all;
}

std::string line_of(const Address& one) {
  return joined(
      {one.label, one.street, joined({one.postcode, one.city}, " "), one.region, one.country},
      ", ");
}

/// `phone` of `phones`.
std::string_view one_of(std::string_view key) {
  if (key == "addresses") return "address";
  if (key == "aliases") return "alias";
  if (key.ends_with('s')) key.remove_suffix(1);
  return key;
}

}  // namespace

/// A field of an entry.
struct Search::Part {
  std::string_view key;
  std::string text;
  /// An id that means nothing in parts.
  bool whole = false;
  bool phone = false;
};

/// Visits an entry's description and takes what it says, but not the entries within a customer.
class Search::Parts {
 public:
  explicit Parts(std::string_view noun) : noun_(noun) {}

  template <class T>
  void operator()(std::string_view key, const T& member, Trait = {}) {
    key_ = key;
    if constexpr (requires { member.front(); } && !std::is_same_v<T, std::string>)
      key_ = one_of(key);
    take(member);
  }

  std::vector<Part>& all() { return all_; }

 private:
  void put(std::string text, bool phone = false) {
    const bool is_id = (key_ == "id" && noun_ != "customer") || key_ == "with" || key_ == "deal" ||
                       key_ == "case" || key_ == "refund_of" ||
                       (key_ == "for" && noun_ == "payment");
    if (!text.empty()) all_.push_back({key_, std::move(text), is_id, phone});
  }

  void take(const std::string& text) { put(text); }

  void take(const std::vector<std::string>& list) {
    for (const std::string& text : list) put(text);
  }

  void take(const std::vector<Labelled>& list) {
    for (const Labelled& one : list) {
      put(one.value, key_ == "phone");
      put(one.label);
    }
  }

  void take(const std::vector<Address>& list) {
    for (const Address& one : list) put(crm::line_of(one));
  }

  void take(const std::vector<YearlyDate>& list) {
    for (const YearlyDate& one : list) put(joined({one.on.text(), one.what}, " "));
  }

  void take(const std::vector<Relation>& list) {
    for (const Relation& one : list) put(joined({one.as, one.to}, " "));
  }

  void take(const std::vector<Move>& list) {
    for (const Move& one : list) Move::describe(*this, one);
  }

  void take(const Named<std::string>& map) {
    for (const auto& [key, text] : map) {
      key_ = key;
      put(text);
    }
  }

  void take(const Day& day) { put(day.text()); }

  void take(const Moment& moment) { put(moment.day.text()); }

  void take(const PartialDay& date) { put(date.text()); }

  void take(const Money& money) { put(money.text()); }

  void take(const Decimal& decimal) { put(decimal.text()); }

  void take(std::int64_t number) { put(std::to_string(number)); }

  template <class T>
  void take(const std::optional<T>& member) {
    if (member) take(*member);
  }

  // Entries of their own, and what is only yes or no, a rule or a rhythm.
  template <Described T>
  void take(const std::vector<T>&) {}

  template <class T>
  void take(const T&) {}

  std::string_view noun_, key_;
  std::vector<Part> all_;
};

namespace {

/// What an entry is called by: shown whichever of its fields has the words.
std::string_view title_key(std::string_view noun) {
  if (noun == "person") return "name";
  if (noun == "deal" || noun == "case") return "title";
  if (noun == "purchase") return "item";
  if (noun == "payment") return "amount";
  if (noun == "conflict") return "field";
  return "text";
}

/// Whether a field says by itself what it is.
bool speaks_for_itself(std::string_view key) {
  return key == "text" || key == "subject" || key == "note" || key == "title" || key == "name" ||
         key == "item" || key == "field";
}

struct Dated {
  std::string_view kind;
  std::optional<Moment> at;

  explicit Dated(const Item& entry) {
    std::visit([&](const auto* one) { read(*one); }, entry);
  }

 private:
  void read(const Interaction& one) {
    kind = one.kind;
    at = one.at;
  }

  void read(const Reminder& one) {
    kind = one.noun;
    const auto due = next_due(one);
    at = due ? *due : one.due;
  }

  template <class T>

  requires(std::is_same_v<T, Purchase> || std::is_same_v<T, Payment>) void read(const T& one) {
    kind = one.noun;
    at.emplace().day = one.on;
  }

  template <class T>

  requires(std::is_same_v<T, Deal> || std::is_same_v<T, Case>) void read(const T& one) {
    kind = one.noun;
    if (const auto moves = in_order(one.history); !moves.empty()) at = moves.back()->at;
  }

  template <class T>
  void read(const T& one) {
    kind = one.noun;
  }
};

}  // namespace

Search::Search(const std::vector<std::string>& texts, const Settings& settings)
    : country_(settings.country) {
  const std::string currency = folded(settings.currency);
  for (const std::string& text : texts) {
    Phrase phrase;
    phrase.text = folded(text);
    if (phrase.text.empty()) continue;
    phrase.nasal = with_nasal_sign(phrase.text);
    if (looks_like_phone(text)) {
      phrase.digits = digits_of(phrase.text);
      phrase.e164 = e164(text, country_);
      std::string digits = phrase.digits;
      // 12000.50 may be written 12000.5 in an amount.
      if (phrase.text.find('.') != phrase.text.npos) digits.erase(digits.find_last_not_of('0') + 1);
      if (digits.size() > digits_alike) digits.erase(0, digits.size() - digits_alike);
      if (!digits.empty()) numbers_.push_back(std::move(digits));
    } else {
      for (std::string& word : sure_words(phrase.text))
        // The book's currency need not be written.
        if (currency.find(word) == currency.npos) words_.push_back(std::move(word));
    }
    phrases_.push_back(std::move(phrase));
  }
  ascii_words_ = std::all_of(words_.begin(), words_.end(),
                             [](const std::string& word) { return is_ascii(word); });
  // The longest is the rarest.
  std::stable_sort(words_.begin(), words_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

bool Search::may_be_in(std::string_view file_text, std::string_view stem) const {
  thread_local Skeleton skeleton, skeleton_of_name;
  if (has_telling_escape(file_text)) return true;
  // Where the file says no id, its name is the id.
  const std::string_view name = skeleton_of_name.of(stem).value_or("");
  const auto has_all = [&](std::string_view text, bool (*has)(std::string_view, std::string_view)) {
    return std::all_of(
               words_.begin(), words_.end(),
               [&](const std::string& word) { return has(text, word) || contains(name, word); }) &&
           std::all_of(numbers_.begin(), numbers_.end(), [&](const std::string& digits) {
             return has_digits(text, digits) || has_digits(name, digits);
           });
  };
  // What can't be read is to be named, it may have anything.
  const std::optional<bool> spells_ascii = skeleton.spells_ascii(file_text);
  if (!spells_ascii) return true;
  if (ascii_words_ && !*spells_ascii) return has_all(file_text, has_ascii_word);
  const auto text = skeleton.of(file_text);
  return !text || has_all(*text, contains);
}

bool Search::is_said(const Phrase& phrase, const Part& part) const {
  const std::string text = folded(part.text);
  if (part.whole) return text == phrase.text;
  if (contains(text, phrase.text)) return true;
  if (!phrase.nasal.empty() && contains(text, phrase.nasal)) return true;
  if (!part.phone || phrase.digits.empty()) return false;
  return contains(digits_of(text), phrase.digits) || e164(part.text, country_) == phrase.e164;
}

/// The fields that have the words, with the one that names the entry before them; nothing where not
/// all of the words are there. `kind` becomes the first of them where it is empty.
std::optional<std::string> Search::line_of(const std::vector<Part>& parts, std::string_view title,
                                           std::string& kind) const {
  // Of several fields with a word the one that says most: the id is made of the name, and a text
  // needs no explanation.
  const auto dullness = [](const Part& part) {
    return part.key == "id" ? 2 : speaks_for_itself(part.key) ? 0 : 1;
  };
  std::vector<char> shown(parts.size(), 0);
  for (const Phrase& phrase : phrases_) {
    std::optional<std::size_t> best;
    bool is_shown = false;
    for (std::size_t i = 0; i < parts.size() && !is_shown; ++i) {
      if (!is_said(phrase, parts[i])) continue;
      is_shown = shown[i] != 0;
      if (!best || dullness(parts[i]) < dullness(parts[*best])) best = i;
    }
    if (!best) return std::nullopt;
    if (!is_shown) shown[*best] = 1;
  }
  const auto text_of = [](const Part& part) {
    return std::string(trimmed(printable_line(part.text)));
  };
  std::string line;
  const auto put = [&](const std::string& text) { line += (line.empty() ? "" : " · ") + text; };
  const bool is_titled = !kind.empty();
  bool says_it = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (shown[i] == 0) {
      if (is_titled && part.key == title && title != "text")
        put(shortened(text_of(part), longest_aside));
      continue;
    }
    const std::string text = text_of(part);
    const std::vector<Span> spans = marks(text);
    const std::string piece =
        around(text, spans.empty() ? 0 : spans.front().begin, longest_line).text;
    const bool names_it = kind.empty();
    if (names_it) kind = printable_line(part.key);
    const bool is_alone = names_it || speaks_for_itself(part.key);
    put(is_alone ? piece : printable_line(part.key) + ": " + piece);
    says_it = says_it || speaks_for_itself(part.key);
  }
  // `place: gift fair` says little without what was said there.
  if (is_titled && !says_it && title == "text")
    for (const Part& part : parts)
      if (part.key == "text") put(shortened(text_of(part), longest_aside));
  return line;
}

std::vector<Hit> Search::hits(const Customer& customer, const Wanted& wanted) const {
  std::vector<Hit> found;
  if (!wanted || wanted(nullptr)) {
    Parts own(customer.noun);
    Customer::describe(own, customer);
    std::vector<Part> note;
    const auto is_note = [](const Part& part) { return part.key == "note"; };
    std::copy_if(own.all().begin(), own.all().end(), std::back_inserter(note), is_note);
    std::erase_if(own.all(), is_note);
    for (const std::vector<Part>& parts : {own.all(), note}) {
      Hit hit;
      auto line = line_of(parts, {}, hit.kind);
      if (!line) continue;
      hit.text = *std::move(line);
      found.push_back(std::move(hit));
    }
  }
  const auto look = [&](const Item& entry) {
    if (wanted && !wanted(&entry)) return;
    const std::string_view noun =
        std::visit([](const auto* one) { return std::string_view(one->noun); }, entry);
    Parts parts(noun);
    std::visit([&](const auto* one) { one->describe(parts, *one); }, entry);
    const Dated dated(entry);
    std::string kind(dated.kind.empty() ? noun : dated.kind);
    if (auto line = line_of(parts.all(), title_key(noun), kind))
      found.push_back({printable_line(kind), id_of(entry), dated.at, *std::move(line)});
  };
  for (const char* const list : {"people", "deals", "reminders", "cases", "purchases", "payments",
                                 "interactions", "conflicts"})
    each_entry(customer, customer_type().rank(list), look);
  return found;
}

std::vector<Search::Span> Search::marks(std::string_view text) const {
  const FoldedText folded = folded_with_places(text);
  std::vector<Span> spans;
  const auto take = [&](std::string_view phrase) {
    if (phrase.empty()) return;
    for (auto at = folded.text.find(phrase); at != folded.text.npos;
         at = folded.text.find(phrase, at + phrase.size())) {
      const std::size_t last = folded.places[at + phrase.size() - 1];
      const auto next = std::upper_bound(folded.places.begin(), folded.places.end(), last);
      spans.push_back({folded.places[at], next == folded.places.end() ? text.size() : *next});
    }
  };
  for (const Phrase& phrase : phrases_) {
    take(phrase.text);
    take(phrase.nasal);
    if (phrase.digits.empty()) continue;
    // A number however it is spaced.
    const auto is_of_number = [](char c) {
      return is_digit(c) || std::strchr("+ -./()", c) != nullptr;
    };
    for (auto begin = text.begin(); begin != text.end();) {
      begin = std::find_if(begin, text.end(), [](char c) { return is_digit(c) || c == '+'; });
      auto end = std::find_if_not(begin, text.end(), is_of_number);
      const auto next = end;
      while (end != begin && !is_digit(end[-1])) --end;
      const std::string_view number(begin, end);
      if (contains(digits_of(number), phrase.digits) || e164(number, country_) == phrase.e164)
        spans.push_back({static_cast<std::size_t>(begin - text.begin()),
                         static_cast<std::size_t>(end - text.begin())});
      begin = next;
    }
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Span> apart;
  for (const Span& span : spans)
    if (apart.empty() || span.begin >= apart.back().end)
      apart.push_back(span);
    else
      apart.back().end = std::max(apart.back().end, span.end);
  return apart;
}

}  // namespace crm
