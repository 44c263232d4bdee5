#include "core/merge/left_out.hpp"

#include <algorithm>
#include <set>

#include "core/merge/meaning.hpp"

namespace crm {
namespace {

/// A list that is wholly absent comes as one edit, entries of one that is there come one by one.
bool brings_entries(const Edit& edit) {
  if (edit.path.front() == "conflicts") return false;
  if (edit.kind == Edit::Kind::add) return true;
  return edit.kind == Edit::Kind::set && edit.before.empty() && edit.value.kind == Data::Kind::list;
}

std::string place_of(const Edit& edit, const Data& entry) {
  return to_text(edit.path) + "/" + entry_name(entry);
}

}  // namespace

Result<std::vector<Edit>> left_out(const std::string& text, const std::string& whole,
                                   const std::string& path, const Settings& settings) {
  const auto said = meaning_of(text, path, settings), wanted = meaning_of(whole, path, settings);
  if (!said) return error(said.error());
  if (!wanted) return error(wanted.error());
  std::vector<Edit> edits = difference(said->known, wanted->known, type_for(path));
  std::erase_if(edits, [](const Edit& edit) { return !brings_entries(edit); });
  return edits;
}

std::size_t count_of_entries(const std::vector<Edit>& edits) {
  std::size_t count = 0;
  for (const Edit& edit : edits)
    count += edit.kind == Edit::Kind::add ? 1 : edit.value.children.size();
  return count;
}

std::vector<Edit> in_both(const std::vector<Edit>& edits, const std::vector<Edit>& others) {
  std::set<std::string> there;
  for (const Edit& edit : others) {
    if (edit.kind == Edit::Kind::add)
      there.insert(place_of(edit, edit.value));
    else
      for (const Data& entry : edit.value.children) there.insert(place_of(edit, entry));
  }
  std::vector<Edit> both;
  for (Edit edit : edits) {
    if (edit.kind == Edit::Kind::add) {
      if (there.contains(place_of(edit, edit.value))) both.push_back(std::move(edit));
      continue;
    }
    std::erase_if(edit.value.children,
                  [&](const Data& entry) { return !there.contains(place_of(edit, entry)); });
    if (!edit.value.children.empty()) both.push_back(std::move(edit));
  }
  return both;
}

}  // namespace crm
