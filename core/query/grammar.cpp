#include "core/query/grammar.hpp"

#include <algorithm>

#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Deeper nesting, and more terms, are an accident or an attack.
constexpr int deepest = 64;
constexpr int most_terms = 2000;

struct Token {
  enum class Kind { term, open, close, both, either, no };
  Kind kind;
  std::string text;
  std::size_t at;
};

bool is_open(char c) {
  return c == '[' || c == '(';
}

bool is_close(char c) {
  return c == ']' || c == ')';
}

std::optional<Token::Kind> joint(std::string_view word) {
  if (word == "and") return Token::Kind::both;
  if (word == "or") return Token::Kind::either;
  if (word == "not") return Token::Kind::no;
  return std::nullopt;
}

bool is_several(std::string_view word) {
  if (looks_like_phone(word)) return false;
  if (word.find_first_of("[]()") != word.npos) return true;
  const auto pieces = split(trimmed(word), ' ');
  return pieces.size() > 1 && std::any_of(pieces.begin(), pieces.end(), [](std::string_view piece) {
           return joint(piece).has_value();
         });
}

/// Whether the last character closes a bracket that was opened before this piece.
bool closes_outside(std::string_view piece) {
  const char close = piece.back();
  if (!is_close(close)) return false;
  return std::count(piece.begin(), piece.end(), close == ']' ? '[' : '(') <
         std::count(piece.begin(), piece.end(), close);
}

void put_tokens(std::string_view piece, std::size_t at, std::vector<Token>& tokens) {
  const auto plain = [&](std::string_view text, std::size_t begin) {
    tokens.push_back({joint(text).value_or(Token::Kind::term), std::string(text), begin});
  };
  if (looks_like_phone(piece)) return plain(piece, at);
  while (!piece.empty() && is_open(piece.front())) {
    tokens.push_back({Token::Kind::open, std::string(1, piece.front()), at++});
    piece.remove_prefix(1);
  }
  std::string_view rest = piece;
  while (!rest.empty() && closes_outside(rest)) rest.remove_suffix(1);
  if (!trimmed(rest).empty()) plain(rest, at);
  for (std::size_t i = rest.size(); i < piece.size(); ++i)
    tokens.push_back({Token::Kind::close, std::string(1, piece[i]), at + i});
}

std::vector<Token> tokens_of(const std::vector<std::string>& words) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  for (const std::string& word : words) {
    if (!is_several(word)) {
      if (!trimmed(word).empty())
        tokens.push_back({joint(word).value_or(Token::Kind::term), word, at});
    } else {
      std::size_t from = at;
      for (const std::string_view piece : split(word, ' ')) {
        if (!trimmed(piece).empty()) put_tokens(piece, from, tokens);
        from += piece.size() + 1;
      }
    }
    at += word.size() + 1;
  }
  return tokens;
}

struct Split {
  std::size_t key, sign;
  Term::Sign meaning;
};

/// `field:value`, `field~text`, `field>=value`; nothing for words like `10:30` or `https://…`.
std::optional<Split> split_at_sign(std::string_view word) {
  const auto at = word.find_first_of(":~<>=!");
  if (at == word.npos) return std::nullopt;
  const std::string_view key = trimmed(word.substr(0, at));
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<signed char>(c) < 0;
  };
  if (key.empty() || !is_letter(key.front())) return std::nullopt;
  if (!std::all_of(key.begin(), key.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
      }))
    return std::nullopt;
  const bool with_equals = at + 1 < word.size() && word[at + 1] == '=';
  switch (word[at]) {
    case ':':
      if (word.substr(at + 1, 2) == "//") return std::nullopt;
      return Split{at, 1, Term::Sign::is};
    case '~': return Split{at, 1, Term::Sign::contains};
    case '=': return Split{at, 1, Term::Sign::equals};
    case '>':
      return with_equals ? Split{at, 2, Term::Sign::at_least} : Split{at, 1, Term::Sign::more};
    case '<':
      return with_equals ? Split{at, 2, Term::Sign::at_most} : Split{at, 1, Term::Sign::less};
    default: break;
  }
  if (!with_equals) return std::nullopt;
  return Split{at, 2, Term::Sign::differs};
}

bool is_tag(std::string_view word) {
  return word.size() > 1 && (word.front() == '+' || word.front() == '-') &&
         (word[1] < '0' || word[1] > '9');
}

bool is_in_capitals(std::string_view word) {
  return word.size() > 1 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Term term_of(const std::string& word, Spot spot) {
  Term term;
  term.spot = std::move(spot);
  term.value = word;
  if (is_tag(word)) {
    term.without = word.front() == '-';
    term.value = word.substr(1);
    term.kind = is_in_capitals(term.value) ? Term::Kind::signal : Term::Kind::tag;
  } else if (const auto found = split_at_sign(word)) {
    term.key = std::string(trimmed(std::string_view(word).substr(0, found->key)));
    term.value = word.substr(found->key + found->sign);
    term.sign = found->meaning;
    const bool has = term.key == "has" && term.sign == Term::Sign::is;
    term.kind = has ? Term::Kind::has : Term::Kind::field;
  }
  return term;
}

class Parser {
 public:
  Parser(const std::vector<std::string>& words, const Named<std::string>& filters,
         std::vector<std::string> within, int& terms)
      : filters_(filters), within_(std::move(within)), terms_(terms), tokens_(tokens_of(words)) {
    std::string line;
    for (const std::string& word : words) line += word + " ";
    if (!line.empty()) line.pop_back();
    line_ = std::make_shared<const std::string>(std::move(line));
  }

  Result<Expression> run() {
    if (tokens_.empty()) return Expression{};
    auto all = either(0);
    if (all && next_ < tokens_.size())
      return error(error_at(spot(next_), "\"" + tokens_[next_].text + "\" closes nothing",
                            "open it with " + std::string(1, partner(tokens_[next_].text))));
    return all;
  }

 private:
  static char partner(const std::string& bracket) {
    static const std::string open = "[(", close = "])";
    const auto at = open.find(bracket);
    return at != open.npos ? close[at] : open[close.find(bracket)];
  }

  Spot spot(std::size_t token) const {
    const std::string filter = within_.empty() ? "" : "@" + within_.back();
    return {line_, tokens_[token].at, tokens_[token].text.size(), filter};
  }

  bool at(Token::Kind kind) const { return next_ < tokens_.size() && tokens_[next_].kind == kind; }

  bool at_end() const { return next_ >= tokens_.size() || at(Token::Kind::close); }

  Result<Expression> either(int depth) {
    if (depth > deepest)
      return error(error_at(spot(std::min(next_, tokens_.size() - 1)),
                            "the brackets are too deep for anybody to read", "say it shorter"));
    Expression any{Expression::Kind::any, {}, {}, {}};
    while (true) {
      auto one = both(depth);
      if (!one) return one;
      any.parts.push_back(*std::move(one));
      if (!at(Token::Kind::either)) break;
      ++next_;
      if (at_end() || at(Token::Kind::either) || at(Token::Kind::both))
        return error(nothing("follows", next_ - 1));
    }
    if (any.parts.size() == 1) return Expression(any.parts.front());
    return any;
  }

  Result<Expression> both(int depth) {
    if (at(Token::Kind::either) || at(Token::Kind::both))
      return error(nothing("stands before", next_));
    Expression all;
    while (!at_end() && !at(Token::Kind::either)) {
      if (at(Token::Kind::both)) {
        ++next_;
        if (at_end() || at(Token::Kind::either) || at(Token::Kind::both))
          return error(nothing("follows", next_ - 1));
      }
      auto one = single(depth);
      if (!one) return one;
      all.parts.push_back(*std::move(one));
    }
    if (all.parts.size() == 1) return Expression(all.parts.front());
    return all;
  }

  Result<Expression> single(int depth) {
    const std::size_t here = next_++;
    const Token& token = tokens_[here];
    if (token.kind == Token::Kind::term) return term(here);
    if (token.kind == Token::Kind::no) {
      if (at_end() || at(Token::Kind::either) || at(Token::Kind::both))
        return error(nothing("follows", here));
      if (depth > deepest)
        return error(error_at(spot(here), "nobody can follow so many \"not\"", "say it shorter"));
      auto one = single(depth + 1);
      if (!one) return one;
      return Expression{Expression::Kind::no, {*std::move(one)}, {}, {}};
    }
    return bracket(here, depth);
  }

  Result<Expression> bracket(std::size_t here, int depth) {
    const Token& token = tokens_[here];
    const char close = partner(token.text);
    if (at(Token::Kind::close) && tokens_[next_].text.front() == close)
      return error(error_at(spot(here), "nothing stands between the brackets",
                            "put a filter there: [status:lead or +vip]"));
    const auto never_closed = [&] {
      return error(error_at(spot(here), "\"" + token.text + "\" is never closed",
                            "close it with " + std::string(1, close)));
    };
    if (next_ >= tokens_.size()) return never_closed();
    auto inner = either(depth + 1);
    if (!inner) return inner;
    if (next_ >= tokens_.size()) return never_closed();
    if (tokens_[next_].text.front() != close)
      return error(error_at(spot(next_),
                            "\"" + token.text + "\" is closed with \"" + tokens_[next_].text + "\"",
                            "close it with " + std::string(1, close)));
    ++next_;
    return inner;
  }

  Error nothing(const std::string& how, std::size_t token) const {
    const std::string& word = tokens_[token].text;
    return error_at(spot(token), "nothing " + how + " \"" + word + "\"",
                    word == "not" ? "crm list not +vip" : "crm list status:lead or +vip");
  }

  Result<Expression> term(std::size_t here) {
    const std::string& word = tokens_[here].text;
    if (++terms_ > most_terms)
      return error(error_at(spot(here),
                            "this filter has more than " + std::to_string(most_terms) + " terms",
                            "say it shorter"));
    if (word.size() > 1 && word.front() == '@') return named(word.substr(1), here);
    return Expression{Expression::Kind::term, {}, term_of(word, spot(here)), {}};
  }

  Result<Expression> named(const std::string& name, std::size_t here) {
    const std::string* const text = find_named(filters_, name);
    if (text == nullptr) {
      std::vector<std::string> known;
      for (const auto& [one, ignored] : filters_) known.push_back(one);
      const auto near = did_you_mean(name, known);
      return error(error_at(
          spot(here), "crm.yaml has no filter \"" + printable_line(name) + "\"",
          near.empty() ? "name one there under filters" : "did you mean @" + near.front() + "?"));
    }
    const auto before = std::find(within_.begin(), within_.end(), name);
    if (before != within_.end()) {
      std::string circle;
      for (auto one = before; one != within_.end(); ++one) circle += "@" + *one + " → ";
      return error(error_at(spot(here), "the filter leads back to itself: " + circle + "@" + name,
                            "change it in crm.yaml, under filters"));
    }
    std::vector<std::string> within = within_;
    within.push_back(name);
    auto meant = Parser(words_of_text(*text), filters_, std::move(within), terms_).run();
    if (!meant) return meant;
    return Expression{Expression::Kind::named, {*std::move(meant)}, {}, name};
  }

  const Named<std::string>& filters_;
  std::vector<std::string> within_;
  int& terms_;
  std::vector<Token> tokens_;
  std::shared_ptr<const std::string> line_;
  std::size_t next_ = 0;
};

}  // namespace

Result<Expression> parse_expression(const std::vector<std::string>& words,
                                    const Named<std::string>& filters) {
  int terms = 0;
  return Parser(words, filters, {}, terms).run();
}

namespace {

bool all_are(std::string_view word, bool (*fits)(char)) {
  return !word.empty() && std::all_of(word.begin(), word.end(), fits);
}

/// `status:lead`, also with brackets or a `not` before it; not `note: call back`, which is prose.
bool has_sign(std::string_view word) {
  if (looks_like_phone(word)) return false;
  while (!word.empty() && (is_open(word.front()) || word.front() == ' ')) word.remove_prefix(1);
  if (word.starts_with("not ")) return has_sign(word.substr(4));
  if (word.size() > 1 && word.front() == '@') return true;
  if (is_tag(word)) return word[1] != ' ';
  const auto found = split_at_sign(word);
  if (!found) return false;
  const std::size_t value = found->key + found->sign;
  return value >= word.size() || word[value] != ' ';
}

}  // namespace

Result<Sought> sought(const std::vector<std::string>& words) {
  const std::size_t count = words.size();
  std::vector<char> is_filter(count + 2, 0);  // with nothing before the first and after the last
  const auto mark = [&](std::size_t i, bool belongs) { is_filter[i + 1] |= belongs ? 1 : 0; };
  const auto before = [&](std::size_t i) { return is_filter[i] != 0; };
  const auto after = [&](std::size_t i) { return is_filter[i + 2] != 0; };
  for (std::size_t i = 0; i < count; ++i) mark(i, has_sign(words[i]));
  for (std::size_t i = count; i-- > 0;)
    mark(i, after(i) && (words[i] == "not" || all_are(words[i], is_open)));
  for (std::size_t i = 0; i < count; ++i) mark(i, before(i) && all_are(words[i], is_close));
  for (std::size_t i = 0; i < count; ++i) {
    const bool joins = words[i] == "or" || words[i] == "and";
    mark(i, joins && before(i) && after(i));
    if (words[i] != "or" || before(i) == after(i)) continue;
    std::string line;
    for (std::size_t j = 0; j < i; ++j) line += words[j] + " ";
    const std::size_t at = line.size();
    for (std::size_t j = i; j < count; ++j) line += words[j] + (j + 1 < count ? " " : "");
    return error(
        error_at({std::make_shared<const std::string>(line), at, 2, {}},
                 "\"or\" joins filters, and a text is none",
                 "ask twice; or, where it is a part of the text: crm find \"this or that\""));
  }
  Sought sought;
  for (std::size_t i = 0; i < count; ++i)
    (is_filter[i + 1] != 0 ? sought.filter : sought.texts).push_back(words[i]);
  return sought;
}

std::vector<std::string> words_of_text(std::string_view text) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ' ' && !quoted)
      words.emplace_back();
    else
      words.back() += c;
  }
  std::erase(words, "");
  return words;
}

bool is_filter_word(std::string_view word) {
  if (word.empty()) return false;
  return joint(word) || is_tag(word) || is_open(word.front()) ||
         (is_close(word.back()) && closes_outside(word)) || split_at_sign(word) ||
         (word.size() > 1 && word.front() == '@');
}

}  // namespace crm
