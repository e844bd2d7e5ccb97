#include "services/gateway/session_cache.h"

#include <algorithm>

#include "services/lib/crypto/crypto.h"

namespace lianban::gateway {
namespace {

constexpr size_t kEntriesMax = 50'000;

std::string KeyOf(const std::string& token, const std::string& locale) { return crypto::Sha256(token) + locale; }

}  // namespace

std::optional<Session> SessionCache::Find(const std::string& token, const std::string& locale, absl::Time now) {
  const std::string key = KeyOf(token, locale);
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  if (now >= found->second.until) {
    entries_.erase(found);
    return std::nullopt;
  }
  return found->second.session;
}

uint64_t SessionCache::epoch() {
  const std::lock_guard lock(mutex_);
  return epoch_;
}

void SessionCache::Put(const std::string& token, const std::string& locale, Session session, uint64_t epoch,
                       absl::Time now) {
  const std::string key = KeyOf(token, locale);
  const std::lock_guard lock(mutex_);
  if (epoch != epoch_) return;
  if (entries_.size() >= kEntriesMax) {
    std::erase_if(entries_, [&](const auto& entry) { return now >= entry.second.until; });
    if (entries_.size() >= kEntriesMax) entries_.clear();
  }
  const absl::Time until = std::min(now + kKeep, session.expire_time);
  entries_[key] = {std::move(session), until};
}

void SessionCache::ForgetAll() {
  const std::lock_guard lock(mutex_);
  ++epoch_;
  entries_.clear();
}

}  // namespace lianban::gateway
