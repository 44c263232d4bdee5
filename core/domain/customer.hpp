// A customer: one record of the book, with everything that was said, offered, bought and promised.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/case.hpp"
#include "core/domain/deal.hpp"
#include "core/domain/interaction.hpp"
#include "core/domain/person.hpp"
#include "core/domain/purchase.hpp"
#include "core/domain/reminder.hpp"
#include "core/domain/zone.hpp"

namespace crm {

/// How a customer is tied to another: spouse, parent company, friend.
struct Relation {
  static constexpr std::string_view noun = "relation";
  std::string id, to, as;
  bool operator==(const Relation&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("to", self.to, required);
    field("as", self.as);
  }
};

/// A value that lost in a merge, kept until somebody settles the field.
struct Conflict {
  static constexpr std::string_view noun = "conflict";
  static constexpr bool on_one_line = true;
  std::string id;
  /// `owner`, `deals/d7k2m9/title`.
  std::string field, kept, lost;
  bool operator==(const Conflict&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& visit, Self& self) {
    visit("id", self.id);
    visit("field", self.field, required);
    visit("kept", self.kept);
    visit("lost", self.lost);
  }
};

/// How often to keep in touch: a period, or never.
struct KeepInTouch {
  std::optional<Period> period;
  /// `30d` or `no`.
  static Result<KeepInTouch> parse(std::string_view text);
  std::string text() const;
  bool operator==(const KeepInTouch&) const = default;
};

struct Customer : Contact {
  static constexpr std::string_view noun = "customer";
  std::string id, name;
  /// `person`, `company`, or empty; ask `is_company()`.
  std::string kind;
  std::string status, owner, source, referred_by, works_at;
  std::optional<Day> added, since;
  std::optional<Moment> deleted;
  std::string merged_into;
  std::vector<std::string> campaigns;
  std::optional<KeepInTouch> keep_in_touch;
  /// The book's own fields, typed by crm.yaml; as written.
  Named<std::string> fields;
  std::vector<Relation> relations;
  /// Ids of customers that look like the same and are not.
  std::vector<std::string> distinct_from;
  std::vector<std::string> extra;
  std::string note;
  std::vector<Person> people;
  std::vector<Deal> deals;
  std::vector<Reminder> reminders;
  std::vector<Case> cases;
  std::vector<Purchase> purchases;
  std::vector<Payment> payments;
  std::vector<Interaction> interactions;
  std::vector<Conflict> conflicts;
  bool operator==(const Customer&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id, Trait{.rule = Rule::equal});
    field("name", self.name, required);
    field("deleted", self.deleted, earliest);
    field("merged_into", self.merged_into, smaller);
    field("kind", self.kind);
    field("status", self.status);
    field("owner", self.owner);
    field("source", self.source);
    field("referred_by", self.referred_by);
    field("works_at", self.works_at);
    field("added", self.added, earliest);
    field("since", self.since, earliest);
    Contact::describe(field, self);
    field("campaigns", self.campaigns);
    field("keep_in_touch", self.keep_in_touch);
    field("fields", self.fields);
    field("relations", self.relations);
    field("distinct_from", self.distinct_from);
    field("extra", self.extra);
    field("note", self.note, by_lines);
    field("people", self.people);
    field("deals", self.deals);
    field("reminders", self.reminders);
    field("cases", self.cases);
    field("purchases", self.purchases);
    field("payments", self.payments);
    field("interactions", self.interactions);
    field("conflicts", self.conflicts);
  }

  bool is_company() const { return kind == "company" || (kind.empty() && !people.empty()); }

  bool is_deleted() const { return deleted.has_value() || !merged_into.empty(); }
};

/// What a record leaves behind that was merged into another: its id and name, and where it went.
Customer stub_of(const Customer& customer, const std::string& into,
                 const std::optional<Moment>& at);

/// Ids of customers, and those that are to stand in their place.
using NewIds = std::map<std::string, std::string, std::less<>>;

/// The record with these ids wherever it names other customers. What would name itself then is
/// taken out.
Customer relinked(Customer customer, const NewIds& ids);

/// A time that was written without an offset is the book's.
Customer with_offsets(Customer customer, const Zone& zone);

/// Ids of all entries of the record, people and moves included.
std::set<std::string, std::less<>> item_ids(const Customer& customer);
/// Whether one of them has this id.
bool has_item(const Customer& customer, std::string_view id);

/// Whether it is still open at `now` (local): it lies later, or was planned, and has no outcome.
bool is_planned(const Interaction& interaction, const Moment& now);

/// Whether somebody was spoken to: it lies not later than `now`, is not open, and was neither
/// cancelled nor missed.
bool counts_as_contact(const Interaction& interaction, const Moment& now);

/// The last conversation that was held by `now`; nullptr when there was none.
const Interaction* last_contact(const Customer& customer, const Moment& now);

}  // namespace crm
