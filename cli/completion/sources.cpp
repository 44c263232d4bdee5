#include "cli/completion/sources.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/domain/country.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/query/signals.hpp"
#include "core/report/value.hpp"

namespace crm {
namespace {

using Words = std::vector<std::string_view>;

const Words& days() {
  static const Words all{"today",      "tomorrow",     "yesterday", "mon", "tue",       "wed",
                         "thu",        "fri",          "sat",       "sun", "eow",       "eom",
                         "eoq",        "eoy",          "1d",        "2d",  "3d",        "1w",
                         "2w",         "1m",           "3m",        "1y",  "in 2w",     "in 3m",
                         "next week",  "next month",   "last mon",  "-1d", "-7d",       "-30d",
                         "last month", "end of month", "3bd",       "now", "3 days ago"};
  return all;
}

const Words& spans() {
  static const Words all{"month", "quarter", "year", "last month", "last quarter", "last year"};
  return all;
}

const Words& lengths() {
  static const Words all{"7d", "14d", "30d", "90d", "3m", "6m", "12m", "2y"};
  return all;
}

const Words& series() {
  static const Words all{"1w",    "2w",     "1m",      "3m",     "6m",       "1y",
                         "daily", "weekly", "monthly", "yearly", "weekdays", "every Monday"};
  return all;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

bool begins(std::string_view word, std::string_view typed_folded) {
  if (typed_folded.empty()) return true;
  return (is_ascii(word) ? lowered(word) : folded(word)).starts_with(typed_folded);
}

std::string as_typed_key(const std::string& typed) {
  return is_plain(typed) ? typed : folded(typed);
}

void add_words(const Words& words, const std::string& before, std::string_view typed,
               Offers& offers) {
  for (const std::string_view word : words)
    if (begins(word, typed)) offers.all.push_back({before + std::string(word)});
}

/// A field that a filter or change can speak of.
struct Speakable {
  std::string key;
  std::string meaning;
  Shape shape = Shape::text;
};

const Type* type_named(std::string_view noun) {
  if (noun == "campaign") return &campaign_type();
  for (const Field& field : customer_type().fields)
    if (field.item != nullptr && field.item->noun == noun && field.shape == Shape::items)
      return field.item;
  return &customer_type();
}

bool is_a_list_of_entries(const Field& field) {
  return field.shape == Shape::items || field.shape == Shape::named_items ||
         field.shape == Shape::named_lists || field.shape == Shape::any;
}

/// What is worked out, and asked for like what is written.
std::vector<Speakable> worked_out(std::string_view noun) {
  std::vector<Speakable> all{{"last", "day of the last contact", Shape::day},
                             {"bought", "what they bought", Shape::texts},
                             {"score", "by the rules of crm.yaml", Shape::number},
                             {"segment", "how they buy, beside the others"},
                             {"stage", "stage of a deal"},
                             {"value", "amount of a deal", Shape::money},
                             {"due", "day of a reminder", Shape::day}};
  if (noun != "customer") all.push_back({"customer", "the customer's id or name"});
  return all;
}

/// Those of the type, then those of its customer.
std::vector<Speakable> fields_of(std::string_view noun, bool with_customer) {
  std::vector<Speakable> all;
  std::set<std::string_view> seen;
  const auto add = [&](const Type& type) {
    for (const Field& field : type.fields)
      if (!is_a_list_of_entries(field) && seen.insert(field.key).second)
        all.push_back({std::string(field.key), "", field.shape});
  };
  add(*type_named(noun));
  if (with_customer) add(customer_type());
  return all;
}

bool is_day(Shape shape) {
  return shape == Shape::day || shape == Shape::moment || shape == Shape::partial_day;
}

/// Before the last comma, with it: what of `a,b,c` stands already.
std::string before_comma(std::string_view text) {
  const auto comma = text.rfind(',');
  return comma == text.npos ? "" : std::string(text.substr(0, comma + 1));
}

void offer_names(const Names::Found& found, const std::string& before, Offers& offers) {
  for (const Name& name : found.names) offers.all.push_back({before + name.word, name.meaning});
}

}  // namespace

void Sources::offer_words(const std::vector<std::string>& words, const Cursor& cursor,
                          Offers& offers) {
  const std::string typed = as_typed_key(cursor.typed);
  for (const std::string& word : words)
    if (begins(word, typed)) offers.all.push_back({word});
}

void Sources::section(std::string_view section, const Cursor& cursor, Offers& offers) const {
  if (names_ == nullptr) return;
  const std::string typed = as_typed_key(cursor.typed);
  for (const Name& name : names_->beginning(section, "", 1000).names)
    if (begins(name.word, typed)) offers.all.push_back({name.word, name.meaning});
}

void Sources::entries(std::string_view section, const Cursor& cursor, Offers& offers) const {
  if (names_ == nullptr) return;
  offer_names(names_->beginning(section, cursor.typed, most), "", offers);
}

bool Sources::is_about(std::string_view section, const Cursor& cursor) const {
  return names_ != nullptr && !cursor.about.empty() &&
         !names_->beginning(section, lowered(cursor.about), 1).names.empty();
}

void Sources::customers(const Cursor& cursor, Offers& offers) const {
  if (names_ == nullptr) return;
  const std::string& typed = cursor.typed;
  const bool by_id = is_plain(typed);
  std::set<std::string> ids;
  const auto offer_ids = [&] {
    for (const Name& one : names_->beginning(section::id, lowered(typed), most).names)
      if (ids.insert(one.word).second) offers.all.push_back({one.word, one.meaning});
  };
  const auto offer_whole_names = [&] {
    for (const Name& one : names_->beginning(section::name, as_typed_key(typed), most).names)
      // Where two are called the same, the word is the id.
      if (const bool is_id = ids.contains(one.word) || ids.contains(one.meaning); !is_id) {
        ids.insert(one.word);
        ids.insert(one.meaning);
        offers.all.push_back({one.word, one.meaning});
      }
  };
  // Who types small letters gets ids, which need no quotes; who begins a name as it is written, or
  // in their own letters, gets names.
  if (by_id)
    offer_ids();
  else
    offer_whole_names();
  if (typed.empty()) return;
  if (by_id)
    offer_whole_names();
  else
    offer_ids();
  // Addresses and people would only stand beside those that they belong to.
  if (!offers.all.empty()) return;
  std::set<std::string> words;
  for (const Name& one : names_->beginning(section::contact, as_typed_key(typed), most).names)
    if (words.insert(one.word).second) offers.all.push_back({one.word, one.meaning});
  if (typed.front() != '+' && (typed.front() < '0' || typed.front() > '9')) return;
  std::string number;
  for (const char c : typed)
    if ((c >= '0' && c <= '9') || (c == '+' && number.empty())) number += c;
  if (number.size() >= 3) offer_names(names_->beginning(section::phone, number, most), "", offers);
}

void Sources::people(const Cursor& cursor, Offers& offers) const {
  if (names_ == nullptr || cursor.about.empty()) return;
  // The customer as it was named before: by an id, a name, or how one of these begins.
  std::string id;
  const std::string about = as_typed_key(cursor.about);
  if (const auto named = names_->called(section::name, about))
    id = named->meaning;
  else if (const auto found = names_->beginning(section::id, about, 1); !found.names.empty())
    id = found.names.front().word;
  else if (const auto other = names_->beginning(section::name, about, 1); !other.names.empty())
    id = other.names.front().meaning;
  if (id.empty()) return;
  const std::string typed = as_typed_key(cursor.typed);
  offer_names(names_->beginning(section::person, id + "/" + typed, most), "", offers);
}

void Sources::tags(const Cursor& cursor, bool in_filter, Offers& offers) const {
  if (cursor.typed.empty()) return;
  const char sign = cursor.typed.front();
  if (sign != '+' && sign != '-') return;
  const std::string typed = cursor.typed.substr(1);
  if (names_ != nullptr)
    for (const Name& one : names_->beginning(section::tag, as_typed_key(typed), most).names)
      offers.all.push_back({sign + one.word, one.meaning});
  if (!in_filter) return;
  for (const std::string& name : signal_names())
    if (begins(name, lowered(typed))) offers.all.push_back({sign + name, "worked out"});
}

void Sources::fields(const Cursor& cursor, Offers& offers) const {
  const std::string before = before_comma(cursor.typed);
  std::string typed = lowered(cursor.typed.substr(before.size()));
  std::string sign;
  if (typed.starts_with('-')) sign = "-", typed.erase(0, 1);
  const auto add = [&](const std::string& key, const std::string& meaning) {
    if (key.starts_with(typed)) offers.all.push_back({before + sign + key, meaning});
  };
  for (const Speakable& one : fields_of(cursor.noun, true)) add(one.key, one.meaning);
  for (const Speakable& one : worked_out(cursor.noun)) add(one.key, one.meaning);
  if (names_ != nullptr)
    for (const Name& one : names_->beginning(section::field, "", most).names)
      add(one.word, one.meaning);
}

void Sources::values(std::string_view field, const std::string& before, const Cursor& cursor,
                     bool in_filter, Offers& offers) const {
  const std::string typed = as_typed_key(cursor.typed.substr(before.size()));
  // `deal.stage` is the stage of a deal.
  std::string noun = cursor.noun;
  if (const auto dot = field.find('.'); dot != field.npos) {
    noun = field.substr(0, dot);
    field.remove_prefix(dot + 1);
    if (noun == "fields" || noun == "consent") noun = "customer";
  }
  const auto of_section = [&](std::string_view section) {
    if (names_ == nullptr) return;
    for (const Name& one : names_->beginning(section, "", 1000).names)
      if (begins(one.word, typed)) offers.all.push_back({before + one.word, one.meaning});
  };
  const auto of_words = [&](const Words& words) { add_words(words, before, typed, offers); };
  const bool is_customer = noun == "customer";
  if (field == "status" && (noun == "case" || is_about(section::open_case, cursor)))
    return of_section(section::case_status);
  if (field == "status") return of_section(section::status);
  if (field == "stage") return of_section(section::stage);
  if (field == "pipeline") return of_section(section::pipeline);
  if (field == "outcome") return of_section(section::outcome);
  if (field == "priority") return of_section(section::priority);
  if (field == "source") {
    of_section(section::source);
    return of_section(section::campaign);
  }
  if (field == "campaign" || field == "campaigns") return of_section(section::campaign);
  if (field == "tags") return of_section(section::tag);
  if (field == "segment") {
    Words words;
    for (const Segment one : all_segments()) words.push_back(name_of(one));
    return of_words(words);
  }
  if (field == "direction") return of_words({"in", "out"});
  if (field == "kind" && is_customer) return of_words({"person", "company"});
  if (field == "kind") return of_section(section::kind);
  if (field == "owner" || field == "by" || field == "done_by" || field == "for") {
    if (in_filter) of_words({"me"});
    return of_section(section::colleague);
  }
  if (field == "works_at" || field == "referred_by" || field == "customer" || field == "also") {
    Cursor who{.typed = cursor.typed.substr(before.size())};
    Offers found;
    customers(who, found);
    for (Offer& one : found.all) offers.all.push_back({before + one.word, one.meaning});
    return;
  }
  if (field == "birthday") return;
  const auto all = fields_of(noun, true);
  auto known =
      std::find_if(all.begin(), all.end(), [&](const Speakable& one) { return one.key == field; });
  Shape shape = Shape::text;
  if (known != all.end()) {
    shape = known->shape;
  } else {
    for (const Speakable& one : worked_out(noun))
      if (one.key == field) shape = one.shape;
    of_section(std::string(section::choice) + std::string(field));
  }
  if (shape == Shape::yes) of_words({"yes", "no"});
  if (field == "email" || field == "letter" || shape == Shape::consent) of_words({"yes", "no"});
  if (!is_day(shape)) return;
  of_words(in_filter && typed.empty()
               ? Words{"today", "..-30d", "..-90d", "-7d..", "-30d..", "..eom", "today.."}
               : days());
}

void Sources::filter(const Cursor& cursor, Offers& offers) const {
  const std::string& typed = cursor.typed;
  const auto colon = typed.find_first_of(":~");
  const auto sign = typed.find_first_of("=<>!");
  if (sign != typed.npos && sign < colon) return;
  if (typed.starts_with('@')) {
    if (names_ == nullptr) return;
    for (const Name& one : names_->beginning(section::filter, "", most).names)
      if (begins(one.word, lowered(typed))) offers.all.push_back({one.word, one.meaning});
    return;
  }
  if (typed.starts_with('+') || typed.starts_with('-')) return tags(cursor, true, offers);
  if (typed.starts_with("has:")) {
    Offers found;
    Cursor inner = cursor;
    inner.typed = typed.substr(4);
    fields(inner, found);
    for (const Offer& one : found.all) offers.all.push_back({"has:" + one.word, one.meaning});
    return;
  }
  if (colon != typed.npos) {
    if (typed[colon] == '~') return;
    std::string before = typed.substr(0, colon + 1);
    const std::string rest = typed.substr(colon + 1);
    before += before_comma(rest);
    if (const auto range = rest.find(".."); range != rest.npos && before.back() != ',')
      before = typed.substr(0, colon + 1) + rest.substr(0, range + 2);
    return values(std::string_view(typed).substr(0, colon), before, cursor, true, offers);
  }
  Offers found;
  if (typed.find(',') == typed.npos) fields(cursor, found);
  for (const Offer& one : found.all) offers.all.push_back({one.word + ":", one.meaning, true});
  for (const char* const word : {"has:", "or", "not"})
    if (!typed.empty() && begins(word, lowered(typed)))
      offers.all.push_back({word, "", word[3] == ':'});
}

void Sources::change(const Cursor& cursor, Offers& offers) const {
  const std::string& typed = cursor.typed;
  if (typed.starts_with('+') || typed.starts_with('-')) return tags(cursor, false, offers);
  const auto equals = typed.find('=');
  if (equals != typed.npos) {
    std::string key = typed.substr(0, equals);
    if (key.ends_with('+') || key.ends_with('-')) key.pop_back();
    const std::string before =
        typed.substr(0, equals + 1) + before_comma(std::string_view(typed).substr(equals + 1));
    return values(key, before, cursor, false, offers);
  }
  const std::string wanted = lowered(typed);
  for (const Speakable& one : fields_of(cursor.noun, false))
    if (one.key != "id" && one.key != "history" && one.key.starts_with(wanted))
      offers.all.push_back({one.key + "=", one.meaning, true});
  if (cursor.noun != "customer" || names_ == nullptr) return;
  for (const Name& one : names_->beginning(section::field, "", most).names)
    if (begins(one.word, wanted)) offers.all.push_back({one.word + "=", one.meaning, true});
}

void Sources::offer(std::string_view source, const Cursor& cursor, Offers& offers) const {
  const auto with_customers = [&] {
    if (!cursor.typed.empty()) customers(cursor, offers);
  };
  const std::string typed = as_typed_key(cursor.typed);
  if (source == "WHO") return customers(cursor, offers);
  if (source == "ID") {
    if (cursor.typed.empty()) return;
    for (const std::string_view one :
         {section::deal, section::reminder, section::meeting, section::open_case, section::entry})
      entries(one, cursor, offers);
    return;
  }
  if (source == "REMOVED") return entries(section::removed, cursor, offers);
  if (source == "ERRAND") {
    entries(section::reminder, cursor, offers);
    return entries(section::meeting, cursor, offers);
  }
  if (source == "DEAL") {
    entries(section::deal, cursor, offers);
    return with_customers();
  }
  if (source == "CASE") {
    entries(section::open_case, cursor, offers);
    return with_customers();
  }
  if (source == "SALE") {
    entries(section::deal, cursor, offers);
    return entries(section::entry, cursor, offers);
  }
  if (source == "PERSON") return people(cursor, offers);
  if (source == "KIND") return section(section::kind, cursor, offers);
  if (source == "OUTCOME") return section(section::outcome, cursor, offers);
  if (source == "PRIORITY") return section(section::priority, cursor, offers);
  // Of an entry whose id stands before, only what it can become.
  if (source == "STAGE" && is_about(section::open_case, cursor)) return;
  if (source == "CASE-STATUS" && is_about(section::deal, cursor)) return;
  if (source == "STAGE") return section(section::stage, cursor, offers);
  if (source == "CASE-STATUS") return section(section::case_status, cursor, offers);
  if (source == "STATUS") return section(section::status, cursor, offers);
  if (source == "PIPELINE") return section(section::pipeline, cursor, offers);
  if (source == "REASON") return section(section::reason, cursor, offers);
  if (source == "CAMPAIGN") return section(section::campaign, cursor, offers);
  if (source == "TEMPLATE") return section(section::letter, cursor, offers);
  if (source == "OPERATION") return section(section::operation, cursor, offers);
  if (source == "SOURCE") {
    section(section::source, cursor, offers);
    return section(section::campaign, cursor, offers);
  }
  if (source == "COLLEAGUE" || source == "FROM" || source == "TO")
    return section(section::colleague, cursor, offers);
  if (source == "WHEN" || source == "DAY") return add_words(days(), "", typed, offers);
  if (source == "SPAN") return add_words(spans(), "", typed, offers);
  if (source == "PERIOD") return add_words(lengths(), "", typed, offers);
  if (source == "EVERY") return add_words(series(), "", typed, offers);
  if (source == "FIELD" || source == "FIELDS") return fields(cursor, offers);
  if (source == "FILTER") return filter(cursor, offers);
  if (source == "CHANGE" || source == "field=value") return change(cursor, offers);
  if (source == "+tag") return;  // with `field=value`, beside which it always stands
  if (source == "COUNTRY") {
    for (const Country& one : countries())
      if (begins(one.code, typed) || begins(one.name, typed))
        offers.all.push_back({std::string(one.code), std::string(one.name)});
    return;
  }
  if (source == "DIR" || source == "FOLDER") offers.files = Offers::Files::folders;
  if (source == "FILE") offers.files = Offers::Files::files;
}

}  // namespace crm
