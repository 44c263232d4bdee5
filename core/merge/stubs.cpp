#include "core/merge/stubs.hpp"

#include <map>

#include "core/merge/takeover.hpp"

namespace crm {
namespace {

struct Where {
  std::string id, path, merged_into;
  std::vector<std::string> aliases;
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

/// Of records that were merged into one another in a circle, the one with the smallest id: it
/// stands for all of them. Empty where the way from this stub leads out.
std::string stands_for_circle(const Where& stub, const Places& all) {
  std::string smallest = stub.id;
  const Where* there = &stub;
  for (std::size_t stops = 0; stops <= all.size(); ++stops) {
    const auto next = all.find(there->merged_into);
    if (next == all.end()) return "";
    there = &next->second;
    if (there->id == stub.id) return smallest;
    smallest = std::min(smallest, there->id);
  }
  return "";
}

template <class Entry>
void take_shared(std::vector<Entry>& from, const std::vector<Entry>& others,
                 std::vector<Entry>& shared) {
  const auto is_shared = [&](const Entry& one) {
    if (one.id.empty() || find_item(others, one.id) == nullptr) return false;
    shared.push_back(one);
    return true;
  };
  std::erase_if(from, is_shared);
}

/// What both have, by the entries' ids, as `from` has it; it is gone there.
Customer taken_shared(Customer& from, const Customer& other) {
  Customer shared;
  shared.id = other.id;
  shared.name = other.name;
  take_shared(from.dates, other.dates, shared.dates);
  take_shared(from.addresses, other.addresses, shared.addresses);
  take_shared(from.relations, other.relations, shared.relations);
  take_shared(from.people, other.people, shared.people);
  take_shared(from.deals, other.deals, shared.deals);
  take_shared(from.reminders, other.reminders, shared.reminders);
  take_shared(from.cases, other.cases, shared.cases);
  take_shared(from.purchases, other.purchases, shared.purchases);
  take_shared(from.payments, other.payments, shared.payments);
  take_shared(from.interactions, other.interactions, shared.interactions);
  return shared;
}

}  // namespace

namespace {

/// A record that two people have merged into different ones went into both of them. It is the
/// business of the one that its stub names; the other gives back what both have.
Result<void> part_twins(const Book& book, Writing& writing, const Places& all, const NewIds& ends) {
  for (const auto& [id, one] : all) {
    if (!one.merged_into.empty()) continue;
    for (const std::string& alias : one.aliases) {
      const auto end = ends.find(alias);
      if (end == ends.end() || end->second == id) continue;
      const std::string& target = all.at(end->second).path;
      auto standing = writing.standing(target);
      if (!standing) return error(standing.error());
      Customer shared;
      auto given = writing.change(one.path, [&](Customer customer) {
        shared = taken_shared(customer, standing->customer);
        return customer;
      });
      if (!given) return given;
      auto taken = writing.change(target, [&](const Customer& customer) {
        return with_late_entries(customer, shared, book.settings().country).kept;
      });
      if (!taken) return taken;
    }
  }
  return {};
}

}  // namespace

Result<void> settle_stubs(const Book& book, Writing& writing) {
  const auto look = [](const Customer& customer, const std::string& path) {
    return std::optional(Where{customer.id, path, customer.merged_into, customer.aliases});
  };
  const auto scan = book.scan<Where>(look);
  if (!scan) return error(scan.error());
  Places all;
  for (const Where& one : scan->found) all.emplace(one.id, one);
  for (auto& [id, stub] : all) {
    if (stub.merged_into.empty() || stands_for_circle(stub, all) != id) continue;
    auto back = writing.change(stub.path, [](Customer customer) {
      customer.merged_into.clear();
      customer.deleted.reset();
      return customer;
    });
    if (!back) return back;
    stub.merged_into.clear();
  }
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
  if (auto parted = part_twins(book, writing, all, ids); !parted) return parted;
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
