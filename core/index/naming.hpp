// Takes down what of a book can be named (names.hpp).
#pragma once

#include <cstdint>

#include "core/book/book.hpp"

namespace crm {

/// Looks through the book and keeps its names in the place of older ones. No lock is taken or
/// waited for, and records that can't be read have none. Errors: where nothing can be looked
/// through or written. `now` is local, of the book.
Result<void> keep_names(const Book& book, const Moment& now);

}  // namespace crm
