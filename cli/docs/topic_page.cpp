#include <set>

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
      if (!passage.shown.empty()) page += mdoc_display(passage.shown);
    }
  }
  std::set<std::string> pages{"crm\t1", "crm-book\t5"};
  for (const std::string_view name : topic.commands)
    pages.insert("crm-" + std::string(name) + "\t1");
  for (const Topic& other : topics())
    if (other.name != topic.name) pages.insert("crm-" + std::string(other.name) + "\t7");
  // By section, then by name.
  std::string see;
  for (const char section : {'1', '5', '7'})
    for (const std::string& one : pages)
      if (one.back() == section)
        see += (see.empty() ? ".Xr " : " ,\n.Xr ") + one.substr(0, one.find('\t')) + " " + section;
  return page + mdoc_heading("SEE ALSO") + see + "\n";
}

}  // namespace crm
