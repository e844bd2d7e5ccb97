#pragma once
// The caller of a request: verified once per call from the metadata, then passed by value to the commands.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/identity/v1/context.pb.h"

namespace lianban::rpc {

using identity::v1::Context;

inline constexpr char kContextKey[] = "x-lianban-context-bin";

// Signs and verifies contexts with HMAC-SHA256 under the deployment's context key (32 bytes).
class ContextSigner {
 public:
  explicit ContextSigner(std::string key, std::string key_id = "1");
  // Serialized SignedContext.
  std::string Sign(const Context& context) const;
  // UNAUTHENTICATED when missing, forged, expired or valid for more than 60 s. A few microseconds, so nothing is
  // cached.
  absl::StatusOr<Context> Verify(std::string_view signed_context, absl::Time now) const;

 private:
  std::string key_, key_id_;
};

// A context for the platform's own acts (timers, import, children), valid for 60 s.
Context SystemContext(std::string_view city_id, absl::Time now);

}  // namespace lianban::rpc
