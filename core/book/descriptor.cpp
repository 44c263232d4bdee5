#include "core/book/descriptor.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace crm {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

bool Descriptor::close() {
  return ::close(std::exchange(number_, -1)) == 0;
}

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

}  // namespace crm
