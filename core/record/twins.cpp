#include "core/record/twins.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace crm {
namespace {

template <class T>
bool has_equals(std::vector<T> all) {
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) != all.end();
}

}  // namespace

bool has_twins(const std::vector<std::string>& ids) {
  // Numbers are sorted in a third of the time of words, and mostly say it.
  std::vector<std::size_t> hashes;
  hashes.reserve(ids.size());
  for (const std::string& id : ids) hashes.push_back(std::hash<std::string_view>()(id));
  return has_equals(std::move(hashes)) &&
         has_equals(std::vector<std::string_view>(ids.begin(), ids.end()));
}

}  // namespace crm
