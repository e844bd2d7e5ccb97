#pragma once
// lianban.records.v1.Records over gRPC: no rules, no SQL.

#include "lianban/records/v1/records.grpc.pb.h"
#include "services/lib/rpc/call.h"
#include "services/records/document_store.h"
#include "services/records/notice/read_notices.h"

namespace lianban::records {

class RecordsService final : public v1::Records::CallbackService {
 public:
  RecordsService(DocumentStore& store, NoticeReader& notices, const rpc::ContextSigner& signer, rpc::Executor& executor)
      : store_(store), notices_(notices), calls_(signer, executor, "records.lianban") {}

  grpc::ServerUnaryReactor* RenderDocument(grpc::CallbackServerContext* call, const v1::RenderDocumentRequest* request,
                                           v1::RenderDocumentResponse* response) override;
  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* call, const v1::GetDocumentRequest* request,
                                        v1::RenderDocumentResponse* response) override;
  grpc::ServerUnaryReactor* ListNotices(grpc::CallbackServerContext* call, const v1::ListNoticesRequest* request,
                                        v1::ListNoticesResponse* response) override;
  grpc::ServerUnaryReactor* GetNotice(grpc::CallbackServerContext* call, const v1::GetNoticeRequest* request,
                                      v1::RenderDocumentResponse* response) override;
  grpc::ServerUnaryReactor* RenderNotice(grpc::CallbackServerContext* call, const v1::RenderNoticeRequest* request,
                                         v1::RenderDocumentResponse* response) override;

 private:
  DocumentStore& store_;
  NoticeReader& notices_;
  rpc::Calls calls_;
};

}  // namespace lianban::records
