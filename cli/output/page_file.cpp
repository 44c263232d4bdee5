#include "cli/output/page_file.hpp"

#include <filesystem>
#include <ostream>

#include "cli/output/outlet.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

std::string whole_path(const std::string& path, const World& world) {
  return (std::filesystem::path(world.folder) / path).lexically_normal().string();
}

}  // namespace

void refuse_page_at(const std::string& path, const Desk& desk) {
  if (path == "-") return;
  const World& world = desk.world();
  const std::string name = printable_line(path), whole = whole_path(path, world);
  refuse_part_of_book(path, "a page", "name a file elsewhere, such as report.html", desk);
  if (whole.starts_with("/dev/") || whole.starts_with("/proc/"))
    throw Failure(Error::asked_wrongly("--html wants a file, not " + name, "- prints the page"));
  if (whole.ends_with('/'))
    throw Failure(Error::asked_wrongly("--html wants a file, and " + name + " is a folder",
                                       "name a file in it: " + name + "report.html"));
  refuse_without_folder(path, world);
  if (!world.disk.exists(path)) return;
  // What is no file at all, such as a link to a device, is refused here, also with --anyway.
  const std::string there = world.disk.read(path).value();
  if (world.manners.anyway || there.empty() || lowered(there.substr(0, 9)) == "<!doctype") return;
  throw Failure(Error::conflict(name + " is there already, and it is no page",
                                "name another file, or give it up with --anyway"));
}

void write_page(const std::string& html, const std::string& path, const Desk& desk) {
  World& world = desk.world();
  if (path == "-") {
    world.out << html;
    return;
  }
  if (!world.manners.dry_run)
    insist(world.disk.replace({{.path = path, .text = html, .durable = false}}));
  if (world.terminal.err)
    remark(world, (world.manners.dry_run ? "would write " : "wrote ") + path + " (" +
                      size_words(html.size()) + ")");
}

}  // namespace crm
