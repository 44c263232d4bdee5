// Letters on their way: what is about to be handed over, what was, and what nobody knows of.
//
// It stands in `.crm/outbox`, on this machine alone, a file a run. A letter is announced there
// durably before anybody hands it over, and marked afterwards; so whatever moment a run dies in, no
// letter is sent twice and none is forgotten. What was announced and is not marked may have been
// sent or not: only a person can find out.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/domain/day.hpp"
#include "core/domain/interaction.hpp"

namespace crm {

/// A letter to one recipient, as its record will tell of it.
struct Posted {
  /// The mark by which every clone of the book knows it: `welcome/2026-11-21`.
  std::string sent_key;
  std::string customer, person;
  Moment at;
  std::string by, kind, campaign, letter;
  /// The mail's id as `external` has it; empty where it is none.
  std::string mail;
  std::string subject;
  bool operator==(const Posted&) const = default;

  /// What is entered in the customer's record.
  Interaction interaction(std::string id) const;
};

struct OnItsWay {
  enum class State {
    /// Announced; no more is known.
    sending,
    /// Handed over, and not in the record yet.
    sent,
    /// Nobody took it: as if it had never been announced.
    refused,
    /// Handed over, and in the record.
    logged
  };

  Posted letter;
  State state = State::sending;
};

class Outbox {
 public:
  /// How long it is remembered what was sent and stands in the records: an `undo` of that must not
  /// make anybody get a letter twice.
  static constexpr int remembered_days = 365;

  /// As it stands, to look at. Lines that can't be read count as not written.
  static Result<Outbox> read(const Disk& disk, const Layout& layout);
  /// To send: nobody else does meanwhile (Error::busy). Forgets what is old, and who was erased.
  static Result<Outbox> open(Disk& disk, const Layout& layout, Day today);

  /// In the order of their announcements.
  std::vector<OnItsWay> all() const;
  /// Those in that state.
  std::vector<OnItsWay> in(OnItsWay::State state) const;

  /// What is known of that letter to them; nullptr: nothing.
  const OnItsWay* find(const std::string& sent_key, const std::string& customer,
                       const std::string& person) const;

  /// The mark of this letter's mailing that was not brought to its end; empty: there is none.
  std::string unfinished(const std::string& letter) const;

  // For one that is open.

  /// Durable when it returns.
  Result<void> announce(const Posted& letter);
  Result<void> mark(const Posted& letter, OnItsWay::State state);
  /// Of what stands in its record already without having been on its way: a reminder.
  Result<void> remember(const Posted& letter);
  /// Begun and brought to an end: nobody is left who was to get it.
  Result<void> begin_mailing(const std::string& sent_key);
  Result<void> finish_mailing(const std::string& sent_key);
  /// What was marked outlives a power cut from here on.
  Result<void> flush();

 private:
  using Key = std::tuple<std::string, std::string, std::string>;

  static Key key_of(const Posted& letter) {
    return {letter.sent_key, letter.customer, letter.person};
  }

  Result<void> load(const Disk& disk, const std::string& folder);
  void take(std::string_view line);
  std::string compact(Day today, const std::set<std::string, std::less<>>& erased) const;
  Result<void> write(const std::string& line);

  std::vector<OnItsWay> letters_;
  std::map<Key, std::size_t> places_;
  /// Marks of mailings that were begun and not finished, in the order of their beginnings.
  std::vector<std::string> mailings_;
  std::vector<std::string> files_;
  std::unique_ptr<Lock> lock_;
  std::unique_ptr<GrowingFile> file_;
};

}  // namespace crm
