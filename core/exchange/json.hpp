// Records in JSON: our own export, and that of crm.cli.
#pragma once

#include <memory>
#include <string>

#include "core/exchange/source.hpp"

namespace crm {

/// A list of records, or one record after the other (JSON Lines, also over several lines each), as
/// `crm export json` and `jsonl` write them, or a whole book (`export json book`), an object with a
/// list of customers and one of campaigns. An arrival says all of its record, ids included, and the
/// same id is the same record. Keys that no record has go to `fields`, where they are texts;
/// those of the user's own (`x-…`) stay what they are. Rows of crm.cli are told by their columns
/// (crm_cli.hpp). Text must be UTF-8. A record that can't be read costs only itself.
Result<std::unique_ptr<Source>> open_json(std::unique_ptr<Bytes> bytes, std::string file,
                                          const Ground& ground);

}  // namespace crm
