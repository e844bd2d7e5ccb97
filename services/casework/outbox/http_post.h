#pragma once
// Posts several requests at once and waits for all of them (libcurl).

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/casework/outbox/cloud_event.h"
#include "services/casework/outbox/network_list.h"

namespace lianban::casework {

// How one attempt ended. CONNECTOR_REFUSED: the other side will not take it, another attempt is pointless (4xx except
// 408, 425, 429; an address it may not reach). CONNECTOR_UNREACHABLE: later perhaps (no connection, 10 s without an
// answer, 5xx). Redirects are not followed: the signature was made for the address that was configured.
std::vector<absl::Status> PostAll(const std::vector<OutgoingRequest>& requests, const NetworkList& networks);

}  // namespace lianban::casework
