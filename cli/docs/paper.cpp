#include "cli/docs/paper.hpp"

#include "cli/docs/completions.hpp"
#include "cli/docs/pages.hpp"

namespace crm {

std::vector<Printout> papers(const Disk& disk, const std::string& root) {
  std::vector<std::string> schemas;
  for (const char* const kind : {"customer", "campaign", "settings", "rates", "mapping"})
    schemas.push_back(disk.read(root + "/data-format/schema/" + kind + ".json").value());
  const std::string example =
      disk.read(root + "/data-format/corpus/valid/customer/as-people-write-it.yaml").value();
  const Reference all = reference();
  std::vector<Printout> papers{{"man/crm.1", overview_page(all)},
                               {"man/crm-book.5", format_page(described_format(schemas), example)},
                               {"completions/crm.bash", bash_completion("crm")},
                               {"completions/_crm", zsh_completion("crm")},
                               {"completions/crm.fish", fish_completion("crm")}};
  for (const CommandReference& command : all.commands)
    papers.push_back({"man/crm-" + command.name + ".1", command_page(command, all)});
  for (const Topic& topic : topics())
    papers.push_back({"man/crm-" + std::string(topic.name) + ".7", topic_page(topic)});
  return papers;
}

}  // namespace crm
