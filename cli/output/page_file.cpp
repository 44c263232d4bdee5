#include "cli/output/page_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// As it is known by its words alone, without links.
std::string whole_path(const std::string& path, const World& world) {
  return (std::filesystem::path(world.folder) / path).lexically_normal().string();
}

/// What of the book the path is, as people name it; empty for none of it.
std::string part_of_book(const std::string& path, const Desk& desk) {
  const Layout& layout = desk.book().layout();
  const std::string whole = whole_path(path, desk.world());
  for (const std::string& folder : {layout.customers(), layout.campaigns(), layout.local()})
    if (whole.starts_with(whole_path(folder, desk.world()) + "/"))
      return "the book's folder " + layout.relative(folder);
  for (const std::string& file : {layout.settings(), layout.rates()})
    if (whole == whole_path(file, desk.world())) return "the book's own " + layout.relative(file);
  return {};
}

/// `84 kB`, `1.2 MB`.
std::string size_words(std::size_t bytes) {
  constexpr std::size_t kilo = 1000, mega = kilo * kilo;
  if (bytes >= mega) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / mega);
  return fmt::format("{} kB", std::max<std::size_t>(1, (bytes + kilo / 2) / kilo));
}

}  // namespace

void refuse_page_at(const std::string& path, const Desk& desk) {
  if (path == "-") return;
  const World& world = desk.world();
  const std::string name = printable_line(path), whole = whole_path(path, world);
  const char* const elsewhere = "name a file elsewhere, such as report.html";
  if (const std::string part = part_of_book(path, desk); !part.empty())
    throw Failure(Error::asked_wrongly("a page does not go into " + part + ": " + name, elsewhere));
  if (whole.starts_with("/dev/") || whole.starts_with("/proc/"))
    throw Failure(Error::asked_wrongly("--html wants a file, not " + name, "- prints the page"));
  if (whole.ends_with('/'))
    throw Failure(Error::asked_wrongly("--html wants a file, and " + name + " is a folder",
                                       "name a file in it: " + name + "report.html"));
  // Making folders on the way could give `..` another meaning than it had when it was looked at.
  const auto slash = path.rfind('/');
  if (slash != path.npos && slash > 0 && !world.disk.exists(path.substr(0, slash)))
    throw Failure(
        Error::nothing_found("there is no folder " + printable_line(path.substr(0, slash)),
                             "make it first, or name a file elsewhere"));
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
