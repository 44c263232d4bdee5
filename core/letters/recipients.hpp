// Who gets a letter, where it is sent to, and why somebody does not get it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// By what a channel reaches somebody.
enum class Medium { email, phone, post };

/// Of a word of crm.yaml's `kinds`: `letter` and `post` by post; `call`, `sms`, `message`, `chat`
/// and whatever else nobody has heard of by phone; `email` by e-mail.
Medium medium_of(std::string_view channel);

/// One letter: to a customer, or to a person of it.
struct Recipient {
  /// Of the customer's file.
  std::string path;
  std::string customer, name;
  /// The id of the person that the letter is to, empty: to the customer itself; `person_name` is
  /// theirs.
  std::string person, person_name;
  /// As the record has it; several lines of an address on paper.
  std::string address;
  /// Which form they read.
  std::string language;

  /// `Bob Ray of Acme`, `Anita Sharma`.
  std::string whom() const;
};

/// Either gets the letter, or `reason` says why not.
struct Considered {
  Recipient recipient;
  /// `no e-mail address`, `does not want email`, `had it on 2026-10-05`.
  std::string reason = {};

  bool is_skipped() const { return !reason.empty(); }
};

/// What of a letter decides who gets it.
struct MailingRules {
  const Settings& settings;
  /// The template's name, and the mark of this mailing (`diwali-offer/2026`).
  std::string letter, sent_key;
  /// A word of crm.yaml's `kinds`.
  std::string channel;
  /// After how long somebody may have it again; nothing: never.
  std::optional<Period> again = std::nullopt;
  /// Whether earlier mailings don't count at all.
  bool repeats = false;
  /// Whether a company's people get it, each by name, where they have an address of their own.
  bool to_people = false;
  Day today = {};
  /// The person of the customer whom it is for; empty: the customer.
  std::string person = {};
  /// Whoever got the letter on that day or later has it, in whatever mailing.
  std::optional<Day> had_since = std::nullopt;
};

/// The letters that this customer would get, mostly one. A removed customer, one without consent
/// (the channel's word in the person's `consent`, else in the customer's, else crm.yaml's
/// `consent`; silence means ask), one without an address and one who had the letter are skipped.
/// Where the customer has no address of its own, the first of its people who has one and has not
/// left stands for it.
std::vector<Considered> considered(const Customer& customer, const std::string& path,
                                   const MailingRules& rules);

/// The reason for one of whom nobody knows whether the letter was sent.
constexpr const char* may_have_it = "may have it already";

/// Whether they are skipped since they had the letter, or may have.
bool has_it(const Considered& one);

/// The same address once: whoever comes later is skipped with the name of the first.
void skip_shared_addresses(std::vector<Considered>& all, const MailingRules& rules);

/// How many were skipped for each reason, the most frequent first; days and names are left out of
/// the reasons (`had it before`, `same address as another`).
std::vector<std::pair<std::string, std::size_t>> skipped_by_reason(
    const std::vector<Considered>& all);

}  // namespace crm
