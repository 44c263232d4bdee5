#include "core/letters/mustache.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "core/domain/text.hpp"

namespace crm {
namespace {

namespace library = kainjow::mustache;

/// Stands before a section's name while the library works, so that asking for a section, which may
/// be absent, is told from asking for a field, which may not.
constexpr char section_mark = '?';

/// The key of a text that has parts.
const std::string whole = "?";

library::data data_of(const LetterValue& value) {
  if (!value.map.empty()) {
    library::data object{library::data::type::object};
    for (const auto& [key, part] : value.map) object.set(key, data_of(part));
    if (!value.text.empty()) object.set(whole, library::data(value.text));
    return object;
  }
  if (!value.list.empty()) {
    library::data list{library::data::type::list};
    for (const LetterValue& part : value.list) list.push_back(data_of(part));
    return list;
  }
  return library::data(value.text);
}

/// Looks fields up from the innermost section outwards, and notes those that are not there.
class Lookup : public library::basic_context<std::string> {
 public:
  explicit Lookup(const library::data& values) { within_.push_back(&values); }

  void push(const library::data* data) override { within_.push_back(data); }

  void pop() override { within_.pop_back(); }

  const library::data* get(const std::string& name) const override {
    if (name.starts_with(section_mark)) return find(name.substr(1));
    const library::data* found = find(name);
    if (found != nullptr && found->is_object()) found = found->get(whole);
    if (found != nullptr && found->is_string()) return found;
    if (std::find(missing_.begin(), missing_.end(), name) == missing_.end())
      missing_.push_back(name);
    return nullptr;
  }

  const library::data* get_partial(const std::string& /*name*/) const override { return nullptr; }

  const std::vector<std::string>& missing() const { return missing_; }

 private:
  const library::data* find(const std::string& name) const {
    if (name == ".") return within_.back();
    const auto parts = split(name, '.');
    for (auto place = within_.rbegin(); place != within_.rend(); ++place) {
      const library::data* value = *place;
      for (const std::string_view part : parts) {
        value = value->get(std::string(part));
        if (value == nullptr) break;
      }
      if (value != nullptr) return value;
    }
    return nullptr;
  }

  std::vector<const library::data*> within_;
  mutable std::vector<std::string> missing_;
};

bool is_section_tag(const Tag& tag) {
  return tag.kind == Tag::Kind::section || tag.kind == Tag::Kind::inverted_section ||
         tag.kind == Tag::Kind::end;
}

}  // namespace

const LetterValue* LetterValue::find(std::string_view key) const {
  for (const auto& [name, value] : map)
    if (name == key) return &value;
  return nullptr;
}

void LetterValue::put(std::string_view key, LetterValue value) {
  const auto at =
      std::find_if(map.begin(), map.end(), [&](const auto& entry) { return entry.first == key; });
  if (value.empty()) {
    if (at != map.end()) map.erase(at);
  } else if (at != map.end()) {
    at->second = std::move(value);
  } else {
    map.emplace_back(key, std::move(value));
  }
}

std::vector<Tag> tags_of(std::string_view text, std::vector<TagMistake>& mistakes) {
  std::vector<Tag> tags;
  for (std::size_t begin = text.find("{{"); begin != text.npos; begin = text.find("{{", begin)) {
    const bool raw = text.substr(begin).starts_with("{{{");
    const std::string_view closing = raw ? "}}}" : "}}";
    const std::size_t inner = begin + closing.size();
    const std::size_t end = text.find(closing, inner);
    const std::size_t next = text.find("{{", inner);
    const std::size_t line_end = text.find('\n', inner);
    const bool is_comment = text.substr(inner).starts_with('!');
    if (end == text.npos || (!is_comment && (next < end || line_end < end))) {
      mistakes.push_back({std::string(raw ? "{{{" : "{{") + " is never closed",
                          "it ends with " + std::string(closing), begin});
      return tags;
    }
    Tag tag{raw ? Tag::Kind::raw_field : Tag::Kind::field, "", begin, end + closing.size(), inner};
    std::string_view content = trimmed(text.substr(inner, end - inner));
    if (!raw && !content.empty()) {
      switch (content.front()) {
        case '#': tag.kind = Tag::Kind::section; break;
        case '^': tag.kind = Tag::Kind::inverted_section; break;
        case '/': tag.kind = Tag::Kind::end; break;
        case '!': tag.kind = Tag::Kind::comment; break;
        case '&': tag.kind = Tag::Kind::raw_field; break;
        case '>':
        case '=': tag.kind = Tag::Kind::foreign; break;
        default: break;
      }
      if (tag.kind != Tag::Kind::field) content = trimmed(content.substr(1));
    }
    tag.name = std::string(content);
    tag.name_begin =
        content.empty() ? inner : static_cast<std::size_t>(content.data() - text.data());
    tags.push_back(std::move(tag));
    begin = end + closing.size();
  }
  return tags;
}

Filled filled(std::string_view text, const LetterValue& values, bool html) {
  std::string marked;
  std::size_t done = 0;
  std::vector<TagMistake> mistakes;
  for (const Tag& tag : tags_of(text, mistakes)) {
    if (!is_section_tag(tag)) continue;
    marked += text.substr(done, tag.name_begin - done);
    marked += section_mark;
    done = tag.name_begin;
  }
  marked += text.substr(done);

  library::mustache letter(marked);
  if (!html) letter.set_custom_escape([](const std::string& said) { return said; });
  const library::data data = data_of(values);
  Lookup lookup(data);
  std::ostringstream out;
  letter.render(lookup, out);
  return {out.str(), lookup.missing()};
}

}  // namespace crm
