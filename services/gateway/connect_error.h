#pragma once
// Errors in the words of the Connect protocol: code names, HTTP statuses and the JSON body.

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "nlohmann/json.hpp"
#include "services/gateway/http.h"

namespace lianban::gateway {

std::string_view ConnectCode(grpc::StatusCode code);
unsigned HttpStatus(grpc::StatusCode code);

// {"code": …, "message": …, "details": [{"type", "value", "debug"}]}; the details are those of google.rpc.Status.
nlohmann::json ErrorJson(const grpc::Status& status);

// What a client gets for an error of the gateway itself: a reason of the catalogue as google.rpc details.
grpc::Status OwnError(const absl::Status& status);
// The same with RetryInfo.
grpc::Status RetryError(const absl::Status& status, absl::Duration retry_after);

// What may leave the house of an answer that carries no details, that is, one which the RPC library made itself: its
// text names addresses and internals, so it is replaced. Others are returned as they are.
grpc::Status WithoutInternals(const grpc::Status& status, std::string_view service);

// A unary error: never 200, always JSON.
Response ErrorResponse(const grpc::Status& status);
Response ErrorResponse(const absl::Status& status);

}  // namespace lianban::gateway
