#include "core/book/sweep.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <memory>

#include "core/book/beside.hpp"
#include "core/book/descriptor.hpp"

namespace crm {
namespace {

/// A part of the work, of which a second thread may take some.
constexpr std::size_t files_at_once = 64;

enum class Kind { file, folder, link_to_folder, other };

/// What stands there: behind a link, too.
Kind kind_of(const dirent& entry, int folder) {
  if (entry.d_type == DT_REG) return Kind::file;
  if (entry.d_type == DT_DIR) return Kind::folder;
  if (entry.d_type != DT_UNKNOWN && entry.d_type != DT_LNK) return Kind::other;
  const bool is_link = entry.d_type == DT_LNK;

  struct stat info {};

  // A link to nowhere is named to whoever reads it.
  if (::fstatat(folder, entry.d_name, &info, 0) != 0) return is_link ? Kind::file : Kind::other;
  if (S_ISREG(info.st_mode)) return Kind::file;
  if (!S_ISDIR(info.st_mode)) return Kind::other;
  return is_link ? Kind::link_to_folder : Kind::folder;
}

/// For what the folder may hold, by its size: room that is not used costs nothing.
void make_room(Sweep& sweep, int folder) {
  constexpr std::size_t least_entry = 24;

  struct stat info {};

  if (::fstat(folder, &info) != 0) return;
  const auto size = static_cast<std::size_t>(info.st_size);
  sweep.files.reserve(sweep.files.size() + size / least_entry);
  sweep.paths.reserve(sweep.paths.size() + size);
}

/// A folder's files, then those of the folders in it, so that few are open at a time. `inner` is
/// where it lies below `folder`: empty, or ending in a slash.
Result<void> walk(const std::string& folder, const std::string& inner, const std::string& ending,
                  Sweep& sweep) {
  const std::string path = inner.empty() ? folder : folder + "/" + inner;
  const auto close = [](DIR* handle) { ::closedir(handle); };
  const std::unique_ptr<DIR, decltype(close)> handle(::opendir(path.c_str()), close);
  if (handle == nullptr) {
    if (errno == ENOENT) return {};
    return error(system_error("can't read", path, errno));
  }
  make_room(sweep, ::dirfd(handle.get()));
  std::vector<std::string> folders;
  errno = 0;
  while (const dirent* const entry = ::readdir(handle.get())) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.')) continue;
    const Kind kind = kind_of(*entry, ::dirfd(handle.get()));
    if (kind == Kind::folder) folders.push_back(inner + entry->d_name);
    if (kind == Kind::link_to_folder) sweep.links.push_back(inner + entry->d_name);
    if (kind == Kind::file && name.ends_with(ending)) {
      sweep.add(inner);
      sweep.paths += name;
      sweep.files.back().length += static_cast<std::uint32_t>(name.size());
    }
    errno = 0;
  }
  if (errno != 0) return error(system_error("can't read", path, errno));
  for (const std::string& below : folders)
    if (!walk(folder, below + "/", ending, sweep)) sweep.add(below);
  return {};
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Stamp stamp_from(const struct stat& info) {
  return {nanoseconds(info.st_mtim), nanoseconds(info.st_ctim),
          static_cast<std::uint64_t>(info.st_size), info.st_ino};
}

/// Asks for the stamps of files that follow each other. Whoever asks opens the folder for itself:
/// it is counted at each question who uses an open one.
class StampTaker {
 public:
  StampTaker(Sweep& sweep, const std::string& folder)
      : sweep_(sweep), folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

  void take(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      struct stat info {};

      path_ = sweep_.path(i);
      if (::fstatat(folder_.get(), path_.c_str(), &info, 0) != 0) continue;
      sweep_.files[i].stamp = stamp_from(info);
    }
  }

 private:
  Sweep& sweep_;
  Descriptor folder_;
  std::string path_;
};

}  // namespace

void Sweep::add(std::string_view path, const Stamp& stamp) {
  files.push_back(
      {static_cast<std::uint32_t>(paths.size()), static_cast<std::uint32_t>(path.size()), stamp});
  paths += path;
}

std::optional<Stamp> stamp_of(const std::string& path) {
  struct stat info {};

  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return stamp_from(info);
}

Result<Sweep> files_in(const std::string& folder, const std::string& ending) {
  Sweep sweep;
  if (auto done = walk(folder, "", ending, sweep); !done) return error(done.error());
  return sweep;
}

Result<Sweep> swept(const std::string& folder, const std::string& ending, SharedWork& shared) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  auto sweep = files_in(folder, ending);
  if (!sweep) return sweep;
  sweep->at = nanoseconds(now);
  const std::size_t count = sweep->files.size();
  const auto hand = [&]() -> SharedWork::Part {
    return [count, taker = std::make_shared<StampTaker>(*sweep, folder)](std::size_t part) {
      taker->take(part * files_at_once, std::min((part + 1) * files_at_once, count));
    };
  };
  shared.share((count + files_at_once - 1) / files_at_once, hand(), hand);
  return sweep;
}

}  // namespace crm
