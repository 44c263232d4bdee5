#include "core/query/filter.hpp"

#include <algorithm>

namespace crm {

Result<Filter::Node> Filter::node(const Expression& expression, const Type& listed,
                                  const Asker& asker) {
  Node node{expression.kind};
  if (expression.kind == Expression::Kind::term) {
    auto condition = Condition::make(expression.term, listed, asker);
    if (!condition) return error(condition.error());
    node.condition.push_back(*std::move(condition));
  }
  for (const Expression& part : expression.parts) {
    auto made = Filter::node(part, listed, asker);
    if (!made) return made;
    node.parts.push_back(*std::move(made));
  }
  if (node.kind == Expression::Kind::all) tell_campaigns(node);
  return node;
}

/// `campaign:spring-fair +REPLIED` asks for replies to that campaign.
void Filter::tell_campaigns(Node& node) {
  std::vector<std::string> campaigns;
  for (const Node& part : node.parts)
    for (const Condition& condition : part.condition)
      for (std::string& id : condition.campaigns()) campaigns.push_back(std::move(id));
  if (campaigns.empty()) return;
  for (Node& part : node.parts) {
    const bool opposite = part.kind == Expression::Kind::no && !part.parts.empty();
    for (Condition& condition : (opposite ? part.parts.front() : part).condition)
      if (condition.asks_replies()) condition.ask_of_campaigns(campaigns);
  }
}

Result<Filter> Filter::parse(const std::vector<std::string>& words, const Type& listed,
                             const Asker& asker) {
  const auto expression = parse_expression(words, asker.settings.filters);
  if (!expression) return error(expression.error());
  auto root = node(*expression, listed, asker);
  if (!root) return error(root.error());
  Filter filter;
  filter.root_ = *std::move(root);
  filter.settings_ = &asker.settings;
  filter.now_ = asker.now;
  return filter;
}

template <class Ask>
bool Filter::any(const Node& node, Ask ask) {
  return std::any_of(node.condition.begin(), node.condition.end(), ask) ||
         std::any_of(node.parts.begin(), node.parts.end(),
                     [&](const Node& part) { return any(part, ask); });
}

bool Filter::is_empty() const {
  return root_.kind == Expression::Kind::all && root_.parts.empty() && root_.condition.empty();
}

bool Filter::wants_deleted() const {
  return any(root_, [](const Condition& condition) { return condition.asks_deleted(); });
}

bool Filter::asks_texts() const {
  return any(root_, [](const Condition& condition) { return condition.asks_text(); });
}

bool Filter::fits(const Node& node, const Subject& subject) {
  const auto holds = [&](const Node& part) { return fits(part, subject); };
  switch (node.kind) {
    case Expression::Kind::term: return node.condition.front().fits(subject);
    case Expression::Kind::any: return std::any_of(node.parts.begin(), node.parts.end(), holds);
    case Expression::Kind::no: return !holds(node.parts.front());
    case Expression::Kind::all:
    case Expression::Kind::named: break;
  }
  return std::all_of(node.parts.begin(), node.parts.end(), holds);
}

bool Filter::asks_past() const {
  return any(root_, [](const Condition& condition) { return condition.asks_past(); });
}

void Filter::add_reads(const Node& node, FieldSet& fields) {
  for (const Condition& condition : node.condition) fields.add(condition.reads());
  for (const Node& part : node.parts) add_reads(part, fields);
}

FieldSet Filter::reads() const {
  FieldSet fields = FieldSet::none();
  add_reads(root_, fields);
  return fields;
}

bool Filter::fits(const Customer& customer) const {
  return fits(root_, subject(customer));
}

bool Filter::fits(const Customer& customer, const Item& entry) const {
  return fits(root_, subject(customer, &entry));
}

}  // namespace crm
