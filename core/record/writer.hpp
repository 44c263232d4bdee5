// Values → data, and data → the text of new records and new entries.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/domain/mapping.hpp"
#include "core/domain/rates.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// What a value says: its fields in order, those that are empty left out.
Data to_data(const Customer& customer);
Data to_data(const Campaign& campaign);
Data to_data(const Settings& settings);
Data to_data(const Rates& rates);
Data to_data(const Mapping& mapping);
Data to_data(const Interaction& interaction);
Data to_data(const Reminder& reminder);
Data to_data(const Deal& deal);
Data to_data(const Case& one);
Data to_data(const Purchase& purchase);
Data to_data(const Payment& payment);
Data to_data(const Person& person);

/// What two customers say where they differ. Equal fields are left out of both, and so are entries
/// that stand equal at the same place of a list, but for its first: no list looks empty that is
/// not.
struct BeforeAndAfter {
  Data before, after;
};

BeforeAndAfter where_they_differ(const Customer& before, const Customer& after);

/// The text of a new file.
std::string new_file(const Data& record);

// Pieces of text, for the editor.

enum class Quotes { as_needed, single_quoted, double_quoted };

/// A scalar on one line: plain where no reader of YAML 1.1 or 1.2 could take it for anything but
/// this text (typed data are always plain), else in quotes.
std::string scalar_text(const Data& scalar, bool in_flow, Quotes wish = Quotes::as_needed);
/// A list, map or scalar on one line: `{id: k3v9q2, kind: call}`.
std::string flow_text(const Data& data);

/// Whether a text wants a block (`|-`): it has line breaks and nothing that a block cannot hold.
bool wants_block(const Data& scalar);

struct LineStyle {
  /// Lists within maps are indented by this more than their key.
  int list_indent = 2;
  /// Texts of several lines stand in a block, else in quotes.
  bool block_texts = true;
};

/// Lines without their line breaks, the first to stand after `key:` or `-`, the others whole,
/// indented for a parent in column `indent`.
struct Lines {
  /// After `key:` or `- `, on the same line; may be empty.
  std::string first;
  std::vector<std::string> rest;
};

/// `data` as the value of a key in column `indent`.
Lines value_lines(const Data& data, int indent, const LineStyle& style);
/// `data` as an item whose dash is in column `indent`.
Lines item_lines(const Data& data, int indent, const LineStyle& style);
/// A key, quoted where it must be.
std::string key_text(std::string_view key);

}  // namespace crm
