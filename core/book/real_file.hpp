// Files of the machine that stay open: read in pieces, in parts, growing, or written over.
#pragma once

#include <memory>
#include <string>

#include "core/book/file.hpp"
#include "core/domain/bytes.hpp"

namespace crm {

/// A file, pipe or device from its beginning, 64 KiB at a time.
Result<std::unique_ptr<Bytes>> open_bytes(const std::string& path);
Result<std::unique_ptr<OpenFile>> open_file(const std::string& path);
/// A new, empty file in the place of whatever stood there.
Result<std::unique_ptr<GrowingFile>> new_growing_file(const std::string& path);
/// A file without a name, gone when it is let go or the process ends.
Result<std::unique_ptr<GrowingFile>> new_unnamed_file();
/// For reading alone where writing is not allowed.
Result<std::unique_ptr<EditableFile>> open_editable_file(const std::string& path);
/// An empty one, held, that only its owner can open: new, or one that nobody holds.
Result<std::unique_ptr<EditableFile>> held_private_file(const std::string& path);

}  // namespace crm
