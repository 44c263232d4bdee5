// A foreign file, read one thing after the other.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/bytes.hpp"
#include "core/domain/settings.hpp"
#include "core/domain/zone.hpp"
#include "core/exchange/arrival.hpp"

namespace crm {

/// What a foreign file is read against.
struct Ground {
  const Settings& settings;
  const Zone& zone;
  /// The book's wall clock.
  Moment now;
  /// Our own addresses (the team's and the person's): what comes from them is outgoing. Lower case.
  std::set<std::string> our_emails = {};
  /// The short name of whoever imports; empty where the book has no team.
  std::string me = {};
};

class Source {
 public:
  using Item = std::variant<Arrival, CampaignArrival, Reject, Skip>;

  virtual ~Source() = default;

  /// The next thing; nothing at the end. An error means that the file can't be read any further.
  virtual Result<std::optional<Item>> next() = 0;

  /// What it was taken for: `Google Contacts, UTF-8`, `vCard 3.0`, `a mailbox`. Known from the
  /// beginning.
  virtual std::string kind() const = 0;

  /// What kind of truth it holds.
  enum class Nature {
    /// What a business says of its customers; entries of somebody unknown are mistakes.
    business,
    /// Everybody whose number was ever kept: who is new is a contact until somebody says more.
    address_book,
    /// What was written to and by anybody: it matters where it is with customers, and stays as it
    /// was.
    letters,
    /// What is planned with anybody: the same, but what comes again is as it stands there now.
    meetings
  };

  virtual Nature nature() const { return Nature::business; }

  /// What should be said once, known at the end: `columns left out: Photo`.
  virtual std::vector<std::string> remarks() const { return {}; }

  /// The text of something that arrived, with the reason why it was not taken, as that of a Reject.
  virtual std::string with_reason(const std::string& raw, const Place& /*place*/,
                                  const std::string& /*reason*/) const {
    return raw;
  }

  /// The line that rejects want before them in a file of their own (a table's head); mostly none.
  virtual std::string head_of_rejects() const { return {}; }

  /// The line that they want after them.
  virtual std::string end_of_rejects() const { return {}; }
};

}  // namespace crm
