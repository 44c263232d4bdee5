#include <algorithm>
#include <map>

#include "core/book/doubts.hpp"
#include "core/domain/deal.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/zone.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

class Examination {
 public:
  Examination(const Tree& tree, const Customer& customer, const Known& known,
              const Settings& settings)
      : tree_(tree), customer_(customer), known_(known), settings_(settings) {}

  std::vector<Problem> run() {
    word("status", customer_.status, settings_.statuses);
    word("kind", customer_.kind, {"person", "company"});
    colleague_word("owner", customer_.owner);
    reference("referred_by", customer_.referred_by);
    reference("works_at", customer_.works_at);
    source("source", customer_.source);
    for (const std::string& id : customer_.distinct_from) reference("distinct_from", id);
    look_at_stub();
    for (const std::string& id : customer_.campaigns) campaign("campaigns", id);
    zone("timezone", customer_.timezone);
    each("relations", customer_.relations, [&](const Relation& one) { reference("to", one.to); });
    each("people", customer_.people, [&](const Person& one) {
      reference("customer", one.customer);
      zone("timezone", one.timezone);
    });
    each("deals", customer_.deals, [&](const Deal& one) { look_at(one); });
    each("cases", customer_.cases, [&](const Case& one) { look_at(one); });
    each("reminders", customer_.reminders, [&](const Reminder& one) { look_at(one); });
    each("purchases", customer_.purchases, [&](const Purchase& one) { look_at(one); });
    each("payments", customer_.payments, [&](const Payment& one) { look_at(one); });
    each("interactions", customer_.interactions, [&](const Interaction& one) { look_at(one); });
    std::map<std::string_view, const Node*> lists;
    look_at_ids(tree_.root(), customer_type(), lists);
    return std::move(problems_);
  }

 private:
  /// The entries of a list within the entry that is being looked at, as they stand in the file.
  std::vector<const Node*> entries_of(std::string_view list) const {
    std::vector<const Node*> nodes;
    const Node* const node = find(here_ == nullptr ? tree_.root() : *here_, list);
    if (node != nullptr && node->is_list())
      for (const Node& item : items(*node)) nodes.push_back(&item);
    return nodes;
  }

  /// Looks at each entry of a list, with the place where it stands.
  template <class T>
  void each(std::string_view list, const std::vector<T>& values, const auto& look) {
    const Node* const holder = here_;
    const std::vector<const Node*> nodes = entries_of(list);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i < nodes.size()) here_ = nodes[i];
      look(values[i]);
      here_ = holder;
    }
  }

  /// An id names one entry of the whole record; the reader sees only those that stand twice in one
  /// list.
  void look_at_ids(const Node& map, const Type& type,
                   std::map<std::string_view, const Node*>& lists) {
    if (!map.is_map()) return;
    for (const auto [key, list] : entries(map)) {
      const Field* const field = type.find(key.text);
      if (field == nullptr || field->shape != Shape::items || !list.is_list()) continue;
      for (const Node& item : items(list)) {
        if (const Node* const id = written_id(item)) {
          const auto [there, is_new] = lists.emplace(id->text, &list);
          if (!is_new && there->second != &list)
            problems_.push_back({"the id " + std::string(id->text) + " stands twice in this record",
                                 tree_.place(*id), "give one of them another id", "id-twice",
                                 true});
        }
        look_at_ids(item, *field->item, lists);
      }
    }
  }

  void say(std::string_view key, std::string message, std::string code, std::string hint = {}) {
    const Node& map = here_ == nullptr ? tree_.root() : *here_;
    const Node* const value = find(map, key);
    problems_.push_back({std::move(message), tree_.place(value == nullptr ? map : *value),
                         std::move(hint), std::move(code), true});
  }

  void word(std::string_view key, const std::string& value, const std::vector<std::string>& list) {
    if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
    say(key, "crm.yaml knows no " + std::string(key) + " \"" + printable_line(value) + "\"",
        "unknown-word", nearest_of(value, list));
  }

  /// `did you mean lead?`, else all there are.
  static std::string nearest_of(const std::string& value, const std::vector<std::string>& list) {
    const auto near = did_you_mean(value, list);
    if (!near.empty()) return "did you mean " + near.front() + "?";
    std::string all;
    for (const std::string& one : list) all += (all.empty() ? "there are " : ", ") + one;
    return all;
  }

  static std::vector<std::string> names_of(const auto& named) {
    std::vector<std::string> names;
    for (const auto& [name, value] : named) names.push_back(name);
    return names;
  }

  void colleague_word(std::string_view key, const std::string& value) {
    if (value.empty() || settings_.team.empty() || find_named(settings_.team, value) != nullptr)
      return;
    say(key, "nobody in the team is called \"" + printable_line(value) + "\"", "unknown-word",
        nearest_of(value, names_of(settings_.team)));
  }

  void reference(std::string_view key, const std::string& id) {
    if (!id.empty() && !known_.has(id))
      say(key, "there is no customer \"" + printable_line(id) + "\"", "dangling");
  }

  /// A record that was merged into another has nothing of its own to say any more.
  void look_at_stub() {
    if (customer_.merged_into.empty()) return;
    if (customer_.merged_into == customer_.id)
      return say("merged_into", "this record is merged into itself", "dangling",
                 "name another one, or take the line away");
    reference("merged_into", customer_.merged_into);
    if (customer_ == stub_of(customer_, customer_.merged_into, customer_.deleted)) return;
    say("merged_into",
        "entries have come to this record after it was merged into " +
            printable_line(customer_.merged_into),
        "late-entries", "crm check --fix moves them there");
  }

  /// In a book that keeps campaigns.
  void campaign(std::string_view key, const std::string& id) {
    if (id.empty() || known_.campaigns().empty() || known_.campaigns().contains(id)) return;
    const auto near = near_campaigns(id);
    say(key, "there is no campaign \"" + printable_line(id) + "\"", "dangling",
        near.empty() ? "give it a file in campaigns/" : "did you mean " + near.front() + "?");
  }

  /// Any word will do, so only what looks like a slip is doubted; a fair of another year is none.
  void source(std::string_view key, const std::string& word) {
    if (word.empty() || known_.campaigns().contains(word)) return;
    const auto digits = [](const std::string& text) {
      std::string all;
      std::copy_if(text.begin(), text.end(), std::back_inserter(all),
                   [](char c) { return c >= '0' && c <= '9'; });
      return all;
    };
    for (const std::string& id : near_campaigns(word))
      if (digits(id) == digits(word))
        return say(
            key,
            "there is no campaign \"" + printable_line(word) + "\", but one of nearly that name",
            "unknown-word", "did you mean " + id + "?");
  }

  std::vector<std::string> near_campaigns(const std::string& id) const {
    return did_you_mean(id, {known_.campaigns().begin(), known_.campaigns().end()});
  }

  void zone(std::string_view key, const std::string& name) {
    if (name.empty()) return;
    if (const auto found = Zone::find(name); !found && found.error().kind == Error::Kind::invalid)
      say(key, found.error().message(), "unknown-word", found.error().problems.front().hint);
  }

  /// A reference to an entry of the same record.
  template <class T>
  void own(std::string_view key, const std::string& id, const std::vector<T>& list) {
    if (!id.empty() && find_item(list, id) == nullptr)
      say(key,
          "there is no " + std::string(T::noun) + " \"" + printable_line(id) + "\" in this record",
          "dangling");
  }

  void own_people(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      const auto is_named = [&](const Person& person) {
        return person.id == id || folded(person.name) == folded(id);
      };
      if (std::none_of(customer_.people.begin(), customer_.people.end(), is_named))
        say("with", "nobody in this record is \"" + printable_line(id) + "\"", "dangling");
    }
  }

  void range(std::string_view key, const std::optional<std::int64_t>& value, std::int64_t low,
             std::int64_t high) {
    if (value && (*value < low || *value > high))
      say(key,
          std::string(key) + " goes from " + std::to_string(low) + " to " + std::to_string(high) +
              ", not " + std::to_string(*value),
          "out-of-range");
  }

  void currency(std::string_view key, const Money& amount) {
    const std::vector<std::string>& list = settings_.currencies;
    if (list.empty() || amount.currency == settings_.currency ||
        std::find(list.begin(), list.end(), amount.currency) != list.end())
      return;
    say(key, "crm.yaml doesn't list " + amount.currency, "unknown-currency",
        "if you deal in it, add it to currencies");
  }

  void look_at(const Deal& deal) {
    const auto* const pipeline = settings_.pipeline(deal.pipeline);
    if (pipeline == nullptr)
      say("pipeline", "crm.yaml has no pipeline \"" + printable_line(deal.pipeline) + "\"",
          "unknown-word", nearest_of(deal.pipeline, names_of(settings_.pipelines)));
    else
      look_at_moves(deal, *pipeline);
    look_at_past(deal);
    if (deal.amount) currency("amount", *deal.amount);
    if (deal.amount && deal.amount->minor < 0)
      say("amount", "a deal is worth less than nothing", "out-of-range");
    if (deal.cost) currency("cost", *deal.cost);
    range("probability", deal.probability, 0, 100);
    colleague_word("owner", deal.owner);
    source("source", deal.source);
    campaign("campaign", deal.campaign);
    own_people(deal.with);
  }

  /// What was changed is told of days before only where it can be read.
  void look_at_past(const Deal& deal) {
    const std::vector<const Node*> nodes = entries_of("history");
    for (std::size_t i = 0; i < deal.history.size(); ++i) {
      const Node* const holder = here_;
      if (i < nodes.size()) here_ = nodes[i];
      for (const std::string& key : unreadable_past(deal.history[i], settings_.currency))
        say("was",
            key + " was \"" + printable_line(*find_named(deal.history[i].was, key)) +
                "\": that can't be read",
            "value", "write it as the deal does, or none");
      here_ = holder;
    }
  }

  void look_at_moves(const Deal& deal, const std::vector<Stage>& pipeline) {
    const std::vector<const Node*> nodes = entries_of("history");
    bool ended = false;
    for (const Move* const move : in_order(deal.history)) {
      if (move->stage.empty()) continue;
      const Stage* const stage = find_stage(pipeline, move->stage);
      const std::size_t place = static_cast<std::size_t>(move - deal.history.data());
      const Node* const holder = here_;
      if (place < nodes.size()) here_ = nodes[place];
      if (stage == nullptr)
        say("stage", "the pipeline has no stage \"" + printable_line(move->stage) + "\"",
            "unknown-stage", "names of earlier days belong in a stage's was: list");
      if (ended && !move->reopen)
        say("stage", "a move after the deal has ended; it doesn't count", "after-end",
            "reopen: yes makes it count");
      here_ = holder;
      if (!ended || move->reopen) ended = stage != nullptr && !stage->ends.empty();
    }
  }

  /// The words are the book's own, but these decide whether a case is open.
  void look_at_statuses(const Case& one) {
    const std::vector<const Node*> nodes = entries_of("history");
    const std::vector<std::string> usual = settings_.statuses_of_cases();
    const bool own = !settings_.case_statuses.empty();
    for (std::size_t i = 0; i < one.history.size(); ++i) {
      const std::string& status = one.history[i].status;
      if (status.empty() || std::find(usual.begin(), usual.end(), status) != usual.end()) continue;
      const auto near = did_you_mean(status, usual);
      if (near.empty() && !own) continue;
      const Node* const holder = here_;
      if (i < nodes.size()) here_ = nodes[i];
      if (near.empty())
        say("status", "crm.yaml knows no status \"" + printable_line(status) + "\" of cases",
            "unknown-word", "add it to case_statuses");
      else
        say("status", "\"" + printable_line(status) + "\" is nearly a status that crm knows",
            "unknown-word", "did you mean " + near.front() + "?");
      here_ = holder;
    }
  }

  void look_at(const Case& one) {
    look_at_statuses(one);
    word("priority", one.priority, settings_.priorities);
    range("rating", one.rating, 1, 5);
    colleague_word("owner", one.owner);
    own("deal", one.deal, customer_.deals);
    own_people(one.with);
  }

  void look_at(const Reminder& one) {
    colleague_word("for", one.for_whom);
    own("deal", one.deal, customer_.deals);
    own("case", one.case_id, customer_.cases);
  }

  void look_at(const Purchase& one) {
    own("deal", one.deal, customer_.deals);
    own("refund_of", one.refund_of, customer_.purchases);
    campaign("campaign", one.campaign);
    currency("amount", one.amount);
  }

  void look_at(const Payment& one) {
    currency("amount", one.amount);
    if (!one.for_what.empty() && find_item(customer_.purchases, one.for_what) == nullptr &&
        find_item(customer_.deals, one.for_what) == nullptr)
      say("for",
          "there is no purchase or deal \"" + printable_line(one.for_what) + "\" in this record",
          "dangling");
  }

  void look_at(const Interaction& one) {
    word("kind", one.kind, settings_.kinds);
    word("outcome", one.outcome, settings_.outcomes);
    word("direction", one.direction, {"in", "out"});
    colleague_word("by", one.by);
    own("deal", one.deal, customer_.deals);
    own("case", one.case_id, customer_.cases);
    campaign("campaign", one.campaign);
    own_people(one.with);
    for (const std::string& id : one.also) reference("also", id);
  }

  const Tree& tree_;
  const Customer& customer_;
  const Known& known_;
  const Settings& settings_;
  const Node* here_ = nullptr;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> doubts(const Tree& tree, const Customer& customer, const Known& known,
                            const Settings& settings) {
  return Examination(tree, customer, known, settings).run();
}

}  // namespace crm
