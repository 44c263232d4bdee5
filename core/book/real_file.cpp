#include "core/book/real_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "core/book/descriptor.hpp"

namespace crm {
namespace {

class RealBytes : public Bytes {
 public:
  RealBytes(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {
    piece_.resize(64 * 1024);
  }

  Result<std::string_view> next() override {
    ssize_t got = 0;
    do got = ::read(file_.get(), piece_.data(), piece_.size());
    while (got < 0 && errno == EINTR);
    if (got < 0) return error(system_error("can't read", path_, errno));
    return std::string_view(piece_).substr(0, static_cast<std::size_t>(got));
  }

 private:
  Descriptor file_;
  std::string path_;
  std::string piece_;
};

/// How much of the room could be filled with what stands from there on.
Result<std::size_t> fill(int file, const std::string& path, std::uint64_t from,
                         std::span<char> room) {
  std::size_t have = 0;
  while (have < room.size()) {
    const ssize_t got =
        ::pread(file, room.data() + have, room.size() - have, static_cast<off_t>(from + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error(system_error("can't read", path, errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

Result<std::string> part_of(int file, const std::string& path, std::uint64_t from,
                            std::size_t count) {
  std::string text(count, '\0');
  const auto have = fill(file, path, from, text);
  if (!have) return error(have.error());
  text.resize(*have);
  return text;
}

class RealFile : public OpenFile {
 public:
  RealFile(Descriptor file, std::string path, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}

  std::uint64_t size() const override { return size_; }

  Result<std::string> part(std::uint64_t from, std::size_t count) const override {
    const std::uint64_t left = size_ - std::min(from, size_);
    return part_of(file_.get(), path_, from,
                   static_cast<std::size_t>(std::min<std::uint64_t>(count, left)));
  }

 private:
  Descriptor file_;
  std::string path_;
  std::uint64_t size_;
};

class RealGrowingFile : public GrowingFile {
 public:
  RealGrowingFile(Descriptor file, std::string path)
      : file_(std::move(file)), path_(std::move(path)) {}

  std::uint64_t size() const override { return size_; }

  Result<std::string> part(std::uint64_t from, std::size_t count) const override {
    return part_of(file_.get(), path_, from, count);
  }

  Result<void> append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(file_.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return error(system_error("can't write", path_, errno));
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
      size_ += static_cast<std::uint64_t>(wrote);
    }
    return {};
  }

  Result<void> flush() override {
    if (::fsync(file_.get()) != 0) return error(system_error("can't write", path_, errno));
    return {};
  }

 private:
  Descriptor file_;
  std::string path_;
  std::uint64_t size_ = 0;
};

bool is_regular(const Descriptor& file) {
  struct stat info {};

  return ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode);
}

class RealEditableFile : public EditableFile {
 public:
  RealEditableFile(Descriptor file, std::string path, bool writable)
      : file_(std::move(file)), path_(std::move(path)), writable_(writable) {}

  std::uint64_t size() const override {
    struct stat info {};

    return ::fstat(file_.get(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
  }

  bool is_writable() const override { return writable_; }

  bool read(std::uint64_t from, std::span<char> room) const override {
    const auto have = fill(file_.get(), path_, from, room);
    return have && *have == room.size();
  }

  bool write(std::uint64_t from, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t wrote =
          ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(from));
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
      from += static_cast<std::uint64_t>(wrote);
    }
    return true;
  }

  bool clear() override { return ::ftruncate(file_.get(), 0) == 0; }

  bool hold() override { return ::flock(file_.get(), LOCK_EX | LOCK_NB) == 0; }

  bool make_private() { return ::fchmod(file_.get(), 0600) == 0; }

  bool stands_at(const std::string& path) const {
    struct stat own {};

    struct stat there {};

    return ::fstat(file_.get(), &own) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           own.st_dev == there.st_dev && own.st_ino == there.st_ino;
  }

 private:
  Descriptor file_;
  std::string path_;
  bool writable_;
};

}  // namespace

Result<std::unique_ptr<Bytes>> open_bytes(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));

  struct stat info {};

  if (!file.ok() || ::fstat(file.get(), &info) != 0)
    return error(system_error("can't read", path, errno));
  if (S_ISDIR(info.st_mode)) return error(system_error("can't read", path, EISDIR));
  return std::make_unique<RealBytes>(std::move(file), path);
}

Result<std::unique_ptr<OpenFile>> open_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));

  struct stat info {};

  if (!file.ok() || ::fstat(file.get(), &info) != 0)
    return error(system_error("can't read", path, errno));
  if (!S_ISREG(info.st_mode))
    return error(Error::failed("can't read " + path + ": it is not a file"));
  return std::make_unique<RealFile>(std::move(file), path,
                                    static_cast<std::uint64_t>(info.st_size));
}

Result<std::unique_ptr<GrowingFile>> new_growing_file(const std::string& path) {
  ::unlink(path.c_str());
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.ok()) return error(system_error("can't write", path, errno));
  return std::make_unique<RealGrowingFile>(std::move(file), path);
}

Result<std::unique_ptr<GrowingFile>> new_unnamed_file() {
  std::string path = P_tmpdir "/crm-XXXXXX";
  Descriptor file(::mkostemp(path.data(), O_CLOEXEC));
  if (!file.ok()) return error(system_error("can't write", path, errno));
  ::unlink(path.c_str());
  return std::make_unique<RealGrowingFile>(std::move(file), path);
}

Result<std::unique_ptr<EditableFile>> open_editable_file(const std::string& path) {
  const int flags = O_CLOEXEC | O_NONBLOCK;
  const int for_both = ::open(path.c_str(), O_RDWR | flags);
  const bool writable = for_both >= 0;
  Descriptor file(writable ? for_both : ::open(path.c_str(), O_RDONLY | flags));
  if (!file.ok()) return error(system_error("can't read", path, errno));
  if (!is_regular(file)) return error(Error::failed("can't read " + path + ": it is not a file"));
  return std::make_unique<RealEditableFile>(std::move(file), path, writable);
}

Result<std::unique_ptr<EditableFile>> held_private_file(const std::string& path) {
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
  Descriptor file(::open(path.c_str(), flags, 0600));
  if (!file.ok()) return error(system_error("can't write", path, errno));
  if (!is_regular(file)) return error(Error::failed("can't write " + path + ": it is not a file"));
  auto held = std::make_unique<RealEditableFile>(std::move(file), path, true);
  // Who held it until now may have brought it to another place.
  if (!held->hold() || !held->stands_at(path))
    return error(Error::busy("somebody is writing " + path));
  if (!held->clear() || !held->make_private())
    return error(system_error("can't write", path, errno));
  return held;
}

}  // namespace crm
