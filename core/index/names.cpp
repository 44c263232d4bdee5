#include "core/index/names.hpp"

#include <algorithm>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view edition = "crm names 2\n";

/// Bytes that are read at a time: a page of most disks.
constexpr std::size_t step = 4096;

/// Bytes of which one line is looked at: no line is half as long.
constexpr std::size_t probe = 1024;

/// Above this a head is none of ours.
constexpr std::size_t longest_head = 1 << 16;

std::string_view taken_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string stamp_words(const std::optional<Stamp>& stamp) {
  if (!stamp) return "-";
  return std::to_string(stamp->modified) + " " + std::to_string(stamp->size) + " " +
         std::to_string(stamp->inode);
}

std::string taken_cell(std::string_view& line) {
  const auto end = std::min(line.find('\t'), line.size());
  std::string cell(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return cell;
}

Name name_of(std::string_view line) {
  line.remove_prefix(std::min(line.find('\t') + 1, line.size()));
  Name name;
  name.key = taken_cell(line);
  name.word = taken_cell(line);
  name.meaning = line;
  return name;
}

}  // namespace

std::string Names::head(const Disk& disk, const Layout& layout,
                        const std::vector<std::string>& watched) {
  std::string head(edition);
  for (const std::string& path : watched)
    head += path + "\t" + stamp_words(disk.stamp(layout.absolute(path))) + "\n";
  return head + "\n";
}

std::optional<Names> Names::open(const Disk& disk, const Layout& layout) {
  auto file = disk.open_parts(layout.names());
  if (!file) return std::nullopt;
  Names names;
  names.disk_ = &disk;
  names.layout_ = layout;
  names.file_ = *std::move(file);
  for (std::size_t size = step; size <= longest_head; size *= 2) {
    auto part = names.file_->part(0, size);
    if (!part || !part->starts_with(edition)) return std::nullopt;
    if (const auto end = part->find("\n\n"); end != std::string::npos) {
      names.head_ = part->substr(0, end + 2);
      return names;
    }
  }
  return std::nullopt;
}

bool Names::are_current() const {
  std::string_view head = head_;
  taken_line(head);
  for (std::string_view line = taken_line(head); !line.empty(); line = taken_line(head)) {
    const auto tab = line.find('\t');
    const std::string path = layout_.absolute(std::string(line.substr(0, tab)));
    if (stamp_words(disk_->stamp(path)) != line.substr(tab + 1)) return false;
  }
  return true;
}

std::uint64_t Names::place_before(std::string_view line) const {
  std::uint64_t low = head_.size(), high = file_->size();
  while (high > low + 2 * step) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto part = file_->part(middle, probe);
    const auto begin = part ? part->find('\n') : std::string::npos;
    if (begin == std::string::npos) return low;
    std::string_view rest = std::string_view(*part).substr(begin + 1);
    if (taken_line(rest) < line)
      low = middle + begin + 1;
    else
      high = middle;
  }
  return low;
}

template <class Take>
void Names::read_from(std::string_view line, const Take& take) const {
  std::uint64_t at = place_before(line);
  std::string held;
  for (;;) {
    const auto part = file_->part(at, 2 * step);
    if (!part || part->empty()) return;
    at += part->size();
    held += *part;
    std::string_view rest = held;
    while (rest.find('\n') != rest.npos) {
      const std::string_view one = taken_line(rest);
      if (one >= line && !take(one)) return;
    }
    held = std::string(rest);
  }
}

Names::Found Names::beginning(std::string_view section, std::string_view key,
                              std::size_t most) const {
  const std::string wanted = std::string(section) + "\t" + std::string(key);
  Found found;
  read_from(wanted, [&](std::string_view line) {
    if (!line.starts_with(wanted)) return false;
    found.more = found.names.size() == most;
    if (!found.more) found.names.push_back(name_of(line));
    return !found.more;
  });
  if (!found.more || most == 0) return found;
  // The last of them stands before the first line that begins with something greater. A place that
  // is not after that line is enough to begin at, but that last one may stand before it.
  std::string behind = wanted;
  behind += '\xff';
  const std::uint64_t end = place_before(behind);
  const std::uint64_t begin = end > head_.size() + step ? end - step : head_.size();
  if (const auto part = file_->part(begin, 4 * step)) {
    std::string_view rest = *part;
    if (begin > head_.size()) taken_line(rest);
    while (rest.find('\n') != rest.npos)
      if (const std::string_view line = taken_line(rest); line.starts_with(wanted))
        found.names.back() = name_of(line);
  }
  return found;
}

std::optional<Name> Names::called(std::string_view section, std::string_view key) const {
  const std::string wanted = std::string(section) + "\t" + std::string(key) + "\t";
  std::optional<Name> found;
  read_from(wanted, [&](std::string_view line) {
    if (line.starts_with(wanted)) found = name_of(line);
    return false;
  });
  return found;
}

}  // namespace crm
