// A sale that may come: an amount, a pipeline, and the list of its moves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/money.hpp"

namespace crm {

/// One move of a deal or a case, kept for ever. A deal's is to a `stage`, a case's to a `status`.
struct Move {
  static constexpr std::string_view noun = "move";
  static constexpr std::string_view order_key = "at";
  static constexpr bool on_one_line = true;
  std::string id;
  Moment at;
  std::string by, stage, status, from, reason, note;
  bool forced = false;
  bool reopen = false;
  /// What `set` changed, with the values from before, so that any past day can be told.
  Named<std::string> was;
  bool operator==(const Move&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("at", self.at, required);
    field("by", self.by);
    field("stage", self.stage);
    field("status", self.status);
    field("from", self.from);
    field("reason", self.reason);
    field("note", self.note);
    field("forced", self.forced);
    field("reopen", self.reopen);
    field("was", self.was);
  }
};

struct Deal {
  static constexpr std::string_view noun = "deal";
  std::string id, title;
  std::optional<Money> amount, cost;
  std::optional<Day> expected;
  /// Absent: the first of crm.yaml.
  std::string pipeline;
  /// Percent.
  std::optional<std::int64_t> probability;
  std::string owner;
  std::vector<std::string> with, tags;
  std::string source, campaign;
  std::vector<std::string> external;
  std::string note;
  std::vector<Move> history;
  bool operator==(const Deal&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("title", self.title, required);
    field("amount", self.amount);
    field("cost", self.cost);
    field("expected", self.expected);
    field("pipeline", self.pipeline);
    field("probability", self.probability);
    field("owner", self.owner);
    field("with", self.with);
    field("tags", self.tags);
    field("source", self.source);
    field("campaign", self.campaign);
    field("external", self.external);
    field("note", self.note, by_lines);
    field("history", self.history);
  }
};

/// A step of a pipeline; a pipeline has at least one that ends it.
struct Stage {
  static constexpr std::string_view noun = "stage";
  static constexpr bool on_one_line = true;
  std::string stage;
  /// Percent.
  std::optional<std::int64_t> probability;
  /// `won` or `lost`.
  std::string ends;
  std::string guide, needs;
  std::optional<Period> stale;
  std::string then;
  /// Its names of earlier days.
  std::vector<std::string> was;
  bool operator==(const Stage&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("stage", self.stage, required);
    field("probability", self.probability);
    field("ends", self.ends);
    field("guide", self.guide);
    field("needs", self.needs);
    field("stale", self.stale);
    field("then", self.then);
    field("was", self.was);
  }
};

/// The moves in the order of time: local day, untimed first, instant, id.
std::vector<const Move*> in_order(const std::vector<Move>& history);

/// Where a deal stands after its moves.
struct Standing {
  std::string stage;
  /// `won`, `lost`, or empty while it is open.
  std::string ends;
  /// The day of the move that brought it there; nothing when it never moved.
  std::optional<Day> since;
  /// Of that move.
  std::string reason;
};

/// The first ending holds, later moves count only from a reopening on; without a move it is in the
/// first stage. A stage that the pipeline no longer has is kept by its name and is open.
Standing standing(const Deal& deal, const std::vector<Stage>& pipeline);

/// The stage that is called so, or that was in earlier days; nullptr when the pipeline has none.
const Stage* find_stage(const std::vector<Stage>& pipeline, std::string_view name);

/// For Move::was: a field that was not there.
constexpr std::string_view was_absent = "none";

/// The values from before of all fields that a figure hangs on (amount, cost, expected, pipeline,
/// probability, owner, source, campaign) and that differ afterwards.
Named<std::string> past_of(const Deal& before, const Deal& after);

/// The deal as it stood at the end of that day: later moves are left out, and what they changed is
/// as it was. Nothing when it was opened later: by a first move that comes from no stage. A value
/// that can't be read stays as it is; `currency` is that of an amount without a code.
std::optional<Deal> as_of(const Deal& deal, Day day, std::string_view currency = {});

/// The fields whose values from before can't be read.
std::vector<std::string> unreadable_past(const Move& move, std::string_view currency);

}  // namespace crm
