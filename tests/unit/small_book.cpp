#include "tests/unit/small_book.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/domain/text.hpp"
#include "core/record/reader.hpp"

namespace crm::test {
namespace {

Customer read(const std::string& yaml) {
  const auto tree = Tree::parse(yaml, "x.yaml");
  REQUIRE(tree.has_value());
  auto reading = read_customer(*tree, "EUR");
  REQUIRE_MESSAGE(reading.ok(), yaml);
  return *std::move(reading.value);
}

}  // namespace

SmallBook::SmallBook() : now(Moment::parse("2026-11-21T10:15:00+01:00").value()) {
  settings.currency = "EUR";
  settings.country = "DE";
  settings.timezone = "Europe/Berlin";
  settings.format = current_format;
  settings = completed(std::move(settings));
}

SmallBook::Entries& SmallBook::Entries::deal(const char* id, const char* title, const char* amount,
                                             const std::string& moves) {
  std::string yaml = fmt::format("name: x\ndeals:\n  - id: {}\n    title: {}\n", id, title);
  if (*amount != '\0') yaml += fmt::format("    amount: {}\n", amount);
  if (!moves.empty()) yaml += "    history:\n";
  int number = 0;
  for (const std::string_view move : split(moves, ',')) {
    const auto words = split(trimmed(move), ' ');
    if (words.size() < 2) continue;
    yaml += fmt::format("      - {{id: {}h{}, at: {}, stage: {}", id, ++number, words[0], words[1]);
    if (words.size() > 2) yaml += fmt::format(", reason: {}", words[2]);
    yaml += "}\n";
  }
  customer_.deals.push_back(read(yaml).deals.front());
  return *this;
}

SmallBook::Entries& SmallBook::Entries::purchase(const char* id, const char* on, const char* item,
                                                 const char* amount, const std::string& more) {
  customer_.purchases.push_back(
      read(fmt::format("name: x\npurchases:\n  - {{id: {}, on: {}, item: {}, amount: {}{}{}}}\n",
                       id, on, item, amount, more.empty() ? "" : ", ", more))
          .purchases.front());
  return *this;
}

SmallBook::Entries SmallBook::customer(const char* id, const std::string& yaml) {
  customers.push_back(read(fmt::format("id: {}\nname: {}\n{}", id, id, yaml)));
  return Entries(customers.back());
}

AllFacts SmallBook::facts(const Selection& selection) const {
  const Facts facts(settings, now, selection);
  AllFacts all;
  for (const Customer& customer : customers)
    if (auto one = facts.of(customer)) all.push_back(*std::move(one));
  return all;
}

Question SmallBook::question(const char* from, const char* to) const {
  return {settings, rates, campaigns, now, {Day::parse(from).value(), Day::parse(to).value()}};
}

namespace {

struct Spelling {
  std::string operator()(std::monostate) const { return {}; }

  std::string operator()(const std::string& text) const { return text; }

  std::string operator()(std::int64_t count) const { return std::to_string(count); }

  std::string operator()(const Money& money) const { return money.text(); }

  std::string operator()(const Share& share) const {
    return fmt::format("{}/{}", share.part, share.whole);
  }

  std::string operator()(const Length& length) const {
    return fmt::format("{}.{} d", length.tenths / 10, length.tenths % 10);
  }

  std::string operator()(const Elapsed& time) const { return fmt::format("{} min", time.minutes); }

  std::string operator()(const Average& mean) const {
    return fmt::format("{}.{}", mean.tenths / 10, mean.tenths % 10);
  }

  std::string operator()(const Day& day) const { return day.text(); }

  std::string operator()(const TooFew& one) const {
    return fmt::format("{} of {}", one.have, one.need);
  }
};

}  // namespace

std::string told(const Report& report, std::string_view key) {
  for (const ReportTable& table : report.tables) {
    if (table.key != key) continue;
    std::string all;
    for (const ReportTable::Row& row : table.rows) {
      REQUIRE(row.figures.size() == table.columns.size());
      std::string line;
      for (std::size_t i = 0; i < row.figures.size(); ++i)
        // A rate says it itself.
        if (!table.columns[i].key.ends_with("_of"))
          line += (line.empty() ? "" : " | ") + std::visit(Spelling{}, row.figures[i]);
      all += line + (row.total ? " | total\n" : "\n");
    }
    return all;
  }
  FAIL("no table ", std::string(key));
  return {};
}

}  // namespace crm::test
