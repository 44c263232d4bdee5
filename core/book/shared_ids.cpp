#include "core/book/shared_ids.hpp"

#include <algorithm>
#include <functional>

#include "core/record/schema.hpp"

namespace crm {
namespace {

/// The ids that are written in the lists of a record. Those of moves are left out: no command takes
/// one.
std::vector<const Node*> ids_of(const Tree& record) {
  std::vector<const Node*> ids;
  for (const auto [key, list] : entries(record.root())) {
    const Field* const field = customer_type().find(key.text);
    if (field == nullptr || field->shape != Shape::items || !list.is_list()) continue;
    for (const Node& item : items(list))
      if (const Node* const id = written_id(item)) ids.push_back(id);
  }
  return ids;
}

std::uint64_t number_of(const Node& id) {
  return std::hash<std::string_view>()(id.text);
}

}  // namespace

void SharedIds::count(const Tree& record) {
  // One that a record has twice is a matter of that record.
  const auto begin = static_cast<std::ptrdiff_t>(numbers_.size());
  for (const Node* const id : ids_of(record)) numbers_.push_back(number_of(*id));
  std::sort(numbers_.begin() + begin, numbers_.end());
  numbers_.erase(std::unique(numbers_.begin() + begin, numbers_.end()), numbers_.end());
}

void SharedIds::look_at(const Tree& record, const std::string& customer) {
  if (!counted_) {
    counted_ = true;
    std::sort(numbers_.begin(), numbers_.end());
    std::vector<std::uint64_t> shared;
    for (auto at = numbers_.begin(); at != numbers_.end();) {
      const auto next = std::upper_bound(at, numbers_.end(), *at);
      if (next - at > 1) shared.push_back(*at);
      at = next;
    }
    numbers_ = std::move(shared);
  }
  if (numbers_.empty()) return;
  for (const Node* const id : ids_of(record))
    if (std::binary_search(numbers_.begin(), numbers_.end(), number_of(*id)))
      found_[std::string(id->text)].push_back({customer, record.place(*id)});
}

std::vector<Problem> SharedIds::problems() const {
  std::vector<Problem> problems;
  for (const auto& [id, places] : found_)
    for (auto one = places.begin(); one != places.end(); ++one) {
      const auto other = std::find_if(
          places.begin(), one, [&](const Found& found) { return found.customer != one->customer; });
      if (other != one)
        problems.push_back({"the id " + id + " also stands in " + to_text(other->place), one->place,
                            "give one of them another id", "shared-id", true});
    }
  return problems;
}

}  // namespace crm
