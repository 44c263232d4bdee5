// Doing a change again, or backwards, on a file that may have changed since: what undo, redo and
// edit stand on.
#pragma once

#include <optional>
#include <string>

#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// The text `now` with everything that leads from `base` to `next` done to it. Where `now` is still
/// `base`, that is `next` to the byte; else the values that differ are edited in, and any that
/// somebody else has changed since is a clash (Error::conflict). Undo is replay with the
/// operation's after as base and its before as next. `path` is relative to the book and says what
/// kind of file it is. Nothing stands for no file.
Result<std::optional<std::string>> replayed(const std::optional<std::string>& base,
                                            const std::optional<std::string>& next,
                                            const std::optional<std::string>& now,
                                            const std::string& path, const Settings& settings);

}  // namespace crm
