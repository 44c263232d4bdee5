#include "core/record/difference.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/record/writer.hpp"

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
      compare(old == nullptr ? nothing : *old, now == nullptr ? nothing : *now, field,
              below(at, field.key));
    }
  }

 private:
  static Path below(Path path, std::string_view step) {
    path.emplace_back(step);
    return path;
  }

  void set(const Path& at, const Data& before, const Data& after) {
    edits_.push_back({Edit::Kind::set, at, after, before});
  }

  void remove(const Path& at, const Data& before) {
    edits_.push_back({Edit::Kind::remove, at, {}, before});
  }

  void compare(const Data& before, const Data& after, const Field& field, const Path& at) {
    if (before == after || (before.empty() && after.empty())) return;
    if (after.empty()) return remove(at, before);
    if (before.empty()) return set(at, before, after);
    switch (field.shape) {
      case Shape::items: return compare_lists(before, after, field.item, at);
      case Shape::texts:
      case Shape::labelled: return compare_lists(before, after, nullptr, at);
      case Shape::named_texts:
      case Shape::named_values:
      case Shape::named_items:
      case Shape::named_lists:
      case Shape::any: return compare_named(before, after, field, at);
      default: set(at, before, after);
    }
  }

  void compare_lists(const Data& before, const Data& after, const Type* type, const Path& at) {
    // Where a name stands several times, what is equal belongs together, the rest in order.
    std::unordered_map<std::string, std::vector<const Data*>> olds;
    for (const Data& old : before.children) olds[entry_name(old)].push_back(&old);
    std::vector<const Data*> changed, added;
    for (const Data& now : after.children) {
      auto& same = olds[entry_name(now)];
      const auto equal =
          std::find_if(same.begin(), same.end(), [&](const Data* old) { return *old == now; });
      if (equal != same.end())
        same.erase(equal);
      else
        changed.push_back(&now);
    }
    for (const Data* const now : changed) {
      auto& same = olds[entry_name(*now)];
      if (same.empty()) {
        added.push_back(now);
        continue;
      }
      const Path place = below(at, entry_name(*now));
      if (type != nullptr)
        compare_maps(*same.front(), *now, *type, place);
      else
        compare_labels(*same.front(), *now, place);
      same.erase(same.begin());
    }
    for (const Data* const now : added) edits_.push_back({Edit::Kind::add, at, *now, {}});
    for (const Data& old : before.children) {
      const auto& gone = olds[entry_name(old)];
      if (std::find(gone.begin(), gone.end(), &old) != gone.end())
        remove(below(at, entry_name(old)), old);
    }
  }

  /// The same address with another label: where it is a map already, only the label is touched.
  void compare_labels(const Data& old, const Data& now, const Path& at) {
    const Data* const before = old.find("label");
    const Data* const after = now.find("label");
    if (before == nullptr)
      set(at, old, now);
    else if (after == nullptr)
      remove(below(at, "label"), *before);
    else
      set(below(at, "label"), *before, *after);
  }

  void compare_named(const Data& before, const Data& after, const Field& field, const Path& at) {
    if (before.kind != Data::Kind::map || after.kind != Data::Kind::map)
      return set(at, before, after);
    for (std::size_t i = 0; i < before.keys.size(); ++i) {
      const Data* const now = after.find(before.keys[i]);
      if (now != nullptr && !(before.children[i] == *now))
        compare_value(before.children[i], *now, field, below(at, before.keys[i]));
    }
    for (std::size_t i = 0; i < after.keys.size(); ++i)
      if (before.find(after.keys[i]) == nullptr)
        set(below(at, after.keys[i]), {}, after.children[i]);
    for (std::size_t i = 0; i < before.keys.size(); ++i)
      if (after.find(before.keys[i]) == nullptr)
        remove(below(at, before.keys[i]), before.children[i]);
  }

  void compare_value(const Data& before, const Data& after, const Field& field, const Path& at) {
    switch (field.shape) {
      case Shape::named_items: return compare_maps(before, after, *field.item, at);
      case Shape::any: return compare_named(before, after, field, at);
      case Shape::named_lists:
        // The order of stages is their meaning.
        if (names(before) == names(after)) return compare_lists(before, after, field.item, at);
        [[fallthrough]];
      default: set(at, before, after);
    }
  }

  static std::vector<std::string> names(const Data& list) {
    std::vector<std::string> names;
    for (const Data& entry : list.children) names.push_back(entry_name(entry));
    return names;
  }

  std::vector<Edit> edits_;
};

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

std::vector<Edit> difference(const Customer& before, const Customer& after) {
  const BeforeAndAfter both = where_they_differ(before, after);
  return difference(both.before, both.after, customer_type());
}

}  // namespace crm
