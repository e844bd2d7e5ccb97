#pragma once
// Signed contexts of sessions seen a moment ago, so that identity is not asked for every request.
//
// A session revoked elsewhere ends here after at most kKeep; one revoked through this gateway ends at once.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"

namespace lianban::gateway {

struct Session {
  std::string signed_context;  // ready for the metadata
  std::string session_id;
  std::string city_id;
  bool importer = false;       // holds the role "importer": another rate limit
  absl::Time expire_time;      // of the signed context
};

// Thread-safe. Tokens are kept as hashes only.
class SessionCache {
 public:
  static constexpr absl::Duration kKeep = absl::Seconds(5);

  std::optional<Session> Find(const std::string& token, const std::string& locale, absl::Time now);

  // Take the epoch before asking identity and give it back: an answer that was on its way while a session was being
  // revoked is not kept.
  uint64_t epoch();
  void Put(const std::string& token, const std::string& locale, Session session, uint64_t epoch, absl::Time now);

  // A sign-out, or a change of rights, went through: ask identity again for everybody.
  void ForgetAll();

 private:
  struct Entry {
    Session session;
    absl::Time until;
  };
  std::mutex mutex_;
  uint64_t epoch_ = 0;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace lianban::gateway
