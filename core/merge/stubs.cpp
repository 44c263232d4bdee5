#include "core/merge/stubs.hpp"

#include <map>

#include "core/merge/takeover.hpp"

namespace crm {
namespace {

struct Where {
  std::string id, path, merged_into;
};

using Places = std::map<std::string, Where>;

/// The id of the record at the end of the way; nothing where there is none.
std::optional<std::string> end_of(const Where& stub, const Places& all) {
  auto there = all.find(stub.merged_into);
  for (std::size_t stops = 0; there != all.end() && stops < all.size(); ++stops) {
    if (there->second.merged_into.empty()) return there->first;
    there = all.find(there->second.merged_into);
  }
  return std::nullopt;
}

}  // namespace

Result<void> settle_stubs(const Book& book, Writing& writing) {
  const auto look = [](const Customer& customer, const std::string& path) {
    return std::optional(Where{customer.id, path, customer.merged_into});
  };
  const auto scan = book.scan<Where>(look);
  if (!scan) return error(scan.error());
  Places all;
  for (const Where& one : scan->found) all.emplace(one.id, one);
  NewIds ids;
  for (const auto& [id, stub] : all) {
    if (stub.merged_into.empty()) continue;
    const auto end = end_of(stub, all);
    if (!end) continue;
    ids.emplace(id, *end);
    Customer late;
    auto read = writing.change(stub.path, [&](const Customer& before) {
      late = before;
      return stub_of(before, before.merged_into, before.deleted);
    });
    if (!read) return read;
    if (late == stub_of(late, late.merged_into, late.deleted)) continue;
    auto moved = writing.change(all.at(*end).path, [&](const Customer& target) {
      return with_late_entries(target, late, book.settings().country).kept;
    });
    if (!moved) return moved;
  }
  if (ids.empty()) return {};
  const auto naming = [&](const Customer& customer,
                          const std::string& path) -> std::optional<std::string> {
    if (relinked(customer, ids) == customer) return std::nullopt;
    return path;
  };
  const auto paths = book.scan<std::string>(naming);
  if (!paths) return error(paths.error());
  for (const std::string& path : paths->found) {
    auto done = writing.change(path, [&](const Customer& before) { return relinked(before, ids); });
    if (!done) return done;
  }
  return {};
}

}  // namespace crm
