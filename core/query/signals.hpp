// Tags that nobody sets, because they are worked out: +OVERDUE, +DEBT, +STALE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/fields.hpp"
#include "core/report/stays.hpp"

namespace crm {

enum class Signal { overdue, due, birthday, open_case, stale, debt, replied, deleted };

/// `OVERDUE`, …
std::optional<Signal> signal_named(std::string_view name);
std::vector<std::string> signal_names();

/// Whether it stands at the entry, where entries are listed that can have it; else at the customer
/// with all its entries. `stays` is what is usual in the book; `campaigns`, folded ids, are those
/// that a reply is asked for, any of them where there are none.
bool stands_at(Signal signal, const Subject& subject, const Stays& stays,
               const std::vector<std::string>& campaigns = {});

/// What of a customer it looks at.
FieldSet reads(Signal signal);

}  // namespace crm
