#include "cli/commands/business.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/domain/account.hpp"
#include "core/domain/serving.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Which of the two a command is for.
struct Wanted {
  bool deals = false, cases = false;

  /// `deal`, `case`, `deal or case`.
  std::string noun() const {
    if (deals && cases) return "deal or case";
    return deals ? "deal" : "case";
  }

  /// `deals`, `cases`, `deals and cases`.
  std::string all() const {
    if (deals && cases) return "deals and cases";
    return deals ? "deals" : "cases";
  }

  /// Where their ids are to be seen.
  std::string list() const {
    if (deals && cases) return "crm list deals, or crm list cases, shows their ids";
    return "crm list " + all() + " shows their ids";
  }

  bool has(ItemKind kind) const {
    return (kind == ItemKind::deal && deals) || (kind == ItemKind::case_ && cases);
  }
};

struct Business {
  ItemKind kind = ItemKind::deal;
  std::string id, title, stage;
  bool ended = false;
  /// Where it could go; nullptr where crm.yaml does not know its pipeline.
  const std::vector<Stage>* stages = nullptr;
};

std::vector<Business> businesses(const Customer& customer, const Wanted& wanted,
                                 const std::vector<Stage>& of_cases, const Desk& desk) {
  std::vector<Business> all;
  if (wanted.deals)
    for (const Deal& one : customer.deals) {
      const Standing now = standing(one, desk.settings());
      all.push_back({ItemKind::deal, one.id, one.title, now.stage, !now.ends.empty(),
                     desk.settings().pipeline(one.pipeline)});
    }
  if (wanted.cases)
    for (const Case& one : customer.cases)
      all.push_back({ItemKind::case_, one.id, one.title, one.status(), one.is_closed(), &of_cases});
  return all;
}

/// `d7k2m9 500 arms (lead), d8 …`.
std::string listed(const std::vector<Business>& all) {
  std::string text;
  for (const Business& one : all)
    text += (text.empty() ? "" : ", ") + one.id + " " + one.title + " (" + one.stage + ")";
  return text;
}

Match found(const std::string& who, const Wanted& wanted, const Desk& desk) {
  try {
    return desk.find(who);
  } catch (const Failure& failure) {
    if (failure.error().kind != Error::Kind::nothing_found) throw;
    const std::string& hint = failure.error().problems.front().hint;
    const std::string nouns =
        wanted.deals && wanted.cases ? "deal, case or customer" : wanted.noun() + " or customer";
    throw Failure(Error::nothing_found("there is no " + nouns + " \"" + printable_line(who) + "\"",
                                       hint.starts_with("did you mean") ? hint : wanted.list()));
  }
}

std::string way_to_open(const Customer& customer, const Wanted& wanted) {
  const std::string of_case = "crm case " + customer.id + " TITLE";
  const std::string of_deal = "crm deal " + customer.id + " TITLE AMOUNT";
  if (wanted.deals && wanted.cases) return of_deal + ", or " + of_case + ", opens one";
  return (wanted.deals ? of_deal : of_case) + " opens one";
}

Match only_one_of(Match match, const std::string& stage, const Wanted& wanted, const Desk& desk) {
  const Customer customer = desk.book().read(match.path).value().customer;
  const std::vector<Stage> of_cases = stages_of_cases(desk);
  auto open = businesses(customer, wanted, of_cases, desk);
  const auto ended = std::stable_partition(open.begin(), open.end(),
                                           [](const Business& one) { return !one.ended; });
  const std::vector<Business> gone(ended, open.end());
  open.erase(ended, open.end());
  if (open.empty())
    throw Failure(Error::nothing_found(
        customer.name + " has no open " + wanted.noun(),
        gone.empty() ? way_to_open(customer, wanted)
                     : "ended are " + listed(gone) + "; crm move ID " +
                           (wanted.deals ? "STAGE" : "STATUS") + " --reopen moves one"));
  if (open.size() > 1 && !trimmed(stage).empty()) {
    std::vector<Business> able;
    std::copy_if(open.begin(), open.end(), std::back_inserter(able), [&](const Business& one) {
      return one.stages != nullptr && stage_meant(*one.stages, stage).has_value();
    });
    if (able.size() == 1) open = able;
  }
  const auto of_kind = [&](ItemKind kind) {
    return std::any_of(open.begin(), open.end(),
                       [&](const Business& one) { return one.kind == kind; });
  };
  const Wanted there{of_kind(ItemKind::deal), of_kind(ItemKind::case_)};
  if (open.size() > 1)
    throw Failure(Error::conflict(
        fmt::format("{} has {} open {}: {}", customer.name, open.size(), there.all(), listed(open)),
        "say which by its id, such as " + open.front().id));
  match.kind = open.front().kind;
  match.item = open.front().id;
  match.title = open.front().title;
  return match;
}

Match meant(const std::string& who, const std::string& stage, const Wanted& wanted,
            const Desk& desk) {
  Match match = found(who, wanted, desk);
  if (wanted.has(match.kind)) return match;
  if (match.kind == ItemKind::customer || match.kind == ItemKind::person)
    return only_one_of(std::move(match), stage, wanted, desk);
  throw Failure(Error::asked_wrongly(match.item + " is a " + std::string(name_of(match.kind)) +
                                         " of " + match.name + ", no " + wanted.noun(),
                                     wanted.list()));
}

}  // namespace

Match deal_meant(const std::string& who, const Desk& desk) {
  return meant(who, "", {.deals = true}, desk);
}

Match case_meant(const std::string& who, const Desk& desk) {
  return meant(who, "", {.cases = true}, desk);
}

Match business_meant(const std::string& who, const std::string& stage, const Desk& desk) {
  return meant(who, stage, {.deals = true, .cases = true}, desk);
}

const std::vector<Stage>& pipeline_of(const Deal& deal, const Desk& desk) {
  const auto* const pipeline = desk.settings().pipeline(deal.pipeline);
  if (pipeline != nullptr) return *pipeline;
  std::string known;
  for (const auto& [name, stages] : desk.settings().pipelines)
    known += (known.empty() ? "" : ", ") + name;
  throw Failure(Error::asked_wrongly(
      "crm.yaml has no pipeline \"" + printable_line(deal.pipeline) + "\"",
      "crm set " + deal.id + " pipeline=… puts " + deal.title + " into one of " + known));
}

std::vector<Stage> stages_of_cases(const Desk& desk) {
  return stages_of_cases(desk.settings().statuses_of_cases());
}

Move step_on(const std::string& on, const Desk& desk) {
  Move move;
  move.by = desk.me();
  move.note = composed(trimmed(desk.world().manners.message));
  move.at = desk.stamp();
  if (on.empty()) return move;
  const Moment moment = desk.when(on);
  if (moment.day == desk.today() && !moment.timed()) return move;
  move.at = desk.kept(moment);
  if (in_time(move.at, desk.now()) > 0 && !desk.world().manners.anyway)
    throw Failure(Error::asked_wrongly(day_words(moment, desk.today()) + " is still to come",
                                       "say it when it has happened; or crm remind sets a day"));
  return move;
}

std::string day_told(const Moment& at, const Desk& desk) {
  Moment day;
  day.day = at.day;
  return at.day == desk.today() ? "" : ", on " + day_words(day, desk.today());
}

}  // namespace crm
