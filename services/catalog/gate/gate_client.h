#pragma once
// The whole way through the gate for programs and tests that hold the sessions of two people.

#include <functional>

#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"

namespace lianban::catalog {

// Signs a call as one of the two.
using PrepareGateCall = std::function<void(grpc::ClientContext&)>;

// Put, check, approve, publish. Errors: what each of them says; a draft that does not pass ends with the reason.
absl::StatusOr<v1::Release> PublishThroughGate(v1::Catalog::StubInterface& catalog, const PrepareGateCall& author,
                                               const PrepareGateCall& approver, const v1::Draft& draft);

}  // namespace lianban::catalog
