#include "absl/strings/escaping.h"
#include "google/rpc/status.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/connect/connect_client.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

grpc::StatusCode CodeOf(const std::string& name) {
  static const std::map<std::string, grpc::StatusCode> codes = {
      {"canceled", grpc::StatusCode::CANCELLED},
      {"invalid_argument", grpc::StatusCode::INVALID_ARGUMENT},
      {"deadline_exceeded", grpc::StatusCode::DEADLINE_EXCEEDED},
      {"not_found", grpc::StatusCode::NOT_FOUND},
      {"already_exists", grpc::StatusCode::ALREADY_EXISTS},
      {"permission_denied", grpc::StatusCode::PERMISSION_DENIED},
      {"unauthenticated", grpc::StatusCode::UNAUTHENTICATED},
      {"resource_exhausted", grpc::StatusCode::RESOURCE_EXHAUSTED},
      {"failed_precondition", grpc::StatusCode::FAILED_PRECONDITION},
      {"aborted", grpc::StatusCode::ABORTED},
      {"out_of_range", grpc::StatusCode::OUT_OF_RANGE},
      {"unimplemented", grpc::StatusCode::UNIMPLEMENTED},
      {"internal", grpc::StatusCode::INTERNAL},
      {"unavailable", grpc::StatusCode::UNAVAILABLE},
      {"data_loss", grpc::StatusCode::DATA_LOSS},
  };
  const auto found = codes.find(name);
  return found == codes.end() ? grpc::StatusCode::UNKNOWN : found->second;
}

}  // namespace

absl::Status StatusOfErrorJson(std::string_view text, long http_status, const std::string& url) {
  const json error = json::parse(text, nullptr, false);
  if (!error.is_object() || !error.contains("code") || !error["code"].is_string()) {
    // A proxy answered, or it is not Lianban at all.
    if (http_status == 502 || http_status == 503 || http_status == 504) return Error("SERVER_UNREACHABLE", {{"url", url}});
    return Error("ANSWER_NOT_UNDERSTOOD", {{"url", url}, {"status", std::to_string(http_status)}});
  }
  google::rpc::Status details;
  for (const json& detail : error.value("details", json::array())) {
    if (!detail.is_object() || !detail.contains("type") || !detail.contains("value")) continue;
    std::string bytes;
    if (!detail["value"].is_string() || !absl::Base64Unescape(detail["value"].get<std::string>(), &bytes)) continue;
    google::protobuf::Any* any = details.add_details();
    any->set_type_url("type.googleapis.com/" + detail["type"].get<std::string>());
    any->set_value(bytes);
  }
  return rpc::FromGrpc(grpc::Status(CodeOf(error["code"]), error.value("message", ""), details.SerializeAsString()));
}

}  // namespace lianban::cli
