// Records as JSON: the keys of the record; numbers and yes/no what they are, all else texts.
#pragma once

#include <string>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// An entry of the book, on one line. What is not UTF-8 becomes U+FFFD.
std::string json_of(const Data& data, const Type& type);

/// A whole record with the keys of the user's own (own_keys.hpp), on one line; open_json (json.hpp)
/// reads the same customer from it.
std::string to_json(const Customer& customer, const Data& own = {});
/// The same of a campaign, which open_json knows by the list it stands in.
std::string to_json(const Campaign& campaign, const Data& own = {});

}  // namespace crm
