#include "core/book/real_disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <set>
#include <thread>
#include <tuple>

namespace crm {
namespace {

/// Above this many files one flush of the whole file system is cheaper than one a file.
constexpr std::size_t many_files = 64;

/// From here on a second thread that asks for stamps is worth its start.
constexpr std::size_t files_for_two_threads = 2000;

constexpr std::string_view temporary_prefix = ".crm-tmp-";

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

  Descriptor& operator=(Descriptor&&) = delete;

  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int get() const { return number_; }

  bool ok() const { return number_ >= 0; }

  /// Closes it and says whether that went well: some file systems report a full disk only here.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Error system_error(const std::string& what, const std::string& path, int code) {
  const std::string message = what + " " + path + ": " + std::strerror(code);
  if (code == ENOENT) return Error::nothing_found(message);
  if (code == EACCES || code == EPERM || code == EROFS)
    return Error::failed(message,
                         "nothing was changed; look at the permissions with: ls -ld " + path);
  if (code == ENOSPC || code == EDQUOT)
    return Error::failed(message, "nothing was changed; make room on the disk and try again");
  return Error::failed(message);
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// Links to files are written through, so that a link stays one.
std::string behind_links(const std::string& path) {
  struct stat info {};

  if (::lstat(path.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return path;
  char resolved[PATH_MAX];
  return ::realpath(path.c_str(), resolved) == nullptr ? path : resolved;
}

Result<std::string> read_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) return error(system_error("can't read", path, errno));

  struct stat info {};

  if (::fstat(file.get(), &info) != 0) return error(system_error("can't read", path, errno));
  if (!S_ISREG(info.st_mode))
    return error(Error::failed("can't read " + path + ": it is not a file"));
  std::string text;
  text.resize(static_cast<std::size_t>(info.st_size) +
              1);  // one more byte shows that the file did not grow
  std::size_t have = 0;
  while (true) {
    if (have == text.size()) text.resize(text.size() * 2);
    const ssize_t got = ::read(file.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error(system_error("can't read", path, errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

/// Whether that stands in a file: a text, or nothing where there shall be no file.
bool stands(const std::string& path, const std::optional<std::string>& text) {
  const auto now = read_file(path);
  return now ? text && *now == *text : !text && now.error().kind == Error::Kind::nothing_found;
}

/// What shall take a file's place. It is written beside it and swapped with it, so that what had
/// stood there can be looked at once more, and brought back.
class Staged {
 public:
  /// Writers of one folder hold one lock, so a name by number is theirs alone; what a killed one
  /// left is written over.
  Staged(const Replacement& wish, std::size_t number)
      : wish_(wish),
        target_(behind_links(wish.path)),
        beside_(folder_of(target_) + "/" + std::string(temporary_prefix) + std::to_string(number)) {
  }

  Staged(Staged&& other) noexcept
      : wish_(other.wish_),
        target_(std::move(other.target_)),
        beside_(std::move(other.beside_)),
        old_(std::move(other.old_)),
        state_(std::exchange(other.state_, State::waiting)) {}

  Staged& operator=(Staged&&) = delete;

  ~Staged() {
    if (state_ == State::written || state_ == State::swapped || state_ == State::moved_away)
      ::unlink(beside_.c_str());
  }

  std::string folder() const { return folder_of(target_); }

  bool durable() const { return wish_.durable; }

  Error busy() const {
    return Error::busy(wish_.path + " has just been changed by somebody else",
                       "nothing was written; try again");
  }

  bool is_as_before() const { return !wish_.before || stands(target_, *wish_.before); }

  Result<void> write(bool flush) {
    if (!wish_.text) return {};
    return write(*wish_.text, flush && wish_.durable);
  }

  /// From here on the new text stands in the file's place.
  Result<void> take_place() {
    if (!wish_.text) {
      if (::rename(target_.c_str(), beside_.c_str()) == 0)
        state_ = State::moved_away;
      else if (errno != ENOENT)
        return error(system_error("can't remove", target_, errno));
      return {};
    }
    while (true) {
      if (rename_with(RENAME_EXCHANGE)) {
        state_ = State::swapped;
        return {};
      }
      if (errno == ENOENT && rename_with(RENAME_NOREPLACE)) {
        state_ = State::created;
        return {};
      }
      if (errno == EEXIST) continue;  // it has come into being this very moment
      if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return error(system_error("can't write", target_, errno));
      return overwrite();
    }
  }

  /// Whether what had stood there, a moment ago, was what it had to be.
  bool took_the_right_place() const {
    if (!wish_.before || state_ == State::overwritten) return true;
    if (state_ == State::swapped || state_ == State::moved_away)
      return stands(beside_, *wish_.before);
    return !*wish_.before;
  }

  /// Brings back what had stood there. Where that fails, it is left beside the new text.
  void give_back() {
    if (state_ == State::waiting || state_ == State::written) return;
    state_ = brought_back() ? State::written : State::waiting;
  }

 private:
  /// Which text stands where: written, swapped and moved_away have one beside the target.
  enum class State { waiting, written, swapped, moved_away, created, overwritten };

  bool brought_back() {
    if (state_ == State::moved_away)
      return rename_with(RENAME_NOREPLACE) || ::link(beside_.c_str(), target_.c_str()) == 0;
    if (state_ == State::overwritten && old_)
      return write(*old_, true) && ::rename(beside_.c_str(), target_.c_str()) == 0;
    if (state_ != State::swapped) return ::unlink(target_.c_str()) == 0;
    if (!rename_with(RENAME_EXCHANGE)) return false;
    // Somebody saved the file meanwhile: theirs is the newest.
    return stands(beside_, wish_.text) || rename_with(RENAME_EXCHANGE);
  }

  bool rename_with(unsigned how) const {
    return ::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, target_.c_str(), how) == 0;
  }

  /// Where the file system can't swap: look, then rename.
  Result<void> overwrite() {
    auto now = read_file(target_);
    if (now) old_ = *std::move(now);
    if (wish_.before && *wish_.before != old_) return error(busy());
    if (::rename(beside_.c_str(), target_.c_str()) != 0)
      return error(system_error("can't write", target_, errno));
    state_ = State::overwritten;
    return {};
  }

  Result<void> write(const std::string& text, bool flush) {
    ::unlink(beside_.c_str());

    struct stat old {};

    const bool replaces = ::stat(target_.c_str(), &old) == 0;
    if (replaces && S_ISDIR(old.st_mode))
      return error(system_error("can't write", target_, EISDIR));
    Descriptor file(::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.ok()) return error(system_error("can't write", target_, errno));
    state_ = State::written;
    if (replaces) {
      // Whose it is changes only where this is allowed; what it permits stays.
      if (old.st_uid != ::geteuid() || old.st_gid != ::getegid())
        std::ignore = ::fchown(file.get(), old.st_uid, old.st_gid);
      if (::fchmod(file.get(), old.st_mode & 07777) != 0)
        return error(system_error("can't write", target_, errno));
    }
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::write(file.get(), text.data() + done, text.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return error(system_error("can't write", target_, errno));
      done += static_cast<std::size_t>(wrote);
    }
    if (flush && ::fsync(file.get()) != 0)
      return error(system_error("can't write", target_, errno));
    if (!file.close()) return error(system_error("can't write", target_, errno));
    return {};
  }

  const Replacement& wish_;
  std::string target_;
  std::string beside_;
  std::optional<std::string> old_;
  State state_ = State::waiting;
};

Result<void> flush_folder(const std::string& folder) {
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.ok()) return error(system_error("can't open", folder, errno));
  // EINVAL: this file system has no such flush.
  if (::fsync(handle.get()) != 0 && errno != EINVAL)
    return error(system_error("can't write in", folder, errno));
  return {};
}

Result<void> flush_file_system(const std::string& folder) {
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.ok() || ::syncfs(handle.get()) != 0)
    return error(system_error("can't write in", folder, errno));
  return {};
}

class FileLock : public Lock {
 public:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

Result<void> take_places(std::vector<Staged>& staged) {
  for (Staged& one : staged)
    if (auto done = one.take_place(); !done) return done;
  return {};
}

Result<void> took_the_right_places(const std::vector<Staged>& staged) {
  for (const Staged& one : staged)
    if (!one.took_the_right_place()) return error(one.busy());
  return {};
}

/// The names of files in one folder.
struct Listed {
  std::string folder;
  std::vector<std::string> names;
};

/// A folder's entries in one pass, folders after files, so that few are open at a time.
Result<void> walk(const std::string& folder, const std::string& ending,
                  std::vector<Listed>& found) {
  DIR* const handle = ::opendir(folder.c_str());
  if (handle == nullptr) {
    if (errno == ENOENT) return {};
    return error(system_error("can't read", folder, errno));
  }
  std::vector<std::string> folders;
  Listed listed{folder, {}};
  errno = 0;
  while (const dirent* const entry = ::readdir(handle)) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.')) continue;
    unsigned char type = entry->d_type;
    if (type == DT_UNKNOWN || type == DT_LNK) {
      struct stat info {};

      const bool is_link = type == DT_LNK;
      // A link to nowhere is named to whoever reads it.
      if (::fstatat(::dirfd(handle), entry->d_name, &info, 0) != 0)
        info.st_mode = is_link ? S_IFREG : 0;
      type = S_ISDIR(info.st_mode)   ? (is_link ? DT_UNKNOWN : DT_DIR)
             : S_ISREG(info.st_mode) ? DT_REG
                                     : DT_UNKNOWN;
    }
    if (type == DT_DIR) folders.push_back(folder + "/" + std::string(name));
    if (type == DT_REG && name.ends_with(ending)) listed.names.emplace_back(name);
    errno = 0;
  }
  const int failure = errno;
  ::closedir(handle);
  if (failure != 0) return error(system_error("can't read", folder, failure));
  found.push_back(std::move(listed));
  for (const std::string& below : folders) {
    if (walk(below, ending, found)) continue;
    // What can't be looked into is named to whoever reads it; the rest is answered.
    const auto slash = below.rfind('/');
    found.push_back({below.substr(0, slash), {below.substr(slash + 1)}});
  }
  return {};
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// The stamps of a folder's files from one index to another. Of a file that is gone meanwhile the
/// stamp stays empty: who reads it will hear so.
void take_stamps(const Listed& listed, std::size_t begin, std::size_t end, Stamp* stamps) {
  const Descriptor folder(::open(listed.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t i = begin; i < end; ++i) {
    struct stat info {};

    if (::fstatat(folder.get(), listed.names[i].c_str(), &info, 0) != 0) continue;
    stamps[i] = {nanoseconds(info.st_mtim), nanoseconds(info.st_ctim),
                 static_cast<std::uint64_t>(info.st_size), info.st_ino};
  }
}

}  // namespace

Result<std::string> RealDisk::read(const std::string& path) const {
  return read_file(path);
}

Result<std::vector<std::string>> RealDisk::files_below(const std::string& folder,
                                                       const std::string& ending) const {
  std::vector<Listed> folders;
  if (auto done = walk(folder, ending, folders); !done) return error(done.error());
  std::vector<std::string> found;
  for (const Listed& listed : folders)
    for (const std::string& name : listed.names) found.push_back(listed.folder + "/" + name);
  std::sort(found.begin(), found.end());
  return found;
}

Result<Sweep> RealDisk::sweep_below(const std::string& folder, const std::string& ending) const {
  Sweep sweep;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  sweep.at = nanoseconds(now);
  std::vector<Listed> folders;
  if (auto done = walk(folder, ending, folders); !done) return error(done.error());
  for (Listed& listed : folders) {
    std::sort(listed.names.begin(), listed.names.end());
    const std::size_t count = listed.names.size();
    std::vector<Stamp> stamps(count);
    const std::size_t half = count < files_for_two_threads ? count : count / 2;
    std::thread second;
    if (half < count)
      second = std::thread([&] { take_stamps(listed, half, count, stamps.data()); });
    take_stamps(listed, 0, half, stamps.data());
    if (second.joinable()) second.join();
    for (std::size_t i = 0; i < count; ++i)
      sweep.files.emplace_back(listed.folder + "/" + listed.names[i], stamps[i]);
  }
  const auto by_path = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (folders.size() > 1) std::sort(sweep.files.begin(), sweep.files.end(), by_path);
  return sweep;
}

bool RealDisk::exists(const std::string& path) const {
  return ::access(path.c_str(), F_OK) == 0;
}

Result<void> RealDisk::replace(const std::vector<Replacement>& files) {
  std::vector<Staged> staged;
  staged.reserve(files.size());
  std::set<std::string> folders, durable_folders;
  const bool one_by_one = files.size() <= many_files;
  for (const Replacement& file : files) {
    Staged& next = staged.emplace_back(file, staged.size());
    if (!next.is_as_before()) return error(next.busy());
    if (folders.insert(next.folder()).second)
      if (auto made = make_folder(next.folder()); !made) return made;
    if (next.durable()) durable_folders.insert(next.folder());
    if (auto written = next.write(one_by_one); !written) return written;
  }
  if (!one_by_one)
    if (auto flushed = flush_file_system(*folders.begin()); !flushed) return flushed;
  auto done = take_places(staged);
  if (done) done = took_the_right_places(staged);
  for (const std::string& folder : durable_folders)
    if (done) done = flush_folder(folder);
  // Once more, for an editor that had opened a file before the swap and saved it after.
  if (done) done = took_the_right_places(staged);
  if (done) return {};
  for (auto one = staged.rbegin(); one != staged.rend(); ++one) one->give_back();
  for (const std::string& folder : durable_folders) (void)flush_folder(folder);
  return done;
}

void RealDisk::sweep(const std::string& folder) {
  DIR* const handle = ::opendir(folder.c_str());
  if (handle == nullptr) return;
  while (const dirent* const entry = ::readdir(handle))
    if (std::string_view(entry->d_name).starts_with(temporary_prefix))
      ::unlinkat(::dirfd(handle), entry->d_name, 0);
  ::closedir(handle);
}

Result<void> RealDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return error(system_error("can't rename", from, errno));
  return {};
}

Result<void> RealDisk::make_private(const std::string& path) {
  ::unlink(path.c_str());
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.ok()) return error(system_error("can't write", path, errno));
  return {};
}

Result<void> RealDisk::make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return error(system_error("can't make the folder", path, errno));
  if (auto above = make_folder(folder_of(path)); !above) return above;
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return {};
  return error(system_error("can't make the folder", path, errno));
}

Result<std::unique_ptr<Lock>> RealDisk::lock(const std::string& path, int patience_ms) {
  if (auto made = make_folder(folder_of(path)); !made) return error(made.error());
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!file.ok()) return error(system_error("can't lock", path, errno));
  for (int waited = 0, pause = 1; ::flock(file.get(), LOCK_EX | LOCK_NB) != 0;
       pause = std::min(pause * 2, 10)) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return error(system_error("can't lock", path, errno));
    if (waited >= patience_ms)
      return error(Error::busy("another crm is writing in this book", "try again in a moment"));
    std::this_thread::sleep_for(std::chrono::milliseconds(pause));
    waited += pause;
  }
  return std::make_unique<FileLock>(std::move(file));
}

}  // namespace crm
