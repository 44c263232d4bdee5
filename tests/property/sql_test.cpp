// What SQL says of a book is what its records say, whatever is in them.
#include "core/query/sql.hpp"

#include <doctest/doctest.h>

#include <map>

#include "core/domain/account.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Moment now = Moment::parse("2026-11-21T10:15:00+01:00").value();

using Rows = std::vector<std::vector<Sql::Cell>>;

class Asked {
 public:
  Asked(const std::vector<Customer>& customers, const Settings& settings)
      : customers_(customers), settings_(settings) {}

  Rows rows(const std::string& words) const {
    Sql sql = Sql::read(words, settings_, now).value();
    for (const Customer& customer : customers_) insist(sql.put(sql.rows(customer)));
    Rows rows;
    while (auto row = sql.next().value()) rows.push_back(*std::move(row));
    return rows;
  }

  std::int64_t number(const std::string& words) const {
    return std::stoll(rows(words).front().front().text);
  }

  std::vector<std::string> texts(const std::string& words) const {
    std::vector<std::string> texts;
    for (const auto& row : rows(words)) texts.push_back(row.front().text);
    return texts;
  }

 private:
  const std::vector<Customer>& customers_;
  const Settings& settings_;
};

template <class Take>
std::size_t count(const std::vector<Customer>& customers, Take take) {
  std::size_t count = 0;
  for (const Customer& customer : customers) count += take(customer);
  return count;
}

}  // namespace

TEST_CASE("sums, counts and texts by SQL are those of the records") {
  const Settings settings = standard_settings(*find_country("DE"));
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed ", seed);
    Dice dice(seed);
    std::vector<Customer> customers;
    for (int i = dice.between(1, 12); i > 0; --i)
      customers.push_back(random_record<Customer>(dice, 40));
    const Asked asked(customers, settings);

    // Sums never meet another currency.
    std::map<std::string, std::int64_t> bought;
    std::map<std::string, std::size_t> stages;
    std::vector<std::string> said, notes, phones;
    std::size_t people = 0, moves = 0, with = 0, tags = 0, held = 0;
    for (const Customer& customer : customers) {
      for (const Purchase& one : customer.purchases)
        bought[one.amount.currency] += one.amount.minor;
      for (const Deal& deal : customer.deals) ++stages[standing(deal, settings).stage];
      for (const Interaction& one : customer.interactions) {
        said.push_back(one.text);
        with += one.with.size();
        if (counts_as_contact(one, now)) ++held;
      }
      notes.push_back(customer.note);
      for (const Labelled& phone : customer.phones) phones.push_back(phone.value);
      for (const Person& person : customer.people) tags += person.tags.size();
      for (const Deal& deal : customer.deals) moves += deal.history.size();
      for (const Case& one : customer.cases) moves += one.history.size();
      people += customer.people.size();
      tags += customer.tags.size();
    }
    std::map<std::string, std::int64_t> summed;
    for (const auto& row : asked.rows("SELECT amount_currency, sum(amount_minor) FROM purchases "
                                      "GROUP BY amount_currency"))
      summed[row[0].text] = std::stoll(row[1].text);
    CHECK(summed == bought);
    std::map<std::string, std::size_t> counted;
    for (const auto& row : asked.rows("SELECT stage, count(*) FROM deals GROUP BY stage"))
      counted[row[0].text] = std::stoull(row[1].text);
    CHECK(counted == stages);
    CHECK(asked.texts("SELECT text FROM interactions") == said);
    CHECK(asked.texts("SELECT note FROM customers") == notes);
    CHECK(asked.texts("SELECT phone FROM phones WHERE person IS NULL") == phones);
    const auto is = [&](const char* words, std::size_t expected) {
      CHECK_MESSAGE(asked.number(words) == static_cast<std::int64_t>(expected), words);
    };
    is("SELECT count(*) FROM customers", customers.size());
    is("SELECT count(*) FROM people", people);
    is("SELECT count(*) FROM moves", moves);
    is("SELECT count(deal) + count(case_id) FROM moves", moves);
    is("SELECT count(*) FROM interaction_with", with);
    is("SELECT count(*) FROM tags", tags);
    is("SELECT coalesce(sum(held), 0) FROM interactions", held);
    is("SELECT count(*) FROM fields",
       count(customers, [](const Customer& one) { return one.fields.size(); }));
    is("SELECT count(*) FROM move_was", count(customers, [](const Customer& one) {
         std::size_t was = 0;
         for (const Deal& deal : one.deals)
           for (const Move& move : deal.history) was += move.was.size();
         for (const Case& each : one.cases)
           for (const Move& move : each.history) was += move.was.size();
         return was;
       }));

    // A statement that reads all columns and one that reads a few say the same.
    for (const BookTable& table : book_tables()) {
      INFO(table.name);
      const Rows whole = asked.rows("SELECT * FROM " + table.name);
      const std::size_t column = dice.below(table.columns.size());
      const Rows part = asked.rows("SELECT " + table.columns[column].name + " FROM " + table.name);
      REQUIRE(whole.size() == part.size());
      for (std::size_t i = 0; i < whole.size(); ++i)
        CHECK(whole[i][column].text == part[i].front().text);
    }
  }
}
