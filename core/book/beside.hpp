// Work beside other work: on another processor, where the machine has one, and at once.
//
// A new thread begins on the processor of the one that made it, and waits there until that one has
// used up its turn: some milliseconds, in which a short command is over.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace crm {

/// Begins the work; it is done when `wait` returns, which throws what the work threw, or when this
/// is let go. What has not begun until then is done by whoever waits.
class Beside {
 public:
  explicit Beside(std::function<void()> work);
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside();

  void wait();

  /// Whether it goes on beside the caller; where it does not, only `wait` will do it.
  bool is_under_way();

 private:
  struct Task;
  std::shared_ptr<Task> task_;
};

/// Work in many parts that one thread has to do, and others take of it that have time. What a part
/// throws comes out where it was taken.
class SharedWork {
 public:
  using Part = std::function<void(std::size_t part)>;
  /// Asked once by each who takes parts, for what it needs of its own.
  using Hand = std::function<Part()>;

  /// Returns when all parts are done. Once.
  void share(std::size_t parts, const Hand& hand);
  /// Waits for what is shared and takes parts of it, until there are none; nothing where fewer than
  /// `least` are left.
  void help(std::size_t least = 1);
  /// There is nothing to wait for any more.
  void close();

  /// Closes it when the scope is left, however that happens.
  struct Closing {
    ~Closing() { work.close(); }

    SharedWork& work;
  };

 private:
  enum class State { waiting, shared, closed };

  void take_parts();

  std::atomic<State> state_ = State::waiting;
  const Hand* hand_ = nullptr;
  std::size_t parts_ = 0;
  std::atomic<std::size_t> next_ = 0, done_ = 0;
};

}  // namespace crm
