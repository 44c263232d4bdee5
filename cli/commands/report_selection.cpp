#include "cli/commands/report_selection.hpp"

#include <array>
#include <memory>

#include "cli/commands/cadences.hpp"
#include "core/domain/span.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::size_t kinds = 5;
/// The lists of a record as an Part's alternatives have them; empty: the customer itself.
constexpr std::array<std::string_view, kinds> lists{"", "deals", "purchases", "interactions",
                                                    "cases"};

const Type& type_of(std::size_t kind) {
  return kind == 0 ? customer_type() : *customer_type().find(lists[kind])->item;
}

std::optional<Item> item_of(const Part& part) {
  return std::visit(
      [](const auto& one) -> std::optional<Item> {
        if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::monostate>)
          return std::nullopt;
        else
          return Item(one);
      },
      part);
}

/// What the report looks at; the customer is always among it.
std::vector<std::size_t> looked_at(const ReportKind& kind) {
  std::vector<std::size_t> all{0};
  for (std::size_t i = 1; i < kinds; ++i)
    if (kind.needs.fields.has(customer_type().rank(lists[i])) && lists[i] != kind.only_read)
      all.push_back(i);
  return all;
}

struct Filters {
  std::array<std::optional<Filter>, kinds> of;
  /// Choosing customers, with all that is theirs.
  bool of_customers = false;

  bool fits(const Customer& customer, const Part& part) const {
    const auto& filter = of[of_customers ? 0 : part.index()];
    if (!filter) return false;
    const auto item = of_customers ? std::nullopt : item_of(part);
    return item ? filter->fits(customer, *item) : filter->fits(customer);
  }
};

struct Groups {
  std::array<std::optional<FieldName>, kinds> of;
  const Settings& settings;
  Moment now;

  std::string name(const Customer& customer, const Part& part) const {
    const auto item = item_of(part);
    const auto& field = of[part.index()];
    if (!field) return {};
    std::string all;
    for (const Value& value : field->values({customer, item ? &*item : nullptr, settings, now}))
      all += (all.empty() ? "" : ", ") + value.text;
    return all;
  }
};

/// `2026-Q1`, the quarter in which they first bought.
std::string cohort(const Customer& customer, const Settings& settings) {
  std::optional<Day> first;
  for (const Purchase& one : customer.purchases)
    if (one.refund_of.empty() && (!first || one.on < *first)) first = one.on;
  if (!first) return {};
  return span_name(*first, CalendarUnit::quarter, settings.first_month());
}

bool is_word_of(std::string_view words, std::string_view word) {
  const auto all = split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

/// Of several errors the one that knows what was meant.
void keep_nearer(std::optional<Error>& kept, Error other) {
  const auto knows = [](const Error& one) {
    return one.problems.front().hint.starts_with("did you mean");
  };
  if (!kept || (knows(other) && !knows(*kept))) kept = std::move(other);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string plural(std::size_t kind) {
  return kind == 3 ? "conversations" : std::string(lists[kind]);
}

/// How often customers are to be spoken to by crm.yaml's rules; the first that fits holds.
void add_cadences(Selected& selected, const Desk& desk) {
  Cadences cadences = Cadences::of(desk);
  selected.needs.add(cadences.needs);
  selected.asked.add(cadences.needs.fields);
  selected.problems = std::move(cadences.problems);
  selected.selection.cadence = [rules = std::move(cadences.rules)](const Customer& customer) {
    for (const Cadence& rule : rules)
      if (rule.fits(customer)) return rule.how.period;
    return std::optional<Period>();
  };
}

void refuse_by(const std::string& by, const ReportKind& kind) {
  throw Failure(Error::asked_wrongly(
      "the report " + std::string(kind.name) + " is not told by " + printable_line(by),
      "crm help reports says what each is told by"));
}

/// Without what it looks at entry by entry.
Selected selected_by(const std::vector<std::string>& asked, const std::string& by,
                     const ReportKind& kind, const Desk& desk, const Moment& now) {
  Selected selected{{}, kind.needs};
  selected.selection.everyone = kind.of_everyone;
  if (kind.needs.fields.has(customer_type().rank("keep_in_touch"))) add_cadences(selected, desk);
  const std::vector<std::string> filter = asked.empty() ? words_of_text(kind.usual_filter) : asked;
  const auto looked = looked_at(kind);
  Asker asker = desk.asker();
  asker.now = now;
  if (!filter.empty()) {
    const auto filters = std::make_shared<Filters>();
    filters->of_customers = kind.list.empty();
    selected.selection.of_customers = filters->of_customers;
    std::optional<Error> wrong;
    bool any = false;
    std::vector<std::size_t> out;
    for (const std::size_t i : looked) {
      if (filters->of_customers && i > 0) continue;
      auto made = Filter::parse(filter, type_of(i), asker);
      if (made) {
        selected.needs.add(needs_of(*made));
        selected.asked.add(needs_of(*made).fields);
        filters->of[i] = *std::move(made);
        any = true;
      } else {
        keep_nearer(wrong, made.error());
        if (i > 0) out.push_back(i);
      }
    }
    if (!any) throw Failure(*wrong);
    for (const std::size_t i : out)
      selected.remarks.push_back(plural(i) + " are left out: " + first_line(wrong->message()));
    selected.selection.fits = [filters](const Customer& customer, const Part& part) {
      return filters->fits(customer, part);
    };
  }
  if (!by.empty() && kind.by == ReportKind::by_nothing) refuse_by(by, kind);
  if (by.empty() || calendar_unit(by)) {
    if (calendar_unit(by) && !is_word_of(kind.by, by)) refuse_by(by, kind);
    return selected;
  }
  if (by == "cohort" || by == "referrer" || is_word_of(kind.by, by)) {
    if (!is_word_of(kind.by, by)) refuse_by(by, kind);
    const Settings& settings = desk.settings();
    if (by == "cohort") {
      selected.needs.add({Depth::brief, FieldSet::of({"purchases"})});
      selected.selection.group = [&settings](const Customer& customer, const Part&) {
        return cohort(customer, settings);
      };
    } else if (by == "referrer") {
      selected.needs.add({Depth::brief, FieldSet::of({"id", "name", "referred_by"})});
      selected.selection.group = [](const Customer& customer, const Part&) {
        return customer.referred_by;
      };
    }
    return selected;
  }
  if (by == "customer") {
    selected.needs.add({Depth::brief, FieldSet::of({"id", "name"})});
    selected.selection.group = [](const Customer& customer, const Part&) { return customer.id; };
    return selected;
  }
  const auto groups = std::make_shared<Groups>(Groups{{}, desk.settings(), now});
  std::optional<Error> wrong;
  bool any = false;
  for (const std::size_t i : looked) {
    auto field = FieldName::find(by, type_of(i), desk.asker());
    if (field) {
      const Depth depth = field->asks_texts()  ? Depth::whole
                          : field->asks_past() ? Depth::without_texts
                                               : Depth::brief;
      selected.needs.add({depth, field->reads()});
      groups->of[i] = *std::move(field);
      any = true;
    } else {
      keep_nearer(wrong, field.error());
    }
  }
  if (!any) throw Failure(*wrong);
  selected.selection.group = [groups](const Customer& customer, const Part& part) {
    return groups->name(customer, part);
  };
  return selected;
}

}  // namespace

Selected select(const std::vector<std::string>& asked, const std::string& by,
                const ReportKind& kind, const Desk& desk, const Moment& now) {
  Selected selected = selected_by(asked, by, kind, desk, now);
  const bool by_entry = selected.selection.fits && !selected.selection.of_customers;
  if (by_entry || selected.selection.group) selected.asked.add(selected.needs.fields);
  return selected;
}

}  // namespace crm
