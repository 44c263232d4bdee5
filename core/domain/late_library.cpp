#include "core/domain/late_library.hpp"

#include <dlfcn.h>

namespace crm {

void* LateLibrary::address(const char* symbol) {
  // Never closed: what a library has handed out may be used until the program ends.
  if (!tried_) handle_ = dlopen(name_.c_str(), RTLD_LAZY | RTLD_LOCAL);
  tried_ = true;
  return handle_ == nullptr ? nullptr : dlsym(handle_, symbol);
}

}  // namespace crm
