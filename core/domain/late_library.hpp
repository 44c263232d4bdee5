// A shared library that is opened only when it is first needed, so that its start-up is not paid by
// every command.
#pragma once

#include <memory>
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

/// The only table of its kind, with its functions looked up in its `library` when it is first asked
/// for, and `begin` called with it then. nullptr when the library is not installed.
template <class Functions, class Begin>
const Functions* opened_once(const Begin& begin) {
  static const std::unique_ptr<const Functions> found = [&] {
    auto opened = std::make_unique<const Functions>();
    if (opened->library.is_complete())
      begin(*opened);
    else
      opened.reset();
    return opened;
  }();
  return found.get();
}

/// An object that such a library has made: given back, if there is one, when it is no longer
/// needed.
template <class Object>
class Owned {
 public:
  Owned(void (*give_back)(void*), Object* object) : give_back_(give_back), object_(object) {}

  ~Owned() {
    if (object_ != nullptr) give_back_(object_);
  }

  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;

  Object* get() const { return object_; }

  template <class Other>
  Other* as() const {
    return reinterpret_cast<Other*>(object_);
  }

 private:
  void (*give_back_)(void*);
  Object* object_;
};

}  // namespace crm
