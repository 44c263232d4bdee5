// What the machine itself needs, without a thought about customers: the floors of the benchmark.
//
//   nothing               an empty program
//   stat FOLDER           readdir and fstatat of every file there
//   read FOLDER THREADS   every file there opened, read and closed; prints how long it took
//   write FILE            its bytes into a file beside it, flushed, renamed over it
//   write-durably FILE    and the folder flushed
//   write-many FOLDER COUNT BYTES   new files, each written beside its place and renamed; one flush
//                                   of the file system at the end
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

std::string read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);

  struct stat info {};

  if (file < 0 || ::fstat(file, &info) != 0) std::exit(1);
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(file, text.data() + have, text.size() - have);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  ::close(file);
  return text;
}

int read_all(const std::string& folder, int threads) {
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::string> paths;
  DIR* const handle = ::opendir(folder.c_str());
  if (handle == nullptr) return 1;
  while (const dirent* const entry = ::readdir(handle))
    if (entry->d_name[0] != '.') paths.push_back(folder + "/" + entry->d_name);
  ::closedir(handle);
  std::atomic<std::size_t> next{0}, bytes{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) bytes += read_file(paths[i]).size();
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  const auto took = std::chrono::steady_clock::now() - begin;
  std::printf(
      "%lld %zu\n",
      static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()),
      bytes.load());
  return 0;
}

/// The floor of every answer that is checked against the files.
int stamp_all(const std::string& folder) {
  DIR* const handle = ::opendir(folder.c_str());
  if (handle == nullptr) return 1;
  std::uint64_t sum = 0;
  while (const dirent* const entry = ::readdir(handle)) {
    struct stat info {};

    if (::fstatat(::dirfd(handle), entry->d_name, &info, 0) == 0)
      sum += static_cast<std::uint64_t>(info.st_mtim.tv_nsec);
  }
  ::closedir(handle);
  std::printf("%llu\n", static_cast<unsigned long long>(sum));
  return 0;
}

int write_again(const std::string& path, bool durably) {
  const std::string text = read_file(path);
  const std::string folder = path.substr(0, path.rfind('/'));
  const std::string beside = folder + "/.bare-tmp";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0 || ::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return 1;
  if (::fsync(file) != 0 || ::close(file) != 0 || ::rename(beside.c_str(), path.c_str()) != 0)
    return 1;
  if (!durably) return 0;
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return handle >= 0 && ::fsync(handle) == 0 ? 0 : 1;
}

int write_many(const std::string& folder, int count, std::size_t bytes) {
  const std::string text(bytes, 'x');
  for (int i = 0; i < count; ++i) {
    const std::string path = folder + "/bare-" + std::to_string(i) + ".yaml";
    const std::string beside = folder + "/.bare-tmp-" + std::to_string(i);
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 || ::write(file, text.data(), bytes) != static_cast<ssize_t>(bytes)) return 1;
    if (::close(file) != 0 || ::rename(beside.c_str(), path.c_str()) != 0) return 1;
  }
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return handle >= 0 && ::syncfs(handle) == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "nothing";
  if (what == "read" && argc == 4) return read_all(argv[2], std::atoi(argv[3]));
  if (what == "stat" && argc == 3) return stamp_all(argv[2]);
  if (what == "write" && argc == 3) return write_again(argv[2], false);
  if (what == "write-durably" && argc == 3) return write_again(argv[2], true);
  if (what == "write-many" && argc == 5)
    return write_many(argv[2], std::atoi(argv[3]), static_cast<std::size_t>(std::atol(argv[4])));
  return what == "nothing" ? 0 : 2;
}
