#include "core/team/driver.hpp"

#include <set>

#include "core/domain/text.hpp"
#include "core/merge/lines.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

std::string with_line_end(std::string text) {
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  return text;
}

std::string between_markers(const std::string& ours, const std::string& theirs, std::size_t size) {
  return std::string(size, '<') + " ours\n" + with_line_end(ours) + std::string(size, '=') + "\n" +
         with_line_end(theirs) + std::string(size, '>') + " theirs\n";
}

bool is_merged_here(std::string_view path) {
  return has_meaning(path);
}

/// Whether git says of any of this book's records that they are merged by crm.
bool is_asked_for(const Git& git) {
  const auto said = git.ask({"check-attr", "-z", "merge", "--", "customers/any.yaml"});
  if (!said) return false;
  const auto parts = nul_separated(*said);
  return parts.size() >= 3 && parts[2] == "crm";
}

}  // namespace

FileMerge merge_files(const std::optional<std::string>& base, const std::string& ours,
                      const std::string& theirs, const std::string& path, const Settings& settings,
                      std::size_t marker_size) {
  using Outcome = FileMerge::Outcome;
  if (!has_meaning(path)) {
    Problem problem{"only records, crm.yaml and rates.yaml are merged by what they say",
                    Place{path, 0, 0}, "", "", false};
    return {Outcome::unreadable, {}, {}, {std::move(problem)}};
  }
  auto merged = merged_text(base, ours, theirs, path, settings);
  if (merged) return {Outcome::merged, std::move(merged->text), std::move(merged->conflicts), {}};
  if (merged.error().kind == Error::Kind::conflict)
    return {Outcome::two_records, between_markers(ours, theirs, marker_size), {}, {}};
  return {Outcome::unreadable, {}, {}, std::move(merged.error().problems)};
}

std::string union_of_lines(const std::string& base, const std::string& one,
                           const std::string& other) {
  std::string text;
  std::set<std::string> told;
  for (const std::string& side : {std::min(one, other), std::max(one, other), base})
    for (std::string_view line : lines_with_ends(side)) {
      while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
      if (told.emplace(line).second) text += std::string(line) + "\n";
    }
  return text;
}

std::optional<PathInBook> path_in_book(const std::string& path,
                                       const std::function<bool(const std::string&)>& is_book) {
  for (std::string folder = path; !folder.empty();) {
    folder.resize(folder.size() - 1);
    folder.resize(folder.rfind('/') + 1);
    PathInBook found{folder, path.substr(folder.size())};
    if (is_merged_here(found.path) && is_book(folder)) return found;
  }
  for (std::size_t begin = 0;;) {
    PathInBook found{path.substr(0, begin), path.substr(begin)};
    if (is_merged_here(found.path)) return found;
    const auto slash = path.find('/', begin);
    if (slash == path.npos) return std::nullopt;
    begin = slash + 1;
  }
}

Settings settings_for_merge(const std::string& text) {
  Settings settings;
  if (const auto tree = Tree::parse(text, "crm.yaml")) {
    const Node* const currency = find(tree->root(), "currency");
    if (currency != nullptr && currency->is_scalar()) settings.currency = currency->text;
    return settings;
  }
  std::set<std::string> said;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.starts_with("currency:")) continue;
    std::string_view value = line.substr(9);
    value = trimmed(value.substr(0, value.find(" #")));
    if (value.size() > 1 && (value.front() == '"' || value.front() == '\''))
      value = value.substr(1, value.size() - 2);
    said.emplace(value);
  }
  if (said.size() == 1) settings.currency = *said.begin();
  return settings;
}

std::string_view driver_command() {
  return CRM_PROGRAM_NAME
      " merge-driver %O %A %B %P %L; r=$?; [ $r -le 1 ] && exit $r; "
      "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B";
}

Result<bool> set_up_driver(const Git& git) {
  const auto configured = [&](const char* name) {
    const auto said = git.answer({"config", "--get", name});
    return said && said->code == 0 ? std::string(trimmed(said->out)) : std::string();
  };
  if (configured("merge.crm.driver").find("merge-driver") != std::string::npos) return false;
  const auto wanted = git.answer({"config", "--type=bool", "--get", "crm.autosetup"});
  if (wanted && wanted->code == 0 && trimmed(wanted->out) == "false") return false;
  if (!is_asked_for(git)) return false;
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>("merge.crm.name", "customers' records, by crm"),
        {"merge.crm.driver", std::string(driver_command())}})
    if (auto set = git.ask({"config", "--local", name, value}); !set) return error(set.error());
  return true;
}

}  // namespace crm
