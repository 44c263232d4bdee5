#include "core/query/fields.hpp"

#include <algorithm>

#include "core/domain/account.hpp"
#include "core/domain/bought.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// The field of that name, a list also in the singular: `email`, `person`, `address`.
const Field* find_loosely(const Type& type, std::string_view key) {
  if (const Field* const field = type.find(key)) return field;
  if (key == "person") return type.find("people");
  for (const char* const ending : {"s", "es"}) {
    const Field* const field = type.find(std::string(key) + ending);
    if (field != nullptr && (field->shape == Shape::texts || field->shape == Shape::labelled ||
                             field->shape == Shape::items))
      return field;
  }
  return nullptr;
}

std::string singular(std::string_view list) {
  if (list == "people") return "person";
  if (list == "addresses") return "address";
  return std::string(list.substr(0, list.size() - 1));
}

std::vector<std::string> known_names(const Type& listed, const Settings& settings) {
  std::vector<std::string> known{"last", "stage",  "kind",  "customer", "value",
                                 "due",  "bought", "score", "segment"};
  for (const Type* const type : {&listed, &customer_type()})
    for (const Field& field : type->fields) {
      known.emplace_back(field.key);
      if (field.shape == Shape::labelled) known.push_back(singular(field.key));
    }
  for (const auto& [name, field] : settings.fields) known.push_back(name);
  return known;
}

Error unknown(std::string_view name, const Type& listed, const Settings& settings) {
  std::string hint = "crm help filters lists the fields";
  const std::string_view whole = name;
  if (name.starts_with("fields.")) name.remove_prefix(7);
  const auto dot = name.find('.');
  const Field* const list =
      dot == name.npos ? nullptr : find_loosely(customer_type(), name.substr(0, dot));
  if (list != nullptr && list->item != nullptr) {
    std::vector<std::string> known;
    for (const Field& field : list->item->fields) known.emplace_back(field.key);
    const auto near = did_you_mean(name.substr(dot + 1), known);
    if (!near.empty())
      hint = "did you mean " + std::string(name.substr(0, dot)) + "." + near.front() + "?";
  } else if (const auto near = did_you_mean(name, known_names(listed, settings)); !near.empty()) {
    hint = "did you mean " + near.front() + "?";
  } else {
    for (const Field& field : customer_type().fields)
      if (field.item != nullptr && field.item->find(name) != nullptr) {
        const std::string entry = singular(field.key);
        hint = with_article(entry) + " has it: " + entry + "." + std::string(name);
        if (entry == "deal") break;
      }
  }
  return Error::asked_wrongly("there is no field \"" + printable_line(whole) + "\"", hint);
}

Shape shape_of(const CustomField& field) {
  if (field.type == "number") return Shape::decimal;
  if (field.type == "money") return Shape::money;
  if (field.type == "day") return Shape::day;
  return Shape::text;
}

}  // namespace

bool FieldName::find_in(const Type& type, std::string_view key, From from) {
  const auto dot = key.find('.');
  const Field* const field = find_loosely(type, key.substr(0, dot));
  if (field == nullptr) return false;
  const bool is_map = field->shape == Shape::named_texts || field->shape == Shape::named_values;
  if (dot != key.npos && !is_map) return false;
  from_ = from;
  key_ = field->key;
  noun_ = type.noun;
  if (dot != key.npos) map_name_ = key.substr(dot + 1);
  rank_ = type.rank(field->key);
  shape_ = field->shape;
  long_text_ = field->rule == Rule::lines;
  return true;
}

/// Answers that are worked out, not written.
bool FieldName::find_known(std::string_view key, const Type& listed) {
  const auto is = [&](Known known, Shape shape, std::string_view noun, From from) {
    known_ = known;
    key_ = key;
    noun_ = noun;
    shape_ = shape;
    from_ = from;
    return true;
  };
  const bool deal = listed.noun == "deal", whole = listed.noun == "customer";
  const bool reminder = listed.noun == "reminder";
  if (key == "customer") return is(Known::customer, Shape::text, "", From::customer);
  if (key == "last") return is(Known::last, Shape::day, "customer", From::customer);
  if (key == "since") return is(Known::since, Shape::day, "customer", From::customer);
  if (key == "bought") return is(Known::bought, Shape::texts, "customer", From::customer);
  if (key == "score") return is(Known::score, Shape::number, "customer", From::customer);
  if (key == "segment") return is(Known::segment, Shape::text, "customer", From::customer);
  if (key == "stage")
    return is(Known::stage, Shape::text, "deal", deal ? From::entry : From::customer);
  if (key == "status" && listed.noun == "case")
    return is(Known::status, Shape::text, "case", From::entry);
  if (key == "value" && listed.find("amount") != nullptr)
    return find_in(listed, "amount", From::entry);
  if (key == "value") return is(Known::value, Shape::money, "deal", From::customer);
  if (key == "due" && (reminder || listed.find("due") == nullptr))
    return is(Known::due, Shape::moment, "reminder", reminder ? From::entry : From::customer);
  if (key == "kind" && (whole || listed.find("kind") == nullptr))
    return is(Known::kind, Shape::text, "customer", From::customer);
  return false;
}

bool FieldName::find_nested(std::string_view name) {
  const auto dot = name.find('.');
  if (dot == name.npos) return false;
  const Field* const list = find_loosely(customer_type(), name.substr(0, dot));
  if (list == nullptr || list->item == nullptr) return false;
  const std::string_view key = name.substr(dot + 1);
  const bool worked_out = find_known(key, *list->item) && from_ == From::entry;
  if (!worked_out) {
    known_ = Known::written;
    if (!find_in(*list->item, key, From::entry)) return false;
  }
  from_ = From::entries;
  list_rank_ = customer_type().rank(list->key);
  return true;
}

Result<FieldName> FieldName::find(std::string_view name, const Type& listed, const Asker& asker) {
  const Settings& settings = asker.settings;
  FieldName field;
  field.name_ = name;
  const auto found = [&] {
    if (field.find_known(name, listed)) return true;
    const bool whole = listed.noun == "customer";
    if (!whole && field.find_in(listed, name, From::entry)) return true;
    if (field.find_in(customer_type(), name, From::customer) && field.map_name_.empty())
      return true;
    const std::string_view own = name.starts_with("fields.") ? name.substr(7) : name;
    field.custom_ = find_named(settings.fields, own);
    if (field.custom_ != nullptr) {
      field.find_in(customer_type(), "fields", From::named);
      field.map_name_ = own;
      field.key_ = own;
      field.shape_ = shape_of(*field.custom_);
    } else if (name.starts_with("fields.") && !settings.fields.empty()) {
      return false;
    }
    return field.rank_ >= 0 || field.find_nested(name);
  };
  if (!found()) return error(unknown(name, listed, settings));
  if (field.known_ == Known::segment && asker.segments) field.segments_ = asker.segments();
  if (field.known_ != Known::score) return field;
  if (!asker.scoring) return error(Error::asked_wrongly("there is no score here"));
  auto scoring = asker.scoring();
  if (!scoring) return error(scoring.error());
  field.scoring_ = *std::move(scoring);
  return field;
}

bool FieldName::is_list() const {
  const bool of_any = from_ == From::customer &&
                      (known_ == Known::stage || known_ == Known::value || known_ == Known::due);
  return of_any || from_ == From::entries || shape_ == Shape::texts || shape_ == Shape::labelled ||
         shape_ == Shape::items ||
         (map_name_.empty() && (shape_ == Shape::named_texts || shape_ == Shape::named_values));
}

bool FieldName::asks_past() const {
  return noun_ == "interaction" || key_ == "interactions" || (scoring_ && scoring_->asks_past);
}

FieldSet FieldName::reads() const {
  FieldSet fields = FieldSet::none();
  switch (from_) {
    case From::named: return FieldSet::of({"fields"});
    // A deal's or case's owner may be its customer's, and so may a deal's source.
    case From::entries: fields.add(list_rank_); [[fallthrough]];
    case From::entry:
      fields.add(key_ == "source" ? FieldSet::of({"source"}) : FieldSet::of({"owner"}));
      return fields;
    case From::customer: break;
  }
  switch (known_) {
    case Known::written: fields.add(rank_); break;
    case Known::customer: return FieldSet::of({"id", "name"});
    case Known::kind: return FieldSet::of({"kind"});
    case Known::last: return FieldSet::of({"interactions"});
    case Known::stage:
    case Known::value: return FieldSet::of({"deals"});
    case Known::due: return FieldSet::of({"reminders"});
    case Known::since: return FieldSet::of({"since", "deals", "purchases"});
    case Known::bought: return FieldSet::of({"purchases"});
    case Known::score: return scoring_->reads;
    case Known::segment: return FieldSet::of({"id"});
    case Known::status: break;
  }
  return fields;
}

std::vector<Value> FieldName::of_entry(const Item& entry, const Subject& subject) const {
  switch (known_) {
    case Known::stage:
      if (const auto* const deal = std::get_if<const Deal*>(&entry))
        return {Value::of(standing(**deal, subject.settings).stage)};
      return {};
    case Known::status:
      if (const auto* const one = std::get_if<const Case*>(&entry))
        return {Value::of((*one)->status())};
      return {};
    case Known::due:
      if (const auto* const reminder = std::get_if<const Reminder*>(&entry))
        if (const auto due = next_due(**reminder)) return {Value::of(*due)};
      return {};
    default: break;
  }
  std::vector<Value> values = values_at(entry, rank_, map_name_);
  if (!values.empty()) return values;
  const auto* const deal = std::get_if<const Deal*>(&entry);
  // Nobody else's: the customer's.
  const auto inherit = [&](const std::string& text) {
    if (!text.empty()) values.push_back(Value::of(text));
  };
  if (key_ == "owner" && (deal != nullptr || std::holds_alternative<const Case*>(entry)))
    inherit(subject.customer.owner);
  if (key_ == "source" && deal != nullptr) inherit(subject.customer.source);
  if (key_ == "pipeline" && deal != nullptr) inherit(pipeline_of(**deal, subject.settings));
  return values;
}

std::vector<Value> FieldName::of_customer(const Subject& subject) const {
  const Customer& customer = subject.customer;
  std::vector<Value> values;
  switch (known_) {
    case Known::written: return values_at(customer, rank_, map_name_);
    case Known::customer: return {Value::of(customer.id), Value::of(customer.name)};
    case Known::kind: return {Value::of(std::string(customer.is_company() ? "company" : "person"))};
    case Known::last:
      if (const Interaction* const last = last_contact(customer, subject.now))
        values.push_back(Value::of(last->at.day));
      return values;
    case Known::stage:
    case Known::value:
      for (const Deal& deal : customer.deals) {
        const Standing now = standing(deal, subject.settings);
        if (!now.ends.empty()) continue;
        if (known_ == Known::stage) values.push_back(Value::of(now.stage));
        if (known_ == Known::value && deal.amount) values.push_back(Value::of(*deal.amount));
      }
      return values;
    case Known::due:
      for (const Reminder& reminder : customer.reminders)
        if (const auto due = next_due(reminder)) values.push_back(Value::of(*due));
      return values;
    case Known::since:
      if (const auto day = became_customer(customer, subject.settings))
        values.push_back(Value::of(*day));
      return values;
    case Known::bought:
      for (std::string& one : bought(customer)) values.push_back(Value::of(std::move(one)));
      return values;
    case Known::score: values.push_back(Value::of(scoring_->points(customer))); return values;
    case Known::segment:
      if (const auto* const all = segments_.get())
        if (const auto found = all->find(customer.id); found != all->end())
          values.push_back(Value::of(found->second));
      return values;
    case Known::status: break;
  }
  return values;
}

std::vector<Value> FieldName::values(const Subject& subject) const {
  switch (from_) {
    case From::customer: return of_customer(subject);
    case From::entry:
      return subject.entry == nullptr ? std::vector<Value>() : of_entry(*subject.entry, subject);
    case From::entries: {
      std::vector<Value> values;
      each_entry(subject.customer, list_rank_, [&](const Item& entry) {
        auto some = of_entry(entry, subject);
        std::move(some.begin(), some.end(), std::back_inserter(values));
      });
      return values;
    }
    case From::named: break;
  }
  const std::string* const text = find_named(subject.customer.fields, map_name_);
  if (text == nullptr) return {};
  return {custom_value(*text, *custom_, subject.settings.currency)};
}

}  // namespace crm
