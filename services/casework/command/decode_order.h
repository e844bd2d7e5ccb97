#pragma once
// From a request message to an order: everything that can be refused without reading the case.
//
// Errors: REQUEST_ID_REQUIRED, REQUEST_INVALID (with the field), ACTION_UNKNOWN.

#include "absl/status/statusor.h"
#include "services/casework/command/order.h"

namespace lianban::casework {

absl::StatusOr<OrderPtr> OrderFrom(const v1::StartCaseRequest& request, const rpc::Context& caller);
absl::StatusOr<OrderPtr> OrderFrom(const v1::CompleteTaskRequest& request, const rpc::Context& caller);
absl::StatusOr<OrderPtr> OrderFrom(const v1::ClaimTaskRequest& request, const rpc::Context& caller);
absl::StatusOr<OrderPtr> OrderFrom(const v1::ReleaseTaskRequest& request, const rpc::Context& caller);
absl::StatusOr<OrderPtr> OrderFrom(const v1::SendMessageRequest& request, const rpc::Context& caller);
absl::StatusOr<OrderPtr> OrderFrom(const v1::ActOnCaseRequest& request, const rpc::Context& caller);

}  // namespace lianban::casework
