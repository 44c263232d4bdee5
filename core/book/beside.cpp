#include "core/book/beside.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace crm {

struct Beside::Task {
  /// The first who wants to do it.
  enum class Doer { nobody, thread, waiter };

  bool is_for(Doer who) {
    Doer nobody = Doer::nobody;
    return doer.compare_exchange_strong(nobody, who) || nobody == who;
  }

  void run() {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
    work = nullptr;
  }

  std::function<void()> work;
  std::exception_ptr failure;
  std::atomic<Doer> doer = Doer::nobody;
  bool has_thread = false;
  pthread_t thread = {};
  /// Where the process may run.
  cpu_set_t everywhere = {};
};

namespace {

/// Whether there is more than one processor; then `others` are those on which the caller does not
/// run.
bool find_processors(cpu_set_t& everywhere, cpu_set_t& others) {
  if (::sched_getaffinity(0, sizeof everywhere, &everywhere) != 0) return false;
  const int here = ::sched_getcpu();
  if (here < 0) return false;
  others = everywhere;
  CPU_CLR(static_cast<std::size_t>(here), &others);
  return CPU_COUNT(&others) > 0;
}

}  // namespace

Beside::Beside(std::function<void()> work) : task_(std::make_shared<Task>()) {
  task_->work = std::move(work);
  auto handed = std::make_unique<std::shared_ptr<Task>>(task_);
  cpu_set_t others;
  pthread_attr_t wish;
  if (::pthread_attr_init(&wish) != 0) return;
  const bool elsewhere = find_processors(task_->everywhere, others) &&
                         ::pthread_attr_setaffinity_np(&wish, sizeof others, &others) == 0;
  if (!elsewhere) CPU_ZERO(&task_->everywhere);
  const auto run = [](void* what) -> void* {
    const std::unique_ptr<std::shared_ptr<Task>> task(static_cast<std::shared_ptr<Task>*>(what));
    // Where it stays is the machine's own affair.
    const cpu_set_t& everywhere = (*task)->everywhere;
    if (CPU_COUNT(&everywhere) > 0) ::sched_setaffinity(0, sizeof everywhere, &everywhere);
    if ((*task)->is_for(Task::Doer::thread)) (*task)->run();
    return nullptr;
  };
  // Some may not choose a processor. Without any thread whoever waits does the work.
  const auto begins = [&](const pthread_attr_t* how) {
    return ::pthread_create(&task_->thread, how, run, handed.get()) == 0;
  };
  task_->has_thread = begins(&wish) || begins(nullptr);
  if (task_->has_thread) static_cast<void>(handed.release());
  ::pthread_attr_destroy(&wish);
}

Beside::~Beside() {
  try {
    wait();
  } catch (...) {  // NOLINT: who lets it go has a failure of its own
  }
}

void Beside::wait() {
  if (!task_) return;
  const std::shared_ptr<Task> task = std::exchange(task_, nullptr);
  const bool is_left = task->is_for(Task::Doer::waiter);
  if (is_left) task->run();
  if (task->has_thread && is_left) ::pthread_detach(task->thread);
  if (task->has_thread && !is_left) ::pthread_join(task->thread, nullptr);
  if (task->failure) std::rethrow_exception(task->failure);
}

bool Beside::take_back() {
  return task_ && task_->is_for(Task::Doer::waiter);
}

void SharedWork::share(std::size_t parts, const Part& own, const Hand& hand) {
  hand_ = &hand;
  parts_ = parts;
  state_ = State::shared;
  state_.notify_all();
  // Who comes after the last part was taken looks at nothing of the caller's.
  const auto wait = [&] {
    for (std::size_t helpers = helpers_; helpers > 0; helpers = helpers_) helpers_.wait(helpers);
  };
  try {
    take_parts(own);
  } catch (...) {
    next_ = parts;
    wait();
    throw;
  }
  wait();
}

void SharedWork::help(std::size_t least) {
  struct Helping {
    explicit Helping(std::atomic<std::size_t>& all) : helpers(all) { ++helpers; }

    Helping(const Helping&) = delete;
    Helping& operator=(const Helping&) = delete;

    ~Helping() {
      if (--helpers == 0) helpers.notify_all();
    }

    std::atomic<std::size_t>& helpers;
  };

  state_.wait(State::waiting);
  if (state_ != State::shared) return;
  const Helping helping(helpers_);
  if (next_ + std::max<std::size_t>(least, 1) > parts_) return;
  if (const Part part = (*hand_)()) take_parts(part);
}

void SharedWork::close() {
  State waiting = State::waiting;
  if (state_.compare_exchange_strong(waiting, State::closed)) state_.notify_all();
}

void SharedWork::take_parts(const Part& part) {
  for (std::size_t at = next_++; at < parts_; at = next_++) part(at);
}

}  // namespace crm
