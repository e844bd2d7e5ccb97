#include "services/gateway/connect_error.h"

#include <cmath>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/status.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::gateway {
namespace {

constexpr char kDomain[] = "gateway.lianban";

std::string UnpaddedBase64(const std::string& bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

// The readable form of a detail; null when its type is not known here.
nlohmann::json DebugJson(const google::protobuf::Any& any, const std::string& type) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
  if (prototype == nullptr) return nullptr;
  std::unique_ptr<google::protobuf::Message> message(prototype->New());
  std::string text;
  if (!message->ParseFromString(any.value()) ||
      !google::protobuf::util::MessageToJsonString(*message, &text).ok()) {
    return nullptr;
  }
  return nlohmann::json::parse(text, nullptr, false);
}

absl::Duration RetryDelay(const google::rpc::Status& details) {
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::RetryInfo retry;
    if (any.Is<google::rpc::RetryInfo>() && any.UnpackTo(&retry)) {
      return absl::Seconds(retry.retry_delay().seconds()) + absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return absl::ZeroDuration();
}

}  // namespace

std::string_view ConnectCode(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::CANCELLED: return "canceled";
    case grpc::StatusCode::INVALID_ARGUMENT: return "invalid_argument";
    case grpc::StatusCode::DEADLINE_EXCEEDED: return "deadline_exceeded";
    case grpc::StatusCode::NOT_FOUND: return "not_found";
    case grpc::StatusCode::ALREADY_EXISTS: return "already_exists";
    case grpc::StatusCode::PERMISSION_DENIED: return "permission_denied";
    case grpc::StatusCode::UNAUTHENTICATED: return "unauthenticated";
    case grpc::StatusCode::RESOURCE_EXHAUSTED: return "resource_exhausted";
    case grpc::StatusCode::FAILED_PRECONDITION: return "failed_precondition";
    case grpc::StatusCode::ABORTED: return "aborted";
    case grpc::StatusCode::OUT_OF_RANGE: return "out_of_range";
    case grpc::StatusCode::UNIMPLEMENTED: return "unimplemented";
    case grpc::StatusCode::INTERNAL: return "internal";
    case grpc::StatusCode::UNAVAILABLE: return "unavailable";
    case grpc::StatusCode::DATA_LOSS: return "data_loss";
    default: return "unknown";
  }
}

unsigned HttpStatus(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK: return 200;
    case grpc::StatusCode::CANCELLED: return 499;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE: return 400;
    case grpc::StatusCode::DEADLINE_EXCEEDED: return 504;
    case grpc::StatusCode::NOT_FOUND: return 404;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED: return 409;
    case grpc::StatusCode::PERMISSION_DENIED: return 403;
    case grpc::StatusCode::RESOURCE_EXHAUSTED: return 429;
    case grpc::StatusCode::UNIMPLEMENTED: return 501;
    case grpc::StatusCode::UNAVAILABLE: return 503;
    case grpc::StatusCode::UNAUTHENTICATED: return 401;
    default: return 500;
  }
}

nlohmann::json ErrorJson(const grpc::Status& status) {
  nlohmann::json error = {{"code", ConnectCode(status.error_code())}};
  if (!status.error_message().empty()) error["message"] = status.error_message();
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) return error;
  for (const google::protobuf::Any& any : details.details()) {
    const size_t slash = any.type_url().rfind('/');
    const std::string type = any.type_url().substr(slash == std::string::npos ? 0 : slash + 1);
    nlohmann::json detail = {{"type", type}, {"value", UnpaddedBase64(any.value())}};
    if (nlohmann::json debug = DebugJson(any, type); !debug.is_null() && !debug.is_discarded()) {
      detail["debug"] = std::move(debug);
    }
    error["details"].push_back(std::move(detail));
  }
  return error;
}

grpc::Status OwnError(const absl::Status& status) { return rpc::ToGrpc(status, kDomain); }

grpc::Status RetryError(const absl::Status& status, absl::Duration retry_after) {
  const grpc::Status plain = OwnError(status);
  google::rpc::Status details;
  details.ParseFromString(plain.error_details());
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(static_cast<int64_t>(std::ceil(absl::ToDoubleSeconds(retry_after))));
  details.add_details()->PackFrom(retry);
  return grpc::Status(plain.error_code(), plain.error_message(), details.SerializeAsString());
}

grpc::Status WithoutInternals(const grpc::Status& status, std::string_view service) {
  if (status.ok() || !status.error_details().empty()) return status;
  const ErrorMetadata name = {{"service", std::string(service)}};
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE: return RetryError(Error("SERVICE_UNAVAILABLE", name), absl::Seconds(2));
    case grpc::StatusCode::DEADLINE_EXCEEDED: return OwnError(Error("DEADLINE_EXCEEDED"));
    case grpc::StatusCode::CANCELLED: return OwnError(Error("CALL_CANCELED"));
    case grpc::StatusCode::RESOURCE_EXHAUSTED: return OwnError(Error("MESSAGE_TOO_LARGE", name));
    case grpc::StatusCode::UNIMPLEMENTED: return OwnError(Error("METHOD_NOT_SERVED", name));
    case grpc::StatusCode::UNAUTHENTICATED: return OwnError(Error("UNAUTHENTICATED"));
    default: return OwnError(absl::InternalError(status.error_message()));
  }
}

Response ErrorResponse(const grpc::Status& status) {
  Response response;
  response.status = HttpStatus(status.error_code());
  response.headers.Set("content-type", "application/json");
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    if (const absl::Duration delay = RetryDelay(details); delay > absl::ZeroDuration()) {
      response.headers.Set("retry-after", std::to_string(absl::ToInt64Seconds(delay)));
    }
  }
  response.body = ErrorJson(status).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

Response ErrorResponse(const absl::Status& status) { return ErrorResponse(OwnError(status)); }

}  // namespace lianban::gateway
