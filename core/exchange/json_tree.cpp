#include "core/exchange/json_tree.hpp"

#include <iterator>
#include <nlohmann/json.hpp>

#include "core/domain/text.hpp"
#include "core/record/tree_builder.hpp"

namespace crm {
namespace {

using Json = nlohmann::json;

/// Goes through a text and tells how far it has come.
class Walker {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Walker(const char* at, std::size_t* passed) : at_(at), passed_(passed) {}

  reference operator*() const { return *at_; }

  Walker& operator++() {
    ++at_;
    ++*passed_;
    return *this;
  }

  Walker operator++(int) {
    Walker before = *this;
    ++*this;
    return before;
  }

  bool operator==(const Walker& other) const { return at_ == other.at_; }

  bool operator!=(const Walker& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* passed_;
};

bool is_of_number(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// What nlohmann tells of a text, put into a tree. False ends it, `error` says why.
class Teller {
 public:
  Teller(TreeBuilder& builder, const std::size_t& passed) : builder_(builder), passed_(passed) {}

  std::optional<Error> error;

  bool null() { return scalar(Node::Style::plain, passed_ - 4, ""); }

  bool boolean(bool yes) {
    return scalar(Node::Style::plain, passed_ - (yes ? 4 : 5), yes ? "yes" : "no");
  }

  bool number_integer(Json::number_integer_t) { return number(); }

  bool number_unsigned(Json::number_unsigned_t) { return number(); }

  bool number_float(Json::number_float_t, const Json::string_t&) { return number(); }

  bool string(Json::string_t& text) {
    if (text.size() > Tree::largest_text) {
      error = builder_.problem(begin_of_text(), "a text is longer than 1 MB", "limit");
      return false;
    }
    // Programs write "" for what they don't know.
    const auto style = text.empty() ? Node::Style::plain : Node::Style::double_quoted;
    return scalar(style, begin_of_text(), builder_.keep(std::move(text)));
  }

  bool key(Json::string_t& text) {
    return scalar(Node::Style::double_quoted, begin_of_text(), builder_.keep(std::move(text)));
  }

  bool binary(Json::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Node::Kind::map); }

  bool start_array(std::size_t) { return open(Node::Kind::list); }

  bool end_object() { return close(); }

  bool end_array() { return close(); }

  bool parse_error(std::size_t, const std::string&, const Json::exception&) {
    const std::string_view text = builder_.text();
    // One byte more is counted where the text has ended.
    std::size_t at = std::min(passed_, text.size());
    if (at > 0) --at;
    if (at > 0 && text[at] == '"') at = begin_of_text();
    constexpr std::size_t shown = 30;
    std::string piece = printable_line(text.substr(at, shown));
    error = builder_.problem(at, "the JSON is broken at " + piece, "syntax");
    return false;
  }

 private:
  bool scalar(Node::Style style, std::size_t begin, std::string_view said) {
    builder_.scalar(style, begin, passed_, said);
    return true;
  }

  bool number() {
    const std::string_view text = builder_.text();
    // One byte more was looked at, unless the text ended with it.
    std::size_t end = std::min(passed_, text.size());
    if (end > 0 && !is_of_number(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_of_number(text[begin - 1])) --begin;
    return scalar(Node::Style::plain, begin, text.substr(begin, end - begin));
  }

  bool open(Node::Kind kind) {
    if (builder_.depth() == Tree::greatest_depth) {
      error = builder_.problem(passed_ - 1, "it is deeper than 32 brackets", "limit");
      return false;
    }
    builder_.open(kind, true, passed_ - 1);
    return true;
  }

  bool close() {
    error = builder_.close(passed_);
    return !error;
  }

  /// Of the text that ends here: back to the quote that opened it.
  std::size_t begin_of_text() const {
    const std::string_view text = builder_.text();
    for (std::size_t at = std::min(passed_, text.size()) - 1; at-- > 0;) {
      if (text[at] != '"') continue;
      std::size_t slashes = 0;
      while (slashes < at && text[at - slashes - 1] == '\\') ++slashes;
      if (slashes % 2 == 0) return at;
    }
    return 0;
  }

  TreeBuilder& builder_;
  const std::size_t& passed_;
};

}  // namespace

Result<Tree> tree_of_json(std::string text, std::string_view file) {
  TreeBuilder builder(std::move(text), file);
  const std::string_view all = builder.text();
  if (!all.starts_with('{'))
    return error(builder.problem(0, "a record is written as {\"name\": …}", "not-a-map"));
  std::size_t passed = 0;
  Teller teller(builder, passed);
  const bool read = Json::sax_parse(Walker(all.data(), &passed),
                                    Walker(all.data() + all.size(), &passed), &teller);
  if (teller.error) return error(*std::move(teller.error));
  if (!read) return error(builder.problem(0, "this is no JSON", "syntax"));
  return builder.finish();
}

}  // namespace crm
