#include "services/catalog/gate/gate_client.h"

#include "services/catalog/gate/examine_bundle.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::catalog {
namespace {

template <class Request, class Response>
absl::StatusOr<Response> Call(v1::Catalog::StubInterface& catalog,
                              grpc::Status (v1::Catalog::StubInterface::*method)(grpc::ClientContext*, const Request&, Response*),
                              const PrepareGateCall& prepare, Request request) {
  request.set_request_id(crypto::NewUuid());
  grpc::ClientContext call;
  prepare(call);
  Response response;
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc((catalog.*method)(&call, request, &response)));
  return response;
}

}  // namespace

absl::StatusOr<v1::Release> PublishThroughGate(v1::Catalog::StubInterface& catalog, const PrepareGateCall& author,
                                               const PrepareGateCall& approver, const v1::Draft& wanted) {
  using Stub = v1::Catalog::StubInterface;
  v1::PutDraftRequest put;
  *put.mutable_draft() = wanted;
  LIANBAN_ASSIGN_OR_RETURN(v1::Draft draft, (Call<v1::PutDraftRequest, v1::Draft>(catalog, &Stub::PutDraft, author, put)));
  v1::CheckDraftRequest check;
  check.set_draft_id(draft.draft_id());
  check.set_version(draft.version());
  LIANBAN_ASSIGN_OR_RETURN(draft, (Call<v1::CheckDraftRequest, v1::Draft>(catalog, &Stub::CheckDraft, author, check)));
  if (!draft.report().passed()) return WhyNotPassed(draft.process(), draft.report());
  v1::DecideDraftRequest decide;
  decide.set_draft_id(draft.draft_id());
  decide.set_version(draft.version());
  decide.set_hash(draft.hash());
  decide.set_approve(true);
  LIANBAN_RETURN_IF_ERROR(
      (Call<v1::DecideDraftRequest, v1::Draft>(catalog, &Stub::DecideDraft, approver, decide)).status());
  v1::PublishReleaseRequest publish;
  publish.set_draft_id(draft.draft_id());
  return Call<v1::PublishReleaseRequest, v1::Release>(catalog, &Stub::PublishRelease, author, publish);
}

}  // namespace lianban::catalog
