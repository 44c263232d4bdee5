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
#include <map>
#include <set>
#include <thread>
#include <tuple>

#include "core/book/descriptor.hpp"
#include "core/book/real_file.hpp"

namespace crm {
namespace {

/// Above this many files one flush of the whole file system is cheaper than one a file.
constexpr std::size_t many_files = 64;

constexpr std::string_view temporary_prefix = ".crm-tmp-";

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
    // There was room for more than the file has: its end was seen.
    if (have == static_cast<std::size_t>(info.st_size)) break;
  }
  text.resize(have);
  return text;
}

/// Whether that stands in a file: a text, or nothing where there shall be no file.
bool stands(const std::string& path, const std::optional<std::string>& text) {
  const auto now = read_file(path);
  return now ? text && *now == *text : !text && now.error().kind == Error::Kind::nothing_found;
}

Result<void> folder_made(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return error(system_error("can't make the folder", path, errno));
  if (auto above = folder_made(folder_of(path)); !above) return above;
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return {};
  return error(system_error("can't make the folder", path, errno));
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

  /// Which text stands where: written, swapped and moved_away have one beside the target.
  enum class State : char { waiting, written, swapped, moved_away, created, overwritten };

  /// One of very many, of which only the state is held from one step to the next. `target` is the
  /// file behind all links, where that is known.
  Staged(const Replacement& wish, std::size_t number, State state,
         std::optional<std::string> target)
      : wish_(wish),
        is_new_(wish.before && !*wish.before),
        target_(target    ? *std::move(target)
                : is_new_ ? wish.path
                          : behind_links(wish.path)),
        beside_(folder_of(target_) + "/" + std::string(temporary_prefix) + std::to_string(number)),
        old_(state == State::overwritten && wish.before ? *wish.before : std::nullopt),
        state_(state) {}

  /// Leaves everything as it stands until the next step.
  State put_down() { return std::exchange(state_, State::waiting); }

  Staged(Staged&& other) noexcept
      : wish_(other.wish_),
        is_new_(other.is_new_),
        replaces_(other.replaces_),
        target_(std::move(other.target_)),
        beside_(std::move(other.beside_)),
        file_(std::move(other.file_)),
        old_(std::move(other.old_)),
        state_(std::exchange(other.state_, State::waiting)) {}

  Staged& operator=(Staged&&) = delete;

  ~Staged() {
    if (state_ == State::written || state_ == State::swapped || state_ == State::moved_away)
      ::unlink(beside_.c_str());
  }

  const std::string& target() const { return target_; }

  std::string folder() const { return folder_of(target_); }

  bool is_new() const { return is_new_; }

  bool durable() const { return wish_.durable; }

  Error busy() const {
    return Error::busy(wish_.path + " has just been changed by somebody else",
                       "nothing was written; try again");
  }

  bool is_as_before() const { return !wish_.before || stands(target_, *wish_.before); }

  /// The new text stands beside the file.
  Result<void> write() {
    if (!wish_.text) return {};
    return write(*wish_.text);
  }

  /// The disk begins to take it, where it must be durable; nobody waits for that. What goes wrong,
  /// the flush says.
  void begin_flush() const {
    if (file_.ok() && wish_.durable)
      std::ignore = ::sync_file_range(file_.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
  }

  /// It stands there durably, where it must.
  Result<void> flush() {
    if (file_.ok() && wish_.durable && ::fsync(file_.get()) != 0)
      return error(system_error("can't write", target_, errno));
    return close();
  }

  Result<void> close() {
    if (file_.ok() && !file_.close()) return error(system_error("can't write", target_, errno));
    return {};
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
      if (replaces_ && rename_with(RENAME_EXCHANGE)) {
        state_ = State::swapped;
        return {};
      }
      if ((!replaces_ || errno == ENOENT) && rename_with(RENAME_NOREPLACE)) {
        state_ = State::created;
        return {};
      }
      if (is_new_ && errno == EEXIST) return error(busy());
      replaces_ = !is_new_;
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
  bool brought_back() {
    if (state_ == State::moved_away)
      return rename_with(RENAME_NOREPLACE) || ::link(beside_.c_str(), target_.c_str()) == 0;
    if (state_ == State::overwritten && old_)
      return write(*old_) && flush() && ::rename(beside_.c_str(), target_.c_str()) == 0;
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

  Result<void> write(const std::string& text) {
    struct stat old {};

    replaces_ = !is_new_ && ::stat(target_.c_str(), &old) == 0;
    if (replaces_ && S_ISDIR(old.st_mode))
      return error(system_error("can't write", target_, EISDIR));
    const auto made = [&] {
      return ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    };
    int number = made();
    if (number < 0 && errno == ENOENT) {
      if (auto folder = folder_made(folder_of(target_)); !folder) return folder;
      number = made();
    }
    if (number < 0 && errno == EEXIST && ::unlink(beside_.c_str()) == 0) number = made();
    file_ = Descriptor(number);
    if (!file_.ok()) return error(system_error("can't write", target_, errno));
    state_ = State::written;
    if (replaces_) {
      // Whose it is changes only where this is allowed; what it permits stays.
      if (old.st_uid != ::geteuid() || old.st_gid != ::getegid())
        std::ignore = ::fchown(file_.get(), old.st_uid, old.st_gid);
      if (::fchmod(file_.get(), old.st_mode & 07777) != 0)
        return error(system_error("can't write", target_, errno));
    }
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = ::write(file_.get(), text.data() + done, text.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return error(system_error("can't write", target_, errno));
      done += static_cast<std::size_t>(wrote);
    }
    return {};
  }

  const Replacement& wish_;
  /// Where there is surely no file, nothing is asked about it: taking its place finds out.
  bool is_new_ = false;
  /// Whether there was a file when the text was written beside it.
  bool replaces_ = !is_new_;
  std::string target_;
  std::string beside_;
  /// What is written there, until it is flushed.
  Descriptor file_{-1};
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

/// What must be durable is written first: the disk takes it while the others are written.
Result<void> write_beside(std::vector<Staged>& staged) {
  const bool one_by_one = staged.size() <= many_files;
  for (const bool durable : {true, false})
    for (Staged& one : staged) {
      if (one.durable() != durable) continue;
      if (!one.is_as_before()) return error(one.busy());
      if (auto written = one.write(); !written) return written;
      if (one_by_one)
        one.begin_flush();
      else if (auto closed = one.close(); !closed)
        return closed;
    }
  if (!one_by_one) return flush_file_system(staged.front().folder());
  for (Staged& one : staged)
    if (auto flushed = one.flush(); !flushed) return flushed;
  return {};
}

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

/// Very many files, step by step: only how far each has come is held.
class Crowd {
 public:
  explicit Crowd(const Replacements& files)
      : files_(files), states_(files.count, Staged::State::waiting) {}

  /// What has not taken its file's place, and what had stood there, is taken away.
  ~Crowd() {
    for (std::size_t i = 0; i < states_.size(); ++i)
      if (states_[i] != Staged::State::waiting && states_[i] != Staged::State::created)
        (void)with(
            i, [](Staged&) { return Result<void>(); }, false);
  }

  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  Result<void> write(bool flush) {
    return each([flush](Staged& one) -> Result<void> {
      // Of a new file, taking its place tells.
      if (!one.is_new() && !one.is_as_before()) return error(one.busy());
      if (auto written = one.write(); !written) return written;
      return flush ? one.flush() : one.close();
    });
  }

  Result<void> take_places() {
    return each([](Staged& one) { return one.take_place(); });
  }

  /// A created file has replaced none: the rename would have refused.
  Result<void> took_the_right_places() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (states_[i] == Staged::State::created) continue;
      auto right = with(i, [](Staged& one) -> Result<void> {
        if (!one.took_the_right_place()) return error(one.busy());
        return {};
      });
      if (!right) return right;
    }
    return {};
  }

  /// Of files that stand behind links.
  std::set<std::string> linked_folders() const {
    std::set<std::string> folders;
    for (const auto& [file, target] : links_) folders.insert(folder_of(target));
    return folders;
  }

  void give_back() {
    for (std::size_t i = states_.size(); i-- > 0;)
      (void)with(i, [](Staged& one) -> Result<void> {
        one.give_back();
        return {};
      });
  }

 private:
  template <class Step>
  Result<void> with(std::size_t i, const Step& step, bool goes_on = true) {
    const auto wish = files_.file(i);
    if (!wish) return error(wish.error());
    const auto link = links_.find(i);
    const bool untouched = states_[i] == Staged::State::waiting && link == links_.end();
    Staged one(*wish, i, states_[i],
               link != links_.end() ? std::optional(link->second)
               : untouched          ? std::nullopt
                                    : std::optional(wish->path));
    if (untouched && one.target() != wish->path) links_[i] = one.target();
    auto done = step(one);
    if (goes_on) states_[i] = one.put_down();
    return done;
  }

  template <class Step>
  Result<void> each(const Step& step) {
    for (std::size_t i = 0; i < states_.size(); ++i)
      if (auto done = with(i, step); !done) return done;
    return {};
  }

  const Replacements& files_;
  std::vector<Staged::State> states_;
  /// What a link led to stays the file that is meant, also while it is away.
  std::map<std::size_t, std::string> links_;
};

}  // namespace

Result<std::string> RealDisk::read(const std::string& path) const {
  return read_file(path);
}

Result<std::vector<std::string>> RealDisk::files_below(const std::string& folder,
                                                       const std::string& ending) const {
  const auto sweep = files_in(folder, ending);
  if (!sweep) return error(sweep.error());
  std::vector<std::string> found;
  for (std::size_t i = 0; i < sweep->files.size(); ++i)
    found.push_back(folder + "/" + std::string(sweep->path(i)));
  std::sort(found.begin(), found.end());
  return found;
}

Result<Sweep> RealDisk::sweep_below(const std::string& folder, const std::string& ending,
                                    const Sweep* before, SharedWork& shared) const {
  return swept(folder, ending, before, shared);
}

bool RealDisk::exists(const std::string& path) const {
  return ::access(path.c_str(), F_OK) == 0;
}

std::optional<Stamp> RealDisk::stamp(const std::string& path) const {
  return stamp_of(path);
}

Result<void> RealDisk::replace(const std::vector<Replacement>& files) {
  std::vector<Staged> staged;
  staged.reserve(files.size());
  std::set<std::string> durable_folders;
  for (const Replacement& file : files) {
    const Staged& next = staged.emplace_back(file, staged.size());
    if (next.durable()) durable_folders.insert(next.folder());
  }
  if (auto written = write_beside(staged); !written) return written;
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

Result<void> RealDisk::replace_many(const Replacements& files) {
  std::set<std::string> folders;
  for (std::size_t i = 0; i < files.count; ++i) folders.insert(folder_of(files.path(i)));
  if (folders.empty()) return files.announce();
  for (const std::string& folder : folders)
    if (auto made = make_folder(folder); !made) return made;
  Crowd crowd(files);
  const bool one_by_one = files.count <= many_files;
  if (auto written = crowd.write(one_by_one); !written) return written;
  folders.merge(crowd.linked_folders());
  if (!one_by_one)
    if (auto flushed = flush_file_system(*folders.begin()); !flushed) return flushed;
  if (auto announced = files.announce(); !announced) return announced;
  auto done = crowd.take_places();
  if (done) done = crowd.took_the_right_places();
  for (const std::string& folder : folders)
    if (done) done = flush_folder(folder);
  // As above, for an editor that saved late.
  if (done) done = crowd.took_the_right_places();
  if (done) return {};
  crowd.give_back();
  for (const std::string& folder : folders) (void)flush_folder(folder);
  return done;
}

Result<std::unique_ptr<Bytes>> RealDisk::open(const std::string& path) const {
  return open_bytes(path);
}

Result<std::unique_ptr<OpenFile>> RealDisk::open_parts(const std::string& path) const {
  return open_file(path);
}

Result<std::unique_ptr<GrowingFile>> RealDisk::grow(const std::string& path) {
  if (auto made = make_folder(folder_of(path)); !made) return error(made.error());
  return new_growing_file(path);
}

Result<std::unique_ptr<GrowingFile>> RealDisk::grow_unnamed() {
  return new_unnamed_file();
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

Result<std::unique_ptr<EditableFile>> RealDisk::edit(const std::string& path) {
  return open_editable_file(path);
}

Result<std::unique_ptr<EditableFile>> RealDisk::make_private(const std::string& path) {
  return held_private_file(path);
}

Result<void> RealDisk::make_folder(const std::string& path) {
  return folder_made(path);
}

Result<std::unique_ptr<Lock>> RealDisk::lock(const std::string& path, int patience_ms) {
  const auto opened = [&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666); };
  int number = opened();
  if (number < 0 && errno == ENOENT) {
    if (auto made = make_folder(folder_of(path)); !made) return error(made.error());
    number = opened();
  }
  Descriptor file(number);
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
