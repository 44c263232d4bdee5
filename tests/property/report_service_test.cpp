// Laws that reports keep, whatever is in a book.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "cli/commands/report_kinds.hpp"
#include "cli/output/figure.hpp"
#include "core/book/real_disk.hpp"
#include "core/index/index.hpp"
#include "core/record/writer.hpp"
#include "core/report/activity.hpp"
#include "core/report/service.hpp"
#include "tests/end_to_end/machine.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Moment moment(const std::string& text) {
  return Moment::parse(text).value();
}

Settings of_germany() {
  Settings settings;
  settings.currency = "EUR";
  settings.country = "DE";
  return completed(settings);
}

struct AnyBook {
  Settings settings = of_germany();
  Rates rates = {};
  std::vector<Campaign> campaigns = {};
  std::vector<Customer> customers = {};

  AllFacts facts(const Moment& now, const Selection& selection = {}) const {
    const Facts maker(settings, now, selection);
    AllFacts all;
    for (const Customer& customer : customers)
      if (auto facts = maker.of(customer)) all.push_back(*std::move(facts));
    return all;
  }

  Question question(const Moment& now, const Span& span, const std::string& by = {}) const {
    Question question{settings, rates, campaigns, now};
    question.span = span;
    question.by = by;
    return question;
  }
};

/// Amounts that a small business has; days and words that may be anything.
void make_modest(Customer& customer, Dice& dice) {
  const auto modest = [&](Money& money) { money.minor = dice.between(0, 10'000'000); };
  for (Deal& deal : customer.deals) {
    if (deal.amount) modest(*deal.amount);
    if (deal.cost) modest(*deal.cost);
  }
  for (Purchase& one : customer.purchases) {
    modest(one.amount);
    if (one.cost) modest(*one.cost);
  }
  for (Payment& one : customer.payments) modest(one.amount);
}

/// Words of the trade, so that something is found.
void make_plain(Customer& customer, Dice& dice) {
  customer.status = dice.one_of({"", "customer", "lead"});
  for (Case& one : customer.cases)
    for (Move& move : one.history) move.status = dice.one_of({"open", "waiting", "closed"});
  for (Deal& deal : customer.deals) {
    deal.pipeline.clear();
    for (Move& move : deal.history) move.stage = dice.one_of({"lead", "proposal", "won", "lost"});
  }
  for (Interaction& one : customer.interactions) {
    one.kind = dice.one_of({"call", "visit"});
    one.outcome = dice.one_of({"", "", "held", "cancelled"});
    one.by = dice.one_of({"anna", "ben", ""});
    if (!customer.cases.empty() && dice.chance(50)) {
      one.case_id = customer.cases.front().id;
      one.direction = "out";
    }
  }
}

AnyBook random_book(Dice& dice) {
  AnyBook book;
  for (int i = dice.between(0, 8); i > 0; --i) {
    Customer customer = random_record<Customer>(dice, 60);
    customer.id = "nobody-" + std::to_string(i);
    customer.deleted.reset();
    customer.merged_into.clear();
    make_modest(customer, dice);
    make_plain(customer, dice);
    book.customers.push_back(std::move(customer));
  }
  return book;
}

Span random_span(Dice& dice) {
  Span span;
  if (dice.chance(80)) span.from = Day::of(dice.between(1999, 2024), 3, 5);
  if (dice.chance(80)) span.to = Day::of(dice.between(2024, 2030), 8, 9);
  return span;
}

std::int64_t count_at(const ReportTable::Row& row, std::size_t column) {
  return std::get<std::int64_t>(row.figures[column]);
}

/// What is wrong with the totals of counts: in each column the rows add up to the last.
std::string wrong_totals(const ReportTable& table, std::size_t columns) {
  if (table.rows.size() < 2 || !table.rows.back().total) return "";
  for (std::size_t i = 1; i <= columns; ++i) {
    std::int64_t sum = 0;
    for (const ReportTable::Row& row : table.rows) sum += row.total ? 0 : count_at(row, i);
    if (sum != count_at(table.rows.back(), i)) return table.key + ": " + table.columns[i].key;
  }
  return "";
}

/// The sum of a column of counts over all groups.
std::int64_t sum_of(const Report& report, const std::string& table, std::size_t column) {
  std::int64_t sum = 0;
  for (const ReportTable& one : report.tables)
    if (one.key == table)
      for (const ReportTable::Row& row : one.rows) sum += row.total ? 0 : count_at(row, column);
  return sum;
}

std::string text_of(const Report& report) {
  std::string all;
  for (const ReportTable& table : report.tables) {
    all += table.key + "\n";
    for (const ReportTable::Row& row : table.rows) {
      CHECK_MESSAGE(row.figures.size() == table.columns.size(), report.name, " ", table.key);
      for (const Figure& figure : row.figures) all += plain_figure(figure) + "\t";
      all += "\n";
    }
  }
  return all;
}

/// A disk on which all changes lie ten seconds back, so that stamps are trusted at once.
class LaterDisk : public RealDisk {
 public:
  Result<Sweep> sweep_below(const std::string& folder, const std::string& ending,
                            const Sweep* before, SharedWork& shared) const override {
    auto sweep = RealDisk::sweep_below(folder, ending, before, shared);
    if (sweep) sweep->at += 10'000'000'000;
    return sweep;
  }
};

const Moment noon = moment("2026-11-21T12:00:00+01:00");

}  // namespace

TEST_CASE("cases and conversations by something add up to all of them") {
  Dice dice(20261122);
  for (int round = 0; round < 150; ++round) {
    const AnyBook any = random_book(dice);
    const AllFacts facts = any.facts(noon);
    const Span span = random_span(dice);
    const std::int64_t opened =
        sum_of(service_report(facts, any.question(noon, span)), "priorities", 1);
    const std::int64_t held = sum_of(activity_report(facts, any.question(noon, span)), "kinds", 1);
    for (const char* const by : {"customer", "owner", "week", "month", "year"}) {
      const Report cases = service_report(facts, any.question(noon, span, by));
      CHECK(wrong_totals(cases.tables.front(), 4) == "");
      CHECK(sum_of(cases, "cases", 1) == opened);
      const Report talks = activity_report(facts, any.question(noon, span, by));
      const ReportTable& table = talks.tables.front();
      CHECK(wrong_totals(table, table.columns.size() - 1) == "");
      CHECK(sum_of(talks, "conversations", 1) == held);
      // A conversation has one kind.
      for (const ReportTable::Row& row : table.rows) {
        std::int64_t kinds = 0;
        for (std::size_t i = 2; i < table.columns.size(); ++i) kinds += count_at(row, i);
        CHECK(kinds == count_at(row, 1));
      }
    }
  }
}

TEST_CASE("a filter and its opposite divide cases and conversations between them") {
  Dice dice(11);
  for (int round = 0; round < 150; ++round) {
    const AnyBook any = random_book(dice);
    const Span span = random_span(dice);
    const auto told = [&](bool chosen) {
      Selection selection;
      selection.fits = [chosen](const Customer&, const Part& part) {
        if (const auto* const talk = std::get_if<const Interaction*>(&part))
          return ((*talk)->by == "anna") == chosen;
        if (const auto* const one = std::get_if<const Case*>(&part))
          return (*one)->priority.empty() == chosen;
        return true;
      };
      const AllFacts facts = any.facts(noon, selection);
      const Report service = service_report(facts, any.question(noon, span));
      const Report activity = activity_report(facts, any.question(noon, span));
      return std::array{sum_of(service, "priorities", 1), sum_of(service, "priorities", 2),
                        sum_of(service, "priorities", 3), sum_of(activity, "kinds", 1),
                        sum_of(activity, "people", 1),    sum_of(activity, "outcomes", 2)};
    };
    const AllFacts facts = any.facts(noon);
    const Report service = service_report(facts, any.question(noon, span));
    const Report activity = activity_report(facts, any.question(noon, span));
    const std::array all{sum_of(service, "priorities", 1), sum_of(service, "priorities", 2),
                         sum_of(service, "priorities", 3), sum_of(activity, "kinds", 1),
                         sum_of(activity, "people", 1),    sum_of(activity, "outcomes", 2)};
    const auto some = told(true), others = told(false);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(some[i] + others[i] == all[i]);
  }
}

TEST_CASE("a later day does not change what is told of days past") {
  Dice dice(7);
  const Moment later = moment("2028-02-01T09:00:00+01:00");
  for (int round = 0; round < 150; ++round) {
    const AnyBook any = random_book(dice);
    const Span span{Day::of(2020, 1, 1), Day::of(2026, 11, 20)};
    const auto told = [&](const Moment& now) {
      const AllFacts facts = any.facts(now);
      const Report service = service_report(facts, any.question(now, span));
      const Report activity = activity_report(facts, any.question(now, span));
      std::string all = std::to_string(sum_of(service, "priorities", 1)) + " " +
                        std::to_string(sum_of(service, "priorities", 2));
      Report lasting = activity;
      // What is to come is of today.
      std::erase_if(lasting.tables, [](const ReportTable& one) { return one.key == "meetings"; });
      return all + "\n" + text_of(lasting);
    };
    CHECK(told(noon) == told(later));
  }
}

TEST_CASE("each report says the same with the index and without it") {
  namespace fs = std::filesystem;
  Dice dice(3);
  LaterDisk disk;
  for (int round = 0; round < 12; ++round) {
    const end_to_end::Folder folder;
    const std::string root = folder.file("book");
    fs::create_directories(root + "/customers");
    std::ofstream(root + "/crm.yaml")
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n"
           "team: {anna: {name: Anna}}\n";
    const AnyBook any = random_book(dice);
    for (const Customer& customer : any.customers) {
      Customer written = customer;
      if (written.name.empty()) written.name = "N";
      if (dice.chance(20)) written.deleted = noon;
      std::ofstream(root + "/customers/" + written.id + ".yaml") << new_file(to_data(written));
    }
    const Book book = Book::open(disk, Layout{root}).value();
    const Facts facts(book.settings(), noon);
    const auto look = [&](const Customer& customer, const std::string&) {
      return facts.of(customer);
    };
    const Rates rates;
    const std::vector<Campaign> campaigns;
    for (const ReportKind& kind : report_kinds()) {
      if (kind.name == "sales") continue;
      const Question question{book.settings(), rates, campaigns, noon};
      const std::string whole =
          text_of(kind.tell(book.scan<CustomerFacts>(look).value().found, question));
      for (int again = 0; again < 2; ++again) {
        Index index(book, noon, 0);
        CHECK_MESSAGE(text_of(kind.tell(index.scan<CustomerFacts>(look, kind.needs).value().found,
                                        question)) == whole,
                      kind.name);
        Needs needs{kind.needs.depth, FieldSet::none()};
        needs.gist = kind.needs.fields;
        const auto of_gist = [&](const Gist& gist, const Customer& customer) {
          return facts.of(gist, customer);
        };
        Index other(book, noon, 0);
        CHECK_MESSAGE(text_of(kind.tell(other.gists<CustomerFacts>(of_gist, needs).value().found,
                                        question)) == whole,
                      kind.name);
      }
    }
  }
}
