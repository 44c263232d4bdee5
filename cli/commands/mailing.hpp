// One letter to many: who gets it, and what it says to each.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/letters/message.hpp"
#include "core/letters/outbox.hpp"
#include "core/letters/recipients.hpp"
#include "core/letters/stationery.hpp"

namespace crm {

/// What somebody wishes of a mailing.
struct MailingWish {
  std::string letter;
  std::vector<std::string> filter;
  /// The id of a campaign; empty: none.
  std::string campaign;
  bool to_people = false, repeats = false;
  /// Those of whom it is not known whether they have the letter get it.
  bool again = false;
  /// Where it does not go by the letter's own channel.
  std::string channel = {};
};

/// A letter ready to be handed over.
struct ReadyLetter {
  Recipient recipient;
  WrittenLetter letter;
  const LetterForm* form = nullptr;
  Posted posted;
};

class Mailing {
 public:
  /// Reads the letter and the campaign. Throws Failure: no such letter, mistakes in it, a channel
  /// that crm.yaml does not know, no such campaign.
  Mailing(const Desk& desk, MailingWish wish, const Outbox& outbox);

  Mailing(const Mailing&) = delete;
  Mailing& operator=(const Mailing&) = delete;

  const Desk& desk() const { return desk_; }

  const MailingWish& wish() const { return wish_; }

  const Stationery& stationery() const { return stationery_; }

  const MailingRules& rules() const { return usual_.rules; }

  Medium medium() const { return medium_of(rules().channel); }

  /// Who writes, as mails name them; throws Failure where nobody is known.
  const Mailbox& from() const;

  /// All that the filter lets through, in the order of their files, each with the reason why they
  /// are skipped where they are, also where the letter wants what their record does not have.
  std::vector<Considered> considered(std::vector<Problem>& problems) const;

  /// The letter to one of them by what the record says now; nothing, and why, where they must not
  /// get it any more.
  std::optional<ReadyLetter> ready(const Recipient& recipient, std::string& why) const;

  /// The letter as a wish for that customer: whom it goes to, or why it does not.
  Considered considered(const Customer& customer, const std::string& path, const Wish& wish) const;
  /// The same ready to be handed over, by what the record says now.
  std::optional<ReadyLetter> ready(const Recipient& recipient, const Wish& wish,
                                   std::string& why) const;

  /// Where it goes by e-mail.
  Message message(const ReadyLetter& ready) const;

 private:
  /// By what rules, and for what, a letter is judged.
  struct Footing {
    MailingRules rules;
    LetterGround ground;
  };

  Footing footing_of(const Wish& wish) const;
  Considered judged(Considered one, const Customer& customer, const Footing& by) const;
  std::optional<ReadyLetter> ready(const Recipient& recipient, const Footing& by,
                                   std::string& why) const;

  const Desk& desk_;
  MailingWish wish_;
  const Outbox& outbox_;
  Stationery stationery_;
  std::optional<Campaign> campaign_;
  Footing usual_;
  /// Of each form.
  std::vector<std::vector<InlinePicture>> pictures_;
  /// When this machine last sent them the letter, by customer and person.
  std::map<std::pair<std::string, std::string>, Day> remembered_;
};

/// The word of crm.yaml's `kinds` by which a letter goes: of `other`, where that says one, else of
/// its head. Error::invalid where there is no such word.
Result<std::string> channel_of(const Stationery& letter, const std::string& other,
                               const Settings& settings);

/// The mark of the mailing: of its campaign, of one that was not brought to its end, else of today.
std::string sent_key_of(const MailingWish& wish, const Outbox& outbox, Day today);

}  // namespace crm
