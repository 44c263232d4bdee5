// What a commit says of the operations that it holds: its subject for people, its trailers for
// every other copy of the book.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/book/journal.hpp"

namespace crm {

/// The message of a commit of these operations, oldest first. Of one: its title, shortened where it
/// is longer than a line of `git log`, then whole below it. Of several: a line each, with its id
/// and when it was done. Then for each `Crm-Operation: x7k2m9`, and `Crm-By:`, `Crm-Undoes:`,
/// `Crm-Redoes:` where there is something to say.
std::string commit_message(const std::vector<Operation>& operations);

/// The same under another subject, for a commit that holds more than operations; none is fine.
std::string commit_message(const std::string& subject, const std::vector<Operation>& operations);

/// The operations that a message names, oldest first, without their numbers; `at` is empty where
/// the commit's own date is meant. None in a commit that somebody made by hand.
std::vector<Operation> operations_in(std::string_view message);

}  // namespace crm
