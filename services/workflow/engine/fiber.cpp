#include "services/workflow/engine/fiber.h"

#include <utility>
#include <vector>

#include "boost/context/protected_fixedsize_stack.hpp"
#include "services/lib/check/check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace lianban::workflow {
namespace {

namespace context = boost::context;

// A command needs some ten KiB of it; the rest is addresses only. Beyond it lies a page that nobody may touch.
#if defined(__SANITIZE_ADDRESS__)
constexpr size_t kStackBytes = 1024 * 1024;
#else
constexpr size_t kStackBytes = 256 * 1024;
#endif
constexpr size_t kStacksKept = 64;

// Stacks of this thread that nobody uses: to map one costs more than most commands do.
class Stacks {
 public:
  ~Stacks() {
    for (context::stack_context& each : unused_) source_.deallocate(each);
  }
  context::stack_context Take() {
    if (unused_.empty()) return source_.allocate();
    const context::stack_context last = unused_.back();
    unused_.pop_back();
    return last;
  }
  void Give(context::stack_context& stack) {
    if (unused_.size() < kStacksKept) return unused_.push_back(stack);
    source_.deallocate(stack);
  }

 private:
  context::protected_fixedsize_stack source_{kStackBytes};
  std::vector<context::stack_context> unused_;
};

Stacks& StacksHere() {
  thread_local Stacks stacks;
  return stacks;
}

// What boost::context asks of where stacks come from.
struct StackSource {
  const void** bottom;

  context::stack_context allocate() {
    const context::stack_context stack = StacksHere().Take();
    *bottom = static_cast<const char*>(stack.sp) - kStackBytes;  // its size counts the page below as well
#if defined(__SANITIZE_ADDRESS__)
    __asan_unpoison_memory_region(*bottom, kStackBytes);  // who used it last did not return from everything
#endif
    return stack;
  }
  void deallocate(context::stack_context& stack) { StacksHere().Give(stack); }
};

void LeaveStack([[maybe_unused]] void** fake, [[maybe_unused]] const void* bottom, [[maybe_unused]] size_t size) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(fake, bottom, size);
#endif
}

void EnterStack([[maybe_unused]] void* fake, [[maybe_unused]] const void** bottom, [[maybe_unused]] size_t* size) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake, bottom, size);
#endif
}

// Thrown by Pause when nobody will resume the work any more.
struct GivenUp {};

}  // namespace

Fiber::Fiber(std::function<void()> work)
    : work_(std::move(work)), inside_(std::allocator_arg, StackSource{&bottom_inside_}, [this](context::fiber&& outside) {
        outside_ = std::move(outside);
        EnterStack(nullptr, &bottom_outside_, &size_outside_);
        try {
          if (!ended_) work_();
        } catch (const GivenUp&) {
        } catch (...) {
          thrown_ = std::current_exception();
        }
        ended_ = true;
        LeaveStack(nullptr, bottom_outside_, size_outside_);
        return std::move(outside_);
      }) {}

Fiber::~Fiber() {
  if (std::exchange(ended_, true)) return;
  GoInside();
}

void Fiber::Resume() {
  LIANBAN_CHECK(!ended_, "work that has ended is not resumed");
  GoInside();
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Fiber::GoInside() {
  LeaveStack(&fake_outside_, bottom_inside_, kStackBytes);
  inside_ = std::move(inside_).resume();
  EnterStack(fake_outside_, nullptr, nullptr);
}

void Fiber::Pause() {
  LeaveStack(&fake_inside_, bottom_outside_, size_outside_);
  outside_ = std::move(outside_).resume();
  EnterStack(fake_inside_, &bottom_outside_, &size_outside_);
  if (ended_) throw GivenUp();
}

}  // namespace lianban::workflow
