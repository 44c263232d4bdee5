#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <istream>
#include <map>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/merging.hpp"
#include "cli/key.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"
#include "core/merge/duplicates.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct DupesOptions {
  std::vector<std::string> words;
  std::string threshold;
};

int threshold_of(const std::string& text) {
  if (text.empty()) return usual_threshold;
  const bool is_number = text.size() <= 3 && text.find_first_not_of("0123456789") == text.npos;
  const int number = is_number ? std::stoi(text) : -1;
  if (number < 0 || number > 100)
    throw Failure(
        Error::asked_wrongly("--threshold goes from 0 to 100, not \"" + printable_line(text) + "\"",
                             "crm dupes --threshold 40 shows less likely ones too"));
  return number;
}

/// Everybody who may be there twice, with the files they are in.
struct Crowd {
  std::vector<Profile> profiles;
  std::map<std::string, std::string> paths;
  /// Whom the filter asks for.
  std::map<std::string, bool> asked_for;
  std::vector<Problem> problems;
};

Crowd crowd_of(const std::vector<std::string>& words, const Desk& desk) {
  struct Look {
    std::string path;
    std::vector<Profile> profiles;
    bool fits;
  };

  const Filter filter = desk.filter(words, customer_type());
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Look> {
    auto profiles = profiles_of(customer, desk.settings().country);
    if (profiles.empty()) return std::nullopt;
    return Look{path, std::move(profiles), filter.fits(customer)};
  };
  Needs needs = needs_of(filter);
  needs.fields.add(
      FieldSet::of({"id", "name", "kind", "deleted", "merged_into", "works_at", "emails", "phones",
                    "links", "addresses", "birthday", "external", "distinct_from", "people"}));
  auto scan = desk.scan<Look>(look, needs);
  std::sort(scan.found.begin(), scan.found.end(), [](const Look& a, const Look& b) {
    return a.profiles.front().id < b.profiles.front().id;
  });
  Crowd crowd;
  crowd.problems = std::move(scan.problems);
  for (Look& one : scan.found) {
    const std::string id = one.profiles.front().id;
    crowd.paths.emplace(id, one.path);
    crowd.asked_for.emplace(id, one.fits);
    std::move(one.profiles.begin(), one.profiles.end(), std::back_inserter(crowd.profiles));
  }
  return crowd;
}

std::string why(const LikelyPair& pair, const Profile& other) {
  std::string text = fmt::format("{}", fmt::join(pair.reasons, ", "));
  return other.person.empty() ? text : "is also a person of " + other.name + ": " + text;
}

const std::vector<std::string>& dupes_fields() {
  static const std::vector<std::string> names{"score", "group",      "id",     "name",
                                              "other", "other_name", "person", "reasons"};
  return names;
}

void print_pairs(const std::vector<LikelyPair>& pairs, const Crowd& crowd, World& world) {
  Table table({{.key = "score", .title = "score", .side = Column::Side::right},
               {.key = "group", .on_terminal = false},
               {.key = "id", .title = "id", .gives_way = true},
               {.key = "name", .title = "name", .gives_way = true, .dispensable = 2},
               {.key = "other", .title = "other", .gives_way = true},
               {.key = "other_name", .title = "name", .gives_way = true, .dispensable = 1},
               {.key = "person", .on_terminal = false},
               {.key = "reasons", .title = "why", .gives_way = true, .wraps = true, .least = 16}});
  for (const LikelyPair& pair : pairs) {
    const Profile& one = crowd.profiles[pair.first];
    const Profile& other = crowd.profiles[pair.second];
    std::vector<std::string> reasons;
    for (const std::string& reason : pair.reasons) reasons.push_back(json_text(reason));
    std::optional<std::string> json;
    if (world.manners.wants_json())
      json = json_object({{"score", std::to_string(pair.score)},
                          {"group", std::to_string(pair.group)},
                          {"id", json_text(one.id)},
                          {"name", json_text(one.name)},
                          {"other", json_text(other.id)},
                          {"other_name", json_text(other.shown_name())},
                          {"person", other.person.empty() ? "null" : json_text(other.person)},
                          {"reasons", fmt::format("[{}]", fmt::join(reasons, ","))}});
    table.row({std::to_string(pair.score),
               std::to_string(pair.group),
               {one.id, Style::dim},
               {one.name, Style::bold},
               {other.id, Style::dim},
               {other.shown_name(), Style::bold},
               other.person,
               why(pair, other)},
              std::move(json));
  }
  table.print(world);
}

// --- One pair after the other ---

/// `email yes, phone no`; of an entry its values alone.
std::string value_words(const Data& data, bool with_keys) {
  if (data.kind == Data::Kind::scalar) return printable_line(data.text);
  if (const Data* const value = data.find("value")) return printable_line(value->text);
  std::string all;
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    const bool is_map = data.kind == Data::Kind::map;
    if (is_map && data.keys[i] == "id") continue;
    all += all.empty() ? "" : ", ";
    if (is_map && with_keys) all += printable_line(data.keys[i]) + " ";
    all += value_words(data.children[i], false);
  }
  return all;
}

/// What two records say where it differs, side by side; of long lists how long they are.
void print_side_by_side(const Data& one, const Data& other, const Type& first_type, World& world) {
  Table table({{.key = "field"},
               {.key = "1", .title = "1", .gives_way = true, .least = 10},
               {.key = "2", .title = "2", .gives_way = true, .least = 10}});
  const auto words = [](const Data* value, const Field& field) -> std::string {
    if (value == nullptr || value->empty()) return "–";
    const bool is_long = field.shape == Shape::items && field.key != "addresses" &&
                         field.key != "people" && field.key != "relations";
    return is_long ? std::to_string(value->children.size()) : value_words(*value, true);
  };
  for (const Field& field : first_type.fields) {
    const Data* const a = one.find(field.key);
    const Data* const b = other.find(field.key);
    if ((a == nullptr || a->empty()) && (b == nullptr || b->empty())) continue;
    if (field.key != "name" && a != nullptr && b != nullptr && *a == *b) continue;
    std::string key(field.key);
    std::replace(key.begin(), key.end(), '_', ' ');
    table.row({{std::move(key), Style::dim}, words(a, field), words(b, field)});
  }
  table.print_for_people(world, 2);
}

std::size_t entries_of(const Customer& customer) {
  return customer.deals.size() + customer.purchases.size() + customer.payments.size() +
         customer.interactions.size() + customer.cases.size() + customer.reminders.size() +
         customer.people.size();
}

class Interview {
 public:
  Interview(const Crowd& crowd, const Desk& desk)
      : crowd_(crowd), desk_(desk), world_(desk.world()) {}

  void run(const std::vector<LikelyPair>& pairs) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (!ask(pairs[i], fmt::format("{} of {}", i + 1, pairs.size()))) break;
    }
    std::vector<std::string> said;
    if (merged_ > 0) said.push_back(fmt::format("{} merged", merged_));
    if (linked_ > 0) said.push_back(fmt::format("{} linked", linked_));
    if (apart_ > 0) said.push_back(fmt::format("{} told apart", apart_));
    if (skipped_ > 0) said.push_back(fmt::format("{} not decided", skipped_));
    if (!said.empty()) remark(world_, fmt::format("{}", fmt::join(said, ", ")));
    if (merged_ + linked_ + apart_ > 0) hint(world_, "crm undo takes back the last answer");
  }

 private:
  /// Where a record is by now that this command has merged.
  std::string now(std::string id) const {
    for (auto next = gone_.find(id); next != gone_.end(); next = gone_.find(id)) id = next->second;
    return id;
  }

  Match match_of(const Customer& customer) const {
    Match match;
    match.id = customer.id;
    match.name = customer.name;
    match.path = crowd_.paths.at(customer.id);
    return match;
  }

  /// False when it is enough.
  bool ask(const LikelyPair& pair, const std::string& place) {
    const Profile& a = crowd_.profiles[pair.first];
    const Profile& b = crowd_.profiles[pair.second];
    const std::string first = now(a.id), second = now(b.id);
    if (first == second) return true;
    const auto one = desk_.book().read(crowd_.paths.at(first));
    const auto other = desk_.book().read(crowd_.paths.at(second));
    if (!one || !other || one->customer.is_deleted() || other->customer.is_deleted()) return true;
    const Person* person = nullptr;
    if (!b.person.empty()) {
      person = find_item(other->customer.people, b.person);
      if (person == nullptr || !person->customer.empty()) return true;
    }
    const std::string heading = fmt::format("{}, score {}: {}", place, pair.score, why(pair, b));
    world_.out << (is_first_ ? "" : "\n");
    is_first_ = false;
    Table head(std::vector<Column>{{.key = "heading", .gives_way = true, .wraps = true}});
    head.row({{heading, Style::bold}});
    head.print_for_people(world_, 0);
    print_side_by_side(to_data(one->customer),
                       person == nullptr ? to_data(other->customer) : to_data(*person),
                       customer_type(), world_);
    switch (key_for(world_, "s same · d different · Enter skip · q quit", "sd\nq")) {
      case 's':
        if (person == nullptr) return keep_one(one->customer, other->customer);
        link(one->customer, other->customer, *person);
        return true;
      case 'd': tell_apart(one->customer, other->customer); return true;
      case 'q': return false;
      default: ++skipped_; return true;
    }
  }

  bool keep_one(const Customer& one, const Customer& other) {
    const bool second_has_more = entries_of(other) > entries_of(one);
    const std::string question = fmt::format("keep 1 or 2? Enter is {}", second_has_more ? 2 : 1);
    const char key = key_for(world_, question, "12\nq");
    if (key == 'q') return false;
    const bool second = key == '\n' ? second_has_more : key == '2';
    const Customer& kept = second ? other : one;
    const Customer& goes = second ? one : other;
    std::vector<Deed> deeds;
    const auto work = [&](Writing& writing) {
      deeds = merge_into(match_of(kept), {match_of(goes)}, desk_, writing);
    };
    desk_.write(work, [&] { return deeds.front().sentence; });
    print_deeds(deeds, world_);
    gone_.emplace(goes.id, kept.id);
    ++merged_;
    return true;
  }

  /// Kept with the one whose id comes first, so that two copies of a book write the same.
  void tell_apart(const Customer& one, const Customer& other) {
    const bool in_order = one.id < other.id;
    const std::string id = in_order ? other.id : one.id;
    const auto next = [&](Customer customer) {
      std::vector<std::string>& all = customer.distinct_from;
      if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
      return customer;
    };
    const std::string sentence = one.name + " and " + other.name + " are not the same";
    desk_.change(match_of(in_order ? one : other), next, [&] { return sentence; });
    print_deeds({{sentence, in_order ? one.id : other.id}}, world_);
    ++apart_;
  }

  void link(const Customer& one, const Customer& company, const Person& person) {
    const auto next = [&](Customer customer) {
      if (Person* const there = find_item(customer.people, person.id)) there->customer = one.id;
      return customer;
    };
    const std::string sentence = person.name + " of " + company.name + " is " + one.name;
    desk_.change(match_of(company), next, [&] { return sentence; });
    print_deeds({{sentence, person.id}}, world_);
    ++linked_;
  }

  const Crowd& crowd_;
  const Desk& desk_;
  World& world_;
  std::map<std::string, std::string> gone_;
  bool is_first_ = true;
  std::size_t merged_ = 0, apart_ = 0, linked_ = 0, skipped_ = 0;
};

void dupes(const DupesOptions& asked, World& world) {
  const int threshold = threshold_of(asked.threshold);
  const Desk desk = Desk::open(world);
  check_json(dupes_fields(), world);
  Crowd crowd = crowd_of(asked.words, desk);
  std::vector<LikelyPair> pairs = likely_pairs(crowd.profiles, threshold);
  std::erase_if(pairs, [&](const LikelyPair& pair) {
    return !crowd.asked_for.at(crowd.profiles[pair.first].id) &&
           !crowd.asked_for.at(crowd.profiles[pair.second].id);
  });
  const bool asks =
      world.may_ask() && for_people(world) && !world.manners.dry_run && !world.manners.yes;
  if (pairs.empty() ? world.manners.wants_json() : !asks)
    print_pairs(pairs, crowd, world);
  else if (!pairs.empty())
    Interview(crowd, desk).run(pairs);
  std::erase_if(crowd.problems, [](const Problem& problem) { return problem.warning; });
  print_problems(crowd.problems, world);
  if (pairs.empty()) {
    if (world.terminal.err) remark(world, "nobody seems to be in the book twice");
    throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
  }
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<DupesOptions>();
  words.arguments(asked->words, placeholder::filter, "pairs of which at least one fits");
  words.option(asked->threshold, "--threshold", Placeholder{"N"},
               "the least score that is shown, 0 to 100 (60)");
  return [asked](World& world) { dupes(*asked, world); };
}

}  // namespace

Command dupes_command() {
  return {"dupes",
          "Exchange",
          "find customers who are in the book twice",
          {{"crm dupes", "on a terminal asks about each pair: same, different, skip"},
           {"crm dupes --no-input", "the list alone, the likeliest first, with reasons"},
           {"crm dupes +fair --threshold 40",
            "less likely ones too, of whom at least one has the tag"}},
          declare};
}

}  // namespace crm
