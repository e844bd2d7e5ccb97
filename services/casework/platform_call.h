#pragma once
// How casework calls other services: in the name of the platform, for one city, with a short deadline.

#include <string_view>

#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

void AuthorizeAsPlatform(grpc::ClientContext& call, const rpc::ContextSigner& signer, std::string_view city_id,
                         absl::Duration timeout);

}  // namespace lianban::casework
