// Loaded before the C library: makes one system call of a program fail, or ends the program there, to see what becomes
// of its files. Counts the calls that change something below a folder.
//
//   CRM_FAULT_BELOW   the folder
//   CRM_FAULT_AT      the call that fails, from 1
//   CRM_FAULT_AS      an errno as a number, or KILL
//   CRM_FAULT_STAYS   set: all later calls fail as well
//   CRM_FAULT_SAYS    a file that is made, with the call's name, once something has failed
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static long calls = 0;

#define REAL(name)                  \
  static __typeof__(&name) real;    \
  if (!real) *(void **)(&real) = dlsym(RTLD_NEXT, #name)

static void say(const char *call) {
  const char *file = getenv("CRM_FAULT_SAYS");
  if (!file) return;
  const int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (fd < 0) return;
  syscall(SYS_write, fd, call, strlen(call));
  syscall(SYS_write, fd, "\n", 1);
  syscall(SYS_close, fd);
}

static int is_below(const char *path) {
  const char *below = getenv("CRM_FAULT_BELOW");
  if (!below || !path) return 0;
  const size_t length = strlen(below);
  return strncmp(path, below, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int is_open_below(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_below(path);
}

// Whether this call fails; errno is set then.
static int fails(const char *call) {
  const char *at = getenv("CRM_FAULT_AT");
  const char *as = getenv("CRM_FAULT_AS");
  if (!at || !as) return 0;
  ++calls;
  const long wanted = atol(at);
  if (calls < wanted || (calls > wanted && !getenv("CRM_FAULT_STAYS"))) return 0;
  say(call);
  if (strcmp(as, "KILL") == 0) {
    kill(getpid(), SIGKILL);
    pause();
  }
  errno = atoi(as);
  return 1;
}

static int opens_to_change(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0; }

#define OPEN(name)                                                              \
  int name(const char *path, int flags, ...) {                                  \
    REAL(name);                    \
    va_list more;                                                               \
    va_start(more, flags);                                                      \
    const mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0;           \
    va_end(more);                                                               \
    if (opens_to_change(flags) && is_below(path) && fails("open")) return -1;   \
    return real(path, flags, mode);                                             \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                            \
  int name(int folder, const char *path, int flags, ...) {                      \
    REAL(name);                    \
    va_list more;                                                               \
    va_start(more, flags);                                                      \
    const mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0;           \
    va_end(more);                                                               \
    if (opens_to_change(flags) && is_below(path) && fails("openat")) return -1; \
    return real(folder, path, flags, mode);                                     \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  if (is_open_below(fd) && fails("write")) {
    // A full disk takes a part first.
    if (errno == ENOSPC && count > 1) {
      real(fd, bytes, count / 2);
      errno = ENOSPC;
    }
    return -1;
  }
  return real(fd, bytes, count);
}

#define ON_FILE(name)                                    \
  int name(int fd) {                                     \
    REAL(name);                    \
    if (is_open_below(fd) && fails(#name)) return -1;    \
    return real(fd);                                     \
  }
ON_FILE(fsync)
ON_FILE(fdatasync)
ON_FILE(syncfs)

int sync_file_range(int fd, off64_t from, off64_t length, unsigned int how) {
  REAL(sync_file_range);
  if (is_open_below(fd) && fails("sync_file_range")) return -1;
  return real(fd, from, length, how);
}

// The descriptor is gone, whatever close says.
int close(int fd) {
  REAL(close);
  const int flags = fcntl(fd, F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && is_open_below(fd) && fails("close")) {
    const int failure = errno;
    real(fd);
    errno = failure;
    return -1;
  }
  return real(fd);
}

int fchmod(int fd, mode_t mode) {
  REAL(fchmod);
  if (is_open_below(fd) && fails("fchmod")) return -1;
  return real(fd, mode);
}

int ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  if (is_open_below(fd) && fails("ftruncate")) return -1;
  return real(fd, length);
}

int flock(int fd, int how) {
  REAL(flock);
  if (is_open_below(fd) && fails("flock")) return -1;
  return real(fd, how);
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (is_below(path) && fails("mkdir")) return -1;
  return real(path, mode);
}

int unlink(const char *path) {
  REAL(unlink);
  if (is_below(path) && fails("unlink")) return -1;
  return real(path);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (is_below(to) && fails("rename")) return -1;
  return real(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(renameat);
  if (is_below(to) && fails("renameat")) return -1;
  return real(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int how) {
  REAL(renameat2);
  // A file system that can't swap two files.
  if (how != 0 && getenv("CRM_FAULT_NO_SWAP")) {
    errno = EINVAL;
    return -1;
  }
  if (is_below(to) && fails("renameat2")) return -1;
  return real(from_folder, from, to_folder, to, how);
}
