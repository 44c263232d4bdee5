// The fuzz target of tables with random pieces, so that it is also run without clang.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "tests/fuzz/csv_fuzz.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {
namespace {

const std::string pieces[] = {"Name",
                              "Email",
                              "Phone",
                              "Amount",
                              "Date",
                              "Title",
                              "Stage",
                              "Item",
                              "Birthday",
                              "Company",
                              "Tags",
                              "Note",
                              "Customer",
                              "id",
                              ",",
                              ",",
                              ",",
                              ";",
                              "\t",
                              "|",
                              "\n",
                              "\n",
                              "\r\n",
                              "\r",
                              "\"",
                              "\"\"",
                              "\"",
                              " ",
                              "sep=;\n",
                              "=\"0049\"",
                              " ::: ",
                              "a@b.example",
                              "<c@d.example>",
                              "+49 30 1234",
                              "1.234,50",
                              "1,234",
                              "$ 5",
                              "12/31/2024",
                              "3/4/2024",
                              "2024-03-12T09:14:00Z",
                              "12 Mar 2024",
                              "0/0/00",
                              "--06-15",
                              "won",
                              "lead",
                              "Zoë",
                              "शर्मा",
                              "\xff",
                              std::string(1, '\0'),
                              "\xEF\xBB\xBF",
                              "99999999999999999999",
                              "-",
                              "(",
                              ")",
                              "x",
                              "line",
                              "reason",
                              ":",
                              "#",
                              "\u202E"};

}  // namespace

TEST_CASE("random pieces never break a table, in whatever pieces its bytes come") {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 400 * (factor == nullptr ? 1 : std::stoul(factor));
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    std::string text = dice.chance(50)   ? "Name,Email,Phone,Birthday,Note\n"
                       : dice.chance(50) ? "Customer,Title,Date,Item,Amount,Stage,Type\n"
                                         : "";
    const auto length = 1 + dice.below(60);
    for (std::uint64_t i = 0; i < length; ++i) text += pieces[dice.below(std::size(pieces))];
    const std::string broken = what_breaks_a_table(text);
    if (!broken.empty()) FAIL_CHECK("seed ", seed, ": ", broken, "\n", text);
  }
}

}  // namespace crm::test
