#include "core/book/sweep.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

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

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Stamp stamp_from(const struct stat& info) {
  return {nanoseconds(info.st_mtim), nanoseconds(info.st_ctim),
          static_cast<std::uint64_t>(info.st_size), info.st_ino};
}

/// Whether each change of a folder's names shows in its stamp. Disks of the machine's own see to
/// that; what others do, nobody knows.
bool stamps_tell_of_names(int folder) {
#ifdef __linux__
  constexpr std::uint32_t own[] = {EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC,
                                   F2FS_SUPER_MAGIC, TMPFS_MAGIC};

  struct statfs info {};

  return ::fstatfs(folder, &info) == 0 && std::ranges::count(own, info.f_type) > 0;
#else
  (void)folder;
  return false;
#endif
}

/// Reads the names of a folder and of those in it.
class Walk {
 public:
  Walk(const std::string& folder, const std::string& ending) : folder_(folder), ending_(ending) {}

  Result<Sweep> sweep() {
    if (auto done = enter(""); !done) return error(done.error());
    if (!stamps_tell_) sweep_.folders.clear();
    return std::move(sweep_);
  }

 private:
  /// A folder's files, then those of the folders in it, so that few are open at a time. `inner` is
  /// where it lies below the first: empty, or ending in a slash.
  Result<void> enter(const std::string& inner) {
    const std::string path = inner.empty() ? folder_ : folder_ + "/" + inner;
    const auto close = [](DIR* handle) { ::closedir(handle); };
    const std::unique_ptr<DIR, decltype(close)> handle(::opendir(path.c_str()), close);
    if (handle == nullptr) {
      stamps_tell_ = false;
      if (errno == ENOENT) return {};
      return error(system_error("can't read", path, errno));
    }
    begin(inner, ::dirfd(handle.get()));
    std::vector<std::string> folders;
    errno = 0;
    while (const dirent* const entry = ::readdir(handle.get())) {
      const std::string_view name = entry->d_name;
      if (name.starts_with('.')) continue;
      const Kind kind = kind_of(*entry, ::dirfd(handle.get()));
      // What is behind a link may change without a change of its name.
      if (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) stamps_tell_ = false;
      if (kind == Kind::folder) folders.push_back(inner + entry->d_name);
      if (kind == Kind::link_to_folder) sweep_.links.push_back(inner + entry->d_name);
      if (kind == Kind::file && name.ends_with(ending_)) {
        sweep_.add(inner);
        sweep_.paths += name;
        sweep_.files.back().length += static_cast<std::uint32_t>(name.size());
      }
      errno = 0;
    }
    if (errno != 0) {
      stamps_tell_ = false;
      return error(system_error("can't read", path, errno));
    }
    for (const std::string& below : folders)
      if (!enter(below + "/")) sweep_.add(below);
    return {};
  }

  void begin(const std::string& inner, int folder) {
    struct stat info {};

    if (::fstat(folder, &info) != 0 || !stamps_tell_of_names(folder)) stamps_tell_ = false;
    sweep_.folders.push_back({static_cast<std::uint32_t>(sweep_.paths.size()),
                              static_cast<std::uint32_t>(inner.size()), stamp_from(info)});
    sweep_.paths += inner;
    // For what it may hold, by its size: room that is not used costs nothing.
    constexpr std::size_t least_entry = 24;
    const auto size = static_cast<std::size_t>(info.st_size);
    sweep_.files.reserve(sweep_.files.size() + size / least_entry);
    sweep_.paths.reserve(sweep_.paths.size() + size);
  }

  const std::string& folder_;
  const std::string& ending_;
  Sweep sweep_;
  bool stamps_tell_ = true;
};

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
      const bool is_there = ::fstatat(folder_.get(), path_.c_str(), &info, 0) == 0;
      sweep_.files[i].stamp = is_there ? stamp_from(info) : Stamp();
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
  return Walk(folder, ending).sweep();
}

namespace {

bool names_are_those_of(const Sweep& before, const std::string& folder) {
  const auto is_same = [&](const Sweep::File& one) {
    const std::string inner = before.paths.substr(one.begin, one.length);
    return stamp_of(inner.empty() ? folder : folder + "/" + inner) == one.stamp;
  };
  return !before.folders.empty() && std::ranges::all_of(before.folders, is_same);
}

}  // namespace

Result<Sweep> swept(const std::string& folder, const std::string& ending, const Sweep* before,
                    SharedWork& shared) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const bool is_known = before != nullptr && names_are_those_of(*before, folder);
  auto sweep = is_known ? Result<Sweep>(*before) : files_in(folder, ending);
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
