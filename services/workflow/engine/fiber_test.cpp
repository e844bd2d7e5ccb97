#include "services/workflow/engine/fiber.h"

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;

int Deep(Fiber& fiber, int depth, std::vector<int>& seen) {
  if (depth == 0) {
    fiber.Pause();
    return 1;
  }
  seen.push_back(depth);
  return 1 + Deep(fiber, depth - 1, seen);
}

TEST(Fiber, GoesOnWhereItStoppedHoweverDeep) {
  std::vector<int> seen;
  int depth = 0;
  Fiber fiber([&] { depth = Deep(fiber, 3, seen); });
  EXPECT_TRUE(seen.empty()) << "it begins when it is resumed";
  fiber.Resume();
  EXPECT_THAT(seen, ElementsAre(3, 2, 1));
  EXPECT_FALSE(fiber.ended());
  fiber.Resume();
  EXPECT_EQ(depth, 4);
  EXPECT_TRUE(fiber.ended());
}

TEST(Fiber, ManyTakeTurns) {
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<std::string> said(200);
  for (size_t i = 0; i < said.size(); ++i) {
    fibers.push_back(std::make_unique<Fiber>([&, i] {
      const std::string own(100, static_cast<char>('a' + i % 26));
      for (int turn = 0; turn < 3; ++turn) {
        said[i] += own;
        fibers[i]->Pause();
      }
    }));
  }
  for (int turn = 0; turn < 4; ++turn) {
    for (auto& fiber : fibers) fiber->Resume();
  }
  for (size_t i = 0; i < said.size(); ++i) {
    EXPECT_TRUE(fibers[i]->ended());
    EXPECT_EQ(said[i], std::string(300, static_cast<char>('a' + i % 26)));
  }
}

TEST(Fiber, ThatIsGivenUpInTheMiddleDestroysWhatItHolds) {
  const auto held = std::make_shared<int>(1);
  for (int i = 0; i < 100; ++i) {
    std::optional<Fiber> fiber;
    fiber.emplace([&fiber, held] {
      const std::vector<std::shared_ptr<int>> more(10, held);
      fiber->Pause();
      FAIL() << "nobody resumed it";
    });
    fiber->Resume();
    EXPECT_EQ(held.use_count(), 12);
    fiber.reset();
    EXPECT_EQ(held.use_count(), 1);
  }
  { Fiber never([held] { FAIL() << "nobody began it"; }); }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Fiber, WhatTheWorkThrowsIsThrownWhereItIsResumed) {
  Fiber fiber([&] {
    fiber.Pause();
    throw std::runtime_error("inside");
  });
  fiber.Resume();
  EXPECT_THROW(fiber.Resume(), std::runtime_error);
  EXPECT_TRUE(fiber.ended());
}

TEST(Fiber, OfEveryThreadHasStacksOfItsOwn) {
  std::vector<std::jthread> threads;
  std::atomic<int> ended = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&ended] {
      for (int i = 0; i < 200; ++i) {
        Fiber fiber([&] { fiber.Pause(); });
        fiber.Resume();
        fiber.Resume();
        ended += fiber.ended();
      }
    });
  }
  threads.clear();
  EXPECT_EQ(ended, 800);
}

using FiberDeathTest = testing::Test;

// [[gnu::noinline]] and a sum that needs the frame: the compiler makes no loop of it.
[[gnu::noinline]] size_t Endless(size_t depth) {
  volatile char frame[1024] = {};
  frame[depth % sizeof frame] = 1;
  return depth == SIZE_MAX ? 0 : Endless(depth + 1) + static_cast<size_t>(frame[0]);
}

TEST(FiberDeathTest, AStackThatIsTooSmallEndsTheProcessInsteadOfWritingElsewhere) {
  EXPECT_DEATH(
      {
        Fiber fiber([] { Endless(0); });
        fiber.Resume();
      },
      "");
}

}  // namespace
}  // namespace lianban::workflow
