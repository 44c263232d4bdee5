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

  /// The same for one without which the library is of no use; the first argument only says its
  /// type: `needed(decltype(&::f){nullptr}, "f")`.
  template <class Function>
  Function* needed(Function* /*type*/, const char* symbol) {
    Function* const found = function<Function>(symbol);
    complete_ = complete_ && found != nullptr;
    return found;
  }

  /// Whether all that was needed is there.
  bool is_complete() const { return complete_; }

 private:
  void* address(const char* symbol);
  std::string name_;
  void* handle_ = nullptr;
  bool tried_ = false, complete_ = true;
};

}  // namespace crm
