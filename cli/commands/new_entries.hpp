// New entries of a customer, as several commands make them: a conversation, a reminder.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/deed.hpp"

namespace crm {

/// Adds to a customer's value; each answer is the sentence that tells of it.
class NewEntries {
 public:
  NewEntries(const Desk& desk, Customer& customer) : desk_(desk), customer_(customer) {}

  Deed add_log(const std::string& kind, const std::string& text);
  Deed add_reminder(const std::string& when, const std::string& text, bool promise);

  /// An id that no entry of the customer has.
  std::string new_id() const;

 private:
  const Desk& desk_;
  Customer& customer_;
};

/// `will remind you on Fri 25 Dec: send the offer`, by the first day that it is due.
std::string reminder_words(const Reminder& reminder, const Desk& desk);

/// A day or time that is not past yet; a past one is refused unless --anyway insists.
Moment moment_to_come(const std::string& when, const Desk& desk);

/// A kind of conversation that crm.yaml knows; asked wrongly with the list otherwise.
std::string known_kind(const Desk& desk, const std::string& kind);

/// `call` → `a call`, `email` → `an email`.
std::string with_article(const std::string& noun);

}  // namespace crm
