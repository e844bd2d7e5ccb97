#pragma once
// The same work on many items by a few threads.

#include <functional>

#include "absl/status/status.h"

namespace lianban::cli {

// Calls work(0 … count-1), each once, in order of begin; `work` is called from several threads. The first error stops the
// rest and is returned.
absl::Status ForEachParallel(size_t count, int threads, const std::function<absl::Status(size_t)>& work);

}  // namespace lianban::cli
