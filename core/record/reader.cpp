#include "core/record/reader.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/domain/id.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/record/schema.hpp"
#include "core/record/twins.hpp"

namespace crm {
namespace {

/// A scalar that knows how to read itself.
template <class T>
concept Parsed = requires(std::string_view text) {
  { T::parse(text) } -> std::same_as<Result<T>>;
};

/// A file with more problems than this is not mended line by line.
constexpr std::size_t most_problems = 1000;

/// Nothing is there; `Null` may be a name, but is no day.
template <class T>
bool is_missing(const Node& node) {
  return std::is_same_v<T, std::string> ? node.is_absent() : node.is_null();
}

/// Tells of most fields that a map has no such key, without comparing it with each.
class KeySketch {
 public:
  explicit KeySketch(const Node& map) {
    for (const auto [key, value] : entries(map)) seen_ |= bit(key.text);
  }

  bool may_have(std::string_view key) const { return (seen_ & bit(key)) != 0; }

 private:
  static std::uint64_t bit(std::string_view key) {
    const std::size_t mixed = key.empty() ? 0 : key.size() * 7 + static_cast<unsigned char>(key[0]);
    return std::uint64_t{1} << (mixed % 64);
  }

  std::uint64_t seen_ = 0;
};

class Reader {
 public:
  Reader(const Tree& tree, std::string_view currency) : tree_(tree), currency_(currency) {}

  template <Described T>
  T read_entry(const Node& map) {
    T value;
    read_entry(map, value);
    return value;
  }

  bool is_readable() const { return errors_ == 0; }

  /// In the order of the file.
  std::vector<Problem> take_problems() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const Found& a, const Found& b) { return a.byte < b.byte; });
    std::vector<Problem> problems;
    Place place = tree_.place(tree_.root());
    std::uint32_t at = tree_.root().begin;
    for (Found& found : problems_) {
      place =
          place_after(std::move(place), std::string_view(tree_.text()).substr(at, found.byte - at));
      at = found.byte;
      found.problem.place = place;
      problems.push_back(std::move(found.problem));
    }
    return problems;
  }

  void wrong(const Node& at, std::string message, std::string hint = {}, std::string code = "value",
             bool warning = false) {
    if (!warning) ++errors_;
    if (problems_.size() < most_problems || (!warning && errors_ < most_problems))
      problems_.push_back(
          {at.begin,
           {std::move(message), std::nullopt, std::move(hint), std::move(code), warning}});
  }

 private:
  template <Described T>
  void read_entry(const Node& map, T& value, std::string_view id = {}) {
    if (!map.is_map())
      return wrong(map, with_article(T::noun) + " is written as lines like \"key: value\"");
    Fields fields{*this, map};
    T::describe(fields, value);
    if (fields.met < map.size) look_at_unknown_keys(map, value);
    if constexpr (requires { value.id; })
      if (!id.empty()) value.id = id;
  }

  struct Fields {
    Reader& reader;
    const Node& map;
    KeySketch sketch = KeySketch(map);
    std::uint32_t met = 0;

    template <class T>
    void operator()(std::string_view key, T& member, Trait trait = {}) {
      const Node* const node = sketch.may_have(key) ? find(map, key) : nullptr;
      if (node != nullptr) ++met;
      if (node == nullptr || is_missing<T>(*node)) {
        if (trait.required)
          reader.wrong(node == nullptr ? map : *node, "\"" + std::string(key) + "\" is missing", "",
                       "missing");
        return;
      }
      reader.key_ = key;
      reader.read(*node, member);
    }
  };

  // One overload a shape.

  void read(const Node& node, std::string& text) {
    if (expect_scalar(node)) text = node.text;
  }

  void read(const Node& node, bool& yes) {
    if (!expect_scalar(node)) return;
    const std::string word = lowered(node.text);
    if (word == "yes" || word == "true") {
      yes = true;
    } else if (word == "no" || word == "false") {
      yes = false;
    } else {
      wrong(node, quoted(node.text) + " should be yes or no");
    }
  }

  void read(const Node& node, std::int64_t& number) {
    if (!expect_scalar(node)) return;
    const auto [end, failure] =
        std::from_chars(node.text.data(), node.text.data() + node.text.size(), number);
    if (failure != std::errc() || end != node.text.data() + node.text.size())
      wrong(node, quoted(node.text) + " should be a whole number");
  }

  void read(const Node& node, Money& money) {
    if (expect_scalar(node)) keep(node, Money::parse(node.text, currency_), money);
  }

  template <Parsed T>
  void read(const Node& node, T& value) {
    if (expect_scalar(node)) keep(node, T::parse(node.text), value);
  }

  template <class T>
  void read(const Node& node, std::optional<T>& value) {
    const std::size_t before = errors_;
    T found{};
    read(node, found);
    if (errors_ == before) value = std::move(found);
  }

  void read(const Node& node, Labelled& entry) {
    if (node.is_scalar()) {
      entry.value = node.text;
      return;
    }
    const Node* const value = find(node, "value");
    const Node* const label = find(node, "label");
    if (value == nullptr || !value->is_scalar() || (label != nullptr && !label->is_scalar())) {
      wrong(node, quoted(key_) + " holds texts, or {value: …, label: …}");
      return;
    }
    entry.value = value->text;
    if (label != nullptr && !label->is_absent()) entry.label = label->text;
  }

  template <Described T>
  void read(const Node& node, T& value) {
    value = read_entry<T>(node);
  }

  template <class T>
  void read(const Node& node, std::vector<T>& list) {
    if constexpr (!Described<T>) {
      // `with: p4n8x2`: a lone text is a list of one.
      if (node.is_scalar()) return read(node, list.emplace_back());
    }
    if (!expect_list(node, Described<T>)) return;
    // One more is what a command mostly adds.
    list.reserve(node.size + 1);
    std::vector<std::string> ids;
    if constexpr (Described<T> && requires(T item) { item.id; }) {
      ids = entry_ids(node);
      look_at_ids(node, ids);
    }
    std::size_t i = 0;
    for (const Node& item : items(node)) {
      if constexpr (Described<T>) {
        read_entry(item, list.emplace_back(), ids.empty() ? std::string_view() : ids[i]);
      } else if (!item.is_scalar() || (!item.is_absent() && !item.text.empty())) {
        read(item, list.emplace_back());
      }
      ++i;
    }
  }

  template <class T>
  void read(const Node& node, Named<T>& map) {
    if (!node.is_map()) {
      wrong(node, quoted(key_) + " should be a map of \"name: value\"");
      return;
    }
    for (const auto [name, value] : entries(node)) {
      if (is_missing<T>(value) && !Described<T>) continue;
      T found{};
      key_ = name.text;
      if (!is_missing<T>(value)) read(value, found);
      map.emplace_back(std::string(name.text), std::move(found));
    }
  }

  void read(const Node& node, Data& any) { any = to_data(node); }

  template <class T>
  void keep(const Node& node, Result<T> found, T& value) {
    if (found) {
      value = *std::move(found);
      return;
    }
    for (Problem& problem : found.error().problems)
      wrong(node, std::move(problem.message), std::move(problem.hint));
  }

  static std::string quoted(std::string_view text) {
    return "\"" + shortened(printable_line(text), 40) + "\"";
  }

  bool expect_scalar(const Node& node) {
    if (node.is_scalar()) return true;
    wrong(node, quoted(key_) + " should be one value, not a " + (node.is_list() ? "list" : "map"));
    return false;
  }

  bool expect_list(const Node& node, bool of_entries) {
    if (node.is_list()) return true;
    wrong(node, quoted(key_) + " should be a list",
          of_entries ? "begin each entry with \"- \""
                     : "write it as [one, two], or each on a line of its own after \"- \"");
    return false;
  }

  void look_at_ids(const Node& list, const std::vector<std::string>& ids) {
    const bool with_twins = has_twins(ids);
    std::set<std::string_view> seen;
    std::size_t i = 0;
    for (const Node& item : items(list)) {
      const Node* const written = written_id(item);
      if (with_twins && !seen.insert(ids[i]).second)
        wrong(item, "the id " + ids[i] + " stands twice in this list",
              "give one of them another id", "id-twice", true);
      if (written == nullptr && item.is_map())
        wrong(item, "an entry without an id", "crm check --fix gives it one", "no-id", true);
      else if (written != nullptr && written->text != ids[i])
        wrong(*written, "the id " + std::string(written->text) + " is another entry's",
              "crm check --fix moves it there", "misplaced-id", true);
      else if (written != nullptr && !is_item_id(ids[i]))
        wrong(*written, quoted(ids[i]) + " is not an id", "an id is up to 32 of a-z 0-9 - ~",
              "bad-id", true);
      ++i;
    }
  }

  struct Keys {
    std::vector<std::string> all;

    template <class T>
    void operator()(std::string_view key, const T&, Trait = {}) {
      all.emplace_back(key);
    }
  };

  template <Described T>
  void look_at_unknown_keys(const Node& map, const T& value) {
    Keys known;
    T::describe(known, value);
    for (const auto [key, found] : entries(map)) {
      if (key.text.starts_with("x-") ||
          std::find(known.all.begin(), known.all.end(), key.text) != known.all.end())
        continue;
      if (problems_.size() >= most_problems) return;
      const auto near = did_you_mean(key.text, known.all);
      const std::string hint =
          near.empty() ? "a key of your own begins with x-" : "did you mean " + near.front() + "?";
      wrong(key, with_article(T::noun) + " has no " + quoted(key.text), hint, "unknown-key", true);
    }
  }

  struct Found {
    std::uint32_t byte;
    Problem problem;
  };

  const Tree& tree_;
  std::string_view currency_;
  std::string_view key_;
  std::size_t errors_ = 0;
  std::vector<Found> problems_;
};

template <class T>
Reading<T> finished(Reader& reader, T value) {
  Reading<T> reading;
  reading.problems = reader.take_problems();
  if (reader.is_readable()) reading.value = std::move(value);
  return reading;
}

/// What a book can't do without, as it might stand in crm.yaml.
constexpr std::pair<std::string_view, std::string_view> needed_lines[] = {
    {"\"format\"", "format: 1"},
    {"\"currency\"", "currency: EUR"},
    {"\"country\"", "country: DE"},
    {"\"timezone\"", "timezone: Europe/Berlin"}};

/// The id of a file's record: written, or the file's stem.
template <class T>
void give_id(Reader& reader, const Tree& tree, T& value) {
  if (value.id.empty()) {
    value.id = id_of_file(file_stem(tree.file()));
  } else if (!is_customer_id(value.id)) {
    const Node* const id = find(tree.root(), "id");
    reader.wrong(id == nullptr ? tree.root() : *id,
                 "\"" + printable_line(value.id) + "\" is not an id",
                 "letters, digits and - in it, no spaces");
  }
}

Error only_errors(const std::vector<Problem>& problems) {
  Error error{Error::Kind::invalid, {}};
  for (const Problem& problem : problems)
    if (!problem.warning) error.problems.push_back(problem);
  return error;
}

}  // namespace

template <class T>
Error Reading<T>::error() const {
  return only_errors(problems);
}

template struct Reading<Customer>;
template struct Reading<Campaign>;
template struct Reading<Settings>;
template struct Reading<Rates>;
template struct Reading<Mapping>;

Reading<Customer> read_customer(const Tree& tree, std::string_view currency) {
  Reader reader(tree, currency);
  auto customer = reader.read_entry<Customer>(tree.root());
  give_id(reader, tree, customer);
  const Node* const name = find(tree.root(), "name");
  if (name != nullptr && name->is_scalar() && !name->is_absent() && trimmed(name->text).empty())
    reader.wrong(*name, "the name is blank", "", "missing");
  return finished(reader, std::move(customer));
}

Reading<Campaign> read_campaign(const Tree& tree, std::string_view currency) {
  Reader reader(tree, currency);
  auto campaign = reader.read_entry<Campaign>(tree.root());
  give_id(reader, tree, campaign);
  return finished(reader, std::move(campaign));
}

Reading<Settings> read_settings(const Tree& tree) {
  const Node* const format = find(tree.root(), "format");
  Reader reader(tree, "");
  auto settings = reader.read_entry<Settings>(tree.root());
  if (format != nullptr && settings.format.value_or(0) > current_format) {
    // A newer book may mean other things by the same words: say only this.
    Reading<Settings> refused;
    refused.problems.push_back({"this book has format " + std::to_string(*settings.format) +
                                    "; this crm reads formats up to " +
                                    std::to_string(current_format),
                                tree.place(*format), "install a newer crm", "newer-format", false});
    return refused;
  }
  if (format != nullptr && settings.format.value_or(1) < 1)
    reader.wrong(*format, "a format is 1 or more");
  if (const Node* currency = find(tree.root(), "currency");
      currency != nullptr && !settings.currency.empty() && !currency_decimals(settings.currency))
    reader.wrong(*currency, "there is no currency \"" + printable_line(settings.currency) + "\"",
                 "a currency is a code of ISO 4217, like EUR or INR");
  if (const Node* country = find(tree.root(), "country");
      country != nullptr && !settings.country.empty() && find_country(settings.country) == nullptr)
    reader.wrong(*country, "there is no country \"" + printable_line(settings.country) + "\"",
                 "a country is two letters of ISO 3166, like DE or IN");
  Reading<Settings> reading = finished(reader, std::move(settings));
  for (Problem& problem : reading.problems)
    for (const auto& [key, line] : needed_lines)
      if (problem.code == "missing" && problem.message.find(key) != std::string::npos)
        problem.hint = "write a line like \"" + std::string(line) + "\"";
  return reading;
}

Reading<Rates> read_rates(const Tree& tree) {
  Reader reader(tree, "");
  return finished(reader, reader.read_entry<Rates>(tree.root()));
}

Reading<Mapping> read_mapping(const Tree& tree) {
  Reader reader(tree, "");
  return finished(reader, reader.read_entry<Mapping>(tree.root()));
}

std::string_view file_stem(std::string_view path) {
  if (const auto slash = path.rfind('/'); slash != path.npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".yaml")) path.remove_suffix(5);
  return path;
}

}  // namespace crm
