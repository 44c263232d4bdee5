#include "core/book/check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/deal.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/record/schema.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// Who is in the book: for references.
struct Known {
  /// Id → the files that have it.
  std::map<std::string, std::vector<std::string>> files;
  /// Folded name → ids.
  std::map<std::string, std::vector<std::string>> names;
  std::set<std::string> aliases;

  /// The id that a reference by slug or unique name means; the reference itself where it is an id
  /// already.
  std::string meant(const std::string& reference) const {
    if (files.contains(reference)) return reference;
    const auto named = names.find(folded(reference));
    if (named != names.end() && named->second.size() == 1) return named->second.front();
    std::string by_slug;
    for (const auto& [id, where] : files)
      if (id.size() > 5 && id.substr(0, id.size() - 5) == reference) {
        if (!by_slug.empty()) return {};
        by_slug = id;
      }
    return by_slug;
  }

  bool has(const std::string& reference) const {
    return !meant(reference).empty() || aliases.contains(reference);
  }
};

struct File {
  std::string path;
  Tree tree;
  Customer customer;
};

class Examination {
 public:
  Examination(const File& file, const Known& known, const Settings& settings)
      : file_(file), known_(known), settings_(settings) {}

  std::vector<Problem> run() {
    const Customer& customer = file_.customer;
    word("status", customer.status, settings_.statuses);
    word("kind", customer.kind, {"person", "company"});
    colleague_word("owner", customer.owner);
    reference("referred_by", customer.referred_by);
    reference("works_at", customer.works_at);
    for (const Relation& one : customer.relations)
      within("relations", one.id, [&] { reference("to", one.to); });
    for (const Person& one : customer.people)
      within("people", one.id, [&] { reference("customer", one.customer); });
    for (const Deal& one : customer.deals) within("deals", one.id, [&] { look_at(one); });
    for (const Case& one : customer.cases) within("cases", one.id, [&] { look_at(one); });
    for (const Reminder& one : customer.reminders)
      within("reminders", one.id, [&] { look_at(one); });
    for (const Purchase& one : customer.purchases)
      within("purchases", one.id, [&] { look_at(one); });
    for (const Payment& one : customer.payments)
      within("payments", one.id, [&] {
        currency("amount", one.amount);
        if (!one.for_what.empty() && find_item(customer.purchases, one.for_what) == nullptr &&
            find_item(customer.deals, one.for_what) == nullptr)
          say("for",
              "there is no purchase or deal \"" + printable_line(one.for_what) +
                  "\" in this record",
              "dangling");
      });
    for (const Interaction& one : customer.interactions)
      within("interactions", one.id, [&] { look_at(one); });
    std::map<std::string_view, const Node*> lists;
    look_at_ids(file_.tree.root(), customer_type(), lists);
    return std::move(problems_);
  }

 private:
  /// Looks at the entry of a list, within the entry that is being looked at.
  void within(std::string_view list, const std::string& id, const auto& look) {
    const Node* const holder = here_;
    if (const Node* const node = find(holder == nullptr ? file_.tree.root() : *holder, list);
        node != nullptr && node->is_list()) {
      const auto ids = entry_ids(*node);
      std::size_t i = 0;
      for (const Node& item : items(*node)) {
        if (ids[i] == id) here_ = &item;
        ++i;
      }
    }
    look();
    here_ = holder;
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
                                 file_.tree.place(*id), "give one of them another id", "id-twice",
                                 true});
        }
        look_at_ids(item, *field->item, lists);
      }
    }
  }

  void say(std::string_view key, std::string message, std::string code, std::string hint = {}) {
    const Node& map = here_ == nullptr ? file_.tree.root() : *here_;
    const Node* const value = find(map, key);
    problems_.push_back({std::move(message), file_.tree.place(value == nullptr ? map : *value),
                         std::move(hint), std::move(code), true});
  }

  void word(std::string_view key, const std::string& value, const std::vector<std::string>& list) {
    if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
    const auto near = did_you_mean(value, list);
    say(key, "crm.yaml knows no " + std::string(key) + " \"" + printable_line(value) + "\"",
        "unknown-word", near.empty() ? "" : "did you mean " + near.front() + "?");
  }

  void colleague_word(std::string_view key, const std::string& value) {
    if (value.empty() || settings_.team.empty() || find_named(settings_.team, value) != nullptr)
      return;
    say(key, "nobody in the team is called \"" + printable_line(value) + "\"", "unknown-word");
  }

  void reference(std::string_view key, const std::string& id) {
    if (!id.empty() && !known_.has(id))
      say(key, "there is no customer \"" + printable_line(id) + "\"", "dangling");
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
      if (std::none_of(file_.customer.people.begin(), file_.customer.people.end(), is_named))
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
          "unknown-word");
    else
      look_at_moves(deal, *pipeline);
    if (deal.amount) currency("amount", *deal.amount);
    if (deal.cost) currency("cost", *deal.cost);
    range("probability", deal.probability, 0, 100);
    colleague_word("owner", deal.owner);
    own_people(deal.with);
  }

  void look_at_moves(const Deal& deal, const std::vector<Stage>& pipeline) {
    bool ended = false;
    for (const Move* const move : in_order(deal.history)) {
      if (move->stage.empty()) continue;
      const auto is_it = [&](const Stage& stage) {
        return stage.stage == move->stage ||
               std::find(stage.was.begin(), stage.was.end(), move->stage) != stage.was.end();
      };
      const auto stage = std::find_if(pipeline.begin(), pipeline.end(), is_it);
      within("history", move->id, [&] {
        if (stage == pipeline.end())
          say("stage", "the pipeline has no stage \"" + printable_line(move->stage) + "\"",
              "unknown-stage", "names of earlier days belong in a stage's was: list");
        if (ended && !move->reopen)
          say("stage", "a move after the deal has ended; it doesn't count", "after-end",
              "reopen: yes makes it count");
      });
      if (!ended || move->reopen) ended = stage != pipeline.end() && !stage->ends.empty();
    }
  }

  void look_at(const Case& one) {
    word("priority", one.priority, settings_.priorities);
    range("rating", one.rating, 1, 5);
    colleague_word("owner", one.owner);
    own("deal", one.deal, file_.customer.deals);
    own_people(one.with);
  }

  void look_at(const Reminder& one) {
    colleague_word("for", one.for_whom);
    own("deal", one.deal, file_.customer.deals);
    own("case", one.case_id, file_.customer.cases);
  }

  void look_at(const Purchase& one) {
    own("deal", one.deal, file_.customer.deals);
    own("refund_of", one.refund_of, file_.customer.purchases);
    currency("amount", one.amount);
  }

  void look_at(const Interaction& one) {
    word("kind", one.kind, settings_.kinds);
    word("outcome", one.outcome, settings_.outcomes);
    word("direction", one.direction, {"in", "out"});
    colleague_word("by", one.by);
    own("deal", one.deal, file_.customer.deals);
    own("case", one.case_id, file_.customer.cases);
    own_people(one.with);
    for (const std::string& id : one.also) reference("also", id);
  }

  const File& file_;
  const Known& known_;
  const Settings& settings_;
  const Node* here_ = nullptr;
  std::vector<Problem> problems_;
};

/// What crm.yaml says that makes no sense, though it can be read.
class SettingsExamination {
 public:
  SettingsExamination(const Tree& tree, const Settings& settings)
      : tree_(tree), settings_(settings) {}

  std::vector<Problem> run() {
    const Node& root = tree_.root();
    const auto& leap_day = settings_.leap_day;
    if (settings_.year_starts && (*settings_.year_starts < 1 || *settings_.year_starts > 12))
      say(root, "year_starts", "a business year starts in a month from 1 to 12", "out-of-range");
    if (leap_day && leap_day->text() != "02-28" && leap_day->text() != "03-01")
      say(root, "leap_day", "a birthday of 29 February is kept on 02-28 or 03-01", "out-of-range");
    word(root, "consent", settings_.consent, {"ask", "assume"});
    word(root, "commit", settings_.commit, {"each", "sync", "off"});
    word(root, "sync", settings_.sync, {"ask", "auto"});
    for (const auto& [name, field] : settings_.fields)
      if (const Node* const map = below("fields", name))
        word(*map, "type", field.type, {"text", "number", "money", "day", "yes", "choice"});
    for (const auto& [name, stages] : settings_.pipelines)
      if (const Node* const list = below("pipelines", name); list != nullptr && list->is_list())
        look_at(name, stages, *list);
    return std::move(problems_);
  }

 private:
  const Node* below(std::string_view key, std::string_view name) const {
    const Node* const map = find(tree_.root(), key);
    return map == nullptr ? nullptr : find(*map, name);
  }

  void say(const Node& map, std::string_view key, std::string message, std::string code,
           std::string hint = {}) {
    const Node* const value = find(map, key);
    problems_.push_back({std::move(message), tree_.place(value == nullptr ? map : *value),
                         std::move(hint), std::move(code), true});
  }

  void word(const Node& map, std::string_view key, const std::string& value,
            const std::vector<std::string>& list) {
    if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
    std::string all;
    for (const std::string& one : list) all += (all.empty() ? "" : ", ") + one;
    say(map, key, std::string(key) + " can't be \"" + printable_line(value) + "\"", "unknown-word",
        "one of " + all);
  }

  void look_at(const std::string& name, const std::vector<Stage>& stages, const Node& list) {
    std::set<std::string> seen;
    bool ends = false;
    std::size_t i = 0;
    for (const Node& item : items(list)) {
      const Stage& stage = stages[i++];
      ends = ends || !stage.ends.empty();
      word(item, "ends", stage.ends, {"won", "lost"});
      if (!seen.insert(stage.stage).second)
        say(item, "stage",
            "the stage \"" + printable_line(stage.stage) + "\" stands twice in this pipeline",
            "stage-twice");
      if (stage.probability && (*stage.probability < 0 || *stage.probability > 100))
        say(item, "probability",
            "probability goes from 0 to 100, not " + std::to_string(*stage.probability),
            "out-of-range");
    }
    if (!ends)
      problems_.push_back({"no stage ends the pipeline \"" + printable_line(name) + "\"",
                           tree_.place(list), "give one of them ends: won, another ends: lost",
                           "no-end", true});
  }

  const Tree& tree_;
  const Settings& settings_;
  std::vector<Problem> problems_;
};

/// What a campaign says that makes no sense.
void look_at_campaign(const Tree& tree, const Campaign& campaign, std::vector<Problem>& problems) {
  if (campaign.from && campaign.to && *campaign.to < *campaign.from)
    problems.push_back({"it ends before it begins", tree.place(*find(tree.root(), "to")),
                        "from is " + campaign.from->text(), "out-of-range", true});
}

/// All files that can be read, what is known from them, and the problems of reading.
struct Survey {
  std::vector<std::string> paths;
  Known known;
  std::vector<Problem> problems;
};

struct FileReading {
  std::optional<File> file;
  std::vector<Problem> problems;
};

FileReading read_file(const Book& book, const std::string& path) {
  FileReading read;
  auto text = book.disk().read(book.layout().absolute(path));
  auto tree = text ? Tree::parse(*std::move(text), path) : Result<Tree>(error(text.error()));
  if (!tree) {
    read.problems = tree.error().problems;
    for (Problem& problem : read.problems)
      if (!problem.place) problem.place = Place{path, 0, 0};
    return read;
  }
  auto reading = read_customer(*tree, book.settings().currency);
  read.problems = std::move(reading.problems);
  if (reading.ok()) read.file = File{path, *std::move(tree), *std::move(reading.value)};
  return read;
}

Result<Survey> survey(const Book& book) {
  auto paths = book.paths();
  if (!paths) return error(paths.error());
  Survey all;
  all.paths = *paths;
  for (const std::string& path : *paths) {
    FileReading read = read_file(book, path);
    std::move(read.problems.begin(), read.problems.end(), std::back_inserter(all.problems));
    if (!read.file) continue;
    const Customer& customer = read.file->customer;
    all.known.files[customer.id].push_back(path);
    all.known.names[folded(customer.name)].push_back(customer.id);
    for (const std::string& alias : customer.aliases) all.known.aliases.insert(alias);
  }
  return all;
}

void in_order_of_places(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    static const Place nowhere;
    const Place& x = a.place ? *a.place : nowhere;
    const Place& y = b.place ? *b.place : nowhere;
    return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
  });
}

/// Every list of entries in a record, with its path.
void give_ids(const Node& node, const Type& type, Path at, std::vector<Edit>& edits) {
  for (const auto [key, value] : entries(node)) {
    const Field* const field = type.find(key.text);
    if (field == nullptr || field->shape != Shape::items || !value.is_list()) continue;
    const auto ids = entry_ids(value);
    std::size_t i = 0;
    for (const Node& item : items(value)) {
      Path place = at;
      place.emplace_back(key.text);
      place.push_back(ids[i]);
      if (item.is_map() && find(item, "id") == nullptr) {
        Path id = place;
        id.emplace_back("id");
        edits.push_back({Edit::Kind::set, id, Data::scalar(ids[i]), {}});
      }
      if (item.is_map()) give_ids(item, *field->item, place, edits);
      ++i;
    }
  }
}

}  // namespace

Result<Checkup> check(const Book& book) {
  auto all = survey(book);
  if (!all) return error(all.error());
  Checkup checkup;
  checkup.problems = std::move(all->problems);
  for (const std::string& path : all->paths) {
    const FileReading read = read_file(book, path);
    if (!read.file) continue;
    auto more = Examination(*read.file, all->known, book.settings()).run();
    std::move(more.begin(), more.end(), std::back_inserter(checkup.problems));
  }
  for (const auto& [id, paths] : all->known.files)
    for (std::size_t i = 1; i < paths.size(); ++i)
      checkup.problems.push_back({"the id " + id + " also stands in " + paths.front(),
                                  Place{paths[i], 0, 0}, "give one of the two another id",
                                  "same-id", false});
  auto campaigns = book.campaigns();
  if (!campaigns) return error(campaigns.error());
  std::move(campaigns->problems.begin(), campaigns->problems.end(),
            std::back_inserter(checkup.problems));
  if (auto paths = book.disk().files_below(book.layout().campaigns(), ".yaml"))
    for (const std::string& path : *paths)
      if (auto text = book.disk().read(path))
        if (const auto tree = Tree::parse(*std::move(text), book.layout().relative(path)))
          if (const auto reading = read_campaign(*tree, book.settings().currency); reading.ok())
            look_at_campaign(*tree, *reading.value, checkup.problems);
  // crm.yaml was read when the book was opened, so only its warnings can be left.
  if (auto text = book.disk().read(book.layout().settings()))
    if (const auto tree = Tree::parse(*std::move(text), "crm.yaml")) {
      auto reading = read_settings(*tree);
      std::move(reading.problems.begin(), reading.problems.end(),
                std::back_inserter(checkup.problems));
      if (reading.ok()) {
        auto more = SettingsExamination(*tree, *reading.value).run();
        std::move(more.begin(), more.end(), std::back_inserter(checkup.problems));
      }
    }
  checkup.files = all->paths.size() + campaigns->found.size() + 1;
  in_order_of_places(checkup.problems);
  return checkup;
}

Result<std::vector<Change>> mended(const Book& book) {
  const auto all = survey(book);
  if (!all) return error(all.error());
  std::vector<Change> changes;
  for (const std::string& path : all->paths) {
    const FileReading read = read_file(book, path);
    if (!read.file) continue;
    const File& file = *read.file;
    std::vector<Edit> edits;
    if (find(file.tree.root(), "id") == nullptr)
      edits.push_back({Edit::Kind::set, {"id"}, Data::scalar(file.customer.id), {}});
    give_ids(file.tree.root(), customer_type(), {}, edits);
    for (const std::string_view key : {"referred_by", "works_at"}) {
      const Node* const value = find(file.tree.root(), key);
      if (value == nullptr || !value->is_scalar()) continue;
      const std::string meant = all->known.meant(std::string(value->text));
      if (!meant.empty() && meant != value->text)
        edits.push_back({Edit::Kind::set,
                         {std::string(key)},
                         Data::scalar(meant),
                         Data::scalar(std::string(value->text))});
    }
    if (edits.empty()) continue;
    const auto text = edited(file.tree.text(), edits, customer_type(), path);
    if (!text) return error(text.error());
    changes.push_back({path, file.tree.text(), *text});
  }
  return changes;
}

}  // namespace crm
