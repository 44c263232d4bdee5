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

namespace crm {
namespace {

/// Above this many files one flush of the whole file system is cheaper than one a file.
constexpr std::size_t many_files = 64;

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
    return Error::failed(message, "nothing was changed; look at the permissions with: ls -ld " + path);
  if (code == ENOSPC || code == EDQUOT) return Error::failed(message, "nothing was changed; make room on the disk and try again");
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

/// A new text beside its file, removed again unless it takes the file's place.
class Staged {
 public:
  /// Writers of one folder hold one lock, so a name by number is theirs alone; what a killed one left is written over.
  Staged(const std::string& path, std::size_t number)
      : target_(behind_links(path)), name_(folder_of(target_) + "/.crm-tmp-" + std::to_string(number)) {}
  Staged(Staged&& other) noexcept
      : target_(std::move(other.target_)), name_(std::move(other.name_)), temporary_(std::exchange(other.temporary_, {})) {}
  Staged& operator=(Staged&&) = delete;
  ~Staged() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  const std::string& target() const { return target_; }

  Result<void> write(const std::string& text, bool flush) {
    ::unlink(name_.c_str());
    Descriptor file(::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.ok()) return error(system_error("can't write in", folder_of(target_), errno));
    temporary_ = name_;
    struct stat old {};
    if (::stat(target_.c_str(), &old) == 0 && ::fchmod(file.get(), old.st_mode & 07777) != 0)
      return error(system_error("can't write", target_, errno));
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::write(file.get(), text.data() + done, text.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return error(system_error("can't write", target_, errno));
      done += static_cast<std::size_t>(wrote);
    }
    if (flush && ::fsync(file.get()) != 0) return error(system_error("can't write", target_, errno));
    if (!file.close()) return error(system_error("can't write", target_, errno));
    return {};
  }

  Result<void> take_place() {
    const int done = temporary_.empty() ? ::unlink(target_.c_str()) : ::rename(temporary_.c_str(), target_.c_str());
    if (done != 0 && !(temporary_.empty() && errno == ENOENT)) return error(system_error("can't write", target_, errno));
    temporary_.clear();
    return {};
  }

 private:
  std::string target_;
  std::string name_;
  std::string temporary_;
};

Result<void> flush_folder(const std::string& folder) {
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.ok()) return error(system_error("can't open", folder, errno));
  // EINVAL: this file system has no such flush.
  if (::fsync(handle.get()) != 0 && errno != EINVAL) return error(system_error("can't write in", folder, errno));
  return {};
}

Result<void> flush_file_system(const std::string& folder) {
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.ok() || ::syncfs(handle.get()) != 0) return error(system_error("can't write in", folder, errno));
  return {};
}

class FileLock : public Lock {
 public:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

/// A folder's entries in one pass, folders after files, so that few are open at a time.
Result<void> walk(const std::string& folder, const std::string& ending, std::vector<std::string>& found) {
  DIR* const handle = ::opendir(folder.c_str());
  if (handle == nullptr) {
    if (errno == ENOENT) return {};
    return error(system_error("can't read", folder, errno));
  }
  std::vector<std::string> folders;
  while (const dirent* const entry = ::readdir(handle)) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.')) continue;
    const std::string path = folder + "/" + std::string(name);
    unsigned char type = entry->d_type;
    if (type == DT_UNKNOWN || type == DT_LNK) {
      struct stat info {};
      const bool is_link = type == DT_LNK;
      if (::stat(path.c_str(), &info) != 0) continue;
      type = S_ISDIR(info.st_mode) ? (is_link ? DT_UNKNOWN : DT_DIR) : S_ISREG(info.st_mode) ? DT_REG : DT_UNKNOWN;
    }
    if (type == DT_DIR) folders.push_back(path);
    if (type == DT_REG && name.ends_with(ending)) found.push_back(path);
  }
  ::closedir(handle);
  for (const std::string& below : folders)
    if (auto done = walk(below, ending, found); !done) return done;
  return {};
}

}  // namespace

Result<std::string> RealDisk::read(const std::string& path) const {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) return error(system_error("can't read", path, errno));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return error(system_error("can't read", path, errno));
  if (!S_ISREG(info.st_mode)) return error(Error::failed("can't read " + path + ": it is not a file"));
  std::string text;
  text.resize(static_cast<std::size_t>(info.st_size));
  std::size_t have = 0;
  while (true) {
    if (have == text.size()) text.resize(text.size() + 1);  // one more byte shows that the file did not grow
    const ssize_t got = ::read(file.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error(system_error("can't read", path, errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

Result<std::vector<std::string>> RealDisk::files_below(const std::string& folder, const std::string& ending) const {
  std::vector<std::string> found;
  if (auto done = walk(folder, ending, found); !done) return error(done.error());
  std::sort(found.begin(), found.end());
  return found;
}

bool RealDisk::exists(const std::string& path) const { return ::access(path.c_str(), F_OK) == 0; }

Result<void> RealDisk::replace(const std::vector<Replacement>& files) {
  std::vector<Staged> staged;
  staged.reserve(files.size());
  std::set<std::string> folders;
  const bool one_by_one = files.size() <= many_files;
  for (const Replacement& file : files) {
    Staged& next = staged.emplace_back(file.path, staged.size());
    if (folders.insert(folder_of(next.target())).second)
      if (auto made = make_folder(folder_of(next.target())); !made) return made;
    if (!file.text) continue;
    if (auto written = next.write(*file.text, one_by_one); !written) return written;
  }
  if (!one_by_one)
    if (auto flushed = flush_file_system(*folders.begin()); !flushed) return flushed;
  for (Staged& next : staged)
    if (auto done = next.take_place(); !done) return done;
  for (const std::string& folder : folders)
    if (auto done = flush_folder(folder); !done) return done;
  return {};
}

Result<void> RealDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return error(system_error("can't rename", from, errno));
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
  for (int waited = 0, pause = 1; ::flock(file.get(), LOCK_EX | LOCK_NB) != 0; pause = std::min(pause * 2, 50)) {
    if (errno != EWOULDBLOCK && errno != EINTR) return error(system_error("can't lock", path, errno));
    if (waited >= patience_ms)
      return error(Error::busy("another crm is writing in this book", "try again in a moment"));
    std::this_thread::sleep_for(std::chrono::milliseconds(pause));
    waited += pause;
  }
  return std::make_unique<FileLock>(std::move(file));
}

}  // namespace crm
