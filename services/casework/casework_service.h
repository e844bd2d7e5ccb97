#pragma once
// The gRPC face of casework: who is calling, what do they want, hand it on. No rules and no SQL here.

#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/casework/executor.h"
#include "services/casework/page_token.h"
#include "services/casework/prove_log.h"
#include "services/casework/read_case.h"
#include "services/casework/watch_hub.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/executor.h"

namespace lianban::casework {

// What the service hands calls on to; all of it outlives the service.
struct CaseworkParts {
  const rpc::ContextSigner& signer;
  Executors& executors;      // commands
  rpc::Executor& readers;    // threads for everything that only reads
  ConnectionPool& connections;
  const PageTokens& tokens;
  CaseReader& cases;
  LogProver& prover;
  WatchHub& watches;
};

class CaseworkService final : public v1::Casework::CallbackService {
 public:
  explicit CaseworkService(const CaseworkParts& parts);

  grpc::ServerUnaryReactor* StartCase(grpc::CallbackServerContext* call, const v1::StartCaseRequest* request,
                                      v1::CommandResponse* response) override;
  grpc::ServerUnaryReactor* CompleteTask(grpc::CallbackServerContext* call, const v1::CompleteTaskRequest* request,
                                         v1::CommandResponse* response) override;
  grpc::ServerUnaryReactor* ClaimTask(grpc::CallbackServerContext* call, const v1::ClaimTaskRequest* request,
                                      v1::CommandResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseTask(grpc::CallbackServerContext* call, const v1::ReleaseTaskRequest* request,
                                        v1::CommandResponse* response) override;
  grpc::ServerUnaryReactor* SendMessage(grpc::CallbackServerContext* call, const v1::SendMessageRequest* request,
                                        v1::CommandResponse* response) override;
  grpc::ServerUnaryReactor* ActOnCase(grpc::CallbackServerContext* call, const v1::ActOnCaseRequest* request,
                                      v1::CommandResponse* response) override;

  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* call, const v1::GetCaseRequest* request,
                                    v1::Case* response) override;
  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* call, const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override;
  grpc::ServerUnaryReactor* CountTasks(grpc::CallbackServerContext* call, const v1::CountTasksRequest* request,
                                       v1::CountTasksResponse* response) override;
  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* call, const v1::GetTaskRequest* request,
                                    v1::Task* response) override;
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* call, const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* call, const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* call,
                                                     const v1::WatchRequest* request) override;
  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* call, const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* response) override;
  grpc::ServerUnaryReactor* ProveInclusion(grpc::CallbackServerContext* call, const v1::ProveInclusionRequest* request,
                                           v1::InclusionProof* response) override;
  grpc::ServerUnaryReactor* ProveConsistency(grpc::CallbackServerContext* call,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ConsistencyProof* response) override;

 private:
  // Hands a command to the executors; the call is answered after its commit.
  template <class Request>
  grpc::ServerUnaryReactor* Command(grpc::CallbackServerContext* call, const Request* request,
                                    v1::CommandResponse* response);

  CaseworkParts parts_;
  rpc::Calls reads_;
};

}  // namespace lianban::casework
