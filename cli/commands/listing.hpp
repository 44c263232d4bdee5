// The lines of a list as somebody wishes them: which, in what order, with which columns and groups.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands/lists.hpp"

namespace crm {

/// What somebody typed after `crm list`.
struct ListOptions {
  std::vector<std::string> words;
  std::string sort, columns, limit, by;
  bool count = false, triage = false;
};

/// The same, read for what is listed.
struct ListWish {
  struct Key {
    FieldName field;
    bool falling = false;
  };

  std::vector<Key> sort;
  std::vector<FieldName> columns, json;
  std::optional<FieldName> by;
  /// Groups by how many they are; nothing: by what they are.
  std::optional<bool> by_count_falling;
  std::optional<std::size_t> limit;
  bool count = false;
  /// Of the entries in a customer's record.
  int rank = -1;
};

/// A line of a list.
struct ListLine {
  /// By what its list is sorted where nobody asks for another order.
  std::string_view order() const { return std::string_view(bytes).substr(0, order_size); }

  /// In its form.
  std::string_view text() const { return std::string_view(bytes).substr(order_size); }

  std::string bytes = {};
  std::size_t order_size = 0;
  /// For people.
  std::vector<Cell> cells = {};

  /// What only some lists ask for.
  struct Wished {
    std::vector<std::optional<Value>> keys = {};
    std::vector<Value> groups = {};
    std::optional<Money> amount = {};
    bool given_back = false;
  };

  std::unique_ptr<Wished> wished = {};
};

/// Error::asked_wrongly, thrown, for an unknown field, and for options that don't go together.
ListWish wish_of(const ListOptions& asked, const ListKind& kind, const Desk& desk);

/// Nothing when no limit is asked for.
std::optional<std::size_t> limit_of(const std::string& text,
                                    const char* example = "crm list --sort -value --limit 10");

/// Error::asked_wrongly, thrown, where --json=fields asks for others than these.
void check_json(const std::vector<std::string>& known, const World& world);

/// What of a record the list looks at: its rows, what is wished, what the filter asks.
Needs needs_of(const ListKind& kind, const Filter& filter, const ListWish& wish,
               const World& world);

/// What lines are made for: without a form they are for people.
struct LineWish {
  const ListKind& kind;
  const Filter& filter;
  const ListWish& list;
  const std::optional<Form>& form;
  const Desk& desk;
};

/// Whether a line says no more than what lists say of every customer (listing.hpp).
bool is_plain(const LineWish& wish);
/// Such a line.
ListLine line_of(const Listing& listing, const LineWish& wish);

/// A customer's line, in a list of customers that the filter lets through.
std::optional<ListLine> line_of(const Customer& customer, const LineWish& wish);
/// Those of the entries in a customer's record.
std::vector<ListLine> lines_of(const Customer& customer, const LineWish& wish);

/// A customer's JSON with what is worked out where `--json=score,last` asks for it by name.
std::string with_worked_out(std::string object, const Customer& customer, const Desk& desk);

/// As it is wished, else as lists of that kind are; what is absent comes last.
bool stands_before(const ListLine& a, const ListLine& b, const ListKind& kind,
                   const ListWish& wish);

}  // namespace crm
