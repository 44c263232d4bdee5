#include "core/record/schema.hpp"

#include <type_traits>

namespace crm {
namespace {

template <class T>
const Type& type_of();

template <class T>
struct ShapeOf;

template <Shape S, Rule R>
struct Is {
  static constexpr Shape shape = S;
  static constexpr Rule rule = R;

  static const Type* item() { return nullptr; }
};

template <Shape S, Rule R, class Item>
struct IsOf : Is<S, R> {
  static const Type* item() { return &type_of<Item>(); }
};

template <>
struct ShapeOf<std::string> : Is<Shape::text, Rule::scalar> {};

template <>
struct ShapeOf<std::int64_t> : Is<Shape::number, Rule::scalar> {};

template <>
struct ShapeOf<Decimal> : Is<Shape::decimal, Rule::scalar> {};

template <>
struct ShapeOf<bool> : Is<Shape::yes, Rule::scalar> {};

template <>
struct ShapeOf<Day> : Is<Shape::day, Rule::scalar> {};

template <>
struct ShapeOf<PartialDay> : Is<Shape::partial_day, Rule::scalar> {};

template <>
struct ShapeOf<Moment> : Is<Shape::moment, Rule::scalar> {};

template <>
struct ShapeOf<Period> : Is<Shape::period, Rule::scalar> {};

template <>
struct ShapeOf<Recurrence> : Is<Shape::recurrence, Rule::scalar> {};

template <>
struct ShapeOf<Money> : Is<Shape::money, Rule::scalar> {};

template <>
struct ShapeOf<KeepInTouch> : Is<Shape::keep_in_touch, Rule::scalar> {};

template <>
struct ShapeOf<Data> : Is<Shape::any, Rule::per_key> {};

template <class T>
struct ShapeOf<std::optional<T>> : ShapeOf<T> {};

template <>
struct ShapeOf<std::vector<std::string>> : Is<Shape::texts, Rule::set> {};

template <>
struct ShapeOf<std::vector<Labelled>> : Is<Shape::labelled, Rule::set> {};

template <Described T>
struct ShapeOf<std::vector<T>> : IsOf<Shape::items, Rule::items, T> {};

template <>
struct ShapeOf<Named<std::string>> : Is<Shape::named_texts, Rule::per_key> {};

template <>
struct ShapeOf<Named<Consent>> : Is<Shape::named_values, Rule::per_key> {};

template <>
struct ShapeOf<Named<KeepInTouch>> : Is<Shape::named_values, Rule::per_key> {};

template <Described T>
struct ShapeOf<Named<T>> : IsOf<Shape::named_items, Rule::per_key, T> {};

template <Described T>
struct ShapeOf<Named<std::vector<T>>> : IsOf<Shape::named_lists, Rule::per_key, T> {};

/// Room for the fields of most types.
constexpr std::size_t usual_fields = 16;

struct Lister {
  Type& type;

  template <class T>
  void operator()(std::string_view key, const T&, Trait trait = {}) {
    using Of = ShapeOf<T>;
    const Rule rule = trait.rule == Rule::by_type ? Of::rule : trait.rule;
    type.fields.push_back({key, Of::shape, rule, trait.required, Of::item()});
  }
};

template <class T>
Type list_fields() {
  Type type;
  type.fields.reserve(usual_fields);
  type.noun = T::noun;
  if constexpr (requires { T::order_key; }) type.order_key = T::order_key;
  if constexpr (requires { T::on_one_line; }) type.on_one_line = T::on_one_line;
  Lister lister{type};
  const T value{};
  T::describe(lister, value);
  return type;
}

template <class T>
const Type& type_of() {
  static const Type type = list_fields<T>();
  return type;
}

}  // namespace

const Field* Type::find(std::string_view key) const {
  for (const Field& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

const Field* Type::list_of(std::string_view one) const {
  for (const std::string_view ending : {"s", "es"})
    if (const Field* const field = find(std::string(one).append(ending));
        field != nullptr && (field->shape == Shape::texts || field->shape == Shape::labelled))
      return field;
  return nullptr;
}

int Type::rank(std::string_view key) const {
  const Field* field = find(key);
  return field == nullptr ? -1 : static_cast<int>(field - fields.data());
}

const Type& customer_type() {
  return type_of<Customer>();
}

const Type& campaign_type() {
  return type_of<Campaign>();
}

const Type& settings_type() {
  return type_of<Settings>();
}

const Type& rates_type() {
  return type_of<Rates>();
}

const Type& mapping_type() {
  return type_of<Mapping>();
}

std::string with_article(std::string_view noun) {
  if (noun == Settings::noun) return "crm.yaml";
  const bool vowel =
      !noun.empty() && std::string_view("aeio").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::text: return "text";
    case Shape::number: return "whole number";
    case Shape::decimal: return "number";
    case Shape::yes: return "yes or no";
    case Shape::day: return "day";
    case Shape::partial_day: return "partial date";
    case Shape::moment: return "day or instant";
    case Shape::period: return "duration";
    case Shape::recurrence: return "recurrence";
    case Shape::money: return "amount";
    case Shape::consent: return "yes, no or a day";
    case Shape::keep_in_touch: return "duration or no";
    case Shape::texts: return "list of text";
    case Shape::labelled: return "list of text or {value, label}";
    case Shape::items: return "list of entries";
    case Shape::named_texts: return "map of text";
    case Shape::named_values: return "map of values";
    case Shape::named_items: return "map of entries";
    case Shape::named_lists: return "map of lists";
    case Shape::any: return "any value";
  }
  return "";
}

}  // namespace crm
