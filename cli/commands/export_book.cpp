#include <fmt/format.h>

#include "cli/commands/exporting.hpp"
#include "cli/output/outlet.hpp"
#include "cli/output/remark.hpp"
#include "core/exchange/json_writer.hpp"
#include "core/record/own_keys.hpp"

namespace crm {
namespace {

std::string counted(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// A list in an object, an element a line.
class JsonList {
 public:
  JsonList(const char* name, Outlet& outlet) : outlet_(outlet) {
    outlet_.put(fmt::format("\"{}\": [", name));
  }

  void put(const std::string& element) {
    outlet_.put_json((count_++ == 0 ? "\n" : ",\n") + element);
  }

  /// How many there were.
  std::size_t close() {
    outlet_.put(count_ == 0 ? "]" : "\n]");
    return count_;
  }

 private:
  Outlet& outlet_;
  std::size_t count_ = 0;
};

std::size_t put_customers(Outlet& outlet, LeftOut& left_out, const Desk& desk) {
  JsonList list("customers", outlet);
  const auto text_of = [](const Customer& customer, const Data& own) {
    return std::optional(to_json(customer, own));
  };
  const auto use = [&](std::string&& text) {
    list.put(text);
    return outlet.is_wanted();
  };
  LeftOut of_customers = export_customers(desk, true, text_of, use);
  left_out.add(std::move(of_customers.problems));
  left_out.keys.merge(of_customers.keys);
  return list.close();
}

std::size_t put_campaigns(Outlet& outlet, LeftOut& left_out, const Desk& desk) {
  JsonList list("campaigns", outlet);
  const auto files = desk.book().campaign_files().value();
  for (const StoredCampaign& file : files.found)
    list.put(to_json(file.campaign, own_keys(file.tree.root())));
  left_out.add(files.problems);
  return list.close();
}

}  // namespace

void export_book(const std::string& out, const Desk& desk) {
  Outlet outlet(out, {".json"}, desk);
  LeftOut left_out;
  outlet.put("{");
  const std::size_t customers = put_customers(outlet, left_out, desk);
  outlet.put(",\n");
  const std::size_t campaigns = put_campaigns(outlet, left_out, desk);
  outlet.put("}\n");
  left_out.tell_keys(desk.world());
  outlet.finish(counted(customers, "customer") + ", " + counted(campaigns, "campaign"));
  print_problems(left_out.problems, desk.world());
}

}  // namespace crm
