#include "services/cli/import/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace lianban::cli {

absl::Status ForEachParallel(size_t count, int threads, const std::function<absl::Status(size_t)>& work) {
  std::atomic<size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  absl::Status first;
  const auto loop = [&] {
    for (size_t i = next++; i < count && !stop; i = next++) {
      absl::Status status = work(i);
      if (status.ok()) continue;
      stop = true;
      const std::lock_guard lock(mutex);
      if (first.ok()) first = std::move(status);
    }
  };
  std::vector<std::thread> pool;
  for (size_t i = 1; i < std::min<size_t>(count, static_cast<size_t>(std::max(1, threads))); ++i) pool.emplace_back(loop);
  loop();
  for (std::thread& thread : pool) thread.join();
  return first;
}

}  // namespace lianban::cli
