#include "core/merge/duplicates.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Customer customer(const std::string& id, const std::string& yaml) {
  const auto reading = read_customer(Tree::parse("id: " + id + "\n" + yaml, "f").value(), "INR");
  REQUIRE_MESSAGE(reading.ok(), yaml);
  return *reading.value;
}

std::vector<LikelyPair> pairs_of(const std::vector<Customer>& customers, int threshold,
                                 std::vector<Profile>& profiles) {
  for (const Customer& one : customers)
    for (Profile& profile : profiles_of(one, "IN")) profiles.push_back(std::move(profile));
  return likely_pairs(profiles, threshold);
}

/// `95 same name, same e-mail` of the only pair; empty where there is none.
std::string judged(const std::string& a, const std::string& b, int threshold = 1) {
  std::vector<Profile> profiles;
  const auto pairs = pairs_of({customer("a", a), customer("b", b)}, threshold, profiles);
  if (pairs.empty()) return "";
  REQUIRE(pairs.size() == 1);
  return fmt::format("{} {}", pairs.front().score, fmt::join(pairs.front().reasons, ", "));
}

std::string name(const std::string& name, const std::string& more = "") {
  return "name: " + name + "\n" + more;
}

}  // namespace

TEST_CASE("names alone tell something, the whole of them more") {
  CHECK(judged(name("Anita Sharma"), name("anita  SHARMA")) == "65 same name");
  CHECK(judged(name("Anita Sharma"), name("Dr. Anita Sharma")) == "65 same name");
  CHECK(judged(name("Anita Sharma"), name("Sharma, Anita")) == "65 names swapped round");
  CHECK(judged(name("Anita Sharma"), name("अनिता शर्मा")) == "65 same name in another script");
  CHECK(judged(name("Meena Gowda"), name("Mina Gowda")) == "50 names sound alike");
  CHECK(judged(name("Anita Sharma"), name("Anita Shrama")) == "45 names differ by a slip");
  CHECK(judged(name("Anita Sharma"), name("A. Sharma")) == "25 initials fit");
  CHECK(judged(name("Priya"), name("Priya")) == "40 same name");
  CHECK(judged(name("Acme", "kind: company\n"), name("ACME GmbH", "kind: company\n")) ==
        "65 same name");
  CHECK(judged(name("Müller Druck"), name("Mueller Druck")) == "50 names sound alike");
}

TEST_CASE("names that are others are others") {
  CHECK(judged(name("राम"), name("रमा")) == "");
  CHECK(judged(name("Rama Rao"), name("Rima Rao")) == "");
  CHECK(judged(name("Anita Sharma"), name("Sunil Sharma")) == "");
  CHECK(judged(name("Anita Sharma"), name("Anita Verma")) == "");
}

TEST_CASE("what two have in common adds up, and what speaks against it is taken off") {
  CHECK(judged(name("Anita Sharma", "emails: [anita@s.example]\n"),
               name("A. Sharma", "emails: [Anita@S.example]\n")) == "75 initials fit, same e-mail");
  CHECK(judged(name("Anita Sharma", "phones: [98450 12345]\n"),
               name("अनिता शर्मा", "phones: [\"+91 98450-12345\"]\n")) ==
        "100 same name in another script, same phone");
  CHECK(judged(name("Anita Sharma", "phones: [98450 12345]\n"),
               name("Anita Sharma", "phones: [98450 99999]\n")) ==
        "60 same name, but other phones");
  CHECK(judged(name("Anita Sharma", "birthday: 1980-02-29\n"),
               name("Anita Sharma", "birthday: 1981-02-28\n")) ==
        "20 same name, but other birthdays");
  CHECK(judged(name("Anita Sharma", "birthday: 1980-02-29\n"),
               name("Anita Sharma", "birthday: 1980-02-29\n")) == "95 same name, same birthday");
  CHECK(judged(name("Anita", "external: [card:77]\n"), name("Rosa", "external: [card:77]\n")) ==
        "60 same number in another program, but other names");
  CHECK(judged(name("Acme", "kind: company\nlinks: [https://www.acme.example/]\n"),
               name("Acme Robotics", "kind: company\nlinks: [acme.example]\n")) ==
        "65 one name is part of the other, same website");
  CHECK(judged(name("Acme Robotics", "kind: company\nemails: [x@acme.example]\n"),
               name("Acme Roboticz", "kind: company\nemails: [y@acme.example]\n")) ==
        "55 names differ by a slip, same domain, but other e-mails");
}

TEST_CASE("a mailbox of the family makes a household, not one person") {
  const std::string contact =
      "emails: [sharma@family.example]\nphones: [98450 12345]\n"
      "addresses: [{street: MG Road 4, postcode: \"560001\"}]\n";
  CHECK(judged(name("Anita Sharma", contact), name("Sunil Sharma", contact)) ==
        "40 same e-mail, same phone, same address, but other names");
  CHECK(judged(name("Anita Sharma", contact), name("Sunil Sharma", contact), usual_threshold) ==
        "");
}

TEST_CASE("a free mail host is no company, and a mailbox of a team tells less") {
  CHECK(judged(name("Anita Rao", "emails: [a.rao@gmail.com]\n"),
               name("Anitha Rao", "emails: [arao@googlemail.com]\n")) ==
        "100 names sound alike, same e-mail");
  CHECK(judged(name("Lotus Print", "kind: company\nemails: [info@host.example]\n"),
               name("Rose Cards", "kind: company\nemails: [info@host.example]\n")) == "");
}

TEST_CASE("a person within a company who is a customer too") {
  const std::string acme =
      "name: Acme Robotics\npeople: [{id: p1, name: Bob Ray, emails: [bob@acme.example]}]\n";
  std::vector<Profile> profiles;
  const auto pairs = pairs_of(
      {customer("acme", acme), customer("bob", "name: Bob Ray\nworks_at: acme\n")}, 60, profiles);
  REQUIRE(pairs.size() == 1);
  CHECK(profiles[pairs.front().first].id == "bob");
  CHECK(profiles[pairs.front().second].person == "p1");
  CHECK(pairs.front().score == 85);
  // Where that is known already, nobody asks.
  profiles.clear();
  CHECK(
      pairs_of({customer("acme", "name: Acme\npeople: [{id: p1, name: Bob Ray, customer: bob}]\n"),
                customer("bob", "name: Bob Ray\n")},
               1, profiles)
          .empty());
}

TEST_CASE("whoever has only the name of a company works there too") {
  const std::string acme = "name: Acme Robotics\n";
  const auto score = [&](const std::string& one, const std::string& other) {
    std::vector<Profile> profiles;
    const auto pairs = pairs_of({customer("acme", acme), customer("a", "name: Bob Ray\n" + one),
                                 customer("b", "name: Bob Ray\n" + other)},
                                1, profiles);
    return pairs.empty() ? 0 : pairs.front().score;
  };
  CHECK(score("", "") == 65);
  CHECK(score("works_at: acme\n", "works_at: acme\n") == 75);
  CHECK(score("works_at: acme\n", "fields: {company: ACME Robotics}\n") == 75);
  CHECK(score("fields: {company: Globex}\n", "fields: {company: Globex}\n") == 75);
  CHECK(score("fields: {company: Globex}\n", "works_at: acme\n") == 65);
  // Its record is not among those that are compared.
  CHECK(score("works_at: globex\n", "works_at: globex\n") == 75);
}

TEST_CASE("who was told apart stays apart, whichever record says so") {
  CHECK(judged(name("Anita Sharma", "distinct_from: [b]\n"), name("Anita Sharma")) == "");
  CHECK(judged(name("Anita Sharma"), name("Anita Sharma", "distinct_from: [a]\n")) == "");
  CHECK(judged(name("Anita Sharma", "deleted: 2026-01-01\n"), name("Anita Sharma")) == "");
}

TEST_CASE("pairs that hang together stand together, the best group first") {
  std::vector<Profile> profiles;
  const auto pairs =
      pairs_of({customer("a", name("Anita Sharma")), customer("b", name("Rosa Luna")),
                customer("c", name("Sharma Anita")), customer("d", name("Anita Sharma")),
                customer("e", name("Rosa Luna", "phones: [98450 12345]\n")),
                customer("f", name("Rosa Luna", "phones: [98450 12345]\n"))},
               60, profiles);
  std::string told;
  for (const LikelyPair& one : pairs)
    told += fmt::format("{}:{}{}{} ", one.group, one.score, profiles[one.first].id,
                        profiles[one.second].id);
  CHECK(told == "1:100ef 1:65be 1:65bf 2:65ac 2:65ad 2:65cd ");
}

TEST_CASE("a switchboard's number that hundreds share brings nobody together") {
  std::vector<Profile> profiles;
  std::vector<Customer> all;
  std::uint32_t chance = 1;
  const auto word = [&] {
    std::string letters;
    for (int i = 0; i < 9; ++i)
      letters += static_cast<char>('a' + (chance = chance * 1664525 + 1013904223) % 10000 / 400);
    return letters;
  };
  for (int i = 0; i < 300; ++i) {
    const std::string first = word(), last = word();
    all.push_back(customer(
        "c" + std::to_string(i),
        name(first + " " + last, "phones: [080 41234567]\nemails: [info@tower.example]\n")));
  }
  CHECK(pairs_of(all, 1, profiles).empty());
}

}  // namespace crm
