#include "services/workflow/sandbox/worker/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr size_t kAlign = 16;
constexpr size_t kSmallMax = 1024;  // below: one class for each 16 bytes; above: four for each doubling
constexpr size_t kTrimAbove = 2 << 20;
constexpr int kTimesBeforeWatching = 8;  // a fault costs as much as copying many pages

struct SizeClass {
  int index;
  size_t bytes;
};

SizeClass ClassOf(size_t bytes) {
  if (bytes <= kSmallMax) {
    size_t index = (std::max<size_t>(bytes, 1) + kAlign - 1) / kAlign;
    return {static_cast<int>(index), index * kAlign};
  }
  int doubling = std::bit_width(bytes - 1) - 1;  // 2^doubling < bytes <= 2^(doubling + 1)
  size_t quarter = size_t{1} << (doubling - 2);
  size_t above = size_t{1} << doubling;
  size_t step = (bytes - above + quarter - 1) / quarter;  // 1..4
  return {static_cast<int>(64 + (doubling - 10) * 4 + step), above + step * quarter};
}

char* Reserve(size_t bytes) {
  void* range = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) std::abort();
  return static_cast<char*>(range);
}

}  // namespace

Arena::Arena(uint64_t bytes_max)
    : bytes_max_(bytes_max), reserved_(bytes_max * 2 + (1 << 20)), base_(Reserve(reserved_)), pages_(base_) {
  head_ = reinterpret_cast<Head*>(base_);
  Clear();
}

Arena::~Arena() {
  pages_.Stop();
  munmap(base_, reserved_);
}

void Arena::Forget() {
  pages_.Stop();
  restored_ = 0;
  times_in_a_row_ = 0;
}

void Arena::Clear() {
  Forget();
  std::memset(head_, 0, sizeof *head_);
  head_->used = (sizeof *head_ + kAlign - 1) / kAlign * kAlign;
}

void* Arena::Allocate(size_t bytes) {
  SizeClass size = ClassOf(bytes);
  if (FreeBlock* block = head_->free[size.index]) {
    head_->free[size.index] = block->next;
    return block;
  }
  if (head_->used + size.bytes > reserved_) return nullptr;
  char* block = base_ + head_->used;
  head_->used += size.bytes;
  touched_ = std::max(touched_, head_->used);
  return block;
}

void Arena::Free(void* block, size_t bytes) {
  if (block == nullptr) return;
  head_->live_bytes -= bytes;
  auto* freed = static_cast<FreeBlock*>(block);
  int index = ClassOf(bytes).index;
  freed->next = head_->free[index];
  head_->free[index] = freed;
}

void* Arena::Resize(void* block, size_t old_bytes, size_t new_bytes) {
  if (block == nullptr) old_bytes = 0;
  bool grows = new_bytes > old_bytes;
  if (grows && (new_bytes > kAllocationBytesMax || head_->live_bytes + (new_bytes - old_bytes) > bytes_max_)) {
    return nullptr;
  }
  if (block != nullptr && ClassOf(old_bytes).index == ClassOf(new_bytes).index) {
    head_->live_bytes += new_bytes - old_bytes;
    return block;
  }
  void* moved = Allocate(new_bytes);
  if (moved == nullptr) {
    if (grows) return nullptr;
    head_->live_bytes -= old_bytes - new_bytes;  // stays where it is; later it is freed as the smaller block
    return block;
  }
  if (block != nullptr) std::memcpy(moved, block, std::min(old_bytes, new_bytes));
  head_->live_bytes += new_bytes;
  Free(block, old_bytes);
  return moved;
}

// The free blocks lie all over the image. New blocks are laid behind it instead, so that few of its pages are written.
Arena::Image Arena::Save() {
  std::fill(std::begin(head_->free), std::end(head_->free), nullptr);
  return {std::string(base_, head_->used), ++images_};
}

void Arena::Restore(const Image& image) {
  const std::string& bytes = image.bytes;
  if (pages_.watching() && restored_ == image.number) {
    for (const size_t page : pages_.written()) {
      const size_t at = page * WrittenPages::kPageBytes;
      std::memcpy(base_ + at, bytes.data() + at, WrittenPages::kPageBytes);
    }
    const size_t watched = bytes.size() / WrittenPages::kPageBytes * WrittenPages::kPageBytes;
    std::memcpy(base_ + watched, bytes.data() + watched, bytes.size() - watched);
    return;
  }
  if (restored_ != image.number) Forget();
  std::memcpy(base_, bytes.data(), bytes.size());
  restored_ = image.number;
  if (++times_in_a_row_ >= kTimesBeforeWatching) pages_.Watch(bytes.size() / WrittenPages::kPageBytes);
}

void Arena::Trim() {
  if (touched_ > kTrimAbove) {
    Forget();
    size_t page = 4096;
    madvise(base_ + page, reserved_ - page, MADV_DONTNEED);
    touched_ = 0;
  }
}

}  // namespace lianban::workflow::sandbox
