#include "core/record/editor.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/text.hpp"
#include "core/record/expectation.hpp"
#include "core/record/reader.hpp"
#include "core/record/splice.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// Where an edit happens: what its last step names, and the map or list that holds it.
struct Found {
  const Node* holder = nullptr;
  /// What the holder is, where it is a map of the format; what its entries are, where it is a list
  /// of them.
  const Type* holder_type = nullptr;
  /// The value itself, nullptr when it is absent; of a map's entry also its key.
  const Node* value = nullptr;
  const Node* key = nullptr;
  /// Which entry of the holder it is.
  std::size_t index = 0;
  /// It might be another one of the same name as well; then the path ends here.
  bool is_ambiguous = false;
  /// What its entries are, where the value is a list.
  const Type* item_type = nullptr;
  /// Whether the value is a set of texts, which may stand alone: `with: p4n8x2`.
  bool is_set = false;
};

/// More equal entries without ids than this are no slip of the pen.
constexpr std::size_t most_twins = 100;

bool has_ids(const Type* type) {
  return type != nullptr && type->find("id") != nullptr;
}

/// What the entries of a list are known by: ids, what a set's members say, the name of a stage.
std::vector<std::string> names_of(const Node& list, const Type* item_type) {
  if (has_ids(item_type)) return entry_ids(list);
  const std::string_view name = item_type == nullptr ? "value" : item_type->fields.front().key;
  std::vector<std::string> names;
  for (const Node& item : items(list)) {
    const Node* const value = item.is_scalar() ? &item : find(item, name);
    names.emplace_back(value == nullptr ? "" : value->text);
  }
  return names;
}

class Editor {
 public:
  Editor(const Type& type, Tree tree) : type_(type), tree_(std::move(tree)) {}

  Result<Tree> run(const std::vector<Edit>& edits) {
    for (const Edit& edit : edits) {
      if (auto done = write_ids_along(edit.path); !done) return error(done.error());
      if (auto done = open_lone_text(edit); !done) return error(done.error());
      if (auto done = perform(edit); !done) return error(done.error());
    }
    return std::move(tree_);
  }

 private:
  /// An entry written by hand is known by an id made from its content; before it changes, the id is
  /// written down. So are the ids of entries that say the same, which are told apart by counting
  /// them, and those of entries at which another one's stands.
  Result<void> write_ids_along(const Path& path) {
    for (auto end = path.begin(); end != path.end(); ++end) {
      const auto found = resolve(Path(path.begin(), end + 1));
      if (!found || found->is_ambiguous || found->value == nullptr || !found->holder->is_list() ||
          !has_ids(found->holder_type) || !found->value->is_map())
        continue;
      if (const Node* const id = written_id(*found->value); id != nullptr && id->text == *end)
        continue;
      const auto ids = entry_ids(*found->holder);
      std::vector<std::size_t> unwritten;
      std::size_t i = 0;
      for (const Node& item : items(*found->holder)) {
        const Node* const id = written_id(item);
        if (id == nullptr ? say_the_same(item, *found->value) : id->text != ids[i])
          unwritten.push_back(i);
        ++i;
      }
      if (unwritten.size() > most_twins) {
        return refuse(
            *found->value,
            std::to_string(unwritten.size()) + " entries say the same as this one and have no ids",
            "give them ids with: crm check --fix");
      }
      const Type* const type = found->holder_type;
      for (const std::size_t index : unwritten) {
        const Node* entry = resolve(Path(path.begin(), end))->value->first();
        for (std::size_t at = 0; at < index; ++at) entry = entry->next();
        if (auto done = put(*entry, type, "id", Data::scalar(ids[index])); !done) return done;
      }
    }
    return {};
  }

  /// A lone text is a set of one; before the set changes, it is written as a list.
  Result<void> open_lone_text(const Edit& edit) {
    for (auto end = path_of_set(edit); end != edit.path.begin(); --end) {
      const auto found = resolve(Path(edit.path.begin(), end));
      if (!found || !found->is_set || found->value == nullptr || !found->value->is_scalar() ||
          found->value->is_null())
        continue;
      Data list = Data::list();
      list.on_one_line = true;
      list.children.push_back(to_data(*found->value));
      return replace(*found, list);
    }
    return {};
  }

  static Path::const_iterator path_of_set(const Edit& edit) {
    return edit.kind == Edit::Kind::add || edit.path.empty() ? edit.path.end()
                                                             : edit.path.end() - 1;
  }

  Result<void> perform(const Edit& edit) {
    const auto found = resolve(edit.path);
    if (found && found->is_ambiguous)
      return refuse(*found->value, to_text(edit.path) + " can't be told from another of that name");
    const bool sets = edit.kind == Edit::Kind::set;
    if (!found || (found->value == nullptr && !(sets && found->holder->is_map())))
      return refuse(found ? *found->holder : tree_.root(),
                    "there is no " + to_text(edit.path) + " in it");
    if (edit.kind == Edit::Kind::add) return add(*found, edit);
    if (edit.kind == Edit::Kind::remove) return remove(*found);
    if (found->value == nullptr)
      return put(*found->holder, found->holder_type, edit.path.back(), edit.value);
    if (found->value->is_map() && edit.value.kind == Data::Kind::map && found->value->size > 0)
      return set_each(edit);
    if (found->value->is_list() && edit.before.empty() && found->value->size > 0)
      return add_each(edit);
    return replace(*found, edit.value);
  }

  /// What a map holds that the format does not know is kept.
  Result<void> set_each(const Edit& edit) {
    for (std::size_t i = 0; i < edit.value.keys.size(); ++i) {
      Edit each{Edit::Kind::set, edit.path, edit.value.children[i], {}};
      each.path.push_back(edit.value.keys[i]);
      const auto found = resolve(each.path);
      if (found && found->value != nullptr && says(*found->value, each.value)) continue;
      if (auto done = perform(each); !done) return done;
    }
    return {};
  }

  Result<void> add_each(const Edit& edit) {
    for (const Data& item : edit.value.children)
      if (auto done = perform({Edit::Kind::add, edit.path, item, {}}); !done) return done;
    return {};
  }

  // Each does the same to the text and to the data that it must then say.

  Result<void> put(const Node& map, const Type* type, const std::string& key, const Data& value) {
    if (const Node* const there = find(map, key))
      return replace({.holder = &map, .value = there}, value);
    return accept({.kind = Expectation::Kind::added, .node = map, .value = &value, .key = key}, map,
                  [&](const Splice& splice) { return splice.put_key(map, type, key, value); });
  }

  Result<void> replace(const Found& found, const Data& value) {
    return accept(
        {.kind = Expectation::Kind::replaced, .node = *found.value, .value = &value}, *found.value,
        [&](const Splice& splice) { return splice.replace(*found.holder, *found.value, value); });
  }

  Result<void> add(const Found& found, const Edit& edit) {
    const Node& list = *found.value;
    if (!list.is_list() && !list.is_null())
      return refuse(list, to_text(edit.path) + " is not a list");
    const bool is_first = !list.is_list() || list.size == 0;
    const auto names = is_first ? std::vector<std::string>() : names_of(list, found.item_type);
    if (std::find(names.begin(), names.end(), entry_name(edit.value)) != names.end())
      return refuse(
          list, "there is " + entry_name(edit.value) + " in " + to_text(edit.path) + " already");
    const std::string_view order =
        found.item_type == nullptr ? std::string_view() : found.item_type->order_key;
    const std::size_t index = is_first ? 0 : index_for(list, edit.value, order);
    const auto attempt = [&](const Splice& splice) {
      return splice.add_item(*found.holder, list, edit.value, index);
    };
    if (list.is_list())
      return accept(
          {.kind = Expectation::Kind::added, .node = list, .value = &edit.value, .index = index},
          list, attempt);
    Data whole = Data::list();
    whole.children.push_back(edit.value);
    return accept({.kind = Expectation::Kind::replaced, .node = list, .value = &whole}, list,
                  attempt);
  }

  Result<void> remove(const Found& found) {
    if (found.key != nullptr && found.value->is_list() &&
        Splice(tree_, Splice::Way::usual).has_comments_between(*found.value)) {
      // In a map by the user's own names an empty list is not none.
      if (found.holder_type == nullptr)
        return refuse(*found.value, "comments stand between the entries that would go");
      // The list's own key stays, empty, where comments of the user stand between what goes.
      return accept({.kind = Expectation::Kind::emptied, .node = *found.value}, *found.value,
                    [&](const Splice& splice) { return splice.remove_all(*found.value); });
    }
    return accept({.kind = Expectation::Kind::removed, .node = *found.holder, .index = found.index},
                  *found.value, [&](const Splice& splice) {
                    return splice.remove(*found.holder, found.key, *found.value, found.index);
                  });
  }

  /// Takes the first text that says exactly what is expected.
  template <class Attempt>
  Result<void> accept(const Expectation& expected, const Node& at, const Attempt& attempt) {
    for (const Splice::Way way : {Splice::Way::usual, Splice::Way::careful}) {
      const Splice splice(tree_, way);
      auto text = attempt(splice);
      if (!text) continue;
      // A block text at the very end needs a line break after it, also where the file had none.
      for (const std::string_view ending :
           {std::string_view(), std::string_view(splice.newline())}) {
        auto tree = Tree::parse(text->append(ending), tree_.file());
        // A text that no file may hold is not a matter of layout.
        if (!tree && tree.error().problems.front().code == "too-large") return error(tree.error());
        if (!tree || !is_met(expected, tree_, *tree)) continue;
        tree_ = *std::move(tree);
        return {};
      }
    }
    return refuse(at, "this can't be changed without touching what stands around it");
  }

  Result<void> refuse(const Node& at, std::string message, std::string hint = {}) const {
    const Node* const id = written_id(tree_.root());
    Problem problem;
    problem.message = std::move(message);
    problem.place = tree_.place(at);
    problem.hint = !hint.empty() ? std::move(hint)
                   : &type_ == &settings_type()
                       ? "change it by hand in " + tree_.file()
                       : "change it by hand: crm edit " +
                             printable_line(id == nullptr ? file_stem(tree_.file()) : id->text);
    problem.code = "not-editable";
    return error(Error{Error::Kind::failed, {std::move(problem)}});
  }

  /// Follows a path; nothing when it leads nowhere (an absent last step of a map is somewhere).
  std::optional<Found> resolve(const Path& path) const {
    Found found;
    const Node* at = &tree_.root();
    const Type* type = &type_;  // of `at`; of its entries, where it is a list or a map by names
    bool by_names = false;
    for (const std::string& step : path) {
      if (at == nullptr || at->is_scalar()) return std::nullopt;
      found = Found{.holder = at, .holder_type = by_names ? nullptr : type};
      if (at->is_list()) {
        if (!find_item(step, found)) return std::nullopt;
        if (found.is_ambiguous) return found;
      } else {
        find_key(step, found);
        const Field* const field = found.holder_type == nullptr ? nullptr : type->find(step);
        if (!by_names) type = field == nullptr ? nullptr : field->item;
        found.is_set =
            field != nullptr && (field->shape == Shape::texts || field->shape == Shape::labelled);
        by_names = field != nullptr &&
                   (field->shape == Shape::named_items || field->shape == Shape::named_lists);
      }
      found.item_type = type;
      at = found.value;
    }
    return found;
  }

  static bool find_item(const std::string& name, Found& found) {
    const auto names = names_of(*found.holder, found.holder_type);
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return false;
    found.index = static_cast<std::size_t>(at - names.begin());
    found.value = found.holder->first();
    for (std::size_t i = 0; i < found.index; ++i) found.value = found.value->next();
    // One of two entries with one id can't be meant for sure; of two equal texts either will do.
    found.is_ambiguous =
        !found.value->is_scalar() && std::find(at + 1, names.end(), name) != names.end();
    return true;
  }

  static void find_key(const std::string& name, Found& found) {
    std::size_t index = 0;
    for (const auto [key, value] : entries(*found.holder)) {
      if (key.text == name) {
        found.key = &key;
        found.value = &value;
        found.index = index;
      }
      ++index;
    }
  }

  const Type& type_;
  Tree tree_;
};

}  // namespace

Result<Tree> edited(Tree tree, const std::vector<Edit>& edits, const Type& type) {
  return Editor(type, std::move(tree)).run(edits);
}

Result<std::string> edited(std::string text, const std::vector<Edit>& edits, const Type& type,
                           std::string_view file) {
  auto tree = Tree::parse(std::move(text), file);
  if (!tree) return error(tree.error());
  const auto next = edited(*std::move(tree), edits, type);
  if (!next) return error(next.error());
  return next->text();
}

}  // namespace crm
