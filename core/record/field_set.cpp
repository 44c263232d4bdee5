#include "core/record/field_set.hpp"

#include "core/record/schema.hpp"

namespace crm {

FieldSet FieldSet::of(std::initializer_list<std::string_view> keys) {
  FieldSet set = none();
  for (const std::string_view key : keys) set.add(customer_type().rank(key));
  return set;
}

}  // namespace crm
