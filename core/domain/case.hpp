// A complaint or request of a customer, from its opening to its close.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/deal.hpp"

namespace crm {

struct Case {
  static constexpr std::string_view noun = "case";
  std::string id, title, priority, owner;
  std::optional<Moment> due;
  std::vector<std::string> with;
  std::string deal, resolution;
  /// The customer's mark, 1 to 5.
  std::optional<std::int64_t> rating;
  std::vector<std::string> external;
  std::string note;
  std::vector<Move> history;
  bool operator==(const Case&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("title", self.title, required);
    field("priority", self.priority);
    field("owner", self.owner);
    field("due", self.due);
    field("with", self.with);
    field("deal", self.deal);
    field("resolution", self.resolution);
    field("rating", self.rating);
    field("external", self.external);
    field("note", self.note, by_lines);
    field("history", self.history);
  }

  /// The status after the last move; `open` when there is none.
  std::string status() const;

  bool is_closed() const { return status() == "closed"; }
};

}  // namespace crm
