#include "services/casework/platform_call.h"

namespace lianban::casework {

void AuthorizeAsPlatform(grpc::ClientContext& call, const rpc::ContextSigner& signer, std::string_view city_id,
                         absl::Duration timeout) {
  const absl::Time now = absl::Now();
  call.AddMetadata(rpc::kContextKey, signer.Sign(rpc::SystemContext(city_id, now)));
  call.set_deadline(absl::ToChronoTime(now + timeout));
}

}  // namespace lianban::casework
