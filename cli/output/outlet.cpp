#include "cli/output/outlet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/output/json.hpp"
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
  std::string whole = whole_path(path, desk.world());
  if (whole.ends_with('/')) whole.pop_back();
  for (const std::string& folder : {layout.customers(), layout.campaigns(), layout.local()}) {
    const std::string its = whole_path(folder, desk.world());
    if (whole == its || whole.starts_with(its + "/"))
      return "the book's folder " + layout.relative(folder);
  }
  for (const std::string& file : {layout.settings(), layout.rates()})
    if (whole == whole_path(file, desk.world())) return "the book's own " + layout.relative(file);
  return {};
}

/// Line by line and column by column safe to print.
std::string shown(std::string_view text) {
  std::string safe;
  for (const std::string_view line : split(text, '\n')) {
    if (line.data() != text.data()) safe += '\n';
    for (const std::string_view cell :
         split(line.substr(0, line.find_last_not_of('\r') + 1), '\t')) {
      if (cell.data() != line.data()) safe += '\t';
      safe += printable_line(cell);
    }
  }
  return safe;
}

}  // namespace

void refuse_part_of_book(const std::string& path, std::string_view what, const std::string& advice,
                         const Desk& desk) {
  if (const std::string part = part_of_book(path, desk); !part.empty())
    throw Failure(Error::asked_wrongly(
        std::string(what) + " does not go into " + part + ": " + printable_line(path), advice));
}

void refuse_without_folder(const std::string& path, const World& world) {
  // Making folders on the way could give `..` another meaning than it had when it was looked at.
  const auto slash = path.rfind('/');
  if (slash != path.npos && slash > 0 && !world.disk.exists(path.substr(0, slash)))
    throw Failure(
        Error::nothing_found("there is no folder " + printable_line(path.substr(0, slash)),
                             "make it first, or name a file elsewhere"));
}

std::string size_words(std::size_t bytes) {
  constexpr std::size_t kilo = 1000, mega = kilo * kilo;
  if (bytes >= mega) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / mega);
  return fmt::format("{} kB", std::max<std::size_t>(1, (bytes + kilo / 2) / kilo));
}

Outlet::Outlet(std::string path, const std::vector<std::string_view>& endings, const Desk& desk)
    : path_(path == "-" ? "" : std::move(path)), world_(desk.world()) {
  if (path_.empty()) return;
  refuse_part_of_book(path_, "an export", "name a file elsewhere", desk);
  const std::string name = printable_line(path_), whole = whole_path(path_, world_);
  if (whole.starts_with("/dev/") || whole.starts_with("/proc/"))
    throw Failure(
        Error::asked_wrongly("--out wants a file, not " + name, "without --out it is printed"));
  if (whole.ends_with('/'))
    throw Failure(Error::asked_wrongly("--out wants a file, and " + name + " is a folder",
                                       "name a file in it"));
  refuse_without_folder(path_, world_);
  if (!world_.disk.exists(path_)) return;
  // What is no file at all is refused here, also with --anyway.
  (void)world_.disk.read(path_).value();
  const bool ours = std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return lowered(path_).ends_with(ending);
  });
  if (!ours && !world_.manners.anyway)
    throw Failure(Error::conflict(
        name + " is there already, and its name does not end with " + std::string(endings.front()),
        "name another file, or give it up with --anyway"));
}

void Outlet::put(std::string_view text) {
  if (!path_.empty())
    text_ += text;
  else if (world_.terminal.out)
    world_.out << shown(text);
  else
    world_.out << text;
}

void Outlet::put_json(const std::string& text) {
  if (!path_.empty())
    text_ += text;
  else
    world_.out << shown_json(text, world_);
}

bool Outlet::is_wanted() const {
  return !path_.empty() || world_.out.good();
}

void Outlet::finish(const std::string& what) {
  if (path_.empty()) return;
  if (!world_.manners.dry_run)
    insist(world_.disk.replace({{.path = path_, .text = text_, .durable = false}}));
  if (world_.terminal.err)
    remark(world_, (world_.manners.dry_run ? "would write " : "wrote ") + path_ + " (" + what +
                       ", " + size_words(text_.size()) + ")");
}

}  // namespace crm
