// Cases as they come to a status: what the commands that open, move and close them have in common.
#pragma once

#include <optional>
#include <string>

#include "cli/commands/business.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "core/report/deadlines.hpp"

namespace crm {

/// The customer's case of that id; a conflict where somebody has taken it away meanwhile.
Case& case_of(Customer& customer, const std::string& id);

/// A new case of the customer, with its first move to the status that this has, without one to the
/// first of crm.yaml. Whose it is: who is named, else the customer's owner, else whoever sits here.
/// How pressing: as is said, else `normal` where crm.yaml has a limit for that.
Deed open_case(Case one, Move first, Customer& customer, const Desk& desk);

/// What is said of the end of a case.
struct CaseEnd {
  std::string resolution;
  std::optional<std::int64_t> rating;
};

/// A move of the customer's case, closed ones with what is said of their end.
Deed move_case(const std::string& id, Move move, const CaseEnd& end, Customer& customer,
               const Desk& desk);

/// What there is time for next, and until when; nothing where nothing is set.
std::optional<Deadline> deadline_of(const Case& one, const Customer& customer, const Desk& desk);

/// `first answer due today 16:00`, `was due Thu 19 Nov`, `first answer was due yesterday 16:00`.
std::string deadline_words(std::string_view what, const Moment& by, bool late, const Desk& desk);
std::string deadline_words(const Deadline& deadline, const Desk& desk);

}  // namespace crm
