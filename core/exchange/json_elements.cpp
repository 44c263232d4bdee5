#include "core/exchange/json_elements.hpp"

#include <array>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// What a file may begin with that has lists in an object. A record of ours begins with none of
/// these.
constexpr std::array<std::string_view, 4> first_lists{"customers", "contacts", "companies",
                                                      "activities"};

/// Much more than a record may be deep; what is deeper is no record.
constexpr std::size_t deepest = 4096;

bool is_white(int c) {
  // The last one stands between the records of RFC 7464.
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x1E;
}

std::string_view without_white(std::string_view text) {
  while (!text.empty() && is_white(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  return text;
}

bool pass(std::string_view& text, std::string_view part) {
  text = without_white(text);
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

bool begins_with_lists(std::string_view text) {
  if (!pass(text, "{")) return false;
  for (const std::string_view name : first_lists) {
    std::string_view rest = text;
    if (pass(rest, "\"" + std::string(name) + "\"") && pass(rest, ":") && pass(rest, "["))
      return true;
  }
  // A record has campaigns too, as texts: here they are objects.
  return pass(text, "\"campaigns\"") && pass(text, ":") && pass(text, "[") &&
         (pass(text, "{") || pass(text, "]"));
}

}  // namespace

Result<JsonElements> JsonElements::of(std::unique_ptr<Bytes> bytes, std::string file) {
  constexpr std::size_t looked_at = 4096;
  auto again = BytesAgain::of(std::move(bytes), looked_at);
  if (!again) return error(again.error());
  const std::string beginning((*again)->beginning());
  JsonElements elements(*std::move(again), std::move(file));
  if (begins_with_lists(beginning)) elements.shape_ = Shape::lists;
  elements.pass_white();
  const int first = elements.peek();
  if (elements.error_) return error(*elements.error_);
  if (first == '[') elements.shape_ = Shape::list;
  if (first != '[' && first != '{' && first != none)
    return error(Error{
        Error::Kind::invalid,
        {{"this is no JSON: it begins with neither { nor [", elements.place(), "", "", false}}});
  if (elements.shape_ != Shape::lines) elements.take();
  elements.within_ = elements.shape_ == Shape::list;
  return elements;
}

int JsonElements::peek() {
  if (piece_.empty() && !ended_) {
    const auto more = bytes_->next();
    if (!more) error_ = more.error();
    if (more) piece_ = *more;
    ended_ = piece_.empty();
  }
  return piece_.empty() ? none : static_cast<unsigned char>(piece_.front());
}

void JsonElements::take() {
  const auto c = static_cast<unsigned char>(piece_.front());
  piece_.remove_prefix(1);
  constexpr unsigned first_two_bits = 0xC0, goes_on = 0x80;
  if (c == '\n') {
    ++line_;
    column_ = 1;
  } else if ((c & first_two_bits) != goes_on) {
    ++column_;
  }
}

void JsonElements::pass_white() {
  while (is_white(peek())) take();
}

/// One element, while its brackets and quotes are counted.
class JsonElements::Reading {
 public:
  explicit Reading(JsonElements& all) : all_(all), column_(all.column_) {
    element_.place = all.place();
    element_.list = all.list_;
  }

  JsonElement read() {
    bool first = true;
    while (step(first)) first = false;
    if (!element_.broken.empty() && element_.text.size() > kept_of_broken)
      element_.text.resize(kept_of_broken);
    return std::move(element_);
  }

 private:
  /// False when it has ended.
  bool step(bool first) {
    const int c = all_.peek();
    if (c == none) {
      if (in_text_ || !open_.empty()) break_off("the file ends in the middle of it");
      return false;
    }
    if (is_lost_) return pass_lost(c);
    if (in_text_) return step_in_text(c);
    switch (c) {
      case '{':
      case '[': return open(c, first);
      case '}':
      case ']': return close(c);
      case '"':
        in_text_ = true;
        keep(c);
        return true;
      default: break;
    }
    if (open_.empty() && (c == ',' || is_white(c))) return false;
    keep(c);
    return true;
  }

  bool step_in_text(int c) {
    // A text has no line break in it: its quote is missing.
    if (c == '\n') {
      lose("a text has no closing quote");
      return true;
    }
    const bool ends = c == '"' && !escaped_;
    escaped_ = c == '\\' && !escaped_;
    keep(c);
    if (ends) in_text_ = false;
    return !ends || !open_.empty();
  }

  bool open(int c, bool first) {
    const bool may = open_.empty()         ? first
                     : open_.back() == '[' ? last_ == '[' || last_ == ','
                                           : last_ == ':';
    if (!may && open_.empty()) return false;
    if (!may) {
      lose("a bracket is not closed");
      // The next one, in a line of its own.
      return all_.column_ != column_ || c != '{';
    }
    if (open_.size() == deepest) {
      lose("it is too deep");
      return true;
    }
    open_ += static_cast<char>(c);
    keep(c);
    return true;
  }

  bool close(int c) {
    if (open_.empty()) return false;
    if (open_.back() != (c == '}' ? '{' : '[')) {
      lose("a bracket is not closed");
      return true;
    }
    open_.pop_back();
    keep(c);
    return !open_.empty();
  }

  void keep(int c) {
    all_.take();
    if (!is_white(c)) last_ = c;
    if (element_.text.size() < longest)
      element_.text += static_cast<char>(c);
    else
      break_off("it is longer than 16 MB");
  }

  void break_off(const char* why) {
    if (element_.broken.empty()) element_.broken = why;
  }

  void lose(const char* why) {
    break_off(why);
    is_lost_ = true;
    in_text_ = false;
  }

  /// On to a line that begins as its own did, or that ends it.
  bool pass_lost(int c) {
    if (c != '\n') {
      keep(c);
      return true;
    }
    keep(c);
    for (c = all_.peek(); c == ' ' || c == '\t'; c = all_.peek()) keep(c);
    if (c == '{' && all_.column_ == column_) return false;
    if (c == ']' && (all_.column_ < column_ || all_.column_ == 1)) return false;
    if (c != '}' || all_.column_ != column_) return true;
    keep(c);
    return false;
  }

  JsonElements& all_;
  /// Where it began.
  int column_;
  JsonElement element_;
  /// The brackets that are open.
  std::string open_;
  /// The last byte that is not white.
  int last_ = none;
  bool in_text_ = false, escaped_ = false, is_lost_ = false;
};

JsonElement JsonElements::element() {
  return Reading(*this).read();
}

JsonElement JsonElements::stray() {
  JsonElement one{place(), "", list_, "a bracket closes what was not opened"};
  for (int c = peek(); c != none && c != '\n'; c = peek()) {
    take();
    if (one.text.size() < kept_of_broken) one.text += static_cast<char>(c);
  }
  return one;
}

std::optional<JsonElement> JsonElements::next_of_list() {
  for (pass_white(); peek() == ','; pass_white()) take();
  const int c = peek();
  if (c == '}') return stray();
  if (c != none && c != ']') return element();
  within_ = false;
  whole_ = whole_ && c == ']';
  if (c == ']') take();
  return std::nullopt;
}

std::optional<JsonElement> JsonElements::next_of_lines() {
  for (pass_white(); peek() == ','; pass_white()) take();
  const int c = peek();
  if (c == none) return std::nullopt;
  return c == '}' || c == ']' ? stray() : element();
}

std::string JsonElements::name_of_list() {
  std::string name = element().text;
  if (name.size() < 2 || name.front() != '"') return {};
  name = name.substr(1, name.size() - 2);
  pass_white();
  if (peek() != ':') return {};
  take();
  pass_white();
  return name;
}

std::optional<JsonElement> JsonElements::next_of_lists() {
  for (;;) {
    if (within_)
      if (auto one = next_of_list()) return one;
    for (pass_white(); peek() == ','; pass_white()) take();
    if (peek() != '"') break;
    list_ = name_of_list();
    if (list_.empty() || peek() == none) break;
    within_ = peek() == '[';
    if (!within_) return element();
    take();
  }
  whole_ = whole_ && peek() == '}';
  if (peek() == '}') take();
  return std::nullopt;
}

void JsonElements::look_at_rest() {
  done_ = true;
  pass_white();
  if (peek() != none) whole_ = false;
}

Result<std::optional<JsonElement>> JsonElements::next() {
  std::optional<JsonElement> one;
  if (!done_) {
    one = shape_ == Shape::list    ? next_of_list()
          : shape_ == Shape::lists ? next_of_lists()
                                   : next_of_lines();
    if (!one) look_at_rest();
  }
  if (error_) return error(*error_);
  return one;
}

}  // namespace crm
