#include "tests/property/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace crm::test {
namespace {

bool is_simple(std::string_view text) {
  if (text.empty() || text.size() > 900 || text == "null" || text == "Null") return false;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (!is_word(text.front()) || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) {
                       return is_word(c) || (c & '\x80') != 0 ||
                              std::string_view(" -_./@+").find(c) != text.npos;
                     }) &&
         text.find("\xC2\x85") == text.npos && text.find("\xE2\x80\xA8") == text.npos &&
         text.find("\xE2\x80\xA9") == text.npos && text.find("\xEF\xBB\xBF") == text.npos &&
         text.find("\xC2\x9F") == text.npos && text.find("\xEF\xBF\xBE") == text.npos;
}

bool is_printable(std::string_view text, std::string_view but) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 || c == 0x7F) && but.find(text[i]) == but.npos) return false;
  }
  for (const char* odd :
       {"\xC2\x85", "\xC2\x9F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF", "\xEF\xBF\xBE"})
    if (text.find(odd) != text.npos) return false;
  return true;
}

std::string in_double_quotes(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto is = [&](const char* what) { return text.substr(i).starts_with(what); };
    if (c == '"' || c == '\\')
      out += std::string("\\") + text[i];
    else if (c < 0x20 || c == 0x7F)
      out += fmt::format("\\x{:02X}", c);
    else if (is("\xC2\x85"))
      out += "\\u0085", i += 1;
    else if (is("\xC2\x9F"))
      out += "\\u009f", i += 1;
    else if (is("\xE2\x80\xA8"))
      out += "\\u2028", i += 2;
    else if (is("\xE2\x80\xA9"))
      out += "\\u2029", i += 2;
    else if (is("\xEF\xBB\xBF"))
      out += "\\ufeff", i += 2;
    else if (is("\xEF\xBF\xBE"))
      out += "\\ufffe", i += 2;
    else
      out += text[i];
  }
  return out + '"';
}

std::string in_single_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

class Layout {
 public:
  explicit Layout(Dice& dice) : dice_(dice) {
    comments_ = dice.one_of(std::vector{0, 5, 30});
    blanks_ = dice.one_of(std::vector{0, 0, 30});
    own_keys_ = dice.one_of(std::vector{0, 10, 30});
    quotes_ = dice.one_of(std::vector{5, 50});
    lost_ids_ = dice.one_of(std::vector{0, 0, 30});
    step_ = dice.one_of(std::vector{2, 2, 4});
    dash_ = dice.one_of(std::vector{0, 2, 2, 4});
    apart_ = dice.chance(20);
    flow_ = dice.one_of(std::vector{0, 30, 90});
  }

  std::string write(const Data& record, const Type& type) {
    if (dice_.chance(5)) out_ += "--- # " + mark() + "\n";
    if (dice_.chance(20)) out_ += "# " + mark() + "\n";
    if (dice_.chance(3)) {
      flow(record, &type, 0);
      out_ += "\n";
    } else {
      Data shuffled = record;
      if (dice_.chance(25)) shuffle(shuffled);
      empties(shuffled, type);
      block_map(shuffled, &type, 0, false);
    }
    if (dice_.chance(20)) out_ += "# " + mark() + "\n";
    if (dice_.chance(20)) out_.pop_back();
    if (dice_.chance(20)) to_crlf();
    if (dice_.chance(15)) out_.insert(0, "\xEF\xBB\xBF");
    return out_;
  }

 private:
  std::string mark() { return fmt::format("zq{}q", ++marks_); }

  void shuffle(Data& map) {
    for (std::size_t i = map.keys.size(); i > 1; --i) {
      const std::size_t j = dice_.below(i);
      std::swap(map.keys[i - 1], map.keys[j]);
      std::swap(map.children[i - 1], map.children[j]);
    }
  }

  /// Fields that are there without a value.
  void empties(Data& map, const Type& type) {
    for (const Field& field : type.fields) {
      if (field.required || field.key == "id" || map.find(field.key) != nullptr || !dice_.chance(4))
        continue;
      const bool list = field.shape == Shape::items || field.shape == Shape::texts ||
                        field.shape == Shape::labelled;
      const bool named = field.shape == Shape::named_texts || field.shape == Shape::named_values ||
                         field.shape == Shape::named_items;
      map.put(std::string(field.key), list && dice_.chance(50)    ? Data::list()
                                      : named && dice_.chance(50) ? Data::map()
                                                                  : Data());
    }
  }

  void line_comment() {
    if (dice_.chance(comments_))
      out_ += std::string(static_cast<std::size_t>(dice_.between(1, 3)), ' ') + "# " + mark();
    out_ += "\n";
    block_before_ = false;
  }

  /// Lines without meaning, between entries of a map or list in that column.
  void between(int column, int deeper) {
    if (dice_.chance(blanks_)) out_ += dice_.chance(20) && !block_before_ ? "  \n" : "\n";
    if (dice_.chance(comments_))
      out_ += pad(block_before_
                      ? column
                      : dice_.one_of(std::vector{column, column, column, column + deeper, 0})) +
              "# " + mark() + "\n";
  }

  static std::string pad(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

  void own_key(int indent) {
    const std::string name = (dice_.chance(60) ? "x-" : "my") + mark();
    if (dice_.chance(50)) {
      out_ += name + ": " + mark();
      line_comment();
    } else if (dice_.chance(50)) {
      out_ += name + ":\n" + pad(indent + 2) + "a: " + mark() + "\n" + pad(indent + 2) + "b: [" +
              mark() + ", {c: " + mark() + "}]\n";
    } else {
      out_ += name + ":\n" + pad(indent) + "- " + mark() + "\n" + pad(indent) + "- |\n" +
              pad(indent) + "    " + mark() + "\n";
    }
  }

  void block_map(const Data& map, const Type* type, int indent, bool first_inline) {
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
      if (!first_inline || i > 0) {
        between(indent, 3);
        if (type != nullptr && dice_.chance(own_keys_)) {
          out_ += pad(indent);
          own_key(indent);
        }
        out_ += pad(indent);
      }
      out_ += key(map.keys[i]) + ":";
      const Field* const field = type == nullptr ? nullptr : type->find(map.keys[i]);
      value(map.children[i], field, field == nullptr ? nullptr : field->item, indent,
            indent + dash_);
    }
  }

  std::string key(const std::string& name) {
    if (is_simple(name) && !dice_.chance(quotes_ / 10)) return name;
    return in_double_quotes(name);
  }

  /// After `key:` in column `indent`.
  void value(const Data& data, const Field* field, const Type* item, int indent, int dash) {
    block_before_ = false;
    if (data.kind == Data::Kind::none) {
      const bool text = field != nullptr && field->shape == Shape::text;
      out_ += text ? dice_.one_of({"", " ~"}) : dice_.one_of({"", " ~", " null"});
      line_comment();
    } else if (data.kind == Data::Kind::scalar) {
      scalar(data, indent);
    } else if (field != nullptr &&
               (field->shape == Shape::texts || field->shape == Shape::labelled) &&
               data.children.size() == 1 && data.children.front().kind == Data::Kind::scalar &&
               data.children.front().text != "~" && dice_.chance(15)) {
      scalar(data.children.front(), indent);
    } else if (data.children.empty() || dice_.chance(data.on_one_line ? flow_ + 10 : flow_ / 10)) {
      out_ += " ";
      flow(data, inside(field), indent + 2);
      line_comment();
    } else if (data.kind == Data::Kind::map) {
      line_comment();
      // Of a map by names, each is an entry; such a map has no keys of the user's beside them.
      const bool named = field != nullptr && field->shape == Shape::named_items;
      if (named) {
        for (std::size_t i = 0; i < data.keys.size(); ++i) {
          out_ += pad(indent + step_) + key(data.keys[i]) + ":";
          entry_map(data.children[i], item, indent + step_);
        }
      } else {
        block_map(data, nullptr, indent + step_, false);
      }
    } else {
      line_comment();
      list(data, item, dash);
    }
  }

  void entry_map(const Data& map, const Type* type, int indent) {
    if (map.children.empty() || dice_.chance(50)) {
      out_ += " ";
      flow(map, type, indent + 2);
      line_comment();
    } else {
      line_comment();
      block_map(map, type, indent + step_, false);
    }
  }

  void list(const Data& data, const Type* type, int dash) {
    std::vector<std::size_t> order(data.children.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (dice_.chance(30)) std::reverse(order.begin(), order.end());
    bool first = true;
    for (const std::size_t i : order) {
      if (apart_ && !first) out_ += "\n";
      between(dash, first ? 0 : 2);
      first = false;
      out_ += pad(dash) + "-";
      const Data& item = data.children[i];
      if (item.kind == Data::Kind::scalar) {
        scalar(item, dash);
        continue;
      }
      if (item.kind == Data::Kind::list) {
        out_ += " ";
        flow(item, nullptr, dash + 2);
        line_comment();
        continue;
      }
      Data map = item;
      if (type != nullptr && dice_.chance(lost_ids_)) map.remove("id");
      if (map.children.empty()) map.put("x-" + mark(), Data::scalar("only"));
      if (dice_.chance(item.on_one_line ? flow_ : flow_ / 5)) {
        out_ += " ";
        flow(map, type, dash + 2);
        line_comment();
        continue;
      }
      if (dice_.chance(25)) shuffle(map);
      const int gap = dice_.one_of(std::vector{1, 1, 1, 3});
      block_before_ = false;
      out_ += pad(gap);
      block_map(map, type, dash + 1 + gap, true);
    }
  }

  /// What stands below a field as a map of the format; a map of the user's names takes no keys
  /// beside them.
  static const Type* inside(const Field* field) {
    const bool named = field != nullptr &&
                       (field->shape == Shape::named_items || field->shape == Shape::named_lists);
    return field == nullptr || named ? nullptr : field->item;
  }

  void flow(const Data& data, const Type* type, int indent) {
    if (data.kind == Data::Kind::none) {
      out_ += "~";
      return;
    }
    if (data.kind == Data::Kind::scalar) {
      const std::string& text = data.text;
      if (is_simple(text) && !dice_.chance(quotes_))
        out_ += text;
      else if (is_printable(text, "") && dice_.chance(30))
        out_ += in_single_quotes(text);
      else
        out_ += data.typed && !dice_.chance(quotes_) ? text : in_double_quotes(text);
      return;
    }
    const bool is_map = data.kind == Data::Kind::map;
    const bool several_lines = data.children.size() > 1 && dice_.chance(15);
    out_ += is_map ? "{" : "[";
    if (dice_.chance(20)) out_ += " ";
    for (std::size_t i = 0; i < data.children.size(); ++i) {
      if (i > 0) out_ += ",";
      if (i > 0 && several_lines && dice_.chance(60)) {
        if (dice_.chance(comments_)) out_ += " # " + mark();
        out_ += "\n" + pad(indent + 2);
      } else if (i > 0) {
        out_ += " ";
      }
      if (is_map && type != nullptr && dice_.chance(own_keys_ / 2))
        out_ += "x-" + mark() + ": " + mark() + ", ";
      if (is_map) out_ += key(data.keys[i]) + ": ";
      const Field* const field = type == nullptr || !is_map ? nullptr : type->find(data.keys[i]);
      flow(data.children[i], is_map ? inside(field) : type, indent + 2);
    }
    if (several_lines && dice_.chance(30)) out_ += ",\n" + pad(indent);
    out_ += is_map ? "}" : "]";
  }

  void scalar(const Data& data, int indent) {
    const std::string& text = data.text;
    const bool printable = is_printable(text, "\n\t");
    const bool several = text.find('\n') != text.npos;
    if (several && printable && text.find_first_not_of(" \n") != text.npos && dice_.chance(75))
      return literal(text, indent);
    if (!several && is_simple(text) && text.find(' ') != text.npos && dice_.chance(8))
      return folded(text, indent);
    out_ += " ";
    if (data.typed && !dice_.chance(quotes_ / 2)) {
      out_ += text;
    } else if (is_simple(text) && !dice_.chance(quotes_)) {
      out_ += text;
    } else if (!several && is_printable(text, "") && dice_.chance(30)) {
      out_ += in_single_quotes(text);
    } else {
      out_ += in_double_quotes(text);
    }
    line_comment();
  }

  void literal(const std::string& text, int indent) {
    const std::size_t end = text.find_last_not_of('\n') + 1;
    const std::size_t breaks = text.size() - end;
    const int inside = indent + dice_.one_of(std::vector{2, 2, 4});
    const bool hint =
        text.front() == ' ' || text.front() == '\n' || text.front() == '\t' || dice_.chance(10);
    out_ += std::string(" |") + (hint ? std::to_string(inside - indent) : "") +
            (breaks == 0   ? "-"
             : breaks == 1 ? ""
                           : "+");
    line_comment();
    std::size_t at = 0;
    const std::string body = text.substr(0, std::max(end, text.size() - (breaks > 0 ? 1 : 0)));
    while (at <= body.size()) {
      const std::size_t stop = std::min(body.find('\n', at), body.size());
      const std::string one = body.substr(at, stop - at);
      out_ += (one.empty() ? "" : pad(inside) + one) + "\n";
      at = stop + 1;
    }
    block_before_ = true;
  }

  void folded(const std::string& text, int indent) {
    const std::size_t space = text.find(' ');
    const bool breakable = space > 0 && space + 1 < text.size() && text[space + 1] != ' ';
    const std::string broken =
        breakable ? text.substr(0, space) + "\n" + pad(indent + 4) + text.substr(space + 1) : text;
    switch (breakable ? dice_.below(3) : 0) {
      case 0:
        out_ += " >-";
        line_comment();
        out_ += pad(indent + 4) + broken + "\n";
        block_before_ = true;
        return;
      case 1: out_ += " " + broken; break;
      default: out_ += " \"" + broken + "\"";
    }
    line_comment();
  }

  void to_crlf() {
    std::string next;
    for (const char c : out_) next += c == '\n' ? "\r\n" : std::string(1, c);
    out_ = next;
  }

  Dice& dice_;
  std::string out_;
  int marks_ = 0;
  int comments_, blanks_, own_keys_, quotes_, lost_ids_, step_, dash_, flow_;
  bool apart_ = false;
  /// The last thing written was a text in a block, which an indented line would continue.
  bool block_before_ = false;
};

}  // namespace

std::string in_some_layout(const Data& record, const Type& type, Dice& dice) {
  return Layout(dice).write(record, type);
}

}  // namespace crm::test
