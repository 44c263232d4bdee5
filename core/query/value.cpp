#include "core/query/value.hpp"

#include "core/domain/folding.hpp"

namespace crm {
namespace {

/// Visits a type's description and takes the values of one field.
class Taking {
 public:
  Taking(int rank, std::string_view name, std::vector<Value>& into)
      : left_(rank), name_(name), into_(into) {}

  template <class T>
  void operator()(std::string_view, const T& member, Trait = {}) {
    if (left_-- == 0) take(member);
  }

 private:
  void take(const std::string& text) {
    if (!text.empty()) into_.push_back(Value::of(text));
  }

  void take(const std::optional<std::int64_t>& number) {
    if (number) into_.push_back(Value::of(*number));
  }

  void take(bool yes) {
    if (yes) into_.push_back(Value::of(std::string("yes")));
  }

  void take(const Day& day) { into_.push_back(Value::of(day)); }

  void take(const Moment& moment) { into_.push_back(Value::of(moment)); }

  void take(const Money& money) { into_.push_back(Value::of(money)); }

  void take(const Decimal& decimal) { into_.push_back(Value::of(decimal)); }

  void take(const PartialDay& date) { into_.push_back(Value::of(date.text())); }

  void take(const Recurrence& every) { into_.push_back(Value::of(every.text())); }

  void take(const KeepInTouch& often) { into_.push_back(Value::of(often.text())); }

  void take(const Consent& consent) { into_.push_back(Value::of(consent.text())); }

  void take(const Labelled& one) { take(one.value); }

  template <Described T>
  void take(const T& entry) {
    into_.push_back(Value::of(entry.id));
  }

  template <class T>
  void take(const std::optional<T>& member) {
    if (member) take(*member);
  }

  template <class T>
  void take(const std::vector<T>& list) {
    for (const T& one : list) take(one);
  }

  template <class T>
  void take(const Named<T>& map) {
    for (const auto& [key, value] : map)
      if (name_.empty() || key == name_) take(value);
  }

  int left_;
  std::string_view name_;
  std::vector<Value>& into_;
};

class Entering {
 public:
  Entering(int rank, const std::function<void(const Item&)>& look) : left_(rank), look_(look) {}

  template <class T>
  void operator()(std::string_view, const std::vector<T>& list, Trait = {}) {
    if (left_-- != 0) return;
    if constexpr (Described<T>)
      for (const T& one : list) look_(Item(&one));
  }

  template <class T>
  void operator()(std::string_view, const T&, Trait = {}) {
    --left_;
  }

 private:
  int left_;
  const std::function<void(const Item&)>& look_;
};

}  // namespace

Value Value::of(std::int64_t number) {
  std::int64_t millionths = 0;
  if (__builtin_mul_overflow(number, 1'000'000, &millionths))
    millionths = number < 0 ? INT64_MIN : INT64_MAX;
  return {Kind::number, std::to_string(number), millionths};
}

bool is_before(const Value& a, const Value& b) {
  if (a.kind != b.kind) return a.kind < b.kind;
  if (a.kind == Value::Kind::text) return folded(a.text) < folded(b.text);
  if (a.currency != b.currency) return a.currency < b.currency;
  if (a.number != b.number) return a.number < b.number;
  return a.text < b.text;
}

std::vector<Value> values_at(const Customer& customer, int rank, std::string_view name) {
  std::vector<Value> values;
  Taking taking(rank, name, values);
  Customer::describe(taking, customer);
  return values;
}

std::vector<Value> values_at(const Item& entry, int rank, std::string_view name) {
  std::vector<Value> values;
  Taking taking(rank, name, values);
  std::visit([&](const auto* one) { one->describe(taking, *one); }, entry);
  return values;
}

void each_entry(const Customer& customer, int rank, const std::function<void(const Item&)>& look) {
  Entering entering(rank, look);
  Customer::describe(entering, customer);
}

Value custom_value(const std::string& text, const CustomField& definition,
                   std::string_view currency) {
  if (definition.type == "number")
    if (const auto number = Decimal::parse(text)) return Value::of(*number);
  if (definition.type == "money")
    if (const auto money = Money::parse(text, currency)) return Value::of(*money);
  if (definition.type == "day")
    if (const auto day = Day::parse(text)) return Value::of(*day);
  return Value::of(text);
}

const std::string& id_of(const Item& entry) {
  return std::visit([](const auto* one) -> const std::string& { return one->id; }, entry);
}

}  // namespace crm
