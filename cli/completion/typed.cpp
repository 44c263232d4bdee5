#include "cli/completion/typed.hpp"

namespace crm {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

/// Reads one line.
class Lexer {
 public:
  Lexer(std::string_view line, std::string_view breaks) : line_(line), breaks_(breaks) {}

  TypedLine read() {
    for (; at_ < line_.size(); ++at_) step(line_[at_]);
    typed_.current = redirected_ ? "" : word_;
    typed_.kept = redirected_ ? 0 : kept_;
    typed_.quote = quote_;
    return typed_;
  }

 private:
  void step(char c) {
    if (quote_ == '\'') {
      if (c == '\'')
        close_quote();
      else
        word_ += c;
    } else if (quote_ == '"') {
      const char next = at_ + 1 < line_.size() ? line_[at_ + 1] : '\0';
      if (c == '"')
        close_quote();
      else if (c == '\\' && next != '\0' && std::string_view("\\\"$`").find(next) != line_.npos)
        word_ += line_[++at_];
      else
        word_ += c;
    } else if (c == '\\') {
      begun_ = true;
      if (at_ + 1 < line_.size()) word_ += line_[++at_];
    } else if (c == '\'' || c == '"') {
      begun_ = true;
      quote_ = c;
      kept_before_quote_ = kept_;
      kept_ = word_.size();
    } else if (is_blank(c)) {
      end_word();
    } else if (c == '>' || c == '<') {
      // `2>`: the number belongs to the sign.
      if (word_.find_first_not_of("0123456789") == std::string::npos) word_.clear(), begun_ = false;
      end_word();
      redirected_ = true;
    } else {
      begun_ = true;
      word_ += c;
      // Of these, readline takes $ and @ along.
      if (breaks_.find(c) != std::string_view::npos)
        kept_ = c == '@' || c == '$' ? word_.size() - 1 : word_.size();
    }
  }

  void close_quote() {
    quote_ = '\0';
    kept_ = kept_before_quote_;
  }

  void end_word() {
    if (begun_ && !redirected_) typed_.words.push_back(word_);
    if (begun_) redirected_ = false;
    word_.clear();
    begun_ = false;
    kept_ = 0;
  }

  std::string_view line_, breaks_;
  TypedLine typed_;
  std::string word_;
  std::size_t at_ = 0, kept_ = 0, kept_before_quote_ = 0;
  char quote_ = '\0';
  bool begun_ = false, redirected_ = false;
};

}  // namespace

TypedLine typed_in_bash(std::string_view line, std::string_view breaks) {
  return Lexer(line, breaks).read();
}

std::string quoted_for_bash(std::string_view word, char open_quote) {
  std::string quoted;
  for (const char c : word) {
    if (open_quote == '\'') {
      quoted += c == '\'' ? "'\\''" : std::string(1, c);
      continue;
    }
    const auto is_other = [](char one) {
      const bool letter = (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
      const bool digit = one >= '0' && one <= '9';
      return !letter && !digit && static_cast<unsigned char>(one) < 0x80 &&
             std::string_view("_./:=@%+,-").find(one) == std::string_view::npos;
    };
    const bool special = open_quote == '"'
                             ? std::string_view("\\\"$`").find(c) != std::string_view::npos
                             : is_other(c);
    if (special) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

}  // namespace crm
