// The file that a page is written to.
#pragma once

#include <string>

#include "cli/desk.hpp"

namespace crm {

/// Throws Failure where no page may be written: into the book's own files and folders, into a
/// folder that is not there, into a device, or over a file that is no page (with --anyway that one
/// is given up).
void refuse_page_at(const std::string& path, const Desk& desk);

/// In one piece or not at all, and says so to a person; `-` is stdout. With --dry-run nothing is
/// written.
void write_page(const std::string& html, const std::string& path, const Desk& desk);

}  // namespace crm
