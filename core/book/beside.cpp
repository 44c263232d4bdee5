#include "core/book/beside.hpp"

#include <pthread.h>
#include <sched.h>

#include <exception>
#include <utility>

namespace crm {

struct Beside::Task {
  /// Who does it is the first who wants to.
  enum class Doer { nobody, thread, waiter };

  bool is_done_by(Doer who) {
    Doer nobody = Doer::nobody;
    return doer.compare_exchange_strong(nobody, who) || nobody == who;
  }

  void run() {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
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
    if ((*task)->is_done_by(Task::Doer::thread)) (*task)->run();
    return nullptr;
  };
  auto handed = std::make_unique<std::shared_ptr<Task>>(task_);
  // Without a thread whoever waits does it.
  task_->has_thread = ::pthread_create(&task_->thread, &wish, run, handed.get()) == 0;
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
  const bool is_left = task->is_done_by(Task::Doer::waiter);
  if (is_left) task->run();
  if (task->has_thread && is_left) ::pthread_detach(task->thread);
  if (task->has_thread && !is_left) ::pthread_join(task->thread, nullptr);
  if (task->failure) std::rethrow_exception(task->failure);
}

bool Beside::is_under_way() {
  return task_ && !task_->is_done_by(Task::Doer::waiter);
}

void SharedWork::share(std::size_t parts, const Hand& hand) {
  hand_ = &hand;
  parts_ = parts;
  state_ = State::shared;
  state_.notify_all();
  const auto wait = [&] {
    for (std::size_t done = done_; done < parts; done = done_) done_.wait(done);
  };
  try {
    take_parts();
  } catch (...) {
    // What nobody has begun is left; what others are at needs what the caller has.
    while (next_++ < parts) ++done_;
    wait();
    throw;
  }
  wait();
}

void SharedWork::help(std::size_t least) {
  state_.wait(State::waiting);
  if (state_ == State::shared && next_ + least <= parts_) take_parts();
}

void SharedWork::close() {
  State waiting = State::waiting;
  if (state_.compare_exchange_strong(waiting, State::closed)) state_.notify_all();
}

void SharedWork::take_parts() {
  struct Taken {
    ~Taken() {
      if (++its.done_ == its.parts_) its.done_.notify_all();
    }

    SharedWork& its;
  };

  Part work;
  for (std::size_t part = next_++; part < parts_; part = next_++) {
    const Taken taken{*this};
    if (!work) work = (*hand_)();
    work(part);
  }
}

}  // namespace crm
