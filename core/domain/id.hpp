// Ids: short, random, typeable; and the ones that entries written by hand get from their content.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace crm {

/// 64 random bits a call. The machine's in main.cpp, a seeded one in tests.
using Random = std::function<std::uint64_t()>;

/// 6 lower-case Crockford base32 characters, the first a letter, not in `taken`.
std::string new_item_id(const Random& random, const std::set<std::string, std::less<>>& taken);

/// `<slug>-<4 Crockford characters>`, `customer-…` for a name without any romanisable letter.
std::string new_customer_id(const Random& random, std::string_view name);

/// The id of an entry written by hand without one: 6 characters as above, a hash of its content and
/// of its ordinal among equal entries, so two clones give the same one. FNV-1a, 64 bits.
std::string derived_item_id(std::string_view content, int ordinal);

/// `[a-z0-9~-]{1,32}`: what is read as an item's id.
bool is_item_id(std::string_view text);
/// What is read as a customer's id: letters and digits of any script, `-`, `_`, `.`, `~`; at most
/// 128 bytes, not beginning with '-' or '.'.
bool is_customer_id(std::string_view text);
/// The id of a record whose file has that name and which says none: the name itself where it is
/// one, else with `-` for what an id can't have. Every clone finds the same.
std::string id_of_file(std::string_view stem);

}  // namespace crm
