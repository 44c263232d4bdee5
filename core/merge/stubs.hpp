// Records that were merged into others, after copies of the book have come together: what was added
// to them meanwhile moves to where it belongs.
#pragma once

#include "core/book/book.hpp"
#include "core/book/writing.hpp"

namespace crm {

/// Moves late entries of stubs to their targets, and lets whoever names a stub name the target. A
/// stub whose target is not there, or that leads in a circle, stays as it is.
Result<void> settle_stubs(const Book& book, Writing& writing);

}  // namespace crm
