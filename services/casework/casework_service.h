#pragma once
// The gRPC face of casework: who is calling, what do they want, hand it on. No rules and no SQL here.

#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/casework/case/read_case.h"
#include "services/casework/command/executor.h"
#include "services/casework/inbox/inbox_call.h"
#include "services/casework/inbox/substitution_book.h"
#include "services/casework/log/prove_log.h"
#include "services/casework/log/watch_hub.h"
#include "services/casework/store/page_token.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/executor.h"

namespace lianban::casework {

// What the service hands calls on to; all of it outlives the service.
struct CaseworkParts {
  const rpc::ContextSigner& signer;
  rpc::Executor& readers;    // threads for everything that only reads
  ConnectionPool& connections;
  const PageTokens& tokens;
  CaseReader& cases;
  SubstitutionBook& substitutions;
  Executors& executors;
  LogProver& prover;
  WatchHub& watches;
};

// Commands on a case and the inbox come by completion queue (command_call.h, inbox_call.h), everything else by callback.
using CaseworkMethods = v1::Casework::WithCallbackMethod_RevealForm<v1::Casework::WithCallbackMethod_SetSubstitute<v1::Casework::WithCallbackMethod_EndSubstitute<
    v1::Casework::WithCallbackMethod_ListSubstitutes<v1::Casework::WithCallbackMethod_RecomputeClocks<v1::Casework::WithCallbackMethod_GetCase<
    v1::Casework::WithCallbackMethod_GetTask<
        v1::Casework::WithCallbackMethod_ListCases<v1::Casework::WithCallbackMethod_ListEvents<
            v1::Casework::WithCallbackMethod_Watch<v1::Casework::WithCallbackMethod_GetCheckpoint<
                v1::Casework::WithCallbackMethod_ProveInclusion<
                    v1::Casework::WithCallbackMethod_ProveConsistency<
                        v1::Casework::WithCallbackMethod_ListRecords<InboxService>>>>>>>>>>>>>>;

class CaseworkService final : public CaseworkMethods {
 public:
  explicit CaseworkService(const CaseworkParts& parts);

  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* call, const v1::GetCaseRequest* request,
                                    v1::Case* response) override;
  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* call, const v1::GetTaskRequest* request,
                                    v1::Task* response) override;
  grpc::ServerUnaryReactor* RevealForm(grpc::CallbackServerContext* call, const v1::RevealFormRequest* request,
                                       v1::RevealFormResponse* response) override;
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* call, const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* call, const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* SetSubstitute(grpc::CallbackServerContext* call, const v1::SetSubstituteRequest* request,
                                          v1::Substitution* response) override;
  grpc::ServerUnaryReactor* EndSubstitute(grpc::CallbackServerContext* call, const v1::EndSubstituteRequest* request,
                                          v1::Substitution* response) override;
  grpc::ServerUnaryReactor* ListSubstitutes(grpc::CallbackServerContext* call,
                                            const v1::ListSubstitutesRequest* request,
                                            v1::ListSubstitutesResponse* response) override;
  grpc::ServerUnaryReactor* RecomputeClocks(grpc::CallbackServerContext* call,
                                            const v1::RecomputeClocksRequest* request,
                                            v1::RecomputeClocksResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* call,
                                                     const v1::WatchRequest* request) override;
  grpc::ServerUnaryReactor* ListRecords(grpc::CallbackServerContext* call, const v1::ListRecordsRequest* request,
                                        v1::ListRecordsResponse* response) override;
  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* call, const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* response) override;
  grpc::ServerUnaryReactor* ProveInclusion(grpc::CallbackServerContext* call, const v1::ProveInclusionRequest* request,
                                           v1::InclusionProof* response) override;
  grpc::ServerUnaryReactor* ProveConsistency(grpc::CallbackServerContext* call,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ConsistencyProof* response) override;

 private:
  CaseworkParts parts_;
  rpc::Calls reads_;
};

}  // namespace lianban::casework
