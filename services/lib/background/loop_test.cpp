#include "services/lib/background/loop.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace lianban::background {
namespace {

constexpr absl::Duration kForEver = absl::Hours(1);

TEST(Loop, WakingEndsTheRest) {
  absl::Notification first, second;
  Loop loop([&] {
    first.HasBeenNotified() ? second.Notify() : first.Notify();
    return kForEver;
  });
  loop.Start();
  first.WaitForNotification();
  loop.Wake();
  second.WaitForNotification();
  loop.Stop();
}

TEST(Loop, WakingDuringARoundIsNotLost) {
  absl::Notification begun, woken, second;
  std::atomic<int> rounds = 0;
  Loop loop([&] {
    if (++rounds == 1) {
      begun.Notify();
      woken.WaitForNotification();
    } else {
      second.Notify();
    }
    return kForEver;
  });
  loop.Start();
  begun.WaitForNotification();
  loop.Wake();
  woken.Notify();
  second.WaitForNotification();
}

TEST(Loop, StoppingEndsRestAndPauseAndBeginsNoRound) {
  absl::Notification begun;
  std::atomic<int> rounds = 0;
  Loop loop([&] {
    ++rounds;
    begun.Notify();
    EXPECT_FALSE(loop.Pause(kForEver));
    return absl::ZeroDuration();
  });
  loop.Start();
  begun.WaitForNotification();
  loop.Stop();
  EXPECT_EQ(rounds, 1);
  EXPECT_TRUE(loop.stopping());
}

TEST(Loop, RestsBeforeTheFirstRoundWhenTold) {
  std::atomic<int> rounds = 0;
  Loop loop([&] { return ++rounds, kForEver; });
  loop.Start(kForEver);
  loop.Stop();
  EXPECT_EQ(rounds, 0);
}

}  // namespace
}  // namespace lianban::background
