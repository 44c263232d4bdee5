#include "core/query/kept_filters.hpp"

#include "core/query/filter.hpp"
#include "core/query/score.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

class KeptFilters {
 public:
  /// The score's rules are looked at once, not with each filter that asks for it; and what is usual
  /// in the book makes no filter right or wrong.
  KeptFilters(const Tree& tree, const Asker& asker)
      : tree_(tree), asker_(asker), scorer_(without_score(asker)) {
    asker_.stays = scorer_.stays = nullptr;
    asker_.scoring = [] { return Scoring{}; };
  }

  void named(const Node& map) {
    if (!map.is_map()) return;
    for (const auto [name, filter] : entries(map)) look_at(filter, all_types(), asker_);
  }

  /// A filter is the key, and how often or how many points its value.
  void ruled(const Node& map) {
    if (!map.is_map()) return;
    for (const auto [filter, value] : entries(map)) look_at(filter, {&customer_type()}, asker_);
  }

  /// The same, but no rule may ask for the score; and the points are a whole number.
  void scored(const Node& map) {
    if (!map.is_map()) {
      if (!map.is_absent())
        say(map, "a score is made of filters and their points", "write +vip: 20 below it");
      return;
    }
    for (const auto [filter, value] : entries(map)) {
      look_at(filter, {&customer_type()}, scorer_);
      const auto points = points_of(value.is_scalar() ? value.text : "");
      if (!points) say(value, points.error().message(), points.error().problems.front().hint);
    }
  }

  void needed(const Node& pipelines) {
    if (!pipelines.is_map()) return;
    for (const auto [name, stages] : entries(pipelines)) {
      if (!stages.is_list()) continue;
      for (const Node& stage : items(stages))
        if (const Node* const needs = stage.is_map() ? find(stage, "needs") : nullptr)
          look_at(*needs, {customer_type().find("deals")->item}, asker_);
    }
  }

  /// A rule is a map, or one of a list of them; what else it may be has no filter.
  void wished(const Node& map) {
    if (!map.is_map()) return;
    for (const auto [occasion, rule] : entries(map)) {
      if (!rule.is_list()) look_at_rule(rule);
      if (rule.is_list())
        for (const Node& one : items(rule)) look_at_rule(one);
    }
  }

  std::vector<Problem> problems() && { return std::move(problems_); }

 private:
  /// What a filter with a name may be asked of: customers first.
  static std::vector<const Type*> all_types() {
    std::vector<const Type*> types{&customer_type()};
    for (const Field& field : customer_type().fields)
      if (field.item != nullptr) types.push_back(field.item);
    return types;
  }

  void say(const Node& node, std::string message, std::string hint) {
    Problem problem{std::move(message), tree_.place(node), std::move(hint), "bad-filter"};
    problems_.push_back(std::move(problem));
  }

  void look_at_rule(const Node& rule) {
    const Node* const filter = rule.is_map() ? find(rule, "filter") : nullptr;
    if (filter != nullptr) look_at(*filter, {&customer_type()}, asker_);
  }

  void look_at(const Node& filter, const std::vector<const Type*>& types, const Asker& asker) {
    if (!filter.is_scalar() || filter.is_absent()) return;
    const std::vector<std::string> words = words_of_text(filter.text);
    std::optional<Problem> first;
    for (const Type* const type : types) {
      const auto read = Filter::parse(words, *type, asker);
      if (read) return;
      if (!first) first = read.error().problems.front();
    }
    first->place = place_of(filter, words, first->place);
    first->code = "bad-filter";
    problems_.push_back(*std::move(first));
  }

  /// Where the word stands that is wrong; the filter's beginning where it is not written as it is
  /// read (with quotes, over several lines), or where the mistake is in another one that it names.
  Place place_of(const Node& filter, const std::vector<std::string>& words,
                 const std::optional<Place>& within) const {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
    const std::string_view written =
        std::string_view(tree_.text()).substr(filter.begin, filter.end - filter.begin);
    const auto at = written.find(line);
    if (!within || at == written.npos) return tree_.place(filter);
    Place place = tree_.place(filter.begin + static_cast<std::uint32_t>(at));
    place.column += within->column - 1;
    return place;
  }

  const Tree& tree_;
  Asker asker_;
  /// Who may not ask for the score.
  Asker scorer_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> unreadable_filters(const Book& book, const Asker& asker,
                                        std::string_view below) {
  auto text = book.disk().read(book.layout().settings());
  const auto tree =
      text ? Tree::parse(*std::move(text), "crm.yaml") : Result<Tree>(error(text.error()));
  if (!tree) return {};
  KeptFilters reading(*tree, asker);
  for (const auto [key, value] : entries(tree->root())) {
    if (!below.empty() && key.text != below) continue;
    if (key.text == "filters") reading.named(value);
    if (key.text == "cadence") reading.ruled(value);
    if (key.text == "score") reading.scored(value);
    if (key.text == "wishes") reading.wished(value);
    if (key.text == "pipelines") reading.needed(value);
  }
  return std::move(reading).problems();
}

}  // namespace crm
