#include "core/record/editor.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/text.hpp"
#include "core/record/splice.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// Where an edit happens: what its last step names, and the map or list that holds it.
struct Found {
  const Node* holder = nullptr;
  /// What the holder is, where it is a map of the format.
  const Type* holder_type = nullptr;
  /// The value itself, nullptr when it is absent; of a map's entry also its key.
  const Node* value = nullptr;
  const Node* key = nullptr;
  /// Which entry of the holder it is.
  std::size_t index = 0;
  /// What its entries are, where the value is a list.
  const Type* item_type = nullptr;
};

class Editor {
 public:
  Editor(std::string text, const Type& type, std::string_view file) : text_(std::move(text)), type_(type), file_(file) {}

  Result<std::string> run(const std::vector<Edit>& edits) {
    auto tree = Tree::parse(text_, file_);
    if (!tree) return error(tree.error());
    for (const Edit& edit : edits) {
      if (auto done = write_ids_along(edit.path, *tree); !done) return error(done.error());
      if (auto done = perform(edit, *tree); !done) return error(done.error());
    }
    return tree->text();
  }

 private:
  /// An entry written by hand is known by an id made from its content; before it changes, the id is written down.
  Result<void> write_ids_along(const Path& path, Tree& tree) {
    for (std::size_t steps = 1; steps <= path.size(); ++steps) {
      const Path way(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(steps));
      const auto found = resolve(way, tree);
      if (!found || found->value == nullptr || !found->holder->is_list() || !found->value->is_map()) continue;
      if (find(*found->value, "id") != nullptr || find(*found->value, "value") != nullptr) continue;
      Data expected = to_data(tree.root());
      Data* const entry = same_place(expected, tree.root(), *found->value);
      entry->put("id", Data::scalar(way.back()));
      const Splice splice(tree);
      const auto spliced = splice.put_key(*found->value, found->holder_type, "id", Data::scalar(way.back()));
      if (auto done = accept(spliced, expected, tree, *found->value); !done) return done;
    }
    return {};
  }

  Result<void> perform(const Edit& edit, Tree& tree) {
    const auto found = resolve(edit.path, tree);
    if (!found) return refuse(tree, tree.root(), "there is no " + to_text(edit.path) + " in it");
    const Splice splice(tree);
    Data expected = to_data(tree.root());
    std::optional<std::string> spliced;
    if (edit.kind == Edit::Kind::add) {
      if (found->value == nullptr || !apply(expected, edit)) return refuse(tree, tree.root(), "can't add to " + to_text(edit.path));
      const std::string_view order = found->item_type == nullptr ? std::string_view() : found->item_type->order_key;
      const std::size_t index = splice.index_for(*found->value, edit.value, order);
      Data* const list = same_place(expected, tree.root(), *found->value);
      std::rotate(list->children.begin() + static_cast<std::ptrdiff_t>(index), list->children.end() - 1, list->children.end());
      spliced = splice.add_item(*found->value, found->key, edit.value, index);
    } else {
      if (!apply(expected, edit)) return refuse(tree, *found->holder, "there is no " + to_text(edit.path) + " in it");
      if (edit.kind == Edit::Kind::remove) {
        // The list's own key stays, empty, where comments of the user stand among what goes.
        const bool keeps_comments = found->value->is_list() && found->holder->is_map() && splice.has_comments(*found->value, *found->key);
        if (keeps_comments) {
          *same_place(expected, tree.root(), *found->value, edit.path.back()) = Data::list();
          spliced = splice.empty_list(*found->key, *found->value);
        } else {
          spliced = splice.remove(*found->holder, found->key, *found->value, found->index);
        }
      } else if (found->value == nullptr) {
        spliced = splice.put_key(*found->holder, found->holder_type, edit.path.back(), edit.value);
      } else {
        spliced = splice.replace(*found->holder, *found->value, edit.value);
      }
    }
    return accept(spliced, expected, tree, found->value == nullptr ? *found->holder : *found->value);
  }

  /// Takes a spliced text over when it says exactly what is expected, down to the last value.
  Result<void> accept(const std::optional<std::string>& spliced, const Data& expected, Tree& tree, const Node& at) {
    if (!spliced) return refuse(tree, at, "this can't be changed without touching what stands around it");
    auto next = Tree::parse(*spliced, file_);
    if (!next || !(to_data(next->root()) == expected))
      return refuse(tree, at, "this can't be changed without touching what stands around it");
    tree = *std::move(next);
    return {};
  }

  Result<void> refuse(const Tree& tree, const Node& at, std::string message) const {
    Problem problem;
    problem.message = std::move(message);
    problem.place = tree.place(at);
    problem.hint = "change it by hand: crm edit " + std::string(find(tree.root(), "id") ? find(tree.root(), "id")->text : "WHO");
    problem.code = "not-editable";
    return error(Error{Error::Kind::failed, {std::move(problem)}});
  }

  /// Follows a path; nothing when it leads nowhere (an absent last step of a map is somewhere).
  std::optional<Found> resolve(const Path& path, const Tree& tree) const {
    Found found;
    const Node* at = &tree.root();
    const Type* map_type = &type_;   // of `at`, where it is a map of the format
    const Type* entry_type = nullptr;  // of the entries of `at`, where it is a list or a map by names
    for (std::size_t step = 0; step < path.size(); ++step) {
      if (at == nullptr) return std::nullopt;
      found = Found{.holder = at, .holder_type = map_type};
      if (at->is_list()) {
        if (!find_item(*at, path[step], found)) return std::nullopt;
        map_type = std::exchange(entry_type, nullptr);
      } else if (at->is_map()) {
        find_key(*at, path[step], found);
        const Field* const field = map_type == nullptr ? nullptr : map_type->find(path[step]);
        map_type = std::exchange(entry_type, field == nullptr ? nullptr : field->item);
      } else if (step + 1 < path.size() || !at->is_absent()) {
        return std::nullopt;
      }
      found.item_type = entry_type;
      at = found.value;
    }
    return found;
  }

  static bool find_item(const Node& list, const std::string& name, Found& found) {
    const std::vector<std::string> names = names_of(list);
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return false;
    found.index = static_cast<std::size_t>(at - names.begin());
    found.value = list.first();
    for (std::size_t i = 0; i < found.index; ++i) found.value = found.value->next();
    // One of two entries with one id can't be meant for sure.
    return found.value->is_scalar() || std::find(at + 1, names.end(), name) == names.end();
  }

  static void find_key(const Node& map, const std::string& name, Found& found) {
    std::size_t index = 0;
    for (const auto [key, value] : entries(map)) {
      if (key.text == name) {
        found.key = &key;
        found.value = &value;
        found.index = index;
      }
      ++index;
    }
  }

  /// What the entries of a list are known by: ids, or what a set's members say.
  static std::vector<std::string> names_of(const Node& list) {
    std::vector<std::string> names = entry_ids(list);
    std::size_t i = 0;
    for (const Node& item : items(list)) {
      const Node* const value = item.is_scalar() ? &item : find(item, "value");
      if (value != nullptr && find(item, "id") == nullptr) names[i] = value->text;
      ++i;
    }
    return names;
  }

  /// The data that stand for `node` in `data`, which stands for `root`.
  static Data* same_place(Data& data, const Node& root, const Node& node, std::string_view put_back = {}) {
    if (&root == &node) return &data;
    std::size_t i = 0;
    if (root.is_list()) {
      for (const Node& item : items(root)) {
        if (&node >= &item && &node < item.next()) return same_place(data.children[i], item, node, put_back);
        ++i;
      }
    } else {
      for (const auto [key, value] : entries(root)) {
        if (&node >= &value && &node < value.next()) {
          Data* child = data.find(key.text);
          if (child == nullptr) {
            data.put(std::string(key.text), {});
            child = data.find(key.text);
          }
          return same_place(*child, value, node, put_back);
        }
      }
    }
    return nullptr;
  }

  std::string text_;
  const Type& type_;
  std::string_view file_;
};

}  // namespace

Result<std::string> edited(std::string text, const std::vector<Edit>& edits, const Type& type, std::string_view file) {
  return Editor(std::move(text), type, file).run(edits);
}

}  // namespace crm
