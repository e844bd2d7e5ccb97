#include "services/intake/peers/casework_client.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"

namespace lianban::intake {

absl::StatusOr<casework::v1::CommandResponse> CaseworkClient::Start(const rpc::Context& caller,
                                                                    const casework::v1::StartCaseRequest& request) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, caller);
  casework::v1::CommandResponse response;
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(Stub()->StartCase(&call, request, &response)));
  return response;
}

absl::StatusOr<casework::v1::CommandResponse> CaseworkClient::Act(const rpc::Context& caller,
                                                                  const casework::v1::ActOnCaseRequest& request) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, caller);
  casework::v1::CommandResponse response;
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(Stub()->ActOnCase(&call, request, &response)));
  return response;
}

absl::StatusOr<std::optional<casework::v1::Case>> CaseworkClient::Get(const std::string& city_id,
                                                                      const std::string& case_id) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
  casework::v1::GetCaseRequest request;
  request.set_case_id(case_id);
  casework::v1::Case found;
  absl::Status status = rpc::FromGrpc(Stub()->GetCase(&call, request, &found));
  if (absl::IsNotFound(status)) return std::nullopt;
  LIANBAN_RETURN_IF_ERROR(status);
  return found;
}

absl::StatusOr<std::vector<casework::v1::Case>> CaseworkClient::Children(const std::string& city_id,
                                                                         const std::string& case_id) {
  std::vector<casework::v1::Case> children;
  casework::v1::ListCasesRequest request;
  request.set_parent_case_id(case_id);
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
    casework::v1::ListCasesResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(Stub()->ListCases(&call, request, &page)));
    for (casework::v1::Case& child : *page.mutable_cases()) children.push_back(std::move(child));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return children;
}

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kUnauthenticated:
      return true;
    default:
      return false;
  }
}

}  // namespace lianban::intake
