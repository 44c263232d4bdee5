// An open file of the machine, closed when it is let go, and what is said when the machine refuses.
#pragma once

#include <string>

#include "core/domain/result.hpp"

namespace crm {

class Descriptor {
 public:
  /// As open(2) gave it; below 0: none.
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return number_; }

  bool ok() const { return number_ >= 0; }

  /// Closes it and says whether that went well: some file systems report a full disk only here.
  bool close();

 private:
  int number_;
};

/// `code` is the machine's errno. Error::nothing_found where there is no such file, failed with a
/// hint where something can be done.
Error system_error(const std::string& what, const std::string& path, int code);

}  // namespace crm
