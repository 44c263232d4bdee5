// Writes the manual pages and completions anew, below the folder it is given: `crm_docs .`
#include <fmt/format.h>

#include "cli/docs/paper.hpp"
#include "core/book/real_disk.hpp"

int main(int argc, char** argv) {
  const std::string root = argc > 1 ? argv[1] : ".";
  crm::RealDisk disk;
  try {
    std::vector<crm::Replacement> files;
    for (crm::Printout& paper : crm::papers(disk, root))
      files.push_back({root + "/" + paper.path, std::move(paper.text)});
    crm::insist(disk.replace(files));
    fmt::print("{} manual pages and completions\n", files.size());
    return 0;
  } catch (const crm::Failure& failure) {
    fmt::print(stderr, "crm_docs: {}\n", failure.error().message());
    return 1;
  }
}
