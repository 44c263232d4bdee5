#include "core/query/expression.hpp"

#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

std::string_view name_of(Term::Sign sign) {
  switch (sign) {
    case Term::Sign::is: return ":";
    case Term::Sign::contains: return "~";
    case Term::Sign::more: return ">";
    case Term::Sign::at_least: return ">=";
    case Term::Sign::less: return "<";
    case Term::Sign::at_most: return "<=";
    case Term::Sign::equals: return "=";
    case Term::Sign::differs: return "!=";
  }
  return "";
}

void put_words(const Expression& expression, std::vector<std::string>& words) {
  switch (expression.kind) {
    case Expression::Kind::term: words.push_back(expression.term.text()); return;
    case Expression::Kind::named: words.push_back("@" + expression.name); return;
    case Expression::Kind::no:
      words.emplace_back("not");
      put_words(expression.parts.front(), words);
      return;
    case Expression::Kind::all:
    case Expression::Kind::any: break;
  }
  words.emplace_back("[");
  for (std::size_t i = 0; i < expression.parts.size(); ++i) {
    if (i > 0 && expression.kind == Expression::Kind::any) words.emplace_back("or");
    put_words(expression.parts[i], words);
  }
  words.emplace_back("]");
}

}  // namespace

Error error_at(const Spot& spot, std::string message, std::string hint) {
  if (!spot.filter.empty()) message = "in " + spot.filter + " of crm.yaml: " + message;
  if (spot.words) {
    const std::string_view words = *spot.words;
    const auto cells = [&](std::size_t from, std::size_t size) {
      return static_cast<std::size_t>(width(printable_line(words.substr(from, size))));
    };
    const std::size_t marks = std::max<std::size_t>(1, cells(spot.at, spot.length));
    message += "\n  " + printable_line(words) + "\n  " + std::string(cells(0, spot.at), ' ') +
               std::string(marks, '^');
  }
  Error wrong = Error::asked_wrongly(std::move(message), std::move(hint));
  if (spot.words && spot.filter.empty())
    wrong.problems.front().place = place_in(*spot.words, spot.at, "");
  return wrong;
}

std::string Term::text() const {
  switch (kind) {
    case Kind::word: return value;
    case Kind::tag:
    case Kind::signal: return (without ? "-" : "+") + value;
    case Kind::has: return "has:" + value;
    case Kind::field: return key + std::string(name_of(sign)) + value;
  }
  return "";
}

bool operator==(const Expression& a, const Expression& b) {
  return a.kind == b.kind && a.name == b.name && a.parts == b.parts && a.term == b.term;
}

std::vector<std::string> words_of(const Expression& expression) {
  std::vector<std::string> words;
  if (expression.kind == Expression::Kind::all && expression.parts.empty()) return words;
  put_words(expression, words);
  return words;
}

}  // namespace crm
