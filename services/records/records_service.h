#pragma once
// lianban.records.v1.Records over gRPC: no rules, no SQL.

#include "lianban/records/v1/records.grpc.pb.h"
#include "services/lib/rpc/call.h"
#include "services/records/document_store.h"

namespace lianban::records {

class RecordsService final : public v1::Records::CallbackService {
 public:
  RecordsService(DocumentStore& store, const rpc::ContextSigner& signer, rpc::Executor& executor)
      : store_(store), calls_(signer, executor, "records.lianban") {}

  grpc::ServerUnaryReactor* RenderDocument(grpc::CallbackServerContext* call, const v1::RenderDocumentRequest* request,
                                           v1::RenderDocumentResponse* response) override;
  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* call, const v1::GetDocumentRequest* request,
                                        v1::RenderDocumentResponse* response) override;

 private:
  DocumentStore& store_;
  rpc::Calls calls_;
};

}  // namespace lianban::records
