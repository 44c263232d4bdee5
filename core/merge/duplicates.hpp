// Customers who are in the book twice, likely: told by what two records have in common, and by what
// speaks against it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

/// What tells who somebody is: a customer, or a person within one.
struct Profile {
  enum class Kind { unknown, person, company };

  /// The customer's.
  std::string id, name;
  /// Of a person within the customer: their id and name; else empty.
  std::string person, person_name;
  Kind kind = Kind::unknown;
  /// Words of the name in Latin letters, without titles and legal forms; the name folded.
  std::vector<std::string> words;
  std::string folded_name;
  bool is_latin = true;
  std::optional<PartialDay> birthday;
  std::string works_at;
  /// What the company they work at is called, folded; where they have its record, once all profiles
  /// are compared.
  std::string company;
  /// Customers of whom it is known how they stand to this one.
  std::vector<std::string> settled;
  bool has_email = false, has_phone = false;

  /// What others may have too: an address, a number, a name, each as a hash with what it is.
  struct Key {
    enum class Kind : std::uint8_t {
      email,
      team_email,
      phone,
      external,
      link,
      domain,
      address,
      name,
      initials,
      slip
    };
    std::uint64_t hash = 0;
    Kind kind = Kind::name;
    /// How many profiles have it.
    std::uint32_t holders = 0;
  };

  std::vector<Key> keys;

  const std::string& shown_name() const { return person.empty() ? name : person_name; }
};

/// Of the customer itself, then of the people within it that have no record of their own. None of
/// one that is removed.
std::vector<Profile> profiles_of(const Customer& customer, const std::string& country);

/// Two profiles of one customer, likely.
struct LikelyPair {
  /// Places in the list of profiles. Where one is a person within a company it is the second.
  std::size_t first = 0, second = 0;
  /// 0 to 100.
  int score = 0;
  /// `same e-mail`, then what speaks against it: `but other birthdays`.
  std::vector<std::string> reasons;
  /// Pairs that hang together have one number, from 1 on, best first.
  std::size_t group = 0;
};

/// What is shown where nobody asks for more or less.
constexpr int usual_threshold = 60;

/// The pairs of at least that score, best first, those that hang together one after the other. What
/// more than forty share (the number of a switchboard) brings nobody together.
std::vector<LikelyPair> likely_pairs(std::vector<Profile>& profiles, int threshold);

}  // namespace crm
