// A complaint or request of a customer, from its opening to its close.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/deal.hpp"
#include "core/domain/held.hpp"

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

/// The status that ends a case.
constexpr std::string_view closed_status = "closed";

/// When a case was opened, and closed for good; nothing where its history does not say, and where
/// it is open.
struct CaseTimes {
  std::optional<Moment> opened, closed;
};

CaseTimes times_of(const Case& one);

/// The first answer to a case: the first conversation about it that went out and was held; nullptr
/// where there is none yet.
template <class Talk>
const Talk* first_answer(const std::vector<Talk>& talks, std::string_view case_id,
                         const Moment& now) {
  const Talk* first = nullptr;
  for (const Talk& talk : talks)
    if (talk.case_id == case_id && talk.direction == "out" && was_held(talk, now) &&
        (first == nullptr || in_time(talk.at, first->at) < 0))
      first = &talk;
  return first;
}

}  // namespace crm
