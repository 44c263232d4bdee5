#include "core/exchange/mapping.hpp"

#include <algorithm>
#include <array>

#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/column_word.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

std::optional<std::size_t> find_header(std::string_view text,
                                       const std::vector<std::string>& headers) {
  const std::string wanted = clean_line(text);
  if (const auto found = std::ranges::find(headers, wanted); found != headers.end())
    return static_cast<std::size_t>(found - headers.begin());
  const std::string folded = folded_header(text);
  if (folded.empty()) return std::nullopt;
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (folded_header(headers[i]) == folded) return i;
  return std::nullopt;
}

Error at(const Node& node, const Tree& tree, std::string message, std::string hint) {
  return Error{Error::Kind::invalid,
               {{std::move(message), tree.place(node), std::move(hint), "mapping", false}}};
}

}  // namespace

Result<MapWord> MapWord::parse(std::string_view text, const std::vector<std::string>& headers) {
  // A header may have a sign of its own: the last one parts.
  const auto sign = text.rfind('=');
  if (sign == text.npos || trimmed(text.substr(0, sign)).empty() ||
      trimmed(text.substr(sign + 1)).empty())
    return error(
        Error::asked_wrongly("--map \"" + printable_line(text) + "\" should be COLUMN=FIELD",
                             "for example --map \"E-mail (office)=email.work\", or "
                             "--map \"Photo=-\" to leave a column out"));
  const std::string_view left = text.substr(0, sign);
  MapWord word;
  word.becomes = trimmed(text.substr(sign + 1));
  if (const auto column = find_header(left, headers)) {
    word.column = *column;
    return word;
  }
  for (auto colon = left.find(':'); colon != left.npos; colon = left.find(':', colon + 1))
    if (const auto column = find_header(left.substr(0, colon), headers)) {
      word.column = *column;
      word.theirs = trimmed(left.substr(colon + 1));
      return word;
    }
  const auto near = did_you_mean(trimmed(left.substr(0, left.find(':'))), headers);
  std::string all;
  for (const std::string& header : headers) all += (all.empty() ? "" : ", ") + header;
  return error(Error::asked_wrongly(
      "there is no column \"" + printable_line(trimmed(left)) + "\"",
      near.empty() ? "the columns are " + all : "did you mean \"" + near.front() + "\"?"));
}

Result<Mapping> parse_mapping(const std::string& text, const std::string& file) {
  const auto tree = Tree::parse(text, file);
  if (!tree) return error(tree.error());
  auto reading = read_mapping(*tree);
  if (!reading.ok()) return error(reading.error());
  Mapping mapping = *std::move(reading.value);
  const Node& root = tree->root();
  const auto kind = mapping.as.empty() ? RowKind::customers : row_kind(mapping.as);
  if (!kind) {
    std::string all;
    for (const std::string& one : row_kinds()) all += (all.empty() ? "" : ", ") + one;
    return error(at(*find(root, "as"), *tree,
                    "\"" + printable_line(mapping.as) + "\" is no kind of row",
                    "as: is one of " + all));
  }
  static constexpr std::array keys{"id", "external", "email", "phone", "name"};
  for (const std::string& key : mapping.key)
    if (std::ranges::find(keys, key) == keys.end())
      return error(at(*find(root, "key"), *tree, "\"" + printable_line(key) + "\" is no key",
                      "a key is id, external, email, phone or name"));
  for (const auto [header, word] : entries(*find(root, "columns")))
    if (const auto known = ColumnWord::parse(word.text, *kind); !known)
      return error(at(word, *tree, known.error().message(), known.error().problems.front().hint));
  if (const Node* const words = find(root, "words"); words != nullptr && !words->is_absent()) {
    const std::string shape = "words: has for each column a map of \"their word: our word\"";
    if (!words->is_map()) return error(at(*words, *tree, shape, ""));
    for (const auto [header, map] : entries(*words)) {
      if (find_named(mapping.columns, header.text) == nullptr)
        return error(at(header, *tree, "there is no column \"" + printable_line(header.text) + "\"",
                        "the columns are those below columns:"));
      if (!map.is_map()) return error(at(map, *tree, shape, ""));
      for (const auto [theirs, ours] : entries(map))
        if (!ours.is_scalar()) return error(at(ours, *tree, shape, ""));
    }
  }
  return mapping;
}

std::string to_text(const Mapping& mapping) {
  return new_file(to_data(mapping));
}

}  // namespace crm
