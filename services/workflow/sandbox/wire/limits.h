#pragma once
// Every limit of the sandbox in one place. README.md explains each; sandbox_limits_test.cpp tests each at its edge.

#include <cstddef>
#include <cstdint>

namespace lianban::workflow::sandbox {

inline constexpr size_t kSourceBytesMax = 64 * 1024;         // one file
inline constexpr size_t kAllocationBytesMax = 512 * 1024;    // one block of Lua memory, so also one string
inline constexpr size_t kErrorBytesMax = 300;                // one error text
inline constexpr int kHookInterval = 1000;                   // VM instructions between two looks at the budget
inline constexpr size_t kAllocationBytesPerFuel = 64;

inline constexpr int kResultDepthMax = 16;
inline constexpr int kResultNodesMax = 10'000;
inline constexpr size_t kResultBytesMax = 1 << 20;
inline constexpr size_t kCaseResultBytesMax = 4 << 20;       // all results of one case
inline constexpr int kRootNodesMax = 200'000;                // what a main chunk returns
inline constexpr size_t kRootBytesMax = 4 << 20;
inline constexpr size_t kReadsMax = 64;                      // what one call is said to have read
inline constexpr size_t kReadBytesMax = 200;                 // the name of one of them
inline constexpr int kArgumentDepthMax = 32;
inline constexpr size_t kArgumentBytesMax = 1 << 20;

inline constexpr int kLoadFuelFactor = 10;                   // loading compiles and runs whole files:
inline constexpr int kLoadDeadlineFactor = 5;                // its budgets are these multiples of a call's
inline constexpr size_t kDiagnosticsMax = 50;

inline constexpr size_t kSnapshotsMax = 64;                  // loaded scripts a worker keeps warm
inline constexpr size_t kSnapshotBytesMax = 64 << 20;        // and their memory in all
inline constexpr uint32_t kFrameBytesMax = 64u << 20;
inline constexpr size_t kReplyBytesEnough = 16u << 20;       // then the rest of the cases waits for another round trip
inline constexpr uint64_t kWorkerAddressSpaceBytes = 256u << 20;

// What the pool may choose.
struct ScriptLimits {
  uint64_t fuel_max = 1'000'000;
  uint32_t soft_deadline_ms = 50;
  uint64_t memory_bytes_max = 16u << 20;
};

}  // namespace lianban::workflow::sandbox
