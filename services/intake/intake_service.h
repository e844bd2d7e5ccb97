#pragma once
// lianban.intake.v1.Intake over gRPC: no rules, no SQL.

#include "lianban/intake/v1/intake.grpc.pb.h"
#include "services/intake/counter.h"
#include "services/lib/rpc/call.h"

namespace lianban::intake {

class IntakeService final : public v1::Intake::CallbackService {
 public:
  IntakeService(Counter& counter, rpc::Executor& executor)
      : counter_(counter), calls_(counter.signer, executor, "intake.lianban") {}

  grpc::ServerUnaryReactor* SubmitReport(grpc::CallbackServerContext* call, const v1::SubmitReportRequest* request,
                                         v1::Matter* response) override;
  grpc::ServerUnaryReactor* RegisterVisit(grpc::CallbackServerContext* call, const v1::RegisterVisitRequest* request,
                                          v1::Matter* response) override;
  grpc::ServerUnaryReactor* GetMatter(grpc::CallbackServerContext* call, const v1::GetMatterRequest* request,
                                      v1::Matter* response) override;
  grpc::ServerUnaryReactor* ListMatters(grpc::CallbackServerContext* call, const v1::ListMattersRequest* request,
                                        v1::ListMattersResponse* response) override;
  grpc::ServerUnaryReactor* FindDuplicates(grpc::CallbackServerContext* call, const v1::FindDuplicatesRequest* request,
                                           v1::FindDuplicatesResponse* response) override;
  grpc::ServerUnaryReactor* UnmergeMatter(grpc::CallbackServerContext* call, const v1::UnmergeMatterRequest* request,
                                          v1::Matter* response) override;
  grpc::ServerUnaryReactor* MergeMatters(grpc::CallbackServerContext* call, const v1::MergeMattersRequest* request,
                                         v1::Matter* response) override;
  grpc::ServerUnaryReactor* PutParty(grpc::CallbackServerContext* call, const v1::PutPartyRequest* request,
                                     v1::Party* response) override;
  grpc::ServerUnaryReactor* FindParty(grpc::CallbackServerContext* call, const v1::FindPartyRequest* request,
                                      v1::FindPartyResponse* response) override;
  grpc::ServerUnaryReactor* GetParty(grpc::CallbackServerContext* call, const v1::GetPartyRequest* request,
                                     v1::Party* response) override;
  grpc::ServerUnaryReactor* RevealParty(grpc::CallbackServerContext* call, const v1::RevealPartyRequest* request,
                                        v1::Party* response) override;
  grpc::ServerUnaryReactor* ListChannels(grpc::CallbackServerContext* call, const v1::ListChannelsRequest* request,
                                         v1::ListChannelsResponse* response) override;
  grpc::ServerUnaryReactor* PutChannel(grpc::CallbackServerContext* call, const v1::PutChannelRequest* request,
                                       v1::Channel* response) override;
  grpc::ServerUnaryReactor* PrintReceipt(grpc::CallbackServerContext* call, const v1::PrintReceiptRequest* request,
                                         v1::PrintReceiptResponse* response) override;
  // The only call without a signed-in caller.
  grpc::ServerUnaryReactor* GetPublicProgress(grpc::CallbackServerContext* call,
                                              const v1::GetPublicProgressRequest* request,
                                              v1::PublicProgress* response) override;

 private:
  Counter& counter_;
  rpc::Calls calls_;
};

}  // namespace lianban::intake
