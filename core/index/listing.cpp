#include "core/index/listing.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/index/unpacker.hpp"

namespace crm {
namespace {

void put_number(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    if (!all.empty()) all += ' ';
    all += word;
  }
  return all;
}

}  // namespace

ListedCustomer::ListedCustomer(const Customer& customer, const Moment& now)
    : order_(folded(customer.name)), tags_(joined(customer.tags)) {
  const Interaction* const last = last_contact(customer, now);
  listing_ = {order_,          customer.id,
              customer.name,   customer.is_company() ? "company" : "person",
              customer.status, customer.owner,
              tags_,           last == nullptr ? std::nullopt : std::optional(last->at.day)};
}

std::string packed_listing(const Customer& customer, const Moment& now) {
  const bool is_settled = std::ranges::all_of(
      customer.interactions, [&](const Interaction& one) { return one.at.day < now.day; });
  if (customer.is_deleted() || !is_settled) return {};
  const ListedCustomer listed(customer, now);
  const Listing& one = listed.listing();
  // Days of before 1970 are left to the card.
  if (one.last && one.last->number() < 0) return {};
  std::string bytes;
  for (const std::string_view word :
       {one.order, one.id, one.name, one.kind, one.status, one.owner, one.tags}) {
    put_number(bytes, word.size());
    bytes += word;
  }
  put_number(bytes, one.last ? static_cast<std::uint64_t>(one.last->number()) + 1 : 0);
  return bytes;
}

std::optional<Listing> read_listing(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  Unpacker unpacker(bytes);
  Listing one;
  for (std::string_view* const word :
       {&one.order, &one.id, &one.name, &one.kind, &one.status, &one.owner, &one.tags})
    *word = unpacker.text();
  if (const std::uint64_t day = unpacker.number(); day > 0)
    one.last = Day::since_epoch(static_cast<std::int64_t>(day) - 1);
  if (!unpacker.ok() || !unpacker.at_end()) return std::nullopt;
  return one;
}

}  // namespace crm
