#include "core/exchange/namesakes.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace crm {
namespace {

/// Hashes of what a row that has no key may say of somebody besides the name.
std::vector<std::size_t> details_of(const Customer& customer) {
  std::vector<std::size_t> details;
  const auto add = [&](const std::string& what, const std::string& text) {
    if (!text.empty()) details.push_back(std::hash<std::string>()(what + "\n" + text));
  };
  for (const Address& one : customer.addresses) {
    add("street", one.street);
    add("postcode", one.postcode);
    add("city", one.city);
  }
  for (const auto& [name, value] : customer.fields) add(name, value);
  if (customer.birthday) add("birthday", customer.birthday->text());
  for (const std::string& tag : customer.tags) add("tag", tag);
  return details;
}

}  // namespace

bool Namesakes::tell(const Customer& says) {
  return !details_of(says).empty();
}

void Namesakes::add(const Customer& customer, std::uint32_t record) {
  for (const std::size_t detail : details_of(customer)) records_.emplace(detail, record);
}

std::vector<std::uint32_t> Namesakes::like(const Customer& says, std::size_t most) const {
  std::vector<std::uint32_t> fewest;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const std::size_t detail : details_of(says)) {
    std::vector<std::uint32_t> some;
    for (auto one = records_.find(detail);
         one != records_.end() && one->first == detail && some.size() < std::min(least, most);
         ++one)
      some.push_back(one->second);
    if (some.size() >= least) continue;
    least = some.size();
    fewest = std::move(some);
  }
  return fewest;
}

}  // namespace crm
