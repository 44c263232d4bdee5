#include "core/record/splice.hpp"

#include <algorithm>

#include "core/domain/day.hpp"

namespace crm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == line.npos; }

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

/// Where a block text ends that keeps its trailing blank lines (`|+`).
bool keeps_blank_lines(std::string_view text, const Node& node) {
  const std::string_view header = text.substr(node.begin, text.find('\n', node.begin) - node.begin);
  return header.substr(0, header.find(' ')).find('+') != header.npos;
}

Quotes quotes_of(const Node& node) {
  if (node.style == Node::Style::single_quoted) return Quotes::single_quoted;
  if (node.style == Node::Style::double_quoted) return Quotes::double_quoted;
  return Quotes::as_needed;
}

std::string spaces(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

}  // namespace

Splice::Splice(const Tree& tree) : tree_(tree) {
  const auto first_break = text().find('\n');
  newline_ = first_break != text().npos && first_break > 0 && text()[first_break - 1] == '\r' ? "\r\n" : "\n";
}

// --- Lines ---

std::string Splice::with(std::vector<Change> changes) const {
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.begin > b.begin; });
  std::string next = tree_.text();
  for (const Change& change : changes) next.replace(change.begin, change.end - change.begin, change.text);
  return next;
}

std::size_t Splice::line_begin(std::size_t at) const {
  const auto before = at == 0 ? text().npos : text().rfind('\n', at - 1);
  if (before != text().npos) return before + 1;
  return text().starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
}

std::size_t Splice::line_end(std::size_t at) const {
  std::size_t end = text().find('\n', at);
  if (end == text().npos) return text().size();
  if (end > at && text()[end - 1] == '\r') --end;
  return end;
}

std::size_t Splice::next_line(std::size_t at) const {
  const std::size_t end = text().find('\n', at);
  return end == text().npos ? text().size() : end + 1;
}

int Splice::column(std::size_t at) const { return static_cast<int>(at - line_begin(at)); }

std::size_t Splice::content_end(const Node& node) const {
  if (!node.is_scalar() && !node.is_flow() && node.size > 0) return content_end(last_child(node));
  if (!node.is_block_text()) return node.end;
  std::size_t end = node.end;
  if (end > node.begin && text()[end - 1] == '\n') --end;
  if (end > node.begin && text()[end - 1] == '\r') --end;
  if (keeps_blank_lines(text(), node)) return end;
  while (is_blank(text().substr(line_begin(end), end - line_begin(end))) && line_begin(end) > node.begin)
    end = line_end(line_begin(line_begin(end) - 1));
  return end;
}

std::size_t Splice::last_line_end(const Node& node) const { return line_end(content_end(node)); }

std::string Splice::joined(const std::vector<std::string>& lines) const {
  std::string all;
  for (const std::string& line : lines) all += newline_ + line;
  return all;
}

int Splice::list_indent() const {
  // As the file's first list has it; two spaces where there is none.
  for (const auto [key, value] : entries(tree_.root()))
    if (value.is_list() && !value.is_flow() && value.size > 0 && value.begin > key.end)
      return std::max(0, column(value.begin) - column(key.begin));
  return 2;
}

std::size_t Splice::dash_of(const Node& list, std::size_t index) const {
  if (index == 0) return list.begin;
  const Node* before = list.first();
  for (std::size_t i = 1; i < index; ++i) before = before->next();
  std::size_t at = next_line(content_end(*before));
  while (at < text().size() && (is_blank(line(at)) || is_comment(line(at)))) at = next_line(at);
  const std::size_t dash = line_begin(at) + static_cast<std::size_t>(column(list.begin));
  return dash < text().size() && text()[dash] == '-' ? dash : text().npos;
}

std::size_t Splice::after_own_comments(std::size_t end, int dash_column) const {
  while (next_line(end) < text().size()) {
    const std::size_t next = next_line(end);
    if (!is_comment(line(next)) || indent_of(line(next)) <= dash_column) break;
    end = line_end(next);
  }
  return end;
}

// --- Putting in ---

std::optional<std::string> Splice::put_key(const Node& map, const Type* type, std::string_view key,
                                           const Data& value) const {
  if (map.is_scalar()) {
    Data entry = Data::map();
    entry.put(std::string(key), value);
    return with({{map.begin, map.end, (text()[map.begin - 1] == ':' ? " " : "") + flow_text(entry)}});
  }
  const int rank = type == nullptr ? -1 : type->rank(key);
  const Node* after = nullptr;
  int best = -1;
  for (const auto [name, there] : entries(map)) {
    const int its = type == nullptr ? 0 : type->rank(name.text);
    if (type == nullptr || (its >= 0 && its < rank && its > best)) {
      best = its;
      after = &there;
    }
  }
  if (map.is_flow()) return put_key_in_flow(map, after, key, value);

  const int indent = column(map.begin);
  const Lines lines = value_lines(value, indent, list_indent());
  std::string head = key_text(key) + ":" + (lines.first.empty() ? "" : " ") + lines.first;
  if (after == nullptr)
    return with({{map.begin, map.begin, head + joined(lines.rest) + newline_ + spaces(indent)}});
  std::vector<std::string> all{spaces(indent) + head};
  all.insert(all.end(), lines.rest.begin(), lines.rest.end());
  std::size_t end = last_line_end(*after);
  if (after->is_list() && !after->is_flow()) end = after_own_comments(end, column(after->begin));
  return with({{end, end, joined(all)}});
}

std::optional<std::string> Splice::put_key_in_flow(const Node& map, const Node* after, std::string_view key,
                                                   const Data& value) const {
  const std::string entry = key_text(key) + ": " + flow_text(value);
  if (after != nullptr) return with({{after->end, after->end, ", " + entry}});
  const std::size_t inside = map.begin + 1;
  return with({{inside, inside, entry + (map.size > 0 ? ", " : "")}});
}

std::size_t Splice::index_for(const Node& list, const Data& item, std::string_view order_key) const {
  const Data* const key = order_key.empty() ? nullptr : item.find(order_key);
  const auto moment = [](const std::string& written) { return Moment::parse(written); };
  const auto wanted = key == nullptr ? Result<Moment>(error(Error::failed(""))) : moment(key->text);
  if (!wanted) return list.size;
  std::vector<Moment> times;
  for (const Node& entry : items(list)) {
    const Node* const at = find(entry, order_key);
    const auto time = at == nullptr ? Result<Moment>(error(Error::failed(""))) : moment(std::string(at->text));
    if (!time) return list.size;
    times.push_back(*time);
  }
  const auto ascending = [](const Moment& a, const Moment& b) { return in_time(a, b) < 0; };
  const auto descending = [](const Moment& a, const Moment& b) { return in_time(a, b) > 0; };
  const auto place = [&](auto order) {
    return static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), *wanted, order) - times.begin());
  };
  if (std::is_sorted(times.begin(), times.end(), ascending)) return place(ascending);
  if (!std::is_sorted(times.begin(), times.end(), descending)) return list.size;
  // Newest first: a new one of the same time stands above.
  return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), *wanted, descending) - times.begin());
}

std::optional<std::string> Splice::add_item(const Node& list, const Node* key, const Data& item,
                                            std::size_t index) const {
  if (!list.is_list() || list.size == 0) {
    Data whole = Data::list();
    whole.on_one_line = item.kind == Data::Kind::scalar;
    whole.children.push_back(item);
    if (key == nullptr) return std::nullopt;
    return fill_empty(list, whole, column(key->begin));
  }
  if (list.is_flow()) {
    const Node* at = list.first();
    for (std::size_t i = 0; i + 1 < index; ++i) at = at->next();
    if (index == 0) return with({{at->begin, at->begin, flow_text(item) + ", "}});
    return with({{at->end, at->end, ", " + flow_text(item)}});
  }
  const int dash = column(list.begin);
  if (!is_blank(text().substr(line_begin(list.begin), list.begin - line_begin(list.begin)))) return std::nullopt;
  const Lines lines = item_lines(item, dash, list_indent());
  std::vector<std::string> all{"- " + lines.first};
  all.insert(all.end(), lines.rest.begin(), lines.rest.end());

  // A list that has its entries apart by blank lines gets another one.
  bool apart = false;
  if (list.size > 1) {
    const std::size_t last = dash_of(list, list.size - 1);
    if (last == text().npos) return std::nullopt;
    apart = is_blank(line(line_begin(last) - 1));
  }
  if (index == 0) {
    std::string entry = all.front();
    all.erase(all.begin());
    entry += joined(all) + newline_ + (apart ? newline_ : "") + spaces(dash);
    return with({{list.begin, list.begin, entry}});
  }
  all.front() = spaces(dash) + all.front();
  if (apart) all.insert(all.begin(), "");
  const Node* before = list.first();
  for (std::size_t i = 1; i < index; ++i) before = before->next();
  const std::size_t end = after_own_comments(last_line_end(*before), dash);
  return with({{end, end, joined(all)}});
}

// --- Changing ---

std::optional<std::string> Splice::replace(const Node& holder, const Node& value, const Data& data) const {
  const bool in_flow = holder.is_flow();
  const int indent = column(holder.begin);
  if (!value.is_scalar()) {
    if (value.size == 0 && !in_flow) return fill_empty(value, data, indent);
    if (!value.is_flow() || data.kind == Data::Kind::scalar) return std::nullopt;
    return with({{value.begin, value.end, flow_text(data)}});
  }
  if (data.kind != Data::Kind::scalar && !in_flow && !data.on_one_line) return fill_empty(value, data, indent);
  if (value.is_block_text()) return replace_block_text(value, data, indent);
  const bool glued = value.begin == value.end && value.begin > 0 && std::string_view(":-,").find(text()[value.begin - 1]) != std::string_view::npos;
  const std::string gap = glued ? " " : "";
  if (data.kind == Data::Kind::scalar && !in_flow && wants_block(data)) {
    const Lines lines = value_lines(data, indent, 2);
    const std::size_t end = line_end(value.end);
    return with({{value.begin, value.end, gap + lines.first}, {end, end, joined(lines.rest)}});
  }
  const std::string next = data.kind == Data::Kind::scalar ? scalar_text(data, in_flow, quotes_of(value)) : flow_text(data);
  return with({{value.begin, value.end, gap + next}});
}

std::optional<std::string> Splice::replace_block_text(const Node& value, const Data& data, int indent) const {
  const std::size_t header_end = line_end(value.begin);
  const std::size_t end = content_end(value);
  // What follows the indicator on its line is a comment of the user's.
  std::size_t indicator_end = value.begin;
  while (indicator_end < header_end && text()[indicator_end] != ' ') ++indicator_end;
  const std::string comment(text().substr(indicator_end, header_end - indicator_end));
  if (data.kind == Data::Kind::scalar && wants_block(data)) {
    const std::string_view first_line = line(next_line(value.begin));
    const int inside = is_blank(first_line) ? indent + 2 : indent_of(first_line);
    const Lines lines = value_lines(data, inside - 2, 2);
    return with({{value.begin, end, lines.first + comment + joined(lines.rest)}});
  }
  const std::string next = data.kind == Data::Kind::scalar ? scalar_text(data, false) : flow_text(data);
  return with({{value.begin, end, next + comment}});
}

/// A list or map of several lines where there was nothing: `interactions: []`, `interactions:  # none yet`.
std::optional<std::string> Splice::fill_empty(const Node& value, const Data& data, int indent) const {
  if (value.is_scalar() && !value.is_absent()) return std::nullopt;
  const Lines lines = value_lines(data, indent, list_indent());
  if (!lines.first.empty()) {
    const bool glued = value.begin > 0 && text()[value.begin - 1] == ':';
    return with({{value.begin, value.end, (glued ? " " : "") + lines.first}});
  }
  const std::size_t end = line_end(value.end);
  std::size_t begin = value.begin;
  if (is_blank(text().substr(value.end, end - value.end)))
    while (begin > 0 && text()[begin - 1] == ' ') --begin;
  return with({{begin, value.end, ""}, {end, end, joined(lines.rest)}});
}

// --- Taking out ---

bool Splice::has_comments(const Node& list, const Node& key) const {
  if (list.is_flow()) return false;
  for (std::size_t at = next_line(key.begin); at <= last_line_end(list) && at < text().size(); at = next_line(at))
    if (is_comment(line(at)) && at < content_end(list)) return true;
  return false;
}

std::optional<std::string> Splice::empty_list(const Node& key, const Node& list) const {
  std::vector<Change> changes;
  const std::size_t colon = text().find(':', key.end);
  changes.push_back({colon + 1, colon + 1, " []"});
  for (std::size_t i = 0; i < list.size; ++i) {
    const std::size_t dash = dash_of(list, i);
    if (dash == text().npos) return std::nullopt;
    const Node* item = list.first();
    for (std::size_t n = 0; n < i; ++n) item = item->next();
    changes.push_back({line_begin(dash), std::min(next_line(last_line_end(*item)), text().size()), ""});
  }
  return with(std::move(changes));
}

std::optional<std::string> Splice::remove(const Node& holder, const Node* key, const Node& value,
                                          std::size_t index) const {
  if (holder.is_flow()) return remove_from_flow(holder, key, value, index);
  if (holder.size == 1) return std::nullopt;
  std::size_t begin = 0;
  std::size_t end = last_line_end(value);
  if (holder.is_list()) {
    begin = dash_of(holder, index);
    if (begin == text().npos) return std::nullopt;
    end = after_own_comments(end, column(holder.begin));
  } else {
    begin = key->begin;
    if (value.is_list() && !value.is_flow()) end = after_own_comments(end, column(value.begin));
  }
  if (!is_blank(text().substr(line_begin(begin), begin - line_begin(begin)))) {
    // The first key beside its item's dash: the next one moves up.
    if (holder.is_list() || index != 0) return std::nullopt;
    const std::size_t next = value.next()->begin;
    const std::string_view between = text().substr(end, next - end);
    if (!is_blank(text().substr(content_end(value), end - content_end(value))) || between.find('#') != between.npos)
      return std::nullopt;
    return with({{begin, next, ""}});
  }
  begin = line_begin(begin);
  const std::size_t after = next_line(end);
  if (after == text().size() && !text().ends_with('\n') && begin > 0) {
    // The last line had no line break: nor has the one that is last now.
    std::size_t cut = begin - 1;
    if (cut > 0 && text()[cut - 1] == '\r') --cut;
    return with({{cut, after, ""}});
  }
  return with({{begin, after, ""}});
}

std::optional<std::string> Splice::remove_from_flow(const Node& holder, const Node* key, const Node& value,
                                                    std::size_t index) const {
  const Node* before = nullptr;
  const Node* at = holder.first();
  for (std::size_t i = 0; i < index; ++i) {
    before = holder.is_map() ? at->next() : at;
    at = before->next();
  }
  std::size_t begin = key == nullptr ? value.begin : key->begin;
  std::size_t end = value.end;
  if (before != nullptr)
    begin = before->end;
  else if (index + 1 < holder.size)
    end = value.next()->begin;
  if (text().substr(begin, end - begin).find('#') != std::string_view::npos) return std::nullopt;
  return with({{begin, end, ""}});
}

}  // namespace crm
