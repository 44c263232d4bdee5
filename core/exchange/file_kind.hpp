// What a foreign file is, told from its content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

enum class FileKind { table, vcards, mailbox, calendar, chat, json };

/// `table`, `vcard`, `mail`, `calendar`, `chat`, `json`: what --format takes.
const std::vector<std::string>& names_of_file_kinds();
/// By such a name or a usual ending (csv, tsv, vcf, mbox, eml, ics, txt, jsonl); asked wrongly with
/// the list otherwise.
Result<FileKind> file_kind_named(std::string_view name);

/// Told from the first bytes, at least some thousand of them where there are so many; `file` is for
/// messages. Error::invalid for what nobody can read here (a spreadsheet, an archive, a picture),
/// with what to do about it.
Result<FileKind> file_kind_of(std::string_view beginning, const std::string& file);

}  // namespace crm
