#pragma once
// Token buckets by key. A bucket holds one minute's worth and fills evenly.

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"

namespace lianban::gateway {

// Thread-safe. Holds at most `keys_max` buckets: full ones are dropped first, and when none is, new keys are refused,
// so that a flood of addresses cannot wash out the buckets of the others.
class RateLimiter {
 public:
  explicit RateLimiter(size_t keys_max = 200'000) : keys_max_(keys_max) {}

  // Takes one token; nullopt when there was one, else how long until there is.
  std::optional<absl::Duration> Take(const std::string& key, int per_minute, absl::Time now);

 private:
  struct Bucket {
    double tokens = 0;
    int per_minute = 0;
    absl::Time filled_at;
  };
  static double Filled(const Bucket& bucket, absl::Time now);
  bool MakeRoom(absl::Time now);

  const size_t keys_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace lianban::gateway
