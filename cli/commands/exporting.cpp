#include "cli/commands/exporting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <mutex>

#include "cli/output/remark.hpp"
#include "core/record/own_keys.hpp"

namespace crm {
namespace {

/// Records that are read before what they say is printed.
constexpr std::size_t at_once = 500;

/// `a customer has no "shoe_size"` → `shoe_size`.
std::string quoted_in(const std::string& message) {
  const auto begin = message.find('"'), end = message.rfind('"');
  return begin == end ? message : message.substr(begin + 1, end - begin - 1);
}

}  // namespace

void LeftOut::add(std::vector<Problem> of_records) {
  for (Problem& problem : of_records) {
    if (problem.code == "unknown-key") keys.insert(quoted_in(problem.message));
    if (!problem.warning) problems.push_back(std::move(problem));
  }
}

void LeftOut::tell_keys(World& world) const {
  if (keys.empty()) return;
  remark(world,
         fmt::format("crm: keys that crm does not know are left out: {}", fmt::join(keys, ", ")));
}

LeftOut export_customers(const Desk& desk, bool removed_too, const Telling& text_of,
                         const std::function<bool(std::string&&)>& use) {
  LeftOut left_out;
  const std::vector<std::string> paths = desk.book().paths().value();
  for (std::size_t begin = 0; begin < paths.size(); begin += at_once) {
    const std::vector<std::string> some(
        paths.begin() + static_cast<std::ptrdiff_t>(begin),
        paths.begin() + static_cast<std::ptrdiff_t>(std::min(begin + at_once, paths.size())));
    std::vector<std::optional<std::string>> texts(some.size());
    std::vector<std::vector<Problem>> problems(some.size());
    std::set<std::string> may_have_own_keys;
    std::mutex mutex;
    const auto look_for_keys = [&](std::string_view text, const std::string& path) {
      if (text.find("x-") != text.npos) {
        const std::lock_guard guard(mutex);
        may_have_own_keys.insert(path);
      }
      return true;
    };
    const auto own_keys_of = [&](const std::string& path) {
      {
        const std::lock_guard guard(mutex);
        if (!may_have_own_keys.contains(path)) return Data{};
      }
      const auto stored = desk.book().read(path);
      return stored ? own_keys(stored->tree.root()) : Data{};
    };
    const auto visit = [&](std::size_t file, const std::string&, Reading<Customer>&& reading) {
      problems[file] = std::move(reading.problems);
      if (!reading.value) return;
      const bool removed = reading.value->is_deleted() && !removed_too;
      if (!removed) texts[file] = text_of(*reading.value, own_keys_of(some[file]));
      if (!texts[file]) problems[file].clear();
    };
    desk.book().for_each(some, look_for_keys, visit);
    for (std::size_t i = 0; i < some.size(); ++i) {
      left_out.add(std::move(problems[i]));
      if (texts[i] && !use(*std::move(texts[i]))) return left_out;
    }
  }
  return left_out;
}

void each_listed(const Customer& customer, const ListKind& kind, const Filter& filter,
                 const std::function<void(const Item*)>& look) {
  if (kind.list.empty()) {
    if (filter.fits(customer)) look(nullptr);
    return;
  }
  each_entry(customer, customer_type().rank(kind.list), [&](const Item& entry) {
    if (filter.fits(customer, entry)) look(&entry);
  });
}

}  // namespace crm
