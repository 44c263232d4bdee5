#include "core/book/journal.hpp"

#include <charconv>
#include <string_view>

namespace crm {
namespace {

constexpr std::string_view first_line = "crm journal 1\n";

/// A value on a line of the head: no line breaks in it.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

/// A path on a line of the head: `%` and line breaks as `%25`, `%0A`, `%0D`.
std::string one_line_path(const std::string& path) {
  std::string written;
  for (const char c : path)
    written += c == '%' ? "%25" : c == '\n' ? "%0A" : c == '\r' ? "%0D" : std::string(1, c);
  return written;
}

std::string path_in(std::string written) {
  for (const auto& [code, c] : {std::pair("%0A", "\n"), {"%0D", "\r"}, {"%25", "%"}})
    for (auto at = written.find(code); at != written.npos; at = written.find(code, at + 1))
      written.replace(at, 3, c);
  return written;
}

class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> line() {
    const auto end = rest_.find('\n');
    if (end == rest_.npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  std::optional<std::string> bytes(std::size_t count) {
    if (count > rest_.size()) return std::nullopt;
    std::string taken(rest_.substr(0, count));
    rest_.remove_prefix(count);
    return taken;
  }

 private:
  std::string_view rest_;
};

/// `-` for an absent file, else its size.
std::string size_text(const std::optional<std::string>& text) {
  return text ? std::to_string(text->size()) : "-";
}

Error torn() {
  return Error::failed("an operation in the journal is damaged");
}

bool read_text(Cursor& cursor, std::string_view size, std::optional<std::string>& text) {
  if (size == "-") return true;
  std::size_t count = 0;
  if (std::from_chars(size.data(), size.data() + size.size(), count).ec != std::errc())
    return false;
  text = cursor.bytes(count);
  return text.has_value();
}

std::string_view stem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.rfind('.'));
}

/// `000000042-k3v9q2.done` → `k3v9q2`.
std::string_view id_in(std::string_view path) {
  const std::string_view name = stem(path);
  return name.substr(name.rfind('-') + 1);
}

}  // namespace

std::string to_text(const Operation& operation) {
  std::string text(first_line);
  const auto line = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += std::string(key) + " " + one_line(value) + "\n";
  };
  line("number", operation.number);
  line("id", operation.id);
  line("at", operation.at);
  line("by", operation.by);
  line("title", operation.title);
  line("undoes", operation.undoes);
  line("redoes", operation.redoes);
  for (const Change& change : operation.changes)
    line("change", size_text(change.before) + " " + size_text(change.after) + " " +
                       one_line_path(change.path));
  text += "\n";
  constexpr std::string_view last_line = "end\n";
  std::size_t size = text.size() + last_line.size();
  for (const Change& change : operation.changes)
    for (const auto& side : {&change.before, &change.after}) size += *side ? (*side)->size() : 0;
  text.reserve(size);
  for (const Change& change : operation.changes)
    for (const auto& side : {&change.before, &change.after})
      if (*side) text += **side;
  return text.append(last_line);
}

Result<Operation> parse_operation(const std::string& text, bool head_only) {
  if (!text.starts_with(first_line)) return error(torn());
  Cursor cursor(std::string_view(text).substr(first_line.size()));
  Operation operation;
  std::vector<std::pair<std::string, std::string>> sizes;
  while (true) {
    const auto line = cursor.line();
    if (!line) return error(torn());
    if (line->empty()) break;
    const auto space = line->find(' ');
    if (space == line->npos) return error(torn());
    const std::string_view key = line->substr(0, space);
    const std::string value(line->substr(space + 1));
    if (key == "number") operation.number = value;
    if (key == "id") operation.id = value;
    if (key == "at") operation.at = value;
    if (key == "by") operation.by = value;
    if (key == "title") operation.title = value;
    if (key == "undoes") operation.undoes = value;
    if (key == "redoes") operation.redoes = value;
    if (key != "change") continue;
    const auto second = value.find(' ');
    const auto third = value.find(' ', second + 1);
    if (second == value.npos || third == value.npos) return error(torn());
    sizes.emplace_back(value.substr(0, second), value.substr(second + 1, third - second - 1));
    operation.changes.push_back({path_in(value.substr(third + 1)), std::nullopt, std::nullopt});
  }
  if (head_only) return operation;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    if (!read_text(cursor, sizes[i].first, operation.changes[i].before) ||
        !read_text(cursor, sizes[i].second, operation.changes[i].after))
      return error(torn());
  if (cursor.line() != "end") return error(torn());
  return operation;
}

std::string Journal::place_of(const Operation& operation) const {
  return folder_ + "/" + operation.number + "-" + operation.id + ".done";
}

Result<Operation> Journal::read(const std::string& path, bool head_only) const {
  const auto text = disk_.read(path);
  if (!text) return error(text.error());
  return parse_operation(*text, head_only);
}

std::string Journal::next_number() const {
  std::string last_number;
  if (const auto last = read(newest(), true)) {
    last_number = last->number;
  } else if (const auto files = disk_.files_below(folder_, ".done"); files && !files->empty()) {
    last_number = stem(files->back());
  }
  std::uint64_t last = 0;
  std::from_chars(last_number.data(), last_number.data() + last_number.size(), last);
  std::string number = std::to_string(last + 1);
  return std::string(number.size() < 9 ? 9 - number.size() : 0, '0') + number;
}

Replacement Journal::announcement(const Operation& operation) const {
  // A single file's change is whole by itself: the power may take the announcement, and with it
  // only the undoing.
  return {.path = announced(), .text = to_text(operation), .durable = operation.changes.size() > 1};
}

Result<void> Journal::finish(const Operation& operation) {
  if (auto aside = put_newest_aside(); !aside) return aside;
  if (auto done = disk_.rename(announced(), newest()); !done) return done;
  // A hundred at a time: most commands don't look.
  if (!operation.number.ends_with("00")) return {};
  const auto files = disk_.files_below(folder_, ".done");
  if (!files) return {};
  std::vector<Replacement> old;
  for (std::size_t i = 0; i + kept < files->size(); ++i)
    old.push_back({.path = (*files)[i], .text = {}, .durable = false});
  return disk_.replace(old);
}

Result<void> Journal::put_newest_aside() {
  const auto last = read(newest(), true);
  // There is none yet, or a power cut has taken it.
  if (!last) return {};
  return disk_.rename(newest(), place_of(*last));
}

Result<std::optional<Operation>> Journal::announcement() const {
  const auto text = disk_.read(announced());
  if (!text) return error(text.error());
  auto operation = parse_operation(*text);
  if (!operation) return std::nullopt;
  return *std::move(operation);
}

Result<void> Journal::withdraw() {
  return disk_.replace({{announced(), std::nullopt}});
}

std::vector<Operation> Journal::heads(std::size_t most) const {
  std::vector<Operation> found;
  if (auto last = read(newest(), true)) found.push_back(*std::move(last));
  const auto files = disk_.files_below(folder_, ".done");
  if (!files) return found;
  for (auto file = files->rbegin(); file != files->rend() && found.size() < most; ++file)
    if (auto operation = read(*file, true)) found.push_back(*std::move(operation));
  return found;
}

Result<Operation> Journal::load(const std::string& id) const {
  if (auto last = read(newest(), false); last && last->id == id) return last;
  if (const auto files = disk_.files_below(folder_, ".done"))
    for (auto file = files->rbegin(); file != files->rend(); ++file)
      if (id_in(*file) == id) return read(*file, false);
  return error(Error::nothing_found("there is no operation " + id, "crm history lists them"));
}

}  // namespace crm
