#include "services/casework/casework_service.h"

#include "services/casework/access.h"
#include "services/casework/clock/recompute_clocks.h"
#include "services/casework/log/list_records.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::casework {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// A stream that only says why there is none.
class RefusedWatch : public grpc::ServerWriteReactor<v1::WatchResponse> {
 public:
  explicit RefusedWatch(grpc::Status status) { Finish(std::move(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

CaseworkService::CaseworkService(const CaseworkParts& parts)
    : parts_(parts), reads_(parts.signer, parts.readers, kErrorDomain) {}

ServerUnaryReactor* CaseworkService::GetCase(CallbackServerContext* call, const v1::GetCaseRequest* request,
                                             v1::Case* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetCaseRequest& asked) {
    return parts_.cases.GetCase(caller, asked);
  });
}
ServerUnaryReactor* CaseworkService::GetTask(CallbackServerContext* call, const v1::GetTaskRequest* request,
                                             v1::Task* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetTaskRequest& asked) {
    return parts_.cases.GetTask(caller, asked);
  });
}
ServerUnaryReactor* CaseworkService::RevealForm(CallbackServerContext* call, const v1::RevealFormRequest* request,
                                                v1::RevealFormResponse* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::RevealFormRequest& asked) {
    return parts_.cases.RevealForm(caller, asked);
  });
}
ServerUnaryReactor* CaseworkService::ListCases(CallbackServerContext* call, const v1::ListCasesRequest* request,
                                               v1::ListCasesResponse* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListCasesRequest& asked) {
    return parts_.cases.ListCases(caller, asked);
  });
}
ServerUnaryReactor* CaseworkService::ListEvents(CallbackServerContext* call, const v1::ListEventsRequest* request,
                                                v1::ListEventsResponse* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListEventsRequest& asked) {
    return parts_.cases.ListEvents(caller, asked);
  });
}

ServerUnaryReactor* CaseworkService::SetSubstitute(CallbackServerContext* call, const v1::SetSubstituteRequest* request,
                                                   v1::Substitution* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::SetSubstituteRequest& asked) {
                        return parts_.substitutions.Set(caller, asked);
                      });
}
ServerUnaryReactor* CaseworkService::EndSubstitute(CallbackServerContext* call, const v1::EndSubstituteRequest* request,
                                                   v1::Substitution* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::EndSubstituteRequest& asked) {
                        return parts_.substitutions.End(caller, asked);
                      });
}
ServerUnaryReactor* CaseworkService::ListSubstitutes(CallbackServerContext* call,
                                                     const v1::ListSubstitutesRequest* request,
                                                     v1::ListSubstitutesResponse* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListSubstitutesRequest&) {
    return parts_.substitutions.List(caller);
  });
}
ServerUnaryReactor* CaseworkService::RecomputeClocks(CallbackServerContext* call,
                                                     const v1::RecomputeClocksRequest* request,
                                                     v1::RecomputeClocksResponse* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::RecomputeClocksRequest& asked) {
                        return casework::RecomputeClocks(parts_.connections, parts_.executors, parts_.tokens, caller,
                                                         asked);
                      });
}

grpc::ServerWriteReactor<v1::WatchResponse>* CaseworkService::Watch(CallbackServerContext* call,
                                                                    const v1::WatchRequest* request) {
  const auto caller = rpc::CallerOf(*call, parts_.signer);
  if (!caller.ok()) return new RefusedWatch(rpc::ToGrpc(caller.status(), kErrorDomain));
  if (!MayReadLog(*caller)) return new RefusedWatch(rpc::ToGrpc(Error("PERMISSION_DENIED"), kErrorDomain));
  return parts_.watches.Open(caller->city_id(), *request);
}

ServerUnaryReactor* CaseworkService::ListRecords(CallbackServerContext* call, const v1::ListRecordsRequest* request,
                                                 v1::ListRecordsResponse* response) {
  return reads_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListRecordsRequest& asked) {
    return casework::ListRecords(parts_.connections, parts_.tokens, caller, asked);
  });
}
ServerUnaryReactor* CaseworkService::GetCheckpoint(CallbackServerContext* call,
                                                   const v1::GetCheckpointRequest* request, v1::Checkpoint* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::GetCheckpointRequest& asked) {
                        return parts_.prover.GetCheckpoint(caller, asked);
                      });
}
ServerUnaryReactor* CaseworkService::ProveInclusion(CallbackServerContext* call,
                                                    const v1::ProveInclusionRequest* request,
                                                    v1::InclusionProof* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::ProveInclusionRequest& asked) {
                        return parts_.prover.ProveInclusion(caller, asked);
                      });
}
ServerUnaryReactor* CaseworkService::ProveConsistency(CallbackServerContext* call,
                                                      const v1::ProveConsistencyRequest* request,
                                                      v1::ConsistencyProof* response) {
  return reads_.Serve(call, request, response,
                      [this](const rpc::Context& caller, const v1::ProveConsistencyRequest& asked) {
                        return parts_.prover.ProveConsistency(caller, asked);
                      });
}

}  // namespace lianban::casework
