// The person's own configuration, $XDG_CONFIG_HOME/crm/config.yaml: what is theirs on this machine,
// and no book's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/world.hpp"

namespace crm {

/// A text of it; nothing where there is none. Throws Failure where the file is no YAML of ours.
std::optional<std::string> configured(World& world, std::string_view key);

/// A program with its words, written as a list or as one line; empty where there is none. Throws
/// Failure where it is neither.
std::vector<std::string> configured_command(World& world, std::string_view key);

/// The mailer that this person wants: CRM_SENDMAIL, else `mailer` of the configuration; empty:
/// whichever is there. No book says it, since a book that was cloned could run any program so.
std::vector<std::string> mailer_words(World& world);

/// How long a program may take for one letter, in milliseconds: `mailer_seconds` of the
/// configuration, else Mailer::usual_limit_ms. Throws Failure where it is no number from 1 to 3600.
int mailer_limit_ms(World& world);

}  // namespace crm
