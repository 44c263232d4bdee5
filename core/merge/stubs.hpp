// Records that were merged into others, after copies of the book have come together: what was added
// to them meanwhile moves to where it belongs.
#pragma once

#include "core/book/book.hpp"
#include "core/book/writing.hpp"

namespace crm {

/// Moves late entries of stubs to their targets, and lets whoever names a stub name the target. Of
/// records that were merged into one another, the one with the smallest id stands for all; what was
/// merged into two is one's alone. A stub whose target is not there stays as it is.
Result<void> settle_stubs(const Book& book, Writing& writing);

}  // namespace crm
