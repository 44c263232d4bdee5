// What this machine has told the people of the team: who last had a mail of what, which mails did
// not go out, and which meetings somebody was told of.
//
// It stands in `.crm/deliveries`. It can be thrown away: then somebody is told a thing twice, and
// nothing that is due is forgotten.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/domain/day.hpp"

namespace crm {

/// A mail that did not go out, or of which nobody knows.
struct FailedMail {
  /// `reminders`, `report month`.
  std::string what;
  std::string address;
  Day day;
  std::string why;
  bool operator==(const FailedMail&) const = default;
};

/// That somebody was told of what comes up at an hour.
struct Reminded {
  /// How: `notify`, `mail anna@acme.example`.
  std::string way;
  std::string customer, item;
  Moment due;

  bool operator==(const Reminded& other) const {
    return way == other.way && customer == other.customer && item == other.item &&
           due.text() == other.due.text();
  }
};

class Deliveries {
 public:
  /// So long it is remembered what somebody was told of, and what failed: a clock that was set back
  /// makes nobody be told twice.
  static constexpr int remembered_days = 31;

  /// None where there is no such file. Lines that can't be read count as not written.
  static Result<Deliveries> read(const Disk& disk, const Layout& layout);
  /// Nobody else reads it to write it meanwhile. Error::busy where somebody does for so long.
  static Result<std::unique_ptr<Lock>> lock(Disk& disk, const Layout& layout, int patience_ms);

  /// The day of the last mail of that to them, or of the last time that there was nothing to mail.
  std::optional<Day> mailed(const std::string& what, const std::string& address) const;
  /// The mails to them that failed, and that no later mail has told of.
  std::vector<FailedMail> failed(const std::string& address) const;
  bool is_told(const Reminded& told) const;

  /// Of a mail that went out, they know what failed before it.
  void note_mailed(const std::string& what, const std::string& address, Day day);
  /// That there was nothing to mail: they know no more than before.
  void note_nothing(const std::string& what, const std::string& address, Day day);
  void note_failed(const FailedMail& mail);
  void note_told(const Reminded& told);

  /// In one piece; what is older than it needs to be is dropped.
  Result<void> write(Disk& disk, const Layout& layout, Day today) const;

 private:
  struct Mailed {
    std::string what, address;
    Day day;
  };

  void take(std::string_view line);

  std::vector<Mailed> mailed_;
  std::vector<FailedMail> failed_;
  std::vector<Reminded> told_;
};

}  // namespace crm
