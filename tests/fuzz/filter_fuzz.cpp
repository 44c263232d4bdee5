#include "tests/fuzz/filter_fuzz.hpp"

#include "core/domain/text.hpp"
#include "core/query/filter.hpp"

namespace crm::test {
namespace {

const Settings& settings() {
  static const Settings all = [] {
    Settings some = standard_settings(*find_country("DE"));
    some.filters = {{"hot", "stage:proposal value:5000.."}, {"loop", "not @loop"}};
    some.fields = {{"staff", {"number", {}, ""}}, {"credit", {"money", {}, ""}}};
    return some;
  }();
  return all;
}

}  // namespace

std::string what_breaks_a_filter(std::string_view lines) {
  std::vector<std::string> words;
  for (const std::string_view line : split(lines, '\n')) words.emplace_back(line);
  const auto expression = parse_expression(words, settings().filters);
  const Moment now = Moment::parse("2026-11-21T10:15+01:00").value();
  const auto filter = Filter::parse(words, customer_type(), {settings(), now, nullptr});
  if (!expression) {
    if (filter) return "a filter of what can't be read";
    const Problem& problem = expression.error().problems.front();
    return problem.message.empty() || problem.hint.empty() ? "a refusal without words" : "";
  }
  const auto again = parse_expression(words_of(*expression), settings().filters);
  if (!again) return "its own words can't be read: " + again.error().message();
  if (!(*again == *expression)) return "its own words mean something else";
  if (!filter) return filter.error().message().empty() ? "a refusal without words" : "";
  Customer customer;
  customer.id = "acme-7h2k";
  customer.name = "Acme";
  customer.deals.emplace_back().amount = Money{1200000, "EUR"};
  const bool fits = filter->fits(customer);
  const Item deal = &customer.deals.front();
  (void)filter->fits(customer, deal);
  std::vector<std::string> opposite{"not"};
  for (const std::string& word : words_of(*expression)) opposite.push_back(word);
  if (opposite.size() == 1) return "";
  const auto other = Filter::parse(opposite, customer_type(), {settings(), now, nullptr});
  return other && other->fits(customer) == fits ? "it fits like its opposite" : "";
}

}  // namespace crm::test

#ifdef CRM_FUZZING
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string broken =
      crm::test::what_breaks_a_filter({reinterpret_cast<const char*>(data), size});
  if (broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", broken.c_str());
  std::abort();
}
#endif
