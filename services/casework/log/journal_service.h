#pragma once
// The gRPC face of the record log.

#include "lianban/casework/v1/journal.grpc.pb.h"
#include "services/casework/log/record_log.h"
#include "services/lib/rpc/call.h"

namespace lianban::casework {

class JournalService final : public v1::Journal::CallbackService {
 public:
  JournalService(const rpc::ContextSigner& signer, rpc::Executor& executor, RecordLog& records)
      : calls_(signer, executor, "casework.lianban"), records_(records) {}

  grpc::ServerUnaryReactor* AppendRecords(grpc::CallbackServerContext* call, const v1::AppendRecordsRequest* request,
                                          v1::AppendRecordsResponse* response) override {
    return calls_.Serve(call, request, response,
                        [this](const rpc::Context& caller, const v1::AppendRecordsRequest& asked) {
                          return records_.Append(caller, asked);
                        });
  }
  grpc::ServerUnaryReactor* ListCities(grpc::CallbackServerContext* call, const v1::ListCitiesRequest* request,
                                       v1::ListCitiesResponse* response) override {
    return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListCitiesRequest&) {
      return records_.Cities(caller);
    });
  }

 private:
  rpc::Calls calls_;
  RecordLog& records_;
};

}  // namespace lianban::casework
