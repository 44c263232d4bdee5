#include "core/merge/meaning.hpp"

#include "core/domain/text.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// Adds the keys of `all` that the type does not know. A list's entries are those of the other, in
/// its order.
void complete(Data& known, const Data& all, const Type& type) {
  if (known.kind != Data::Kind::map || all.kind != Data::Kind::map) return;
  for (std::size_t i = 0; i < all.keys.size(); ++i)
    if (type.find(all.keys[i]) == nullptr && !all.children[i].empty())
      known.put(all.keys[i], all.children[i]);
  for (const Field& field : type.fields) {
    Data* const mine = known.find(field.key);
    const Data* const its = all.find(field.key);
    if (field.item == nullptr || mine == nullptr || its == nullptr ||
        mine->children.size() != its->children.size())
      continue;
    if (field.shape == Shape::items || field.shape == Shape::named_items)
      for (std::size_t i = 0; i < mine->children.size(); ++i)
        complete(mine->children[i], its->children[i], *field.item);
  }
}

template <class T>
Result<Meaning> meaning(const Tree& tree, const Reading<T>& reading, const Type* type) {
  if (!reading.ok()) return error(reading.error());
  return Meaning{to_data(*reading.value), to_data(tree.root()), type};
}

}  // namespace

bool has_meaning(std::string_view path) {
  const bool is_record = path.starts_with("customers/") || path.starts_with("campaigns/");
  return is_record ? path.ends_with(".yaml") : path == "crm.yaml" || path == "rates.yaml";
}

const Type& type_for(std::string_view path) {
  if (path.starts_with("customers/")) return customer_type();
  if (path.starts_with("campaigns/")) return campaign_type();
  return path == "rates.yaml" ? rates_type() : settings_type();
}

Data Meaning::whole() const {
  Data both = known;
  complete(both, all, *type);
  return both;
}

Result<Meaning> meaning_of(std::string text, const std::string& path, const Settings& settings) {
  auto tree = Tree::parse(std::move(text), path);
  if (!tree) return error(tree.error());
  const Type* const type = &type_for(path);
  if (type == &customer_type())
    return meaning(*tree, read_customer(*tree, settings.currency), type);
  if (type == &campaign_type())
    return meaning(*tree, read_campaign(*tree, settings.currency), type);
  if (type == &rates_type()) return meaning(*tree, read_rates(*tree), type);
  return meaning(*tree, read_settings(*tree), type);
}

std::string record_id(const std::string& text, const std::string& path) {
  const Type& type = type_for(path);
  if (&type != &customer_type() && &type != &campaign_type()) return {};
  if (const auto tree = Tree::parse(text, path)) {
    const Node* const id = find(tree->root(), "id");
    if (id != nullptr && id->is_scalar() && !id->is_absent()) return std::string(id->text);
    return std::string(file_stem(path));
  }
  for (const std::string_view line : split(text, '\n'))
    if (line.starts_with("id:")) return std::string(trimmed(line.substr(3)));
  return std::string(file_stem(path));
}

}  // namespace crm
