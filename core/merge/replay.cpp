#include "core/merge/replay.hpp"

#include "core/merge/meaning.hpp"
#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/schema.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// What stands at a path; nullptr when nothing does.
const Data* at(const Data& root, const Path& path) {
  const Data* here = &root;
  for (const std::string& step : path) {
    const Data* next = nullptr;
    if (here->kind == Data::Kind::list) {
      for (const Data& entry : here->children)
        if (entry_name(entry) == step) next = &entry;
    } else {
      next = here->find(step);
    }
    if (next == nullptr) return nullptr;
    here = next;
  }
  return here;
}

bool same(const Data* a, const Data* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

/// The entry with the keys that the schema does not know, so that they come back with it.
void complete(Data& known, const Data* all) {
  if (all == nullptr || known.kind != Data::Kind::map || all->kind != Data::Kind::map) return;
  for (std::size_t i = 0; i < all->keys.size(); ++i)
    if (known.find(all->keys[i]) == nullptr) known.put(all->keys[i], all->children[i]);
}

Error clash(const std::string& path, const std::string& what) {
  return Error::conflict(path + ": " + what + " has been changed since",
                         "change it by hand, or take back the later change first");
}

}  // namespace

Result<std::optional<std::string>> replayed(const std::optional<std::string>& base,
                                            const std::optional<std::string>& next,
                                            const std::optional<std::string>& now,
                                            const std::string& path, const Settings& settings) {
  if (now == base) return next;
  if (now == next) return next;
  if (base && !now)
    return error(Error::conflict(path + " is gone, so nothing in it can be taken back",
                                 "where git has it, bring it back first"));
  if (!base || !next || !now) return error(clash(path, "the file"));
  const auto was = meaning_of(*base, path, settings);
  const auto wanted = meaning_of(*next, path, settings);
  const auto is = meaning_of(*now, path, settings);
  for (const auto* const one : {&was, &wanted, &is})
    if (!*one) return error(one->error());
  std::vector<Edit> edits = difference(was->known, wanted->known, type_for(path));
  for (Edit& edit : edits) {
    const bool adds = edit.kind == Edit::Kind::add;
    Path place = edit.path;
    if (adds) place.push_back(entry_name(edit.value));
    if (!same(at(was->known, place), at(is->known, place)))
      return error(clash(path, to_text(place)));
    if (adds) complete(edit.value, at(wanted->all, place));
  }
  // What the schema does not know (comments apart) must not be part of the change: it can't be
  // replayed.
  const auto rehearsed = edited(*base, edits, type_for(path), path);
  if (!rehearsed) return error(rehearsed.error());
  const auto reached = meaning_of(*rehearsed, path, settings);
  if (!reached || !(reached->known == wanted->known)) return error(clash(path, "the file"));
  auto text = edited(*now, edits, type_for(path), path);
  if (!text) return error(text.error());
  return std::optional(*std::move(text));
}

}  // namespace crm
