// What a letter would say and to whom, and what became of those that were sent: for people, pipes
// and programs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/commands/mailing.hpp"
#include "cli/commands/posting.hpp"

namespace crm {

/// The book's letters, each with its channel, languages, subject, and when it was last sent.
void print_letters(const Desk& desk, const Outbox& outbox);

/// The first letters as they would go out, then who is skipped and why, and how many are left. In a
/// pipe a line for everybody.
void print_mailing(const Mailing& mailing, const std::vector<Considered>& all);

/// `12 customers, 3 skipped (2 no e-mail address, 1 had it before)`.
std::string counts_words(const std::vector<Considered>& all);

/// Where a letter was skipped for want of the sender's own name, and nobody knows who that is: how
/// to say it.
void tell_who_is_missing(const std::vector<std::string>& reasons, const Desk& desk);

/// Of whom it is not known whether they have a letter, and what to do about it; of all letters, or
/// of those that are `meant`.
void tell_unclear(const Desk& desk, const Outbox& outbox,
                  const std::function<bool(const Posted&)>& meant = nullptr);

/// What went wrong in a run of that command (`crm letter welcome`), and what to do about it;
/// whether anything did.
bool tell_failures(const PostingTally& tally, const std::string& command, World& world);

/// How a run went; leaves with exit code 1 where anything went wrong.
void tell(const PostingTally& tally, const Mailing& mailing);

}  // namespace crm
