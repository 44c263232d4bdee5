#include "core/book/sweep.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <memory>
#include <thread>

#include "core/book/descriptor.hpp"

namespace crm {
namespace {

/// From here on a second thread that asks for stamps is worth its start.
constexpr std::size_t files_for_two_threads = 500;

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

/// The stamps of the files from one place to another. Each thread opens the folder for itself: it
/// is counted at each question who uses an open one.
void take_stamps(Sweep& sweep, const std::string& folder, std::size_t begin, std::size_t end) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::string path;
  for (std::size_t i = begin; i < end; ++i) {
    struct stat info {};

    path = sweep.path(i);
    if (::fstatat(handle.get(), path.c_str(), &info, 0) != 0) continue;
    sweep.files[i].stamp = stamp_from(info);
  }
}

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

Result<Sweep> swept(const std::string& folder, const std::string& ending) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  auto sweep = files_in(folder, ending);
  if (!sweep) return sweep;
  sweep->at = nanoseconds(now);
  const std::size_t count = sweep->files.size();
  const std::size_t half = count < files_for_two_threads ? count : count / 2;
  std::thread second;
  if (half < count) second = std::thread([&] { take_stamps(*sweep, folder, half, count); });
  take_stamps(*sweep, folder, 0, half);
  if (second.joinable()) second.join();
  return sweep;
}

}  // namespace crm
