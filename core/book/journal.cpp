#include "core/book/journal.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <string_view>

namespace crm {
namespace {

constexpr std::string_view first_line = "crm journal 1\n";
constexpr std::string_view first_line_of_long = "crm journal 2\n";
constexpr std::string_view last_line = "end\n";
/// The line before it in a long one: the word, a blank, twenty digits.
constexpr std::string_view head_word = "head ";
constexpr std::size_t head_line_size = 26;

/// Operations of more are written anew as long ones.
constexpr std::size_t few_changes = 64;

/// Most heads are shorter than what is read first.
constexpr std::size_t first_look = 4096;

/// A value on a line of the head: no line breaks in it.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

/// A path on a line of the head: `%` and line breaks as `%25`, `%0A`, `%0D`.
std::string one_line_path(const std::string& path) {
  if (path.find_first_of("%\n\r") == path.npos) return path;
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

/// The lines of a file one by one, of which only a piece is held.
class LineReader {
 public:
  /// From there on, where `held` is what stands before it.
  LineReader(const OpenFile& file, std::uint64_t next, std::string held)
      : file_(file), next_(next), held_(std::move(held)) {}

  /// Without its line break; nothing where the file ends before one, or can't be read.
  std::optional<std::string_view> line() {
    while (true) {
      const auto end = held_.find('\n', seen_);
      if (end != held_.npos) {
        const auto line = std::string_view(held_).substr(seen_, end - seen_);
        seen_ = end + 1;
        return line;
      }
      if (!read_more()) return std::nullopt;
    }
  }

  /// Where the next line begins.
  std::uint64_t place() const { return next_ - (held_.size() - seen_); }

 private:
  bool read_more() {
    const std::uint64_t left = file_.size() - std::min(next_, file_.size());
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, count_));
    if (count == 0) return false;
    const auto more = file_.part(next_, count);
    if (!more || more->empty()) return false;
    held_.erase(0, seen_);
    seen_ = 0;
    held_ += *more;
    next_ += more->size();
    count_ = std::min<std::size_t>(count_ * 2, 1u << 20);
    return true;
  }

  const OpenFile& file_;
  std::uint64_t next_;
  std::size_t count_ = first_look;
  std::string held_;
  std::size_t seen_ = 0;
};

/// `-` for an absent file, else its size.
std::string size_text(const std::optional<std::string>& text) {
  return text ? std::to_string(text->size()) : "-";
}

Error torn() {
  return Error::failed("an operation in the journal is damaged");
}

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// A text that is absent is `-`.
bool read_size(std::string_view digits, TextPlace& place) {
  if (digits == "-") return true;
  const auto size = number_in(digits);
  if (size) place.size = *size;
  return size.has_value();
}

/// The first word of a line, which loses it.
std::string_view taken_word(std::string_view& line) {
  const auto space = line.find(' ');
  const std::string_view word = line.substr(0, space);
  line.remove_prefix(space == line.npos ? line.size() : space + 1);
  return word;
}

std::string head_lines(const Operation& operation) {
  std::string text;
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
  line("takes_in", operation.takes_in);
  line("erases", operation.erases);
  return text;
}

void read_head_line(std::string_view line, Operation& operation) {
  const std::string_view key = taken_word(line);
  const std::string value(line);
  if (key == "number") operation.number = value;
  if (key == "id") operation.id = value;
  if (key == "at") operation.at = value;
  if (key == "by") operation.by = value;
  if (key == "title") operation.title = value;
  if (key == "undoes") operation.undoes = value;
  if (key == "redoes") operation.redoes = value;
  if (key == "takes_in") operation.takes_in = value;
  if (key == "erases") operation.erases = value;
}

/// What an operation's file says about it, and where its texts stand.
struct Contents {
  Operation operation;
  std::deque<ChangedFile> files;
};

enum class Asked { head, files };

/// A short one: the lines of its head name the files, each with its sizes.
Result<Contents> contents_of_short(const OpenFile& file, std::string beginning, Asked asked) {
  Contents contents;
  const std::uint64_t known = beginning.size();
  LineReader lines(file, known, std::move(beginning));
  (void)lines.line();
  while (true) {
    const auto line = lines.line();
    if (!line) return error(torn());
    if (line->empty()) break;
    if (!line->starts_with("change ")) {
      read_head_line(*line, contents.operation);
      continue;
    }
    ++contents.operation.files;
    if (asked == Asked::head) continue;
    std::string_view rest = line->substr(std::string_view("change ").size());
    ChangedFile next;
    if (!read_size(taken_word(rest), next.before) || !read_size(taken_word(rest), next.after))
      return error(torn());
    next.path = path_in(std::string(rest));
    contents.files.push_back(std::move(next));
  }
  if (asked == Asked::head) return contents;
  std::uint64_t place = lines.place();
  for (ChangedFile& next : contents.files)
    for (TextPlace* const text : {&next.before, &next.after}) {
      text->begin = place;
      if (!text->is_absent()) place += text->size;
    }
  const auto end = file.part(place, last_line.size() + 1);
  if (!end || *end != last_line) return error(torn());
  return contents;
}

bool read_place(std::string_view& line, TextPlace& place) {
  const auto begin = taken_word(line);
  if (!read_size(taken_word(line), place)) return false;
  if (place.is_absent()) return true;
  const auto number = number_in(begin);
  if (number) place.begin = *number;
  return number.has_value();
}

/// A long one says at its end where its head is, and the head where its files are named.
Result<Contents> contents_of_long(const OpenFile& file, Asked asked) {
  const std::size_t mark_size = head_line_size + last_line.size();
  if (file.size() < first_line_of_long.size() + mark_size) return error(torn());
  const std::uint64_t tail_from = file.size() - std::min<std::uint64_t>(file.size(), first_look);
  const auto tail = file.part(tail_from, first_look);
  if (!tail || tail->size() < mark_size) return error(torn());
  const std::string_view mark = std::string_view(*tail).substr(tail->size() - mark_size);
  if (!mark.starts_with(head_word) || !mark.ends_with(last_line)) return error(torn());
  const auto head = number_in(mark.substr(head_word.size(), 20));
  const std::uint64_t head_end = file.size() - mark_size;
  if (!head || *head > head_end) return error(torn());

  Contents contents;
  std::uint64_t files_from = 0;
  LineReader lines(file, *head, {});
  while (lines.place() < head_end) {
    auto line = lines.line();
    if (!line) return error(torn());
    std::string_view rest = *line;
    const std::string_view key = taken_word(rest);
    if (key == "files") contents.operation.files = number_in(rest).value_or(0);
    if (key == "places") files_from = number_in(rest).value_or(0);
    read_head_line(*line, contents.operation);
  }
  if (asked == Asked::head) return contents;
  LineReader places(file, files_from, {});
  for (std::size_t i = 0; i < contents.operation.files; ++i) {
    auto line = places.line();
    if (!line || places.place() > *head) return error(torn());
    ChangedFile next;
    if (!read_place(*line, next.before) || !read_place(*line, next.after)) return error(torn());
    for (const TextPlace& text : {next.before, next.after})
      if (!text.is_absent() && (text.begin > files_from || text.size > files_from - text.begin))
        return error(torn());
    next.path = path_in(std::string(*line));
    contents.files.push_back(std::move(next));
  }
  return contents;
}

Result<Contents> contents_of(const OpenFile& file, Asked asked) {
  auto beginning = file.part(0, first_look);
  if (!beginning) return error(beginning.error());
  if (beginning->starts_with(first_line))
    return contents_of_short(file, *std::move(beginning), asked);
  if (beginning->starts_with(first_line_of_long)) return contents_of_long(file, asked);
  return error(torn());
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

Result<Recorded> recorded_in(std::unique_ptr<const OpenFile> file) {
  auto contents = contents_of(*file, Asked::files);
  if (!contents) return error(contents.error());
  return Recorded{std::move(contents->operation), Changes(std::move(file), contents->files)};
}

}  // namespace

std::string to_text(const Operation& operation, const std::vector<Change>& changes) {
  std::string text(first_line);
  text += head_lines(operation);
  std::size_t length = 0;
  for (const Change& change : changes) {
    text += "change " + size_text(change.before) + " " + size_text(change.after) + " " +
            one_line_path(change.path) + "\n";
    for (const auto* const its : {&change.before, &change.after})
      length += *its ? (*its)->size() : 0;
  }
  text += "\n";
  text.reserve(text.size() + length + last_line.size());
  for (const Change& change : changes)
    for (const auto* const its : {&change.before, &change.after})
      if (*its) text += **its;
  text += last_line;
  return text;
}

std::string Journal::place_of(const Operation& operation) const {
  return folder_ + "/" + operation.number + "-" + operation.id + ".done";
}

Result<Operation> Journal::head(const std::string& path) const {
  const auto file = disk_.open_parts(path);
  if (!file) return error(file.error());
  auto contents = contents_of(**file, Asked::head);
  if (!contents) return error(contents.error());
  return std::move(contents->operation);
}

Result<Recorded> Journal::read(const std::string& path) const {
  auto file = disk_.open_parts(path);
  if (!file) return error(file.error());
  return recorded_in(*std::move(file));
}

std::string Journal::next_number() const {
  std::string last_number;
  if (const auto last = head(newest())) {
    last_number = last->number;
  } else if (const auto files = disk_.files_below(folder_, ".done"); files && !files->empty()) {
    last_number = stem(files->back());
  }
  std::uint64_t last = 0;
  std::from_chars(last_number.data(), last_number.data() + last_number.size(), last);
  std::string number = std::to_string(last + 1);
  return std::string(number.size() < 9 ? 9 - number.size() : 0, '0') + number;
}

Replacement Journal::announcement(const Operation& operation,
                                  const std::vector<Change>& changes) const {
  // A single file's change is whole by itself: the power may take the announcement, and with it
  // only the undoing.
  return {.path = announced(), .text = to_text(operation, changes), .durable = changes.size() > 1};
}

Changes Journal::long_announcement(std::size_t bound) const {
  const auto make_file = [disk = &disk_, path = announced()] { return disk->grow(path); };
  return Changes(make_file, bound, first_line_of_long);
}

Result<void> Journal::write_down(const Operation& operation, Changes& changes) const {
  const auto settled = changes.settle();
  if (!settled) return error(settled.error());
  GrowingFile& file = **settled;
  const std::uint64_t places = file.size();
  const auto written = [](const TextPlace& text) {
    return text.is_absent() ? "- -" : std::to_string(text.begin) + " " + std::to_string(text.size);
  };
  std::string lines;
  const auto pour = [&](std::size_t least) -> Result<void> {
    if (lines.size() < least) return {};
    auto done = file.append(lines);
    lines.clear();
    return done;
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const ChangedFile& one = changes.entry(i);
    lines += written(one.before) + " " + written(one.after) + " " + one_line_path(one.path) + "\n";
    if (auto poured = pour(1u << 16); !poured) return poured;
  }
  const std::string head = std::to_string(file.size() + lines.size());
  lines += head_lines(operation) + "files " + std::to_string(changes.size()) + "\nplaces " +
           std::to_string(places) + "\n" + std::string(head_word) +
           std::string(20 - head.size(), '0') + head + "\n";
  return pour(0);
}

Result<void> Journal::announce(Changes& changes) {
  GrowingFile& file = *changes.file();
  if (auto flushed = file.flush(); !flushed) return flushed;
  if (auto written = file.append(last_line); !written) return written;
  return file.flush();
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

Result<void> Journal::announce_done(const Operation& operation) {
  return disk_.replace({{.path = announced(), .text = to_text(operation, {})}});
}

Result<void> Journal::rewrite(const Keep& keep,
                              const std::function<std::string(std::string)>& words) {
  std::vector<std::string> files;
  for_each([&](const std::string& file) {
    files.push_back(file);
    return true;
  });
  for (const std::string& file : files)
    if (disk_.exists(file))
      if (auto done = rewrite_one(file, keep, words); !done) return done;
  return {};
}

Result<void> Journal::rewrite_one(const std::string& file, const Keep& keep,
                                  const std::function<std::string(std::string)>& words) {
  const auto remove = [&] { return disk_.replace({{.path = file, .text = std::nullopt}}); };
  auto recorded = read(file);
  if (!recorded) return remove();
  const auto& [operation, changes] = *recorded;
  Operation next = operation;
  next.title = words(operation.title);
  const bool is_long = changes.size() > few_changes;
  const std::string beside = folder_ + "/rewritten";
  Changes rest_of_all = is_long ? Changes([this, beside] { return disk_.grow(beside); },
                                          Changes::most_held, first_line_of_long)
                                : Changes();
  bool same = next == operation;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto change = changes.at(i);
    if (!change) return remove();
    auto rest = keep(*change);
    same = same && rest && *rest == *change;
    if (!rest || rest->before == rest->after) continue;
    if (auto put = rest_of_all.put(*rest); !put) return put;
  }
  // Nothing is left of it. One that changed nothing from the beginning is a mark and stays.
  if (rest_of_all.empty() && !changes.empty()) return remove();
  if (same)
    return is_long ? disk_.replace({{.path = beside, .text = std::nullopt}}) : Result<void>();
  if (is_long) {
    if (auto written = write_down(next, rest_of_all); !written) return written;
    if (auto whole = announce(rest_of_all); !whole) return whole;
    return disk_.rename(beside, file);
  }
  std::vector<Change> few;
  for (std::size_t i = 0; i < rest_of_all.size(); ++i) {
    auto change = rest_of_all.at(i);
    if (!change) return error(change.error());
    few.push_back(*std::move(change));
  }
  return disk_.replace({{.path = file, .text = to_text(next, few)}});
}

Result<void> Journal::put_newest_aside() {
  const auto last = head(newest());
  // There is none yet, or a power cut has taken it.
  if (!last) return {};
  return disk_.rename(newest(), place_of(*last));
}

Result<std::optional<Recorded>> Journal::announcement() const {
  auto file = disk_.open_parts(announced());
  if (!file) return error(file.error());
  auto recorded = recorded_in(*std::move(file));
  if (!recorded) return std::nullopt;
  return *std::move(recorded);
}

Result<void> Journal::withdraw() {
  return disk_.replace({{announced(), std::nullopt}});
}

void Journal::for_each(const std::function<bool(const std::string& file)>& look) const {
  if (!look(newest())) return;
  const auto files = disk_.files_below(folder_, ".done");
  if (!files) return;
  for (auto file = files->rbegin(); file != files->rend(); ++file)
    if (!look(*file)) return;
}

std::vector<Operation> Journal::heads(std::size_t most) const {
  std::vector<Operation> found;
  for_each([&](const std::string& file) {
    if (auto operation = head(file)) found.push_back(*std::move(operation));
    return found.size() < most;
  });
  return found;
}

std::vector<Operation> Journal::heads_of(const std::string& path) const {
  std::vector<Operation> found;
  for_each([&](const std::string& file) {
    const auto opened = disk_.open_parts(file);
    if (!opened) return true;
    auto contents = contents_of(**opened, Asked::files);
    const auto touches = [&](const ChangedFile& one) { return one.path == path; };
    if (contents && std::any_of(contents->files.begin(), contents->files.end(), touches))
      found.push_back(std::move(contents->operation));
    return true;
  });
  return found;
}

Result<Recorded> Journal::load(const std::string& id) const {
  std::string place;
  for_each([&](const std::string& file) {
    const auto newest_head = file == newest() ? head(file) : Operation{};
    const bool is_it = file == newest() ? newest_head && newest_head->id == id : id_in(file) == id;
    if (is_it) place = file;
    return !is_it;
  });
  if (!place.empty()) return read(place);
  return error(Error::nothing_found("there is no operation " + id, "crm history lists them"));
}

}  // namespace crm
