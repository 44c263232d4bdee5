// The filters that crm.yaml keeps: those with a name, and those that cadence, score, wishes and
// the stages of pipelines go by.
#pragma once

#include <string_view>
#include <vector>

#include "core/book/book.hpp"
#include "core/query/range.hpp"

namespace crm {

/// Those that can't be read, in the order of the file: what is wrong, with the filter and a mark
/// below it, at the very word; of all, or only of those below one key of crm.yaml (`cadence`).
/// Code `bad-filter`.
std::vector<Problem> unreadable_filters(const Book& book, const Asker& asker,
                                        std::string_view below = {});

}  // namespace crm
