#include "core/record/splice.hpp"

#include <algorithm>

#include "core/domain/day.hpp"

namespace crm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == line.npos;
}

bool is_comment(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != line.npos && line[first] == '#';
}

int indent_of(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  return static_cast<int>(first == line.npos ? line.size() : first);
}

const Node& last_child(const Node& node) {
  const std::uint32_t children = node.is_map() ? node.size * 2 : node.size;
  const Node* child = node.first();
  for (std::uint32_t i = 1; i < children; ++i) child = child->next();
  return *child;
}

/// Whether a block text keeps its trailing blank lines (`|+`).
bool keeps_blank_lines(std::string_view text, const Node& node) {
  const std::string_view header = text.substr(node.begin, text.find('\n', node.begin) - node.begin);
  return header.substr(0, header.find(' ')).find('+') != header.npos;
}

Quotes quotes_of(const Node& node) {
  if (node.style == Node::Style::single_quoted) return Quotes::single_quoted;
  if (node.style == Node::Style::double_quoted) return Quotes::double_quoted;
  return Quotes::as_needed;
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(count), ' ');
}

}  // namespace

Splice::Splice(const Tree& tree, Way way) : tree_(tree), way_(way) {
  const auto first_break = text().find('\n');
  newline_ = first_break != text().npos && first_break > 0 && text()[first_break - 1] == '\r'
                 ? "\r\n"
                 : "\n";
}

// --- Lines ---

std::string Splice::with(const std::vector<Change>& changes) const {
  std::string next;
  next.reserve(text().size() + 256);
  std::size_t at = 0;
  for (const Change& change : changes) {
    next.append(text().substr(at, change.begin - at)).append(change.text);
    at = change.end;
  }
  return next.append(text().substr(at));
}

std::string Splice::below(std::size_t line_end, const std::string& lines) const {
  if (line_end == text().size() && text().ends_with('\n'))
    return with({{line_end, line_end, lines.substr(newline_.size()) + newline_}});
  const Node& last = *(tree_.root().next() - 1);
  if (line_end < text().size() || !last.is_block_text()) return with({{line_end, line_end, lines}});
  // A block text at the very end, without a line break after it: it shall not get one now.
  const std::string_view written = text().substr(last.begin + 1);
  const std::size_t digits = std::min(written.find_first_not_of("0123456789"), written.size());
  const std::size_t indicator = last.begin + 1 + digits;
  const bool has_one =
      digits < written.size() && (written[digits] == '-' || written[digits] == '+');
  return with({{indicator, indicator + (has_one ? 1 : 0), "-"}, {line_end, line_end, lines}});
}

std::size_t Splice::line_begin(std::size_t at) const {
  const auto before = at == 0 ? text().npos : text().rfind('\n', at - 1);
  if (before != text().npos) return before + 1;
  return text().starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
}

std::size_t Splice::line_end(std::size_t at) const {
  std::size_t end = std::min(text().find('\n', at), text().size());
  if (end < text().size() && end > 0 && text()[end - 1] == '\r') --end;
  return end;
}

std::size_t Splice::next_line(std::size_t at) const {
  const std::size_t end = text().find('\n', at);
  return end == text().npos ? text().size() : end + 1;
}

std::size_t Splice::previous_line_end(std::size_t line_begin) const {
  return line_begin == 0 || text()[line_begin - 1] != '\n' ? line_begin : line_end(line_begin - 1);
}

int Splice::column(std::size_t at) const {
  return static_cast<int>(at - line_begin(at));
}

bool Splice::is_first_on_line(std::size_t at) const {
  return is_blank(text().substr(line_begin(at), at - line_begin(at)));
}

std::size_t Splice::content_end(const Node& node) const {
  if (!node.is_scalar() && !node.is_flow() && node.size > 0) return content_end(last_child(node));
  if (!node.is_block_text()) return node.end;
  // Blank lines below may belong to a text, where they are longer than its indentation.
  if (way_ == Way::careful) return before_line_break(node.end);
  return block_text_end(node);
}

std::size_t Splice::before_line_break(std::size_t end) const {
  return text()[end - 1] == '\n' ? line_end(end - 1) : end;
}

std::size_t Splice::block_text_end(const Node& node) const {
  std::size_t end = before_line_break(node.end);
  if (keeps_blank_lines(text(), node)) return end;
  while (is_blank(line(end)) && line_begin(end) > node.begin)
    end = previous_line_end(line_begin(end));
  return end;
}

std::size_t Splice::after_own_comments(std::size_t end, int dash_column) const {
  while (next_line(end) < text().size()) {
    const std::size_t next = next_line(end);
    if (!is_comment(line(next)) || indent_of(line(next)) <= dash_column) break;
    end = line_end(next);
  }
  return end;
}

std::optional<std::vector<Splice::Span>> Splice::spans(const Node& list) const {
  std::vector<Span> spans;
  spans.reserve(list.size);
  const int dash = column(list.begin);
  std::size_t at = list.begin;
  for (const Node& item : items(list)) {
    while (at < text().size() && (is_blank(line(at)) || is_comment(line(at)))) at = next_line(at);
    const std::size_t begin = line_begin(at) + static_cast<std::size_t>(dash);
    if (begin >= text().size() || text()[begin] != '-' || !is_first_on_line(begin))
      return std::nullopt;
    spans.push_back({begin, after_own_comments(last_line_end(item), dash)});
    at = next_line(spans.back().end);
  }
  return spans;
}

std::string Splice::joined(const std::vector<std::string>& lines) const {
  std::string all;
  for (const std::string& line : lines) all += newline_ + line;
  return all;
}

LineStyle Splice::style() const {
  LineStyle style;
  style.block_texts = way_ == Way::usual;
  // Lists are indented as the file's first one is.
  for (const auto [key, value] : entries(tree_.root())) {
    if (!value.is_list() || value.is_flow()) continue;
    style.list_indent = std::max(0, column(value.begin) - column(key.begin));
    break;
  }
  return style;
}

Lines Splice::lines_of(const Data& data, int indent, Quotes wish) const {
  const bool on_one_line =
      data.kind == Data::Kind::scalar && (way_ == Way::careful || !wants_block(data));
  if (on_one_line) return {scalar_text(data, false, wish), {}};
  return value_lines(data, indent, style());
}

// --- Putting in ---

std::optional<std::string> Splice::put_key(const Node& map, const Type* type, std::string_view key,
                                           const Data& value) const {
  const int rank = type == nullptr ? -1 : type->rank(key);
  const Node* after = nullptr;
  int best = -1;
  for (const auto [name, there] : entries(map)) {
    const int its = type == nullptr ? 0 : type->rank(name.text);
    if (type == nullptr || (its > best && its < rank)) {
      best = its;
      after = &there;
    }
  }
  if (map.is_flow()) return put_key_in_flow(map, after, key, value);

  const int indent = column(map.begin);
  const Lines lines = lines_of(value, indent);
  const std::string head = key_text(key) + ":" + (lines.first.empty() ? "" : " ") + lines.first;
  if (after == nullptr)
    return with({{map.begin, map.begin, head + joined(lines.rest) + newline_ + spaces(indent)}});
  std::size_t end = last_line_end(*after);
  if (after->is_list() && !after->is_flow()) end = after_own_comments(end, column(after->begin));
  return below(end, newline_ + spaces(indent) + head + joined(lines.rest));
}

std::optional<std::string> Splice::put_key_in_flow(const Node& map, const Node* after,
                                                   std::string_view key, const Data& value) const {
  const std::string entry = key_text(key) + ": " + flow_text(value);
  if (after != nullptr) return with({{after->end, after->end, ", " + entry}});
  const std::size_t inside = map.begin + 1;
  return with({{inside, inside, entry + (map.size > 0 ? ", " : "")}});
}

std::size_t index_for(const Node& list, const Data& item, std::string_view order_key) {
  const Data* const key = order_key.empty() ? nullptr : item.find(order_key);
  const auto wanted = key == nullptr ? Moment::parse("") : Moment::parse(key->text);
  if (!wanted) return list.size;
  std::vector<Moment> times;
  for (const Node& entry : items(list)) {
    const Node* const at = find(entry, order_key);
    const auto time = at == nullptr ? Moment::parse("") : Moment::parse(at->text);
    if (!time) return list.size;
    times.push_back(*time);
  }
  const auto ascending = [](const Moment& a, const Moment& b) { return in_time(a, b) < 0; };
  const auto descending = [](const Moment& a, const Moment& b) { return in_time(a, b) > 0; };
  if (std::is_sorted(times.begin(), times.end(), ascending))
    return static_cast<std::size_t>(
        std::upper_bound(times.begin(), times.end(), *wanted, ascending) - times.begin());
  if (!std::is_sorted(times.begin(), times.end(), descending)) return list.size;
  // Newest first: a new one of the same time stands above.
  return static_cast<std::size_t>(
      std::lower_bound(times.begin(), times.end(), *wanted, descending) - times.begin());
}

std::optional<std::string> Splice::add_item(const Node& holder, const Node& list, const Data& item,
                                            std::size_t index) const {
  if (!list.is_list() || list.size == 0) {
    Data whole = Data::list();
    whole.on_one_line = item.kind == Data::Kind::scalar;
    whole.children.push_back(item);
    return replace(holder, list, whole);
  }
  if (list.is_flow()) {
    const Node* at = list.first();
    for (std::size_t i = 0; i + 1 < index; ++i) at = at->next();
    if (index == 0) return with({{at->begin, at->begin, flow_text(item) + ", "}});
    return with({{at->end, at->end, ", " + flow_text(item)}});
  }
  const auto there = spans(list);
  if (!there) return std::nullopt;
  const int dash = column(list.begin);
  const Lines lines = item_lines(item, dash, style());
  // A list that has its entries apart by blank lines gets another one.
  const std::size_t last = there->size() - 1;
  const bool apart =
      way_ == Way::usual && last > 0 && is_blank(line(next_line((*there)[last - 1].end)));
  const std::string gap = apart ? newline_ : "";
  const std::string entry = "- " + lines.first + joined(lines.rest);
  if (index == 0) return with({{list.begin, list.begin, entry + newline_ + gap + spaces(dash)}});
  const std::size_t end = (*there)[index - 1].end;
  return below(end, gap + newline_ + spaces(dash) + entry);
}

// --- Changing ---

std::optional<std::string> Splice::replace(const Node& holder, const Node& value,
                                           const Data& data) const {
  const int indent = column(holder.begin);
  if (!value.is_scalar() && !value.is_flow()) return replace_block(value, data, indent);
  if (!holder.is_flow() && value.is_block_text()) return replace_block_text(value, data, indent);
  if (!holder.is_flow()) return replace_on_line(value, data, indent);
  if (value.begin < value.end) {
    const bool is_scalar = value.is_scalar() && data.kind == Data::Kind::scalar;
    return with({{value.begin, value.end,
                  is_scalar ? scalar_text(data, true, quotes_of(value)) : flow_text(data)}});
  }
  // Nothing stood there: `{a: , b:, c}`.
  std::size_t before = value.begin;
  while (before > 0 && text()[before - 1] == ' ') --before;
  const bool has_colon = before > 0 && text()[before - 1] == ':';
  const std::string gap = !has_colon ? ": " : before == value.begin ? " " : "";
  return with({{value.begin, value.end, gap + flow_text(data)}});
}

/// A value on its key's line, or beside its dash.
std::optional<std::string> Splice::replace_on_line(const Node& value, const Data& data,
                                                   int indent) const {
  if (has_comment(value)) return std::nullopt;
  const Lines lines = lines_of(data, indent, quotes_of(value));
  const std::size_t end = line_end(value.end);
  std::size_t begin = value.begin;
  std::string first = lines.first;
  if (!first.empty() && begin > 0 && (text()[begin - 1] == ':' || text()[begin - 1] == '-'))
    first.insert(0, " ");
  // Nothing remains on the line: no space either.
  if (first.empty() && is_blank(text().substr(value.end, end - value.end)))
    while (begin > 0 && text()[begin - 1] == ' ') --begin;
  return with({{begin, value.end, first}, {end, end, joined(lines.rest)}});
}

/// `|` and what stands below it. What follows the indicator on its line is a comment of the user's.
std::string Splice::replace_block_text(const Node& value, const Data& data, int indent) const {
  const std::size_t header_end = line_end(value.begin);
  const std::size_t indicator_end = std::min(text().find_first_of(" \t", value.begin), header_end);
  const std::string comment(text().substr(indicator_end, header_end - indicator_end));
  const std::string_view first_line = line(next_line(value.begin));
  const int inside = is_blank(first_line) ? indent + 2 : indent_of(first_line);
  const bool stays_block = data.kind == Data::Kind::scalar && wants_block(data);
  const Lines lines = lines_of(data, stays_block ? inside - 2 : indent);
  return with({{value.begin, block_text_end(value), lines.first + comment + joined(lines.rest)}});
}

/// A list or map of several lines, which has no comments that would be lost.
std::optional<std::string> Splice::replace_block(const Node& value, const Data& data,
                                                 int indent) const {
  const std::size_t end = content_end(value);
  if (!is_first_on_line(value.begin) || has_comment(value)) return std::nullopt;
  const std::size_t colon = text().find(':', (&value - 1)->end);
  const Lines lines = lines_of(data, indent);
  std::size_t begin = previous_line_end(line_begin(value.begin));
  // A file that ends without a line break is not to end with a blank line instead.
  if (end == text().size() && lines.rest.empty())
    while (begin > line_end(colon) && is_blank(line(line_begin(begin))))
      begin = previous_line_end(line_begin(begin));
  return with({{colon + 1, colon + 1, (lines.first.empty() ? "" : " ") + lines.first},
               {begin, end, joined(lines.rest)}});
}

// --- Taking out ---

bool Splice::has_comment(const Node& node) const {
  const auto has_one = [&](std::size_t begin, std::size_t end) {
    return text().substr(begin, end - begin).find('#') != std::string_view::npos;
  };
  std::size_t at = node.begin;
  for (const Node* part = &node; part != node.next(); ++part) {
    if (!part->is_scalar()) continue;
    if (has_one(at, part->begin) ||
        (part->is_block_text() && has_one(part->begin, line_end(part->begin))))
      return true;
    at = part->end;
  }
  return has_one(at, std::max<std::size_t>(at, node.end));
}

bool Splice::has_comments_between(const Node& list) const {
  if (list.is_flow() || list.size == 0 || !is_first_on_line(list.begin)) return false;
  const auto there = spans(list);
  if (!there) return false;
  std::size_t at = next_line((&list - 1)->end);
  for (const Span& span : *there) {
    for (; at < line_begin(span.begin); at = next_line(at))
      if (is_comment(line(at))) return true;
    at = next_line(span.end);
  }
  return false;
}

std::optional<std::string> Splice::remove_all(const Node& value) const {
  if (&value == &tree_.root()) return std::nullopt;
  if (value.is_flow()) return with({{value.begin, value.end, value.is_list() ? "[]" : "{}"}});
  // The key stands before its value; a map beside a dash has none.
  const Node& key = *(&value - 1);
  const std::size_t colon = text().find(':', key.end);
  if (!key.is_scalar() || colon >= value.begin || !is_first_on_line(value.begin))
    return std::nullopt;
  std::vector<Change> changes{{colon + 1, colon + 1, value.is_list() ? " []" : " {}"}};
  std::vector<Span> gone{{value.begin, last_line_end(value)}};
  if (value.is_list()) {
    auto there = spans(value);
    if (!there) return std::nullopt;
    gone = *std::move(there);
  }
  for (const Span& span : gone)
    changes.push_back({previous_line_end(line_begin(span.begin)), span.end, ""});
  return with(changes);
}

std::optional<std::string> Splice::remove(const Node& holder, const Node* key, const Node& value,
                                          std::size_t index) const {
  if (holder.is_flow()) return remove_from_flow(holder, key, value, index);
  if (holder.size == 1) return remove_all(holder);
  if (holder.is_list()) {
    const auto there = spans(holder);
    if (!there) return std::nullopt;
    return remove_lines((*there)[index].begin, (*there)[index].end);
  }
  std::size_t end = last_line_end(value);
  if (value.is_list() && !value.is_flow()) end = after_own_comments(end, column(value.begin));
  if (is_first_on_line(key->begin)) return remove_lines(key->begin, end);
  // The first key beside its item's dash: the next one moves up.
  if (index != 0) return std::nullopt;
  const std::size_t next = value.next()->begin;
  const std::size_t visible = content_end(value);
  if (text().substr(visible, next - visible).find('#') != std::string_view::npos)
    return std::nullopt;
  return with({{key->begin, next, ""}});
}

/// The lines from the one of `begin` to the one that ends at `end`.
std::optional<std::string> Splice::remove_lines(std::size_t begin, std::size_t end) const {
  begin = line_begin(begin);
  std::size_t after = next_line(end);
  const auto blank_before = [&] {
    return begin > 0 && is_blank(line(begin - 1)) && line_begin(begin - 1) < begin;
  };
  if (after == text().size() && begin > 0) {
    // Blank lines that were before it are not left at the end; and where the last line had no line
    // break, nor has the one that is last now.
    if (way_ == Way::usual)
      while (blank_before()) begin = line_begin(begin - 1);
    if (!text().ends_with('\n')) begin = previous_line_end(begin);
  } else if (way_ == Way::usual && blank_before() && is_blank(line(after))) {
    // One of the two blank lines around it goes with it.
    after = next_line(after);
  }
  return with({{begin, after, ""}});
}

std::optional<std::string> Splice::remove_from_flow(const Node& holder, const Node* key,
                                                    const Node& value, std::size_t index) const {
  const Node* before = nullptr;
  const Node* at = holder.first();
  for (std::size_t i = 0; i < index; ++i) {
    before = holder.is_map() ? at->next() : at;
    at = before->next();
  }
  const bool is_last = index + 1 == holder.size;
  const std::size_t begin = key == nullptr ? value.begin : key->begin;
  const auto is_clear = [&](std::size_t from, std::size_t to) {
    return text().substr(from, to - from).find('#') == std::string_view::npos;
  };
  if (way_ == Way::usual && before != nullptr && is_clear(before->end, begin))
    return with({{before->end, value.end, ""}});
  if (way_ == Way::usual && before == nullptr && !is_last &&
      is_clear(value.end, value.next()->begin))
    return with({{begin, value.next()->begin, ""}});
  // Beside a comment: with the comma after it, where there is one; a comma before the end may stay.
  const std::size_t comma = text().find_first_not_of(" \t\r\n", value.end);
  const bool has_comma = comma != text().npos && text()[comma] == ',';
  if (!has_comma && !is_last) return std::nullopt;
  return with({{begin, has_comma ? comma + 1 : value.end, ""}});
}

}  // namespace crm
