#pragma once
// The memory of the one Lua state of a worker: a range of addresses that can be saved and put back byte for byte. A
// case starts from the saved image of its script, so nothing that an earlier case did can be seen, not even how full a
// hash table was. Blocks never move; freed blocks wait in lists by size.

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/workflow/sandbox/worker/written_pages.h"

namespace lianban::workflow::sandbox {

class Arena {
 public:
  // `bytes_max` bounds the sum of live blocks; one block is at most kAllocationBytesMax.
  explicit Arena(uint64_t bytes_max);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void Clear();
  // nullptr when a limit is reached. Making a block smaller always succeeds.
  void* Resize(void* block, size_t old_bytes, size_t new_bytes);
  void Free(void* block, size_t bytes);

  uint64_t live_bytes() const { return head_->live_bytes; }
  // Clear() and everything after it, as it stands. Valid only for this arena.
  struct Image {
    std::string bytes;
    uint64_t number = 0;  // no other image has it
  };
  Image Save();
  // Puts every byte back. An image that comes back again and again is watched: then only the pages that were written since are
  // copied, because all others still are what they were.
  void Restore(const Image& image);
  // Gives pages that only a large case needed back to the system.
  void Trim();

 private:
  static constexpr int kClasses = 128;
  struct FreeBlock { FreeBlock* next; };
  struct Head {  // lies at the start of the range, so that it is saved with the blocks
    uint64_t used;  // bytes from the start that were ever handed out
    uint64_t live_bytes;
    FreeBlock* free[kClasses];
  };

  void* Allocate(size_t bytes);
  void Forget();

  uint64_t bytes_max_;
  size_t reserved_;
  char* base_;
  Head* head_;
  uint64_t touched_ = 0;  // highest `used` since Trim
  WrittenPages pages_;
  uint64_t images_ = 0;       // saved so far
  uint64_t restored_ = 0;     // number of the image that was restored last; 0: something else lies here
  int times_in_a_row_ = 0;
};

}  // namespace lianban::workflow::sandbox
