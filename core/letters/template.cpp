#include "core/letters/template.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/domain/day.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/letters/mailbox.hpp"

namespace crm {
namespace {

constexpr std::size_t largest = 1u << 20;

/// Line and column, both from 1, columns in characters.
Place place_at(std::string_view text, std::size_t at, const std::string& file) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::string_view row = before.substr(before.rfind('\n') + 1);
  const auto column = std::count_if(row.begin(), row.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  return {file, static_cast<int>(line), static_cast<int>(column) + 1};
}

std::string quoted(std::string_view word) {
  return "\"" + printable_line(word) + "\"";
}

/// Finds everything that is wrong with the tags of a text.
class TagCheck {
 public:
  TagCheck(std::string_view text, const LetterField& fields) : fields_(fields) {
    for (const Tag& tag : tags_of(text, mistakes_)) look_at(tag);
    for (const Open& open : open_)
      mistake("the section " + quoted(open.name) + " is never closed",
              "it ends with {{/" + open.name + "}}", open.at);
  }

  const std::vector<TagMistake>& mistakes() const { return mistakes_; }

 private:
  struct Open {
    std::string name;
    std::size_t at;
    const LetterField* field;
  };

  void mistake(std::string message, std::string advice, std::size_t at) {
    mistakes_.push_back({std::move(message), std::move(advice), at});
  }

  void look_at(const Tag& tag) {
    switch (tag.kind) {
      case Tag::Kind::comment: return;
      case Tag::Kind::foreign:
        return mistake("letters have no tags with > or =", "write the text here, or a field's name",
                       tag.begin);
      case Tag::Kind::end: return close(tag);
      default: break;
    }
    if (tag.name.empty()) return mistake("a field without a name", "", tag.begin);
    const LetterField* const field = find(tag);
    if (tag.kind == Tag::Kind::section)
      open_.push_back({tag.name, tag.begin, field});
    else if (tag.kind == Tag::Kind::inverted_section)
      open_.push_back({tag.name, tag.begin, nullptr});
  }

  void close(const Tag& tag) {
    if (open_.empty())
      return mistake("the section " + quoted(tag.name) + " was not begun",
                     "it begins with {{#" + tag.name + "}}", tag.begin);
    if (open_.back().name == tag.name) return open_.pop_back();
    const auto earlier = std::find_if(open_.rbegin(), open_.rend(),
                                      [&](const Open& one) { return one.name == tag.name; });
    mistake(
        "the section " + quoted(open_.back().name) + " is not closed before {{/" + tag.name + "}}",
        "close it with {{/" + open_.back().name + "}}", tag.begin);
    if (earlier != open_.rend()) open_.erase(std::prev(earlier.base()), open_.end());
  }

  /// The field that is meant; nullptr where any name may stand, or after a mistake.
  const LetterField* find(const Tag& tag) {
    if (tag.name == ".") {
      if (open_.empty())
        mistake("{{.}} stands for an entry of a list, and no section is open", "", tag.begin);
      return nullptr;
    }
    const auto parts = split(tag.name, '.');
    const std::string first(parts.front());
    const LetterField* field = nullptr;
    for (auto open = open_.rbegin(); open != open_.rend() && field == nullptr; ++open)
      if (open->field != nullptr) field = part_of(*open->field, first);
    if (field == nullptr) field = part_of(fields_, first);
    const LetterField* within = &fields_;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) field = part_of(*within, std::string(parts[i]));
      if (field == nullptr) {
        unknown(tag, std::string(parts[i]), *within, i);
        return nullptr;
      }
      if (field->open) return nullptr;
      within = field;
    }
    return field;
  }

  static const LetterField* part_of(const LetterField& field, const std::string& name) {
    const auto part = field.parts.find(name);
    return part == field.parts.end() ? nullptr : &part->second;
  }

  void unknown(const Tag& tag, const std::string& part, const LetterField& within,
               std::size_t depth) {
    std::vector<std::string> names;
    const auto add = [&](const LetterField& field) {
      for (const auto& [name, below] : field.parts) names.push_back(name);
    };
    add(within);
    if (depth == 0)
      for (const Open& open : open_)
        if (open.field != nullptr) add(*open.field);
    const auto near = did_you_mean(part, names);
    std::string advice = "crm help letters has all of them";
    if (!near.empty()) advice = "did you mean " + near.front() + "?";
    mistake("there is no field " + quoted(tag.name), advice, tag.name_begin);
  }

  const LetterField& fields_;
  std::vector<Open> open_;
  std::vector<TagMistake> mistakes_;
};

/// Reads the lines between the two `---`.
class Head {
 public:
  Head(std::string_view text, const std::string& file, const LetterField& fields)
      : text_(text), file_(file), fields_(fields) {
    if (!text.starts_with("---\n") && text != "---") return;
    std::size_t at = 4;
    while (at < text.size()) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = text.substr(at, end - at);
      const std::size_t next = std::min(end + 1, text.size());
      if (trimmed(line) == "---" && line.starts_with("---")) {
        body_ = next;
        return;
      }
      read(line, at);
      at = next;
    }
    problem("the head is never closed", "it ends with a line ---", 0);
  }

  std::size_t body() const { return body_; }

  TemplateHead& head() { return head_; }

  std::vector<Problem>& problems() { return problems_; }

  void problem(std::string message, std::string advice, std::size_t at) {
    Problem problem;
    problem.message = std::move(message);
    problem.hint = std::move(advice);
    problem.place = place_at(text_, at, file_);
    problems_.push_back(std::move(problem));
  }

 private:
  void read(std::string_view line, std::size_t at) {
    if (trimmed(line).empty() || line.starts_with('#')) return;
    const auto colon = line.find(':');
    if (colon == line.npos)
      return problem(quoted(line) + " is no line of a head",
                     "write it like subject: Hello {{name}}", at);
    const std::string key(trimmed(line.substr(0, colon)));
    const std::array known = {
        std::pair{"subject", &head_.subject},   std::pair{"channel", &head_.channel},
        std::pair{"language", &head_.language}, std::pair{"from", &head_.from},
        std::pair{"reply_to", &head_.reply_to}, std::pair{"again", &head_.again},
    };
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == key; });
    if (found == known.end()) {
      std::vector<std::string> names;
      for (const auto& [name, value] : known) names.emplace_back(name);
      const auto near = did_you_mean(key, names);
      return problem("a letter's head has no " + quoted(key),
                     near.empty()
                         ? "it may have subject, channel, language, from, reply_to and again"
                         : "did you mean " + near.front() + "?",
                     at);
    }
    std::string_view value = trimmed(line.substr(colon + 1));
    const bool in_quotes = value.size() >= 2 && value.front() == value.back() &&
                           (value.front() == '"' || value.front() == '\'');
    if (in_quotes) value = value.substr(1, value.size() - 2);
    *found->second = composed(value);
    check(key, value, value.empty() ? at : static_cast<std::size_t>(value.data() - text_.data()));
  }

  void check(const std::string& key, std::string_view value, std::size_t at) {
    if (key == "subject") {
      const TagCheck tags(value, fields_);
      for (const TagMistake& one : tags.mistakes()) problem(one.message, one.hint, at + one.at);
    } else if ((key == "from" || key == "reply_to") && !value.empty()) {
      const auto mailbox = Mailbox::parse(value);
      if (!mailbox) problem(mailbox.error().message(), mailbox.error().problems.front().hint, at);
    } else if (key == "again" && value != "yes" && value != "no" && !value.empty() &&
               !Period::parse(value)) {
      problem("again: " + quoted(value) + " is no length of time",
              "write yes, no, or for example 1y", at);
    }
  }

  std::string_view text_;
  const std::string& file_;
  const LetterField& fields_;
  TemplateHead head_;
  std::size_t body_ = 0;
  std::vector<Problem> problems_;
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Line breaks as LF, without a byte order mark.
std::string plain(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') lines += text[i];
  return lines;
}

bool is_picture(std::string_view name) {
  const std::string small = lowered(name);
  for (const char* const ending : {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
    if (small.size() > std::string_view(ending).size() && small.ends_with(ending)) return true;
  return false;
}

struct Source {
  /// Bytes of the attribute's value.
  std::size_t begin = 0, size = 0;
  std::string name;
};

/// What images are shown, of those that lie in the letter's own folder.
std::vector<Source> sources_in(std::string_view html) {
  std::vector<Source> found;
  const std::string small = lowered(html);
  for (std::size_t at = small.find("src="); at != small.npos; at = small.find("src=", at + 1)) {
    const std::size_t begin = at + 5;
    if (begin >= html.size() || (html[begin - 1] != '"' && html[begin - 1] != '\'')) continue;
    const std::size_t end = html.find(html[begin - 1], begin);
    if (end == html.npos) break;
    std::string_view value = html.substr(begin, end - begin);
    if (value.starts_with("cid:")) value.remove_prefix(4);
    const bool beside = !value.empty() && value.find_first_of(":/\\{}<>\"") == value.npos &&
                        value.front() != '.' && is_printable_line(value);
    if (beside && is_picture(value)) found.push_back({begin, end - begin, std::string(value)});
  }
  return found;
}

}  // namespace

Result<Template> Template::parse(std::string_view bytes, const std::string& file,
                                 const LetterField& fields) {
  Problem problem;
  problem.place = Place{file};
  if (bytes.size() > largest) problem.message = "a letter is at most 1 MiB long";
  if (problem.message.empty() && !is_utf8(bytes)) {
    problem.message = "the letter is not UTF-8";
    problem.hint = "save it as UTF-8";
  }
  if (!problem.message.empty()) return error(Error{Error::Kind::invalid, {problem}});
  const std::string text = plain(bytes);
  Head head(text, file, fields);
  Template made;
  made.file_ = file;
  if (head.problems().empty() || head.body() > 0) {
    const std::string_view body = std::string_view(text).substr(head.body());
    const TagCheck tags(body, fields);
    for (const TagMistake& one : tags.mistakes())
      head.problem(one.message, one.hint, head.body() + one.at);
    if (trimmed(body).empty()) head.problem("the letter has no text", "", head.body());
    made.body_ = composed(body);
  }
  if (!head.problems().empty())
    return error(Error{Error::Kind::invalid, std::move(head.problems())});
  made.head_ = std::move(head.head());
  return made;
}

TemplateHead LetterForm::head() const {
  TemplateHead head = text ? text->head() : html->head();
  if (text && html) {
    const TemplateHead& other = html->head();
    const auto fill = [](std::string& into, const std::string& from) {
      if (into.empty()) into = from;
    };
    fill(head.subject, other.subject);
    fill(head.channel, other.channel);
    fill(head.language, other.language);
    fill(head.from, other.from);
    fill(head.reply_to, other.reply_to);
    fill(head.again, other.again);
  }
  if (!language.empty()) head.language = language;
  return head;
}

Result<WrittenLetter> written(const LetterForm& form, const LetterValue& values) {
  WrittenLetter letter;
  std::vector<std::string> missing;
  const auto fill = [&](const std::string& text, bool html) {
    Filled whole = filled(text, values, html);
    for (std::string& name : whole.missing)
      if (std::find(missing.begin(), missing.end(), name) == missing.end())
        missing.push_back(std::move(name));
    return std::move(whole.text);
  };
  letter.subject = std::string(trimmed(printable_line(fill(form.head().subject, false))));
  if (form.text) letter.text = fill(form.text->body(), false);
  if (form.html) letter.html = fill(form.html->body(), true);
  if (!missing.empty()) {
    std::string names;
    for (const std::string& name : missing) names += (names.empty() ? "no " : ", no ") + name;
    return error(Error::asked_wrongly(names));
  }
  if (trimmed(letter.text).empty() && trimmed(letter.html).empty())
    return error(Error::asked_wrongly("nothing is left of its text"));
  return letter;
}

std::vector<std::string> pictures_in(std::string_view html) {
  std::vector<std::string> names;
  for (Source& source : sources_in(html))
    if (std::find(names.begin(), names.end(), source.name) == names.end())
      names.push_back(std::move(source.name));
  return names;
}

std::string with_inline_pictures(std::string html, const std::vector<std::string>& pictures) {
  auto sources = sources_in(html);
  std::reverse(sources.begin(), sources.end());
  for (const Source& source : sources)
    if (std::find(pictures.begin(), pictures.end(), source.name) != pictures.end())
      html.replace(source.begin, source.size, "cid:" + source.name);
  return html;
}

}  // namespace crm
