#include "core/record/tree.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "core/domain/id.hpp"
#include "core/record/plain_yaml.hpp"
#include "core/record/tree_builder.hpp"
#include "core/record/twins.hpp"
#include "core/record/yaml.hpp"

namespace crm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The line that a merge left unresolved, if any; npos otherwise.
std::size_t conflict_marker(std::string_view text) {
  for (const std::string_view marker : {"<<<<<<<", "=======", ">>>>>>>"}) {
    for (std::size_t at = text.find(marker); at != text.npos; at = text.find(marker, at + 1)) {
      const bool at_line_start = at == 0 || text[at - 1] == '\n';
      const std::size_t after = at + marker.size();
      const bool ends = after == text.size() || std::strchr(" \r\n", text[after]) != nullptr;
      if (at_line_start && ends) return at;
    }
  }
  return text.npos;
}

std::optional<Error> look_before_reading(const TreeBuilder& builder) {
  if (builder.text().size() > Tree::largest_file)
    return builder.problem(0, "a file larger than 16 MiB", "too-large");
  const std::size_t marker = conflict_marker(builder.text());
  if (marker == std::string_view::npos) return std::nullopt;
  return builder.problem(marker, "an unresolved merge conflict", "conflict-marker",
                         "crm resolve settles it, or remove the marker lines and what is wrong");
}

}  // namespace

Result<Tree> Tree::parse(std::string text, std::string_view file) {
  TreeBuilder builder(std::move(text), file);
  if (auto refused = look_before_reading(builder)) return error(*std::move(refused));
  if (!read_plain_yaml(builder)) {
    builder.begin_again();
    if (auto mistake = read_yaml(builder)) return error(*std::move(mistake));
  }
  return builder.finish();
}

Place Tree::place(std::uint32_t byte) const {
  return place_in(*text_, byte, file_);
}

Place place_after(Place place, std::string_view passed) {
  const auto lines = std::count(passed.begin(), passed.end(), '\n');
  if (lines > 0) {
    place.line += static_cast<int>(lines);
    place.column = 1;
    passed.remove_prefix(passed.rfind('\n') + 1);
  }
  // Characters, not bytes.
  place.column += static_cast<int>(std::count_if(passed.begin(), passed.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
  return place;
}

Place place_in(std::string_view text, std::size_t byte, std::string_view file) {
  std::string_view passed = text.substr(0, byte);
  if (passed.starts_with(byte_order_mark)) passed.remove_prefix(byte_order_mark.size());
  return place_after({std::string(file), 1, 1}, passed);
}

const Node* find(const Node& map, std::string_view key) {
  if (!map.is_map()) return nullptr;
  for (const auto [name, value] : entries(map))
    if (name.text == key) return &value;
  return nullptr;
}

/// A plain number, day or yes of a key that nobody has told us about: it stays plain when it is
/// written again.
bool is_plain_word(const Node& node) {
  if (node.style != Node::Style::plain || node.text.empty() || node.text.starts_with("--") ||
      node.text == "-")
    return false;
  return node.text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_") ==
         std::string_view::npos;
}

Data to_data(const Node& node) {
  if (node.is_scalar()) return Data::scalar(std::string(node.text), is_plain_word(node));
  Data data = node.is_list() ? Data::list() : Data::map();
  data.on_one_line = node.is_flow();
  data.children.reserve(node.size);
  if (node.is_list()) {
    for (const Node& item : items(node)) data.children.push_back(to_data(item));
  } else {
    data.keys.reserve(node.size);
    for (const auto [key, value] : entries(node)) {
      data.keys.emplace_back(key.text);
      data.children.push_back(to_data(value));
    }
  }
  return data;
}

bool says(const Node& node, const Data& data) {
  if (node.is_scalar()) return data.kind == Data::Kind::scalar && node.text == data.text;
  if (data.kind != (node.is_list() ? Data::Kind::list : Data::Kind::map) ||
      node.size != data.children.size())
    return false;
  if (node.is_list()) {
    std::size_t i = 0;
    for (const Node& item : items(node))
      if (!says(item, data.children[i++])) return false;
    return true;
  }
  std::unordered_map<std::string_view, const Data*> values;
  for (std::size_t i = 0; i < data.keys.size(); ++i)
    values.emplace(data.keys[i], &data.children[i]);
  for (const auto [key, value] : entries(node)) {
    const auto there = values.find(key.text);
    if (there == values.end() || !says(value, *there->second)) return false;
  }
  return true;
}

const Node* written_id(const Node& entry) {
  const Node* const id = find(entry, "id");
  return id != nullptr && id->is_scalar() && !id->is_absent() && !id->text.empty() ? id : nullptr;
}

namespace {

/// What an entry says, its id apart.
std::string content_of(const Node& entry) {
  Data said = to_data(entry);
  if (written_id(entry) != nullptr) said.remove("id");
  return canonical_text(said);
}

/// Gives ids to the entries that have none written, or another one's.
class IdsFromContent {
 public:
  IdsFromContent(const Node& list, std::vector<std::string>& ids)
      : ids_(ids), is_settled_(ids.size()) {
    entries_.reserve(ids.size());
    for (const Node& entry : items(list)) entries_.push_back(&entry);
    std::map<std::string, std::vector<std::size_t>> by_id;
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (!ids[i].empty()) by_id[ids[i]].push_back(i);
    for (const auto& [id, all] : by_id) {
      holders_.emplace(id, all.front());
      if (all.size() > 1) part_twins(id, all);
    }
  }

  void give() {
    for (std::size_t i = 0; i < ids_.size(); ++i)
      if (ids_[i].empty()) left_.push_back(i);
    for (std::size_t next = 0; next < left_.size(); ++next) give(left_[next]);
  }

 private:
  /// Of several with one id it is that one's from whose content it was made; if from nobody's, all
  /// keep it.
  void part_twins(const std::string& id, const std::vector<std::size_t>& all) {
    const auto its_own = std::find_if(all.begin(), all.end(), [&](std::size_t entry) {
      return derived_item_id(content_of(*entries_[entry]), 0) == id;
    });
    if (its_own == all.end()) return;
    holders_[id] = *its_own;
    const std::string content = content_of(*entries_[*its_own]);
    for (const std::size_t entry : all)
      if (content_of(*entries_[entry]) != content) ids_[entry].clear();
  }

  void give(std::size_t entry) {
    const std::string content = content_of(*entries_[entry]);
    while (true) {
      const std::string id = derived_item_id(content, seen_[content]++);
      const auto holder = holders_.find(id);
      if (holder != holders_.end() && !is_taken_away(holder->second, content)) continue;
      holders_[id] = entry;
      ids_[entry] = id;
      is_settled_[entry] = true;
      return;
    }
  }

  /// Of two equal entries one may have been given its id already: it keeps it. One that says
  /// something else has it from a merge by lines, which took two entries' equal first lines for one
  /// another's.
  bool is_taken_away(std::size_t holder, const std::string& content) {
    if (is_settled_[holder] || content_of(*entries_[holder]) == content) return false;
    is_settled_[holder] = true;
    left_.push_back(holder);
    return true;
  }

  std::vector<std::string>& ids_;
  std::vector<const Node*> entries_;
  std::unordered_map<std::string, std::size_t> holders_;
  std::unordered_map<std::string, int> seen_;
  std::vector<std::size_t> left_;
  std::vector<bool> is_settled_;
};

}  // namespace

std::vector<std::string> entry_ids(const Node& list) {
  std::vector<std::string> ids;
  ids.reserve(list.size);
  for (const Node& item : items(list)) {
    const Node* const id = written_id(item);
    ids.emplace_back(id == nullptr ? std::string_view() : id->text);
  }
  if (std::find(ids.begin(), ids.end(), "") != ids.end() || has_twins(ids))
    IdsFromContent(list, ids).give();
  return ids;
}

}  // namespace crm
