// What is wrong with a statement in SQL, in our words: the place marked, the next step offered.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/domain/result.hpp"

namespace crm {

/// `said` is what SQLite says of the statement, `offset` where in it, in bytes, as far as it knows.
Error sql_mistake(const std::string& said, const std::string& statement,
                  std::optional<std::size_t> offset);

}  // namespace crm
