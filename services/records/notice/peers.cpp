#include "services/records/notice/peers.h"

#include "absl/time/clock.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/casework/v1/connectors.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"

namespace lianban::records {
namespace {
constexpr int kUnitsPage = 1000;
}

absl::StatusOr<casework::v1::Case> Peers::GetCase(const rpc::Context& caller, const std::string& case_id) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, caller);
  casework::v1::GetCaseRequest request;
  request.set_case_id(case_id);
  casework::v1::Case found;
  const auto stub = casework::v1::Casework::NewStub(channels_.To("casework"));
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->GetCase(&call, request, &found)));
  return found;
}

absl::StatusOr<casework::v1::ListEffectsResponse> Peers::EffectsOf(const rpc::Context& caller, const std::string& case_id) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, caller);
  casework::v1::ListEffectsRequest request;
  request.set_case_id(case_id);
  casework::v1::ListEffectsResponse effects;
  const auto stub = casework::v1::Connectors::NewStub(channels_.To("casework"));
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListEffects(&call, request, &effects)));
  return effects;
}

absl::Status Peers::Refresh(const std::string& city_id, Units& units) {
  const auto stub = identity::v1::Identity::NewStub(channels_.To("identity"));
  identity::v1::ListUnitsRequest request;
  request.set_page_size(kUnitsPage);
  request.set_etag(units.etag);
  Units fresh;
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
    identity::v1::ListUnitsResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListUnits(&call, request, &page)));
    if (page.not_modified()) return absl::OkStatus();
    for (const auto& unit : page.units()) fresh.by_id[unit.unit_id()] = unit;
    if (fresh.etag.empty()) fresh.etag = page.etag();
    request.clear_etag();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  units = std::move(fresh);
  return absl::OkStatus();
}

absl::StatusOr<identity::v1::Unit> Peers::GetUnit(const std::string& city_id, const std::string& unit_id) {
  std::lock_guard lock(mutex_);
  Units& units = units_[city_id];
  LIANBAN_RETURN_IF_ERROR(Refresh(city_id, units));
  if (const auto found = units.by_id.find(unit_id); found != units.by_id.end()) return found->second;
  identity::v1::Unit unknown;
  unknown.set_unit_id(unit_id);
  unknown.set_name(unit_id);
  return unknown;
}

}  // namespace lianban::records
