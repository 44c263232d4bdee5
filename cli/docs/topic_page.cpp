#include "cli/docs/mdoc.hpp"
#include "cli/docs/pages.hpp"

namespace crm {
namespace {

std::string example_terms(const std::vector<Example>& examples) {
  Terms terms;
  for (const Example& example : examples)
    terms.add("Li " + mdoc_argument(example.line), example.what);
  return terms.text();
}

std::string explained_terms(const std::vector<Explained>& explained) {
  Terms terms;
  for (const Explained& one : explained) {
    std::string term = mdoc_argument(one.term);
    // A sign that stands alone would be punctuation.
    term.insert(1, "\\&");
    terms.add("Sy " + term, one.meaning);
  }
  return terms.text();
}

}  // namespace

std::string topic_page(const Topic& topic) {
  std::string page = mdoc_opening("crm-" + std::string(topic.name), '7', topic.summary);
  for (const TopicSection& section : topic.sections) {
    page += mdoc_heading(section.title);
    for (const Passage& passage : section.passages) {
      if (&passage != &section.passages.front() && !passage.text.empty()) page += ".Pp\n";
      page += mdoc_text(passage.text);
      if (!passage.examples.empty()) page += example_terms(passage.examples);
      if (!passage.terms.empty()) page += explained_terms(passage.terms);
    }
  }
  return page + mdoc_heading("SEE ALSO") +
         ".Xr crm 1 ,\n.Xr crm-check 1 ,\n.Xr crm-find 1 ,\n.Xr crm-list 1 ,\n.Xr crm-set 1 ,\n"
         ".Xr crm-sql 1 ,\n.Xr crm-book 5\n";
}

}  // namespace crm
