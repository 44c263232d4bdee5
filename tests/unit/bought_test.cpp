#include "core/domain/bought.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Customer customer(const std::string& text) {
  const auto tree = Tree::parse("name: a\n" + text, "customers/a.yaml");
  return *read_customer(*tree, "EUR").value;
}

std::string what_was_bought(const std::string& purchases) {
  std::string all;
  for (const std::string& one : bought(customer("purchases:\n" + purchases)))
    all += (all.empty() ? "" : ", ") + one;
  return all;
}

std::string since(const std::string& text) {
  const auto day = became_customer(customer(text), completed(Settings{}));
  return day ? day->text() : "";
}

const std::string flags =
    "- {id: b1, on: 2026-02-01, item: Summit flags, category: flags, quantity: 10, amount: 100}\n";
const std::string banner = "- {id: b2, on: 2026-01-05, item: banner, amount: 40}\n";

}  // namespace

TEST_CASE("what was bought are items and categories, each once, the first bought first") {
  CHECK(what_was_bought("") == "");
  CHECK(what_was_bought(flags) == "Summit flags, flags");
  CHECK(what_was_bought(flags + banner) == "banner, Summit flags, flags");
  CHECK(what_was_bought(banner + "- {id: b3, on: 2026-03-01, item: BANNER, amount: 4}\n") ==
        "banner");
  CHECK(what_was_bought(banner +
                        "- {id: b3, on: 2026-03-01, item: x, category: Banner, amount: 4}\n") ==
        "banner, x");
}

TEST_CASE("what was given back whole was not bought") {
  const auto refund = [](const char* rest) {
    return std::string("- {id: r1, on: 2026-04-01, item: back, refund_of: b1, ") + rest + "}\n";
  };
  // All of the amount; all ten of them, though a fee was kept; more than was paid.
  CHECK(what_was_bought(flags + refund("amount: 100")) == "");
  CHECK(what_was_bought(flags + refund("quantity: 10, amount: 90")) == "");
  CHECK(what_was_bought(flags + refund("amount: 120")) == "");
  // A part of it: 99 of 100, 9 of 10, nothing in its own currency.
  CHECK(what_was_bought(flags + refund("amount: 99")) == "Summit flags, flags");
  CHECK(what_was_bought(flags + refund("quantity: 9, amount: 90")) == "Summit flags, flags");
  CHECK(what_was_bought(flags + refund("amount: 100 USD")) == "Summit flags, flags");
  // In two parts: 60 + 40 = 100.
  CHECK(what_was_bought(flags + refund("amount: 60") +
                        "- {id: r2, on: 2026-05-01, item: back, refund_of: b1, amount: 40}\n") ==
        "");
  // Of something else, or of nothing that is there.
  CHECK(what_was_bought(flags + banner + refund("amount: 100")) == "banner");
  CHECK(what_was_bought("- {id: r1, on: 2026-04-01, item: back, refund_of: b9, amount: 1}\n") ==
        "");
  // Two without an id are not each other's refund.
  CHECK(what_was_bought("- {on: 2026-04-01, item: a, amount: 1}\n"
                        "- {on: 2026-04-01, item: b, amount: 1}\n") == "a, b");
}

TEST_CASE("a customer is one since the first win or purchase, where nothing is written") {
  const std::string purchases = "purchases:\n" + flags;
  const std::string won = "deals:\n- {id: d1, title: t, history: [{at: 2026-01-10, stage: won}]}\n";
  const std::string lost =
      "deals:\n- {id: d1, title: t, history: [{at: 2026-01-10, stage: lost}]}\n";
  CHECK(since("") == "");
  CHECK(since(purchases) == "2026-02-01");
  CHECK(since(won) == "2026-01-10");
  CHECK(since(won + purchases) == "2026-01-10");
  CHECK(since(lost + purchases) == "2026-02-01");
  CHECK(since(lost) == "");
  CHECK(since("since: 2026-06-01\n" + won + purchases) == "2026-06-01");
  CHECK(since("purchases: [{id: r1, on: 2025-01-01, item: x, refund_of: b1, amount: 1}]\n") == "");
}

}  // namespace crm
