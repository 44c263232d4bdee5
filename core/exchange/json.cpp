#include "core/exchange/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"
#include "core/exchange/crm_cli.hpp"
#include "core/exchange/field_key.hpp"
#include "core/exchange/json_elements.hpp"
#include "core/exchange/json_tree.hpp"
#include "core/exchange/json_writer.hpp"
#include "core/exchange/reason.hpp"
#include "core/record/own_keys.hpp"
#include "core/record/reader.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

/// The key that tells in a file of rejects why one is there.
constexpr std::string_view reason_key = "x-reason";

/// In such a file, the list that it stood in, where it was not that of customers.
constexpr std::string_view list_key = "x-list";
constexpr std::string_view campaigns = "campaigns";

/// Whether a list of that name is one of ours; crm.cli has others.
bool is_ours(std::string_view list) {
  return list == "customers" || list == campaigns;
}

/// A place within an element as one in the file.
Place in_file(const Place& within, const Place& element) {
  Place place = element;
  place.line += within.line - 1;
  place.column = within.line == 1 ? element.column + within.column - 1 : within.column;
  return place;
}

class JsonRecords : public Source {
 public:
  JsonRecords(JsonElements elements, std::optional<JsonElement> first, const Ground& ground)
      : elements_(std::move(elements)),
        first_(std::move(first)),
        is_book_(is_ours(elements_.list())),
        ground_(ground),
        crm_cli_(ground) {}

  std::string kind() const override {
    switch (elements_.shape()) {
      case JsonElements::Shape::lists:
        return is_book_ ? "a book of crm, JSON" : "an export of crm.cli, JSON";
      case JsonElements::Shape::list: return "records, JSON";
      case JsonElements::Shape::lines: break;
    }
    return "records, JSON Lines";
  }

  Result<std::optional<Item>> next() override {
    if (auto first = std::exchange(first_, std::nullopt)) return read(*first);
    auto element = elements_.next();
    if (!element) return error(element.error());
    if (!*element) return std::nullopt;
    return read(**element);
  }

  /// The reason as a property more.
  std::string with_reason(const std::string& raw, const Place& place,
                          const std::string& reason) const override {
    constexpr std::string_view open = "{";
    std::string_view rest = raw;
    if (!rest.starts_with(open)) return raw;
    rest.remove_prefix(open.size());
    pass_old_reason(rest);
    Data map = Data::map();
    map.put(std::string(reason_key), Data::scalar(reason_at(place, reason)));
    std::string text = json_of(map, customer_type());
    text.pop_back();
    const bool empty = trimmed(rest) == "}";
    text += empty ? "" : ",";
    text += rest.substr(0, JsonElements::kept_of_broken - std::min(text.size(), std::size_t{4096}));
    return text;
  }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> all = crm_cli_.remarks();
    if (!elements_.was_whole())
      all.emplace_back("the end of the file is not the end of its JSON: it may be cut off");
    return all;
  }

 private:
  Item read(JsonElement& element) {
    if (!element.broken.empty()) return rejected(element, element.place, element.broken);
    const auto tree = tree_of_json(element.text, element.place.file);
    if (!tree) return rejected(element, tree.error().problems);
    const Node* const list = find(tree->root(), list_key);
    if (element.list == campaigns || (list != nullptr && list->text == campaigns))
      return read_campaign_of(element, *tree);
    if (!is_ours(element.list) && CrmCli::is_row(*tree, element.list)) {
      Item item = crm_cli_.read(*tree, element.list, element.place);
      if (auto* const reject = std::get_if<Reject>(&item))
        reject->raw = with_reason(element.text, reject->place, reject->reason);
      if (auto* const arrival = std::get_if<Arrival>(&item)) arrival->raw = kept(element);
      return item;
    }
    return read_record(element, *tree);
  }

  Item read_record(const JsonElement& element, const Tree& tree) const {
    auto reading = read_customer(tree, ground_.settings.currency);
    if (!reading.ok()) {
      if (find(tree.root(), "customer") != nullptr)
        return rejected(element, element.place,
                        "an entry of a customer, not a record (crm export json without the name of "
                        "a list has records)");
      return rejected(element, reading.error().problems);
    }
    Arrival arrival;
    arrival.place = element.place;
    arrival.raw = kept(element);
    arrival.says = with_offsets(*std::move(reading.value), ground_.zone);
    // The reader has given it the file's name.
    if (!says_id(tree)) arrival.says.id.clear();
    arrival.own = own_keys_of(tree);
    put_unknown(tree.root(), arrival);
    for (const Problem& problem : reading.problems)
      if (problem.code == "unknown-key" && !problem.message.starts_with("a customer has"))
        arrival.remarks.push_back(problem.message + ": left out");
    return arrival;
  }

  Item read_campaign_of(const JsonElement& element, const Tree& tree) const {
    auto reading = read_campaign(tree, ground_.settings.currency);
    if (!reading.ok()) return rejected(element, reading.error().problems);
    if (!says_id(tree)) return rejected(element, element.place, "a campaign without an id");
    CampaignArrival arrival{
        element.place, *std::move(reading.value), own_keys_of(tree), {}, kept(element)};
    for (const Problem& problem : reading.problems)
      if (problem.code == "unknown-key") arrival.remarks.push_back(problem.message + ": left out");
    return arrival;
  }

  static bool says_id(const Tree& tree) {
    const Node* const id = find(tree.root(), "id");
    return id != nullptr && !id->is_absent();
  }

  static Data own_keys_of(const Tree& tree) {
    Data own = own_keys(tree.root());
    own.remove(reason_key);
    own.remove(list_key);
    return own;
  }

  /// What no record has is kept as a field of the book's own.
  static void put_unknown(const Node& root, Arrival& arrival) {
    for (const auto [key, value] : entries(root)) {
      if (key.text.starts_with("x-") || customer_type().find(key.text) != nullptr ||
          (value.is_scalar() && value.text.empty()))
        continue;
      std::string text;
      if (value.is_scalar()) text = value.text;
      if (value.is_list())
        for (const Node& one : items(value))
          if (one.is_scalar() && !one.text.empty())
            text += (text.empty() ? "" : ", ") + std::string(one.text);
      const std::string name = field_key(key.text);
      text = std::string(trimmed(printable_line(text)));
      if (text.empty() || find_named(arrival.says.fields, name) != nullptr)
        arrival.remarks.push_back("\"" + printable_line(key.text) + "\" is left out");
      else
        arrival.says.fields.emplace_back(name, text);
    }
  }

  Reject rejected(const JsonElement& element, const std::vector<Problem>& problems) const {
    Place place = element.place;
    if (problems.front().place) place = in_file(*problems.front().place, element.place);
    std::string reason;
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(problems.size(), most); ++i)
      reason += (i > 0 ? "; " : "") + problems[i].message;
    return rejected(element, place, reason);
  }

  Reject rejected(const JsonElement& element, const Place& place, std::string reason) const {
    Reject reject{place, std::move(reason), {}};
    reject.raw = with_reason(with_list(element), reject.place, reject.reason);
    return reject;
  }

  /// Its text, which says by itself what it is.
  static std::string with_list(const JsonElement& element) {
    if (element.list != campaigns || !element.text.starts_with('{')) return element.text;
    const std::string said = fmt::format("{{\"{}\":\"{}\"", list_key, campaigns);
    const std::string rest = element.text.substr(1);
    return said + (trimmed(rest) == "}" ? "" : ",") + rest;
  }

  /// What is too long for a reject is not held for one.
  static std::string kept(const JsonElement& element) {
    return element.text.size() <= JsonElements::kept_of_broken ? with_list(element) : std::string();
  }

  /// Of one that was rejected before.
  static void pass_old_reason(std::string_view& rest) {
    const std::string begins = "\"" + std::string(reason_key) + "\":\"";
    if (!rest.starts_with(begins)) return;
    std::size_t end = begins.size();
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    if (end + 1 >= rest.size()) return;
    rest.remove_prefix(end + 1);
    if (rest.front() == ',') rest.remove_prefix(1);
  }

  JsonElements elements_;
  /// The first one, which was looked at to tell whose file it is.
  std::optional<JsonElement> first_;
  bool is_book_;
  const Ground& ground_;
  CrmCli crm_cli_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_json(std::unique_ptr<Bytes> bytes, std::string file,
                                          const Ground& ground) {
  auto elements = JsonElements::of(std::move(bytes), std::move(file));
  if (!elements) return error(elements.error());
  auto first = elements->next();
  if (!first) return error(first.error());
  return std::make_unique<JsonRecords>(*std::move(elements), *std::move(first), ground);
}

}  // namespace crm
