#include "core/query/sql.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "core/record/schema.hpp"

namespace crm {
namespace {

const Moment now = Moment::parse("2026-11-21T00:15:00+05:30").value();

const Settings& settings() {
  static const Settings all = standard_settings(*find_country("DE"));
  return all;
}

Error refusal(const std::string& words) {
  const auto asked = Sql::read(words, settings(), now);
  REQUIRE_MESSAGE(!asked, words);
  return asked.error();
}

/// The rows of an answer, cells joined by bars.
std::vector<std::string> answer(const std::string& words, const std::vector<Customer>& customers) {
  Sql sql = Sql::read(words, settings(), now).value();
  for (const Customer& customer : customers) insist(sql.put(sql.rows(customer)));
  std::vector<std::string> rows;
  while (const auto row = sql.next().value()) {
    std::string line;
    for (std::size_t i = 0; i < row->size(); ++i)
      line += (i == 0 ? "" : "|") +
              ((*row)[i].kind == Sql::Cell::Kind::absent ? "nothing" : (*row)[i].text);
    rows.push_back(line);
  }
  return rows;
}

std::string only(const std::string& words, const std::vector<Customer>& customers = {}) {
  const auto rows = answer(words, customers);
  REQUIRE_MESSAGE(rows.size() == 1, words);
  return rows.front();
}

Customer customer(const std::string& id) {
  Customer customer;
  customer.id = id;
  customer.name = "Müller";
  return customer;
}

Deal deal(const std::string& id, const std::string& amount) {
  Deal deal;
  deal.id = id;
  deal.title = "arms";
  deal.amount = Money::parse(amount, "EUR").value();
  Move& move = deal.history.emplace_back();
  move.id = id + "m";
  move.at = now;
  move.stage = "lead";
  return deal;
}

std::vector<Customer> two_customers() {
  std::vector<Customer> all{customer("acme"), customer("globex")};
  all[0].deals = {deal("d1", "900.00 EUR"), deal("d2", "12000.00 EUR")};
  all[0].owner = "anna";
  all[0].tags = {"vip"};
  all[1].deals = {deal("d3", "-5.50 EUR")};
  all[1].deals[0].owner = "ben";
  Person person;
  person.id = "p1";
  person.tags = {"golf"};
  all[1].people.push_back(person);
  return all;
}

bool has_column(const BookTable& table, std::string_view noun, std::string_view key) {
  for (const TableColumn& column : table.columns)
    if (column.noun == noun && column.key == key) return true;
  return false;
}

bool has_list(std::string_view noun, std::string_view key) {
  for (const BookTable& table : book_tables())
    if (table.key == key && (table.noun == noun || (noun == "person" && table.noun == "customer") ||
                             (noun == "case" && key == "history")))
      return true;
  return false;
}

}  // namespace

TEST_CASE("a statement that would do more than read is refused") {
  for (const char* const words : {"INSERT INTO deals (id) VALUES ('x')",
                                  "INSERT INTO deals SELECT * FROM deals",
                                  "REPLACE INTO deals (id) VALUES ('x')",
                                  "UPDATE deals SET title = 'x'",
                                  "DELETE FROM deals",
                                  "WITH d AS (SELECT id FROM deals) DELETE FROM deals",
                                  "CREATE TABLE x (y)",
                                  "CREATE TABLE x AS SELECT * FROM deals",
                                  "CREATE TEMP TABLE x (y)",
                                  "CREATE VIEW x AS SELECT 1",
                                  "CREATE TEMP VIEW x AS SELECT 1",
                                  "CREATE INDEX x ON deals (id)",
                                  "CREATE TRIGGER x AFTER INSERT ON deals BEGIN SELECT 1; END",
                                  "CREATE VIRTUAL TABLE x USING fts5(y)",
                                  "DROP TABLE deals",
                                  "ALTER TABLE deals ADD COLUMN x",
                                  "ALTER TABLE deals RENAME TO x",
                                  "ATTACH 'x.db' AS x",
                                  "ATTACH ':memory:' AS x",
                                  "DETACH main",
                                  "PRAGMA table_list",
                                  "PRAGMA writable_schema = 1",
                                  "PRAGMA user_version",
                                  "VACUUM",
                                  "VACUUM INTO 'x.db'",
                                  "BEGIN",
                                  "COMMIT",
                                  "ROLLBACK",
                                  "SAVEPOINT x",
                                  "RELEASE x",
                                  "REINDEX",
                                  "ANALYZE",
                                  "SELECT load_extension('x')",
                                  "SELECT LOAD_EXTENSION('x', 'y') FROM deals",
                                  "SELECT id FROM deals WHERE load_extension('x')",
                                  "SELECT fts3_tokenizer('x')",
                                  "SELECT * FROM sqlite_master",
                                  "SELECT count(*) FROM sqlite_schema",
                                  "SELECT * FROM sqlite_temp_master",
                                  "SELECT * FROM pragma_table_list",
                                  "SELECT * FROM pragma_database_list",
                                  "SELECT * FROM dbstat",
                                  "UPDATE sqlite_master SET sql = ''",
                                  "EXPLAIN DELETE FROM deals"}) {
    INFO(words);
    const Error error = refusal(words);
    CHECK(error.kind == Error::Kind::asked_wrongly);
    const bool not_there = error.message().starts_with("there is no table");
    CHECK((error.message().starts_with("crm sql only reads: ") || not_there));
  }
}

TEST_CASE("one statement is one statement") {
  for (const char* const words : {"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE deals",
                                  "SELECT 1; nonsense", "SELECT 1;;SELECT 2"})
    CHECK(refusal(words).message() == "crm sql takes one statement at a time");
  for (const char* const words : {"", " ", ";", "-- nothing", "/* nothing */ ;"})
    CHECK(refusal(words).message() == "there is no statement");
  CHECK(only("SELECT 1; -- done") == "1");
  CHECK(only("-- why\nSELECT 1;;") == "1");
  CHECK(refusal("SELECT ?").message() == "there is nothing to put in the place of ?");
  CHECK(refusal("SELECT $name").message() == "there is nothing to put in the place of $name");
  CHECK(refusal(std::string("SELECT 1\0, 2", 12)).kind == Error::Kind::asked_wrongly);
  CHECK(refusal("SELECT '\xff'").kind == Error::Kind::asked_wrongly);
}

TEST_CASE("a mistake is marked where it is, and the nearest name is offered") {
  const auto said = [](const char* words) {
    const Problem problem = refusal(words).problems.front();
    return problem.message + "\n" + problem.hint;
  };
  CHECK(
      said("SELECT nme FROM customers") ==
      "there is no column \"nme\"\n  SELECT nme FROM customers\n         ^^^\ndid you mean name?");
  CHECK(said("SELECT 1 FROM next JOIN nex") ==
        "there is no table \"next\"\n  SELECT 1 FROM next JOIN nex\n                ^^^^\n"
        "crm sql lists the tables and their columns");
  CHECK(said("SELECT id\nFROM dealz\nLIMIT 1") ==
        "there is no table \"dealz\"\n  FROM dealz\n       ^^^^^\ndid you mean deals?");
  CHECK(said("SELECT on FROM purchases") ==
        "SQL can't make sense of \"on\"\n  SELECT on FROM purchases\n         ^^\n"
        "the column of purchases is called day");
  CHECK(said("SELECT \"lead\" FROM deals") ==
        "there is no column \"lead\"\n  SELECT \"lead\" FROM deals\n         ^^^^^^\n"
        "crm sql deals shows its columns; texts stand in single quotes");
  CHECK(said("SELECT count(") ==
        "the statement ends too early\n  SELECT count(\n               ^\n"
        "a bracket or quote may be open");
  // Of a long line what stands about the place.
  const std::string padding(200, 'x');
  CHECK(said(("SELECT '" + padding + "', nme, '" + padding + "' FROM customers").c_str()) ==
        "there is no column \"nme\"\n  …" + std::string(27, 'x') + "', nme, '" +
            std::string(27, 'x') + "…\n  " + std::string(31, ' ') + "^^^\ndid you mean name?");
}

TEST_CASE("every field of the format is a column or a table") {
  std::set<const Type*> seen;
  const std::function<void(const Type&)> look = [&](const Type& type) {
    if (!seen.insert(&type).second) return;
    for (const Field& field : type.fields) {
      INFO(type.noun, " ", field.key);
      const bool is_list = field.shape == Shape::texts || field.shape == Shape::labelled ||
                           field.shape == Shape::items || field.shape == Shape::named_texts ||
                           field.shape == Shape::named_values;
      bool told = is_list && has_list(type.noun, field.key);
      for (const BookTable& one : book_tables())
        told = told || (!is_list && has_column(one, type.noun, field.key));
      CHECK(told);
      if (field.item != nullptr) look(*field.item);
    }
  };
  look(customer_type());
  look(campaign_type());
  CHECK(seen.size() > 12);
}

TEST_CASE("every table and column can be typed without quotes, and has its own name") {
  std::set<std::string> tables;
  for (const BookTable& one : book_tables()) {
    CHECK(tables.insert(one.name).second);
    CHECK(one.columns.size() < 63);
    std::set<std::string> columns;
    for (const TableColumn& column : one.columns) {
      INFO(one.name, ".", column.name);
      CHECK(columns.insert(column.name).second);
      CHECK(Sql::read("SELECT " + column.name + " FROM " + one.name, settings(), now).has_value());
      CHECK(Sql::read("SELECT t." + column.name + " FROM " + one.name + " t", settings(), now)
                .has_value());
    }
  }
}

TEST_CASE("only what is read is asked of the records") {
  const auto asked = [](const char* words) {
    const Sql sql = Sql::read(words, settings(), now).value();
    return std::string(sql.asks_customers() ? "customers " : "") +
           (sql.asks_campaigns() ? "campaigns " : "") + (sql.asks_past() ? "past " : "") +
           (sql.asks_texts() ? "texts " : "");
  };
  CHECK(asked("SELECT 1") == "");
  CHECK(asked("SELECT stage FROM stages") == "");
  CHECK(asked("SELECT count(*) FROM customers") == "customers ");
  CHECK(asked("SELECT last FROM customers") == "customers ");
  CHECK(asked("SELECT note FROM customers") == "customers texts ");
  CHECK(asked("SELECT at FROM interactions") == "customers past ");
  CHECK(asked("SELECT person FROM interaction_with") == "customers past ");
  CHECK(asked("SELECT * FROM interactions") == "customers past texts ");
  CHECK(asked("SELECT name FROM campaigns") == "campaigns ");
  CHECK(asked("SELECT 1 FROM campaign_members JOIN campaign_costs USING (campaign)") ==
        "customers campaigns ");
  CHECK(asked("SELECT 1 FROM deals JOIN customers c USING (note) JOIN moves USING (id)") ==
        "customers texts ");
  CHECK(only("SELECT count(*) FROM stages WHERE pipeline = 'sales'") == "6");
}

TEST_CASE("what a table is joined by is filled, however it is said") {
  const auto all = two_customers();
  CHECK(only("SELECT count(*) FROM deals JOIN moves USING (customer)", all) == "5");
  CHECK(only("SELECT count(*) FROM deals d, moves m WHERE d.customer = m.customer", all) == "5");
  CHECK(only("SELECT count(*) FROM (SELECT id AS deal FROM deals) NATURAL JOIN moves", all) == "3");
  CHECK(only("SELECT count(*) FROM deals d FULL JOIN moves m USING (customer)", all) == "5");
  CHECK(only("SELECT count(*) FROM deals WHERE id IN (SELECT deal FROM moves)", all) == "3");
  CHECK(
      only("SELECT count(*) FROM deals WHERE (customer, id) IN (SELECT customer, deal FROM moves)",
           all) == "3");
  CHECK(only("SELECT (SELECT count(*) FROM moves m WHERE m.deal = d.id) FROM deals d LIMIT 1",
             all) == "1");
  CHECK(only("WITH a AS (SELECT * FROM deals) SELECT count(title) FROM a", all) == "3");
  CHECK(only("SELECT count(*) FROM deals ORDER BY max(amount)", all) == "3");
  CHECK(only("SELECT count(*) FROM deals WHERE 0", all) == "0");
  CHECK(only("SELECT count(*) FROM deals LEFT JOIN moves ON 0", all) == "3");
  CHECK(answer("SELECT 1 FROM deals WHERE NULL", all).empty());
  CHECK(answer("SELECT title FROM deals LIMIT 0", all).empty());
  CHECK(only("SELECT count(*) FROM deals WHERE rowid = 2", all) == "1");
  CHECK(only("SELECT deals.title FROM main.deals WHERE \"id\" = 'd3'", all) == "arms");
  CHECK(answer("SELECT count(*) OVER (PARTITION BY customer) FROM deals", all) ==
        std::vector<std::string>{"2", "2", "1"});
}

TEST_CASE("amounts are told three ways, and compared by size") {
  const auto all = two_customers();
  CHECK(answer("SELECT amount, amount_minor, amount_currency FROM deals ORDER BY amount", all) ==
        std::vector<std::string>{"-5.50|-550|EUR", "900.00|90000|EUR", "12000.00|1200000|EUR"});
  CHECK(answer("SELECT id FROM deals WHERE amount > 5000", all) == std::vector<std::string>{"d2"});
  CHECK(answer("SELECT id FROM deals WHERE amount = 900", all) == std::vector<std::string>{"d1"});
  CHECK(only("SELECT max(amount), min(amount) FROM deals", all) == "12000.00|-5.50");
  CHECK(only("SELECT money(sum(amount_minor), amount_currency) FROM deals", all) == "12894.50 EUR");
  CHECK(only("SELECT money(NULL, 'EUR')") == "nothing");
  CHECK(only("SELECT '9.5' < '10.25' COLLATE decimal, '-9' < '-1' COLLATE decimal, "
             "'1.50' = '1.5' COLLATE decimal, '00' = '-0.0' COLLATE decimal, "
             "'99999999999999999999' < 'x' COLLATE decimal") == "1|1|1|1|1");
  Sql wrong = Sql::read("SELECT money(1, 'XXY')", settings(), now).value();
  CHECK_FALSE(wrong.next().has_value());
}

TEST_CASE("what follows from a record is told as lists and filters tell it") {
  auto all = two_customers();
  CHECK(answer("SELECT id, kind FROM customers", all) ==
        std::vector<std::string>{"acme|person", "globex|company"});
  CHECK(answer("SELECT id, owner, stage, ended, stage_since FROM deals", all) ==
        std::vector<std::string>{"d1|anna|lead|nothing|2026-11-21",
                                 "d2|anna|lead|nothing|2026-11-21",
                                 "d3|ben|lead|nothing|2026-11-21"});
  CHECK(answer("SELECT customer, person, tag FROM tags", all) ==
        std::vector<std::string>{"acme|nothing|vip", "globex|p1|golf"});
  CHECK(only("SELECT count(*) FROM customers WHERE owner IS NULL", all) == "1");
}

TEST_CASE("SQLite's clock is crm's, and the book's day is today()") {
  CHECK(only("SELECT datetime('now'), today()") == "2026-11-20 18:45:00|2026-11-21");
  CHECK(only("SELECT CAST(julianday('now') * 1440 AS INTEGER) = "
             "CAST(julianday('2026-11-20 18:45:00') * 1440 AS INTEGER)") == "1");
}

TEST_CASE("texts are compared folded where that is wished") {
  const auto all = two_customers();
  CHECK(only("SELECT count(*) FROM customers WHERE folded(name) LIKE '%mull%'", all) == "2");
  CHECK(only("SELECT count(*) FROM customers WHERE name = 'MULLER' COLLATE folded", all) == "2");
  CHECK(only("SELECT folded(NULL)") == "nothing");
  CHECK(only("SELECT '', x'', x'6162', 1.5, 2e300, -7") == "||ab|1.5|2.0e+300|-7");
}

TEST_CASE("a text beyond all measure is refused, and so is a sum") {
  CHECK_FALSE(Sql::read("SELECT zeroblob(100000000)", settings(), now).value().next().has_value());
  const auto all = two_customers();
  Sql sql = Sql::read("SELECT sum(9223372036854775807) FROM deals", settings(), now).value();
  for (const Customer& one : all) insist(sql.put(sql.rows(one)));
  const auto next = sql.next();
  REQUIRE_FALSE(next.has_value());
  CHECK(next.error().message() == "SQL: integer overflow");
}

}  // namespace crm
