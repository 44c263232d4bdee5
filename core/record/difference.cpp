#include "core/record/difference.hpp"

#include <algorithm>

namespace crm {
namespace {

class Comparison {
 public:
  std::vector<Edit> take() { return std::move(edits_); }

  void compare_maps(const Data& before, const Data& after, const Type& type, const Path& at) {
    static const Data nothing;
    for (const Field& field : type.fields) {
      const Data* const old = before.find(field.key);
      const Data* const now = after.find(field.key);
      compare(old == nullptr ? nothing : *old, now == nullptr ? nothing : *now, field, below(at, field.key));
    }
  }

 private:
  static Path below(Path path, std::string_view step) {
    path.emplace_back(step);
    return path;
  }

  void compare(const Data& before, const Data& after, const Field& field, const Path& at) {
    if (before == after) return;
    if (after.empty()) {
      edits_.push_back({Edit::Kind::remove, at, {}, before});
      return;
    }
    if (before.empty()) {
      edits_.push_back({Edit::Kind::set, at, after, {}});
      return;
    }
    switch (field.shape) {
      case Shape::items: return compare_lists(before, after, field.item, at);
      case Shape::texts:
      case Shape::labelled: return compare_lists(before, after, nullptr, at);
      case Shape::named_texts:
      case Shape::named_values:
      case Shape::named_items: return compare_named(before, after, field, at);
      default: edits_.push_back({Edit::Kind::set, at, after, before});
    }
  }

  void compare_lists(const Data& before, const Data& after, const Type* type, const Path& at) {
    for (const Data& old : before.children) {
      const Data* const now = named(after, entry_name(old));
      const Path place = below(at, entry_name(old));
      if (now == nullptr)
        edits_.push_back({Edit::Kind::remove, place, {}, old});
      else if (type != nullptr)
        compare_maps(old, *now, *type, place);
      else if (!(old == *now))
        compare_labelled(old, *now, place);
    }
    for (const Data& now : after.children)
      if (named(before, entry_name(now)) == nullptr) edits_.push_back({Edit::Kind::add, at, now, {}});
  }

  /// The same address with another label: where it is a map already, only the label is touched.
  void compare_labelled(const Data& old, const Data& now, const Path& at) {
    static const Data nothing;
    const Data* const label = now.find("label");
    if (old.kind != Data::Kind::map)
      edits_.push_back({Edit::Kind::set, at, now, old});
    else if (label == nullptr)
      edits_.push_back({Edit::Kind::remove, below(at, "label"), {}, *old.find("label")});
    else
      edits_.push_back({Edit::Kind::set, below(at, "label"), *label, *old.find("label")});
  }

  void compare_named(const Data& before, const Data& after, const Field& field, const Path& at) {
    for (std::size_t i = 0; i < before.keys.size(); ++i) {
      const Data* const now = after.find(before.keys[i]);
      const Path place = below(at, before.keys[i]);
      if (now == nullptr)
        edits_.push_back({Edit::Kind::remove, place, {}, before.children[i]});
      else if (field.shape == Shape::named_items && field.item != nullptr)
        compare_maps(before.children[i], *now, *field.item, place);
      else if (!(before.children[i] == *now))
        edits_.push_back({Edit::Kind::set, place, *now, before.children[i]});
    }
    for (std::size_t i = 0; i < after.keys.size(); ++i)
      if (before.find(after.keys[i]) == nullptr)
        edits_.push_back({Edit::Kind::set, below(at, after.keys[i]), after.children[i], {}});
  }

  static const Data* named(const Data& list, const std::string& name) {
    for (const Data& entry : list.children)
      if (entry_name(entry) == name) return &entry;
    return nullptr;
  }

  std::vector<Edit> edits_;
};

std::vector<Data>::iterator find_entry(Data& list, const std::string& name) {
  return std::find_if(list.children.begin(), list.children.end(),
                      [&](const Data& entry) { return entry_name(entry) == name; });
}

/// The map or list that holds the path's last step; nullptr when it is not there.
Data* holder(Data& root, const Path& path, std::size_t steps) {
  Data* at = &root;
  for (std::size_t i = 0; i < steps; ++i) {
    if (at->kind == Data::Kind::list) {
      const auto entry = find_entry(*at, path[i]);
      if (entry == at->children.end()) return nullptr;
      at = &*entry;
    } else {
      at = at->find(path[i]);
      if (at == nullptr) return nullptr;
    }
  }
  return at;
}

}  // namespace

std::string to_text(const Path& path) {
  std::string text;
  for (const std::string& step : path) text += (text.empty() ? "" : "/") + step;
  return text;
}

std::string entry_name(const Data& entry) {
  if (entry.kind == Data::Kind::scalar) return entry.text;
  for (const std::string_view key : {"id", "value", "stage"})
    if (const Data* const name = entry.find(key)) return name->text;
  return canonical_text(entry);
}

std::vector<Edit> difference(const Data& before, const Data& after, const Type& type) {
  Comparison comparison;
  comparison.compare_maps(before, after, type, {});
  return comparison.take();
}

bool apply(Data& root, const Edit& edit) {
  if (edit.kind == Edit::Kind::add) {
    Data* const list = holder(root, edit.path, edit.path.size());
    if (list == nullptr || list->kind == Data::Kind::map) return false;
    if (list->kind == Data::Kind::scalar) *list = Data::list();
    if (find_entry(*list, entry_name(edit.value)) != list->children.end()) return false;
    list->children.push_back(edit.value);
    return true;
  }
  Data* const parent = holder(root, edit.path, edit.path.size() - 1);
  if (parent == nullptr) return false;
  const std::string& last = edit.path.back();
  if (parent->kind == Data::Kind::list) {
    const auto entry = find_entry(*parent, last);
    if (entry == parent->children.end()) return false;
    if (edit.kind == Edit::Kind::set)
      *entry = edit.value;
    else
      parent->children.erase(entry);
    return true;
  }
  if (edit.kind == Edit::Kind::set) {
    if (parent->kind == Data::Kind::scalar) *parent = Data::map();
    parent->put(last, edit.value);
    return true;
  }
  if (parent->find(last) == nullptr) return false;
  parent->remove(last);
  return true;
}

}  // namespace crm
