// The editor's promise, checked from outside: what an edit says happens, and nothing else does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"
#include "core/record/difference.hpp"
#include "core/record/schema.hpp"

namespace crm::test {

/// What is broken about going from `before` to `result` by these edits; empty when the promise was
/// kept. Of a refusal: that it says why, where and what to do. Of a text: every line that no edit
/// speaks of is still there, in order; comments and keys marked `zq17q` survive outside of what was
/// removed; line ends, byte order mark and a missing last line break are as before.
std::string broken_promise(const std::string& before, const std::vector<Edit>& edits,
                           const Type& type, const Result<std::string>& result);

/// The same data, with lists in any order.
bool same_but_for_order(const Data& a, const Data& b);

}  // namespace crm::test
