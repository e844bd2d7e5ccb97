#pragma once
// Work that can stop in the middle, however deep it is in its calls, and goes on there later: it runs on a stack of its own.
// Of one thread: it is resumed and destroyed by the thread that made it.

#include <exception>
#include <functional>

#include "boost/context/fiber.hpp"

namespace lianban::workflow {

class Fiber {
 public:
  // Not begun yet.
  explicit Fiber(std::function<void()> work);
  // Work that has stopped in the middle is unwound: what it holds is destroyed.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Until it pauses or ends. What the work throws is thrown here, and is its end.
  void Resume();
  // Called by the work itself, not while it handles an exception: those belong to the thread.
  void Pause();
  bool ended() const { return ended_; }

 private:
  void GoInside();

  // For the sanitizers, which have to be told whose stack it is; before `inside_`, whose making sets one of them.
  const void* bottom_inside_ = nullptr;
  const void* bottom_outside_ = nullptr;
  size_t size_outside_ = 0;
  void* fake_inside_ = nullptr;
  void* fake_outside_ = nullptr;

  bool ended_ = false;  // or has to, without doing any more
  std::function<void()> work_;
  std::exception_ptr thrown_;
  boost::context::fiber inside_, outside_;
};

}  // namespace lianban::workflow
