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

  /// True where it has not begun: from now on only `wait` does it.
  bool take_back();

 private:
  struct Task;
  std::shared_ptr<Task> task_;
};

/// Work in many parts. One thread has to see them done; others that have time take some of them off
/// it. What a part throws comes out where the part was taken. It must outlive all who help.
class SharedWork {
 public:
  using Part = std::function<void(std::size_t part)>;
  /// Gives whoever helps a way of its own to do parts; an empty one where it can't.
  using Hand = std::function<Part()>;

  /// Does parts until none is left, and returns when those that others took are done, too. Once.
  void share(std::size_t parts, const Part& own, const Hand& hand);
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

  void take_parts(const Part& part);

  std::atomic<State> state_ = State::waiting;
  const Hand* hand_ = nullptr;
  std::size_t parts_ = 0;
  std::atomic<std::size_t> next_ = 0, helpers_ = 0;
};

}  // namespace crm
