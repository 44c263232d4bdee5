#include "tests/property/promise.hpp"

#include <algorithm>
#include <optional>

#include "core/record/tree.hpp"

namespace crm::test {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Range {
  std::size_t begin, end;

  bool has(std::size_t at) const { return at >= begin && at < end; }
};

/// What may change in a text: bytes that go, and lines that are written anew in part.
class Touched {
 public:
  Touched(const Tree& tree, const std::vector<Edit>& edits, const Type& type)
      : tree_(tree), text_(tree.text()) {
    for (const Edit& edit : edits) look_at(edit, type);
    // A text that ends without a line break must say so in its header, when something follows it.
    const Node& last = *(tree.root().next() - 1);
    if (last.is_block_text() && !text_.ends_with('\n'))
      rewritten_.push_back({last.begin, last.begin + 2});
  }

  bool goes(std::size_t at) const {
    return std::any_of(gone_.begin(), gone_.end(),
                       [&](const Range& range) { return range.has(at); });
  }

  bool is_rewritten(std::size_t line_begin, std::size_t line_end) const {
    const auto overlaps = [&](const Range& range) {
      return range.begin <= line_end && range.end >= line_begin;
    };
    return std::any_of(gone_.begin(), gone_.end(), overlaps) ||
           std::any_of(rewritten_.begin(), rewritten_.end(), overlaps);
  }

 private:
  std::size_t line_begin(std::size_t at) const {
    const auto before = at == 0 ? text_.npos : text_.rfind('\n', at - 1);
    return before == text_.npos ? 0 : before + 1;
  }

  std::size_t line_end(std::size_t at) const {
    return std::min(text_.find('\n', at), text_.size());
  }

  std::size_t column(std::size_t at) const {
    return at - line_begin(at) -
           (line_begin(at) == 0 && text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  }

  std::size_t end_of(const Node& node) const {
    std::size_t end = node.end;
    while (end > node.begin && node.is_block_text() &&
           (text_[end - 1] == '\n' || text_[end - 1] == '\r'))
      --end;
    if (!node.is_scalar() && !node.is_flow() && node.size > 0) {
      const Node* last = node.first();
      for (std::uint32_t i = 1; i < node.size * (node.is_map() ? 2 : 1); ++i) last = last->next();
      return end_of(*last);
    }
    return end;
  }

  /// A whole entry of block style: its lines, and comments below it that are deeper than itself.
  void entry_goes(std::size_t begin, const Node& value, std::size_t deeper_than) {
    std::size_t end = line_end(end_of(value));
    while (end < text_.size()) {
      // Blank lines may belong to a text that keeps them.
      const std::size_t first = text_.find_first_not_of(" \t\r\n", end);
      if (first == text_.npos || text_[first] != '#' || column(first) <= deeper_than) break;
      end = line_end(first);
    }
    gone_.push_back({line_begin(begin), end});
  }

  void look_at(const Edit& edit, const Type& type) {
    const Node* holder = nullptr;
    const Node* at = &tree_.root();
    const Node* key = nullptr;
    const Type* map_type = &type;
    const Type* entry_type = nullptr;
    bool holds_lists = false;  // `at` is a map of names, each of a list of entries
    const std::size_t steps = edit.path.size();
    for (std::size_t step = 0; step < steps && at != nullptr; ++step) {
      holder = at;
      const Node* found = nullptr;
      if (at->is_list()) {
        const bool with_ids = entry_type != nullptr && entry_type->find("id") != nullptr;
        const auto ids = entry_ids(*at);
        std::size_t i = 0;
        for (const Node& item : items(*at)) {
          const Node* const name = with_ids || item.is_scalar()
                                       ? nullptr
                                       : crm::find(item, entry_type == nullptr ? "value" : "stage");
          const std::string known = with_ids           ? ids[i]
                                    : item.is_scalar() ? std::string(item.text)
                                    : name == nullptr  ? ""
                                                       : std::string(name->text);
          if (known == edit.path[step] && found == nullptr) found = &item;
          // Ids may be written into entries without one.
          if (with_ids && item.is_map()) {
            const Node* const id = crm::find(item, "id");
            if (item.is_flow())
              rewritten_.push_back({item.begin, item.end});
            else if (id != nullptr && id->text.empty())
              rewritten_.push_back({id->begin, id->begin});
          }
          ++i;
        }
        map_type = entry_type;
        entry_type = nullptr;
        key = nullptr;
      } else if (at->is_scalar()) {
        // A lone text becomes a list.
        rewritten_.push_back({at->begin, at->end});
      } else {
        for (const auto [name, value] : entries(*at))
          if (name.text == edit.path[step]) key = &name, found = &value;
        const Field* const field = map_type == nullptr ? nullptr : map_type->find(edit.path[step]);
        if (std::exchange(holds_lists, field != nullptr && field->shape == Shape::named_lists)) {
          map_type = nullptr;
        } else {
          const Type* const of_entries = field == nullptr ? nullptr : field->item;
          map_type = holds_lists ? nullptr : entry_type;
          entry_type = of_entries;
        }
      }
      at = found;
    }
    if (holder != nullptr && holder->is_flow()) rewritten_.push_back({holder->begin, holder->end});
    if (at == nullptr) return;
    if (at->is_flow()) rewritten_.push_back({at->begin, at->end});
    switch (edit.kind) {
      case Edit::Kind::add:
        if (at->is_scalar() || at->size == 0) rewritten_.push_back({at->begin, at->end});
        break;
      case Edit::Kind::set: value_goes(*at); break;
      case Edit::Kind::remove: remove(*holder, key, *at); break;
    }
  }

  void value_goes(const Node& value) {
    if (value.is_scalar() && value.is_block_text()) {
      // Its header line may carry a comment.
      gone_.push_back(
          {value.begin, std::min(text_.find_first_of(" \r\n", value.begin), text_.size())});
      gone_.push_back({line_end(value.begin), end_of(value)});
    } else if (value.is_scalar()) {
      gone_.push_back({value.begin, value.end});
    } else {
      // A map or list in place of another one, with its key's line: what stays of it is seen by the
      // marks.
      rewritten_.push_back({(&value - 1)->begin, value.end});
    }
  }

  std::size_t dash_of(const Node& list, const Node& item) const {
    const std::size_t dash = text_.rfind('-', item.begin);
    // A comment between the two may have dashes of its own; the list's column tells.
    for (std::size_t at = dash; at != text_.npos && at >= list.begin;
         at = at == 0 ? text_.npos : text_.rfind('-', at - 1))
      if (column(at) == column(list.begin) && text_.find_first_not_of(" ", line_begin(at)) == at)
        return at;
    return item.begin;
  }

  void remove(const Node& holder, const Node* key, const Node& value) {
    if (holder.is_flow()) {
      gone_.push_back({key == nullptr ? value.begin : key->begin, value.end});
      return;
    }
    if (key == nullptr) {
      // The only one of a list: what remains is `key: []`.
      if (holder.size == 1) rewritten_.push_back({(&holder - 1)->begin, (&holder - 1)->end});
      entry_goes(dash_of(holder, value), value, column(holder.begin));
      return;
    }
    if (value.is_list() && !value.is_flow()) {
      gone_.push_back({line_begin(key->begin), line_end(key->begin)});
      for (const Node& item : items(value))
        entry_goes(dash_of(value, item), item, column(value.begin));
      return;
    }
    // The key beside an item's dash: the next one moves up.
    entry_goes(key->begin, value, column(key->begin));
    rewritten_.push_back({key->begin, line_end(line_end(end_of(value)) + 1)});
  }

  const Tree& tree_;
  std::string_view text_;
  std::vector<Range> gone_, rewritten_;
};

std::string_view bare(std::string_view line) {
  if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  while (!line.empty() && (line.front() == '-' || line.front() == ' ')) line.remove_prefix(1);
  return line;
}

struct Line {
  std::size_t begin, end;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back({at, end});
    at = end + 1;
  }
  return lines;
}

std::string missing_line(std::string_view before, std::string_view after, const Touched& touched) {
  const std::vector<Line> now = lines_of(after);
  std::size_t next = 0;
  for (const Line& line : lines_of(before)) {
    const std::string_view wanted = bare(before.substr(line.begin, line.end - line.begin));
    if (wanted.empty() || touched.is_rewritten(line.begin, line.end)) continue;
    while (next < now.size() &&
           bare(after.substr(now[next].begin, now[next].end - now[next].begin)) != wanted)
      ++next;
    if (next == now.size()) return "a line is gone, changed or moved: " + std::string(wanted);
    ++next;
  }
  return "";
}

std::string missing_mark(std::string_view before, std::string_view after, const Touched& touched) {
  std::size_t next = 0;
  for (std::size_t at = before.find("zq"); at != before.npos; at = before.find("zq", at + 1)) {
    const std::size_t end = before.find_first_not_of("0123456789", at + 2);
    if (end == before.npos || end == at + 2 || before[end] != 'q' || touched.goes(at)) continue;
    const std::string_view mark = before.substr(at, end + 1 - at);
    next = after.find(mark, next);
    if (next == after.npos)
      return "a comment or a key of the user's is gone or moved: " + std::string(mark);
  }
  return "";
}

Data in_order(Data data) {
  for (Data& child : data.children) child = in_order(std::move(child));
  if (data.kind == Data::Kind::list)
    std::sort(data.children.begin(), data.children.end(),
              [](const Data& a, const Data& b) { return canonical_text(a) < canonical_text(b); });
  return data;
}

}  // namespace

bool same_but_for_order(const Data& a, const Data& b) {
  return in_order(a) == in_order(b);
}

std::string broken_promise(const std::string& before, const std::vector<Edit>& edits,
                           const Type& type, const Result<std::string>& result) {
  if (!result) {
    const Problem& problem = result.error().problems.front();
    if (result.error().kind != Error::Kind::failed)
      return "a refusal of another kind: " + problem.message;
    if (problem.message.empty() || problem.hint.empty()) return "a refusal without words";
    if (!problem.place || problem.place->line < 1 || problem.place->column < 1)
      return "a refusal without a place";
    return "";
  }
  const std::string& after = *result;
  if (edits.empty()) return after == before ? "" : "nothing was to be changed";
  const auto tree = Tree::parse(before, "before.yaml");
  const Touched touched(*tree, edits, type);
  if (auto missing = missing_line(before, after, touched); !missing.empty()) return missing;
  if (auto missing = missing_mark(before, after, touched); !missing.empty()) return missing;
  if (before.starts_with(byte_order_mark) != after.starts_with(byte_order_mark))
    return "the byte order mark";
  // A missing last line break stays missing, but where a text that ends there would lose its own.
  const auto says_the_same = [](const std::string& a, const std::string& b) {
    const auto one = Tree::parse(a, ""), other = Tree::parse(b, "");
    return one && other && to_data(one->root()) == to_data(other->root());
  };
  const std::string bare_end = after.substr(0, after.find_last_not_of("\r\n") + 1);
  if (before.ends_with('\n') && !after.ends_with('\n')) return "the last line break is gone";
  if (!before.ends_with('\n') && after.ends_with('\n') && says_the_same(bare_end, after))
    return "a last line break is new";
  const auto bare_breaks = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      count += text[i] == '\n' && (i == 0 || text[i - 1] != '\r') ? 1 : 0;
    return count;
  };
  if (before.find("\r\n") != before.npos && bare_breaks(before) == 0 && bare_breaks(after) != 0)
    return "a line break without \\r";
  if (before.find('\r') == before.npos && after.find('\r') != after.npos)
    return "a line break with \\r";
  return "";
}

}  // namespace crm::test
