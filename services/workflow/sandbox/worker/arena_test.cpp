#include "services/workflow/sandbox/worker/arena.h"

#include <cstring>
#include <map>
#include <random>

#include "gtest/gtest.h"
#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow::sandbox {
namespace {

TEST(Arena, BlocksNeverOverlapAndKeepTheirBytes) {
  Arena arena(4 << 20);
  std::mt19937 random(7);
  struct Block {
    size_t size;
    unsigned char fill;
  };
  std::map<char*, Block> blocks;
  auto check = [](char* at, const Block& block, size_t size) {
    for (size_t i = 0; i < size; ++i) ASSERT_EQ(static_cast<unsigned char>(at[i]), block.fill);
  };
  for (int step = 0; step < 20'000; ++step) {
    size_t size = 1 + (random() % 8 == 0 ? random() % 20'000 : random() % 200);
    if (blocks.size() < 50 || (blocks.size() < 150 && random() % 2 == 0)) {
      char* at = static_cast<char*>(arena.Resize(nullptr, 5, size));
      ASSERT_NE(at, nullptr);
      Block block{size, static_cast<unsigned char>(random())};
      std::memset(at, block.fill, size);
      auto next = blocks.lower_bound(at);
      ASSERT_TRUE(next == blocks.end() || at + size <= next->first);
      ASSERT_TRUE(next == blocks.begin() || std::prev(next)->first + std::prev(next)->second.size <= at);
      blocks[at] = block;
    } else {
      auto chosen = std::next(blocks.begin(), static_cast<long>(random() % blocks.size()));
      auto [at, block] = *chosen;
      check(at, block, block.size);
      blocks.erase(chosen);
      if (random() % 2 == 0) {
        arena.Free(at, block.size);
        continue;
      }
      char* moved = static_cast<char*>(arena.Resize(at, block.size, size));
      ASSERT_NE(moved, nullptr);
      check(moved, block, std::min(size, block.size));
      std::memset(moved, block.fill, size);
      blocks[moved] = {size, block.fill};
    }
  }
  uint64_t live = 0;
  for (const auto& [at, block] : blocks) live += block.size;
  EXPECT_EQ(arena.live_bytes(), live);
}

TEST(Arena, RefusesOneByteTooMany) {
  Arena arena(1 << 20);
  EXPECT_EQ(arena.Resize(nullptr, 0, kAllocationBytesMax + 1), nullptr);
  void* half = arena.Resize(nullptr, 0, kAllocationBytesMax);
  ASSERT_NE(half, nullptr);
  ASSERT_NE(arena.Resize(nullptr, 0, kAllocationBytesMax), nullptr);
  EXPECT_EQ(arena.Resize(nullptr, 0, 1), nullptr);
  arena.Free(half, kAllocationBytesMax);
  EXPECT_NE(arena.Resize(nullptr, 0, 1), nullptr);
}

TEST(Arena, ComesBackByteForByte) {
  Arena arena(1 << 20);
  char* kept = static_cast<char*>(arena.Resize(nullptr, 0, 100));
  std::memset(kept, 'k', 100);
  const Arena::Image image = arena.Save();
  void* first = arena.Resize(nullptr, 0, 5000);
  std::memset(kept, 'x', 100);
  arena.Free(kept, 100);
  arena.Restore(image);
  EXPECT_EQ(std::string(kept, 100), std::string(100, 'k'));
  EXPECT_EQ(arena.Resize(nullptr, 0, 5000), first);  // even the next address is the same
}

// However often an image comes back, and whatever was written in between: two images by turns, in runs of any length.
TEST(Arena, ComesBackWholeWhenOnlyWrittenPagesAreCopied) {
  ASSERT_TRUE(WrittenPages::Prepare());
  Arena arena(4 << 20);
  std::mt19937 random(11);
  std::vector<Arena::Image> images;
  std::vector<char*> blocks;
  for (int n = 0; n < 2; ++n) {
    arena.Clear();
    for (int i = 0; i < 40; ++i) {
      blocks.push_back(static_cast<char*>(arena.Resize(nullptr, 0, 10'000)));
      std::memset(blocks.back(), 'a' + n, 10'000);
    }
    images.push_back(arena.Save());
  }
  for (int run = 0; run < 60; ++run) {
    const Arena::Image& image = images[random() % 2];
    for (unsigned times = 1 + random() % 30; times > 0; --times) {
      arena.Restore(image);
      ASSERT_EQ(arena.Save().bytes, image.bytes);
      for (unsigned writes = random() % 5; writes > 0; --writes) blocks[random() % 40][random() % 10'000] = 'x';
      const size_t size = 1 + random() % 3000;
      arena.Free(arena.Resize(nullptr, 0, size), size);
    }
  }
}

TEST(Arena, MakingSmallerAlwaysSucceeds) {
  Arena arena(1 << 20);
  std::vector<void*> blocks;
  while (void* block = arena.Resize(nullptr, 0, 4096)) blocks.push_back(block);
  for (void* block : blocks) EXPECT_NE(arena.Resize(block, 4096, 8), nullptr);
}

}  // namespace
}  // namespace lianban::workflow::sandbox
