#include "core/book/known.hpp"

#include "core/domain/folding.hpp"

namespace crm {

void Known::add(const Customer& customer, const std::string& path) {
  files_[customer.id].push_back(path);
  // What was merged into another left its name to that one.
  if (customer.merged_into.empty()) names_[folded(customer.name)].push_back(customer.id);
  aliases_.insert(customer.aliases.begin(), customer.aliases.end());
}

void Known::add(const Campaign& campaign) {
  campaigns_.insert(campaign.id);
}

std::string Known::meant(const std::string& reference) const {
  if (files_.contains(reference)) return reference;
  const auto named = names_.find(folded(reference));
  if (named != names_.end() && named->second.size() == 1) return named->second.front();
  std::string by_slug;
  for (const auto& [id, where] : files_)
    if (id.size() > 5 && id.substr(0, id.size() - 5) == reference) {
      if (!by_slug.empty()) return {};
      by_slug = id;
    }
  return by_slug;
}

bool Known::has(const std::string& reference) const {
  return !meant(reference).empty() || aliases_.contains(reference) ||
         unreadable_.contains(reference);
}

}  // namespace crm
