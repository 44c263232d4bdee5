// Two records of one customer made one: the union of what they say.
#pragma once

#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

/// Whose word counts where both say something and it differs.
enum class Prefer { ours, theirs };

/// How two records become one.
struct Joining {
  Joining(Prefer whose) : prefer(whose) {}  // NOLINT: mostly it is all that is said

  Prefer prefer;
  /// Of long texts, notes, that do not contain one another: both, one after the other; ours; or as
  /// of any other field.
  enum class Texts { both, ours, preferred } texts = Texts::both;
  /// The fields' own rules (the earlier day) go before `prefer`.
  bool by_rules = true;

  /// Theirs was made of ours, and may have been changed since: its word is no second one.
  static Joining with_copy(Prefer prefer) {
    Joining how(prefer);
    how.texts = Texts::preferred;
    how.by_rules = false;
    return how;
  }
};

struct Combined {
  Customer customer;
  /// The fields in which both said something else, so that one of them was not taken: `owner`,
  /// `deals/d7k2m9/title`.
  std::vector<std::string> differing;
};

/// Everything that `ours` says, and what `theirs` adds. A scalar that is empty is filled; where
/// both say something, `prefer` decides, and an empty one never takes a value away. Sets are
/// united: e-mails compared folded, phones by E.164 with `country`, texts as they are. Entries are
/// the same by id, else by an `external` or `sent_key` they share, else where nothing but their ids
/// differs; the same are combined field by field, the others added; those that have no id are given
/// none. Of notes and texts that contain one another the longer stays, others stand one after the
/// other. By the fields' merge rules: the earlier day, the refusal, the later `done`. `id` stays
/// ours; `name` follows `prefer`.
Combined combined(const Customer& ours, const Customer& theirs, const Joining& how,
                  const std::string& country);

}  // namespace crm
