#include "services/lib/rpc/status.h"

#include "fmt/format.h"
#include "google/rpc/status.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/telemetry/trace.h"
#include "spdlog/spdlog.h"

namespace lianban::rpc {
namespace {

// Details travel in the trailers, which gRPC cuts at 8 KiB and base64 makes a third longer.
constexpr size_t kDetailBytesMax = 5500;

bool IsForDevelopers(const absl::Status& status) {
  if (status.GetPayload(kInternalPayloadUrl)) return true;
  if (DetailOf(status)) return false;
  const auto code = status.code();
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

absl::Status Hidden(const absl::Status& status, std::string_view domain) {
  const std::string trace = telemetry::CurrentTraceId().empty() ? telemetry::NewTraceId() : telemetry::CurrentTraceId();
  spdlog::error("{} trace={} {}", domain, trace, status.ToString());
  return Error("INTERNAL", {{"trace", trace}});
}

std::string ViolationKey(size_t i, std::string_view key) { return fmt::format("violation_{}_{}", i, key); }

void AddViolations(const ErrorDetail& detail, google::rpc::ErrorInfo& info, google::rpc::BadRequest& bad) {
  size_t bytes = info.ByteSizeLong();
  for (size_t i = 0; i < detail.violations.size(); ++i) {
    const auto& violation = detail.violations[i];
    const ErrorDetail one{violation.reason, violation.metadata, {}};
    google::rpc::BadRequest::FieldViolation field;
    field.set_field(violation.field);
    field.set_reason(violation.reason);
    field.set_description(Localized(one, "en"));
    field.mutable_localized_message()->set_locale("zh-CN");
    field.mutable_localized_message()->set_message(Localized(one, "zh-CN"));
    bytes += field.ByteSizeLong();
    for (const auto& [key, value] : violation.metadata) bytes += key.size() + value.size() + 24;
    if (bytes > kDetailBytesMax) return;  // the first faults are enough to go on
    *bad.add_field_violations() = std::move(field);
    for (const auto& [key, value] : violation.metadata) (*info.mutable_metadata())[ViolationKey(i, key)] = value;
  }
}

std::string Pack(const absl::Status& status, const ErrorDetail& detail, std::string_view domain) {
  google::rpc::Status packed;
  packed.set_code(static_cast<int>(status.code()));
  const ErrorDetail whole{detail.reason, detail.metadata, {}};
  packed.set_message(Localized(whole, "en"));
  google::rpc::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(std::string(domain));
  info.mutable_metadata()->insert(detail.metadata.begin(), detail.metadata.end());
  google::rpc::BadRequest bad;
  AddViolations(detail, info, bad);
  packed.add_details()->PackFrom(info);
  for (const char* locale : {"zh-CN", "en"}) {
    google::rpc::LocalizedMessage message;
    message.set_locale(locale);
    message.set_message(Localized(whole, locale));
    packed.add_details()->PackFrom(message);
  }
  if (bad.field_violations_size() > 0) packed.add_details()->PackFrom(bad);
  return packed.SerializeAsString();
}

absl::Status Unpack(const google::rpc::Status& packed) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  for (const auto& detail : packed.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
  }
  if (!ErrorCatalogue().contains(info.reason())) return absl::OkStatus();
  ErrorMetadata metadata;
  std::vector<FieldViolation> violations;
  for (const auto& field : bad.field_violations()) violations.push_back({field.field(), field.reason(), {}});
  for (const auto& [key, value] : info.metadata()) {
    bool own = true;
    for (size_t i = 0; i < violations.size(); ++i) {
      const std::string prefix = ViolationKey(i, "");
      if (!key.starts_with(prefix)) continue;
      violations[i].metadata[key.substr(prefix.size())] = value;
      own = false;
    }
    if (own) metadata[key] = value;
  }
  return Error(info.reason(), metadata, violations);
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& original, std::string_view domain) {
  if (original.ok()) return grpc::Status::OK;
  const absl::Status status = IsForDevelopers(original) ? Hidden(original, domain) : original;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  const auto detail = DetailOf(status);
  if (!detail) return {code, std::string(status.message())};
  return {code, Localized({detail->reason, detail->metadata, {}}, "en"), Pack(status, *detail, domain)};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status packed;
  if (!status.error_details().empty() && packed.ParseFromString(status.error_details())) {
    if (auto unpacked = Unpack(packed); !unpacked.ok()) return unpacked;
  }
  // Made by gRPC itself: its text holds addresses.
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) return Error("SERVICE_UNAVAILABLE");
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) return Error("DEADLINE_EXCEEDED");
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace lianban::rpc
