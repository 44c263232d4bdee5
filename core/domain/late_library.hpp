// A shared library that is opened only when it is first needed, so that its start-up is not paid by
// every command.
#pragma once

#include <string>
#include <utility>

namespace crm {

class LateLibrary {
 public:
  /// `libical.so.3`: a name as the dynamic linker knows it. Nothing is opened yet.
  explicit LateLibrary(std::string name) : name_(std::move(name)) {}

  /// The function of that name, or nullptr when the library or the function is not there.
  template <class Function>
  Function* function(const char* symbol) {
    return reinterpret_cast<Function*>(address(symbol));
  }

 private:
  void* address(const char* symbol);
  std::string name_;
  void* handle_ = nullptr;
  bool tried_ = false;
};

}  // namespace crm
