#include "core/exchange/crm_cli.hpp"

#include <algorithm>
#include <array>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/field_key.hpp"

namespace crm {
namespace {

constexpr std::string_view program = "crm.cli:";

std::string line(std::string_view text) {
  return std::string(trimmed(printable_line(composed(text))));
}

/// Empty where there is none.
std::string text_at(const Node& map, std::string_view key) {
  const Node* const node = find(map, key);
  return node == nullptr || !node->is_scalar() ? "" : line(node->text);
}

std::string long_text_at(const Node& map, std::string_view key) {
  const Node* const node = find(map, key);
  if (node == nullptr || !node->is_scalar()) return {};
  return std::string(trimmed(printable_text(composed(node->text))));
}

/// A lone text is a list of one.
std::vector<std::string> texts_at(const Node& map, std::string_view key) {
  std::vector<std::string> texts;
  const Node* const node = find(map, key);
  const auto put = [&](const Node& one) {
    if (one.is_scalar() && !one.is_absent()) texts.push_back(line(one.text));
  };
  if (node != nullptr && node->is_list())
    for (const Node& one : items(*node)) put(one);
  if (node != nullptr && node->is_scalar()) put(*node);
  return texts;
}

/// What its own fields say, one `key: value` after the other.
std::vector<std::pair<std::string, std::string>> custom_fields(const Node& row) {
  std::vector<std::pair<std::string, std::string>> all;
  const Node* const map = find(row, "custom_fields");
  if (map == nullptr || !map->is_map()) return all;
  for (const auto [key, value] : entries(*map)) {
    std::string text;
    if (value.is_scalar()) text = line(value.text);
    if (value.is_list())
      for (const Node& one : items(value))
        if (one.is_scalar()) text += (text.empty() ? "" : ", ") + line(one.text);
    if (!text.empty()) all.emplace_back(line(key.text), text);
  }
  return all;
}

std::string with_custom_fields(std::string text, const Node& row) {
  for (const auto& [key, value] : custom_fields(row)) {
    if (!text.empty()) text += '\n';
    text += key;
    text += ": ";
    text += value;
  }
  return text;
}

/// `ct_01H…` is a number of that program, anything else a name.
Key key_of(const std::string& word) {
  const bool number = word.starts_with("ct_") || word.starts_with("co_");
  if (number) return {Key::Kind::external, std::string(program) + word};
  return {Key::Kind::name, word};
}

void put_links(const Node& row, Customer& customer) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> networks{
      {{"linkedin", "https://www.linkedin.com/in/"},
       {"x", "https://x.com/"},
       {"bluesky", "https://bsky.app/profile/"},
       {"telegram", "https://t.me/"}}};
  customer.links = texts_at(row, "websites");
  for (const auto& [key, address] : networks) {
    const std::string handle = text_at(row, key);
    if (handle.empty()) continue;
    const bool whole = handle.find("://") != handle.npos;
    customer.links.push_back(whole ? handle : std::string(address) + handle);
  }
}

/// The stage of that name in one of the book's pipelines; `closed-won` ends the first of them.
struct Found {
  std::string pipeline, stage;
};

std::optional<Found> find_stage_named(const std::string& word, const Settings& settings) {
  const std::string name = folded(word);
  const std::string ends = name == "closed-won" ? "won" : name == "closed-lost" ? "lost" : "";
  for (const auto& [pipeline, stages] : settings.pipelines)
    for (const Stage& stage : stages) {
      const bool was = std::any_of(stage.was.begin(), stage.was.end(),
                                   [&](const std::string& old) { return folded(old) == name; });
      if (folded(stage.stage) == name || was || (!ends.empty() && stage.ends == ends))
        return Found{pipeline, stage.stage};
    }
  return std::nullopt;
}

std::string all_stages(const Settings& settings) {
  std::string all;
  for (const auto& [pipeline, stages] : settings.pipelines)
    for (const Stage& stage : stages) all += (all.empty() ? "" : ", ") + stage.stage;
  return all;
}

}  // namespace

bool CrmCli::is_row(const Tree& row, const std::string& list) {
  return !list.empty() || (find(row.root(), "custom_fields") != nullptr &&
                           find(row.root(), "created_at") != nullptr);
}

CrmCli::Kind CrmCli::kind_of(const Tree& row, const std::string& list) {
  const Node& root = row.root();
  const std::string id = text_at(root, "id");
  if (list == "companies" || id.starts_with("co_") || find(root, "websites") != nullptr)
    return Kind::company;
  if (list == "deals" || id.starts_with("dl_") || find(root, "title") != nullptr) return Kind::deal;
  if (list == "activities" || id.starts_with("ac_") || find(root, "body") != nullptr)
    return Kind::activity;
  return Kind::contact;
}

std::optional<Moment> CrmCli::moment_of(const Node& row, std::string_view key) const {
  std::string text = text_at(row, key);
  // 2026-03-12T09:14:05.123Z
  if (const auto dot = text.find('.'); dot != text.npos) {
    const auto end = text.find_first_not_of("0123456789", dot + 1);
    text.erase(dot, end == text.npos ? text.npos : end - dot);
  }
  const auto moment = Moment::parse(text);
  if (!moment) return std::nullopt;
  if (!moment->timed()) return *moment;
  return ground_.zone.local(ground_.zone.instant(*moment));
}

Source::Item CrmCli::read(const Tree& row, const std::string& list, const Place& place) {
  const Node& root = row.root();
  switch (kind_of(row, list)) {
    case Kind::contact: return customer(root, false, place);
    case Kind::company: return customer(root, true, place);
    case Kind::deal: return deal(root, place);
    case Kind::activity: break;
  }
  return activity(root, place);
}

Source::Item CrmCli::customer(const Node& row, bool company, const Place& place) const {
  Arrival arrival;
  arrival.place = place;
  Customer& says = arrival.says;
  says.name = text_at(row, "name");
  if (says.name.empty()) return Reject{place, "it has no name", {}};
  says.kind = company ? "company" : "person";
  for (const char* const key : {"emails", "email"})
    for (std::string& email : texts_at(row, key)) says.emails.push_back({std::move(email), {}});
  for (const char* const key : {"phones", "phone"})
    for (std::string& phone : texts_at(row, key)) says.phones.push_back({std::move(phone), {}});
  says.tags = texts_at(row, "tags");
  put_links(row, says);
  for (const auto& [key, value] : custom_fields(row)) {
    const std::string name = field_key(key);
    if (find_named(says.fields, name) == nullptr) says.fields.emplace_back(name, value);
  }
  if (const auto made = moment_of(row, "created_at")) says.added = made->day;
  if (const std::string id = text_at(row, "id"); !id.empty())
    says.external.push_back(std::string(program) + id);
  std::vector<std::string> companies = texts_at(row, "companies");
  if (companies.empty()) companies = texts_at(row, "company");
  if (!companies.empty()) arrival.company.push_back(key_of(companies.front()));
  std::string others;
  for (std::size_t i = 1; i < companies.size(); ++i)
    others += (others.empty() ? "" : ", ") + companies[i];
  if (!others.empty()) says.fields.emplace_back("other_companies", others);
  return arrival;
}

Source::Item CrmCli::deal(const Node& row, const Place& place) {
  Arrival arrival;
  arrival.kind = Arrival::Kind::entry;
  arrival.place = place;
  for (const char* const key : {"company", "contacts", "contact"})
    for (const std::string& word : texts_at(row, key)) arrival.whom.push_back(key_of(word));
  if (arrival.whom.empty()) return Reject{place, "the deal belongs to nobody", {}};
  Deal deal;
  deal.title = text_at(row, "title");
  if (deal.title.empty()) return Reject{place, "the deal has no title", {}};
  const Settings& settings = ground_.settings;
  if (const std::string value = text_at(row, "value"); !value.empty()) {
    const auto amount = Money::parse(value, settings.currency);
    if (!amount) return Reject{place, amount.error().message(), {}};
    deal.amount = *amount;
  }
  if (const auto day = moment_of(row, "expected_close")) deal.expected = day->day;
  if (const std::string percent = text_at(row, "probability"); !percent.empty()) {
    const auto number = Decimal::parse(percent);
    constexpr std::int64_t one = 1'000'000;
    if (number && number->millionths % one == 0)
      deal.probability = number->millionths / one;
    else
      arrival.remarks.push_back("the probability " + percent + " is no whole percentage");
  }
  deal.tags = texts_at(row, "tags");
  deal.note = with_custom_fields({}, row);
  // It stands with one of them.
  std::string also;
  for (std::size_t i = 1; i < arrival.whom.size(); ++i)
    also += (also.empty() ? "also of: " : ", ") + arrival.whom[i].value;
  if (!also.empty()) deal.note += (deal.note.empty() ? "" : "\n") + also;
  const std::string stage = text_at(row, "stage");
  if (!stage.empty()) {
    const auto found = find_stage_named(stage, settings);
    if (!found)
      return Reject{
          place,
          "there is no stage \"" + stage + "\" (the stages are " + all_stages(settings) + ")",
          {}};
    const bool first = found->pipeline == settings.pipelines.front().first;
    if (!first) deal.pipeline = found->pipeline;
    auto at = moment_of(row, "updated_at");
    if (!at) at = moment_of(row, "created_at");
    Move move;
    move.at = at.value_or(ground_.now);
    move.stage = found->stage;
    deal.history.push_back(std::move(move));
  }
  const std::string id = text_at(row, "id");
  if (!id.empty()) {
    deal.external.push_back(std::string(program) + "deal:" + id);
    deals_[id] = arrival.whom;
  }
  arrival.says.deals.push_back(std::move(deal));
  return arrival;
}

Source::Item CrmCli::activity(const Node& row, const Place& place) {
  if (text_at(row, "type") == "stage-change")
    return Skip{place, "a stage change: the deal has the stage that it led to"};
  Arrival arrival;
  arrival.kind = Arrival::Kind::entry;
  arrival.place = place;
  for (const char* const key : {"contact", "company"})
    for (const std::string& word : texts_at(row, key)) arrival.whom.push_back(key_of(word));
  const std::string deal = text_at(row, "deal");
  if (const auto found = deals_.find(deal); arrival.whom.empty() && found != deals_.end())
    arrival.whom = found->second;
  has_loose_talks_ = has_loose_talks_ || !deal.empty();
  if (arrival.whom.empty()) return Reject{place, "it belongs to nobody", {}};
  Interaction talk;
  talk.kind = text_at(row, "type");
  if (talk.kind.empty()) talk.kind = "note";
  const auto at = moment_of(row, "created_at");
  if (!at) return Reject{place, "\"" + text_at(row, "created_at") + "\" is no day or time", {}};
  talk.at = *at;
  talk.text = with_custom_fields(long_text_at(row, "body"), row);
  if (const std::string id = text_at(row, "id"); !id.empty())
    talk.external.push_back(std::string(program) + "activity:" + id);
  arrival.says.interactions.push_back(std::move(talk));
  return arrival;
}

std::vector<std::string> CrmCli::remarks() const {
  if (!has_loose_talks_) return {};
  return {"conversations are not tied to their deals"};
}

}  // namespace crm
