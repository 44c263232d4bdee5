// Fields that two people have set to something else, in words.
#pragma once

#include <string>

#include "core/domain/customer.hpp"

namespace crm {

/// `both changed owner: kept ben, not anna`.
std::string dispute_words(const Conflict& conflict);

/// `crm set globex-9k2f owner=…`: how a person decides it, in the record of that id.
std::string settling_words(const Conflict& conflict, const std::string& id);

}  // namespace crm
