#include "core/query/stage_needs.hpp"

#include "core/domain/text.hpp"
#include "core/query/filter.hpp"

namespace crm {
namespace {

/// The parts that must all hold; one that is no list of such is its own only part.
std::vector<Expression> conditions(const Expression& whole) {
  if (whole.kind == Expression::Kind::all) return whole.parts;
  return {whole};
}

std::string as_text(const Expression& expression) {
  std::string text;
  for (const std::string& word : words_of(expression)) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// `crm set d7k2m9 amount=…`; empty where no single field would do.
std::string remedy(const Expression& part, const Deal& deal, const Type& type) {
  if (part.kind != Expression::Kind::term) return {};
  const Term& term = part.term;
  const std::string set = "crm set " + deal.id + " ";
  const auto name = [](std::string_view key) {
    return std::string(key == "value" ? std::string_view("amount") : key);
  };
  const auto is_own = [&](std::string_view key) { return type.find(name(key)) != nullptr; };
  if (term.without) return {};
  if (term.kind == Term::Kind::has && is_own(term.value)) return set + name(term.value) + "=…";
  if (term.kind == Term::Kind::tag) return set + "+" + term.value;
  if (term.kind == Term::Kind::field && is_own(term.key)) return set + name(term.key) + "=…";
  return {};
}

}  // namespace

Result<void> fits_needs(const Stage& stage, const Customer& customer, const Deal& deal,
                        const Asker& asker) {
  if (trimmed(stage.needs).empty()) return {};
  const Type& type = *customer_type().find("deals")->item;
  const std::vector<std::string> words = words_of_text(stage.needs);
  const auto whole = parse_expression(words, asker.settings.filters);
  const auto all = Filter::parse(words, type, asker);
  if (!whole || !all)
    return error(Error::invalid(
        "what the stage " + stage.stage + " needs can't be read: " + printable_line(stage.needs),
        "crm check says what is wrong in crm.yaml; or insist with "
        "--anyway -m WHY"));
  if (all->fits(customer, Item(&deal))) return {};
  const std::vector<Expression> parts = conditions(*whole);
  for (const Expression& part : parts) {
    const auto one = Filter::parse(words_of(part), type, asker);
    if (one && one->fits(customer, Item(&deal))) continue;
    const std::string way = remedy(part, deal, type);
    return error(Error::conflict(
        stage.stage + " needs " + (parts.size() == 1 ? stage.needs : as_text(part)) + ", and " +
            deal.title + " doesn't fit that",
        (way.empty() ? "" : way + "   or ") + "insist with --anyway -m WHY"));
  }
  return error(Error::conflict(
      stage.stage + " needs " + stage.needs + ", and " + deal.title + " doesn't fit that",
      "insist with --anyway -m WHY"));
}

}  // namespace crm
