#include "core/merge/merged_text.hpp"

#include <algorithm>

#include "core/merge/lines.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merge3.hpp"
#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

Path below(Path path, const std::string& step) {
  path.push_back(step);
  return path;
}

const Data* entry_named(const Data* list, const std::string& name) {
  if (list == nullptr || list->kind != Data::Kind::list) return nullptr;
  for (const Data& entry : list->children)
    if (entry_name(entry) == name) return &entry;
  return nullptr;
}

/// Edits of the keys that the schema does not know, and of those in entries that both have.
void foreign_edits(const Data& before, const Data& after, const Type& type, const Path& at,
                   std::vector<Edit>& edits) {
  const auto is_known = [&](const std::string& key) { return type.find(key) != nullptr; };
  for (std::size_t i = 0; i < after.keys.size(); ++i) {
    const std::string& key = after.keys[i];
    const Data* const old = before.find(key);
    if (is_known(key) || (old != nullptr && *old == after.children[i])) continue;
    edits.push_back(
        {Edit::Kind::set, below(at, key), after.children[i], old == nullptr ? Data() : *old});
  }
  for (std::size_t i = 0; i < before.keys.size(); ++i)
    if (!is_known(before.keys[i]) && after.find(before.keys[i]) == nullptr)
      edits.push_back({Edit::Kind::remove, below(at, before.keys[i]), {}, before.children[i]});
  for (const Field& field : type.fields) {
    if (field.shape != Shape::items || field.item == nullptr) continue;
    const Data* const entries = after.find(field.key);
    if (entries == nullptr || entries->kind != Data::Kind::list) continue;
    for (const Data& entry : entries->children)
      if (const Data* const old = entry_named(before.find(field.key), entry_name(entry)))
        foreign_edits(*old, entry, *field.item,
                      below(below(at, std::string(field.key)), entry_name(entry)), edits);
  }
}

std::vector<Edit> all_edits(const Data& before, const Data& after, const Type& type) {
  std::vector<Edit> edits = difference(before, after, type);
  foreign_edits(before, after, type, {}, edits);
  return edits;
}

std::string id_of(const Data& record) {
  const Data* const id = record.find("id");
  return id == nullptr ? "" : id->text;
}

/// What a text says, if it says anything.
std::optional<Data> data_of(const std::string& text, const std::string& path,
                            const Settings& settings) {
  const auto meaning = meaning_of(text, path, settings);
  return meaning ? std::optional(meaning->whole()) : std::nullopt;
}

}  // namespace

Result<MergedText> merged_text(const std::optional<std::string>& base, const std::string& one,
                               const std::string& other, const std::string& path,
                               const Settings& settings) {
  if (one == other || base == other) return MergedText{one, {}};
  if (base == one) return MergedText{other, {}};
  const Type& type = type_for(path);
  std::optional<Data> was;
  // A base that nobody can read is no help: what both have is merged without it.
  if (base) was = data_of(*base, path, settings);
  const auto our = meaning_of(one, path, settings), their = meaning_of(other, path, settings);
  if (!our) return error(our.error());
  if (!their) return error(their.error());
  // Nor is another record, which git has taken for the base since it looks like the two.
  if (was && id_of(*was) != id_of(our->known)) was.reset();
  auto merged = merge3(was ? &*was : nullptr, our->whole(), their->whole(), type);
  if (!merged) return error(merged.error());
  const Data& wanted = merged->data;
  const auto says_it = [&](const std::string& text) {
    const auto said = data_of(text, path, settings);
    return said && all_edits(*said, wanted, type).empty();
  };
  MergedText result{{}, std::move(merged->conflicts)};
  const bool turned = one < other;
  const std::string& first = turned ? other : one;
  const std::string& second = turned ? one : other;
  for (const Overlap overlap : {Overlap::both, Overlap::first}) {
    result.text = merge_lines(base.value_or(""), first, second, overlap).text;
    if (says_it(result.text)) return result;
  }
  const MergedLines lines{std::move(result.text)};
  for (const std::string* const from : {&lines.text, &first, &second}) {
    const auto said = data_of(*from, path, settings);
    if (!said) continue;
    auto text = edited(*from, all_edits(*said, wanted, type), type, path);
    if (!text || !says_it(*text)) continue;
    result.text = *std::move(text);
    return result;
  }
  result.text = new_file(wanted);
  return result;
}

}  // namespace crm
