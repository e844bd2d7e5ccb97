#include "services/gateway/rate_limiter.h"

#include <algorithm>

namespace lianban::gateway {

double RateLimiter::Filled(const Bucket& bucket, absl::Time now) {
  const double minutes = std::max(0.0, absl::ToDoubleMinutes(now - bucket.filled_at));
  return std::min<double>(bucket.per_minute, bucket.tokens + minutes * bucket.per_minute);
}

bool RateLimiter::MakeRoom(absl::Time now) {
  std::erase_if(buckets_, [&](const auto& entry) { return Filled(entry.second, now) >= entry.second.per_minute; });
  return buckets_.size() < keys_max_;
}

std::optional<absl::Duration> RateLimiter::Take(const std::string& key, int per_minute, absl::Time now) {
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= keys_max_ && !MakeRoom(now)) return absl::Seconds(10);
    found = buckets_.emplace(key, Bucket{static_cast<double>(per_minute), per_minute, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = Filled(bucket, now);
  bucket.filled_at = now;
  bucket.per_minute = per_minute;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return absl::Minutes((1 - bucket.tokens) / std::max(1, per_minute));
}

}  // namespace lianban::gateway
