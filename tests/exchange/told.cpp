#include "tests/exchange/told.hpp"

#include "core/record/writer.hpp"

namespace crm::test {
namespace {

std::string words(const std::vector<Key>& keys) {
  static constexpr const char* names[] = {"id", "external", "email", "phone", "name"};
  std::string text;
  for (const Key& key : keys)
    text += (text.empty() ? "" : ", ") + std::string(names[static_cast<int>(key.kind)]) + " " +
            key.value;
  return text;
}

std::string told(const Arrival& arrival) {
  std::string text = "--- " + to_text(arrival.place) + "\n" + new_file(to_data(arrival.says));
  if (!arrival.whom.empty()) text += "> whose: " + words(arrival.whom) + "\n";
  if (!arrival.company.empty()) text += "> company: " + words(arrival.company) + "\n";
  for (const std::string& remark : arrival.remarks) text += "> remark: " + remark + "\n";
  return text;
}

std::string told(const CampaignArrival& arrival) {
  return "--- " + to_text(arrival.place) + " campaign\n" + new_file(to_data(arrival.says));
}

std::string told(const Reject& reject) {
  return "--- " + to_text(reject.place) + " rejected: " + reject.reason + "\n" + reject.raw + "\n";
}

std::string told(const Skip& skip) {
  return "--- " + to_text(skip.place) + " skipped: " + skip.reason + "\n";
}

}  // namespace

std::string told(Source& source) {
  std::string items;
  for (;;) {
    const auto item = source.next();
    if (!item) return items + "error: " + item.error().message() + "\n";
    if (!*item) break;
    std::visit([&](const auto& one) { items += told(one); }, **item);
  }
  std::string text = source.kind() + "\n" + items;
  for (const std::string& remark : source.remarks()) text += "=== " + remark + "\n";
  return text;
}

}  // namespace crm::test
