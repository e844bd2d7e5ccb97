#include "services/records/records_service.h"

#include "absl/time/clock.h"
#include "services/records/render_document.h"

namespace lianban::records {

grpc::ServerUnaryReactor* RecordsService::RenderDocument(grpc::CallbackServerContext* call,
                                                         const v1::RenderDocumentRequest* request,
                                                         v1::RenderDocumentResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::RenderDocumentRequest& r) {
    return records::RenderDocument(store_, caller, r, absl::Now());
  });
}

grpc::ServerUnaryReactor* RecordsService::GetDocument(grpc::CallbackServerContext* call,
                                                      const v1::GetDocumentRequest* request,
                                                      v1::RenderDocumentResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetDocumentRequest& r) {
    return records::GetDocument(store_, caller, r);
  });
}

grpc::ServerUnaryReactor* RecordsService::ListNotices(grpc::CallbackServerContext* call,
                                                      const v1::ListNoticesRequest* request,
                                                      v1::ListNoticesResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListNoticesRequest& r) {
    return notices_.List(caller, r);
  });
}

grpc::ServerUnaryReactor* RecordsService::GetNotice(grpc::CallbackServerContext* call, const v1::GetNoticeRequest* request,
                                                    v1::RenderDocumentResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::GetNoticeRequest& r) {
    return notices_.Get(caller, r);
  });
}

grpc::ServerUnaryReactor* RecordsService::RenderNotice(grpc::CallbackServerContext* call,
                                                       const v1::RenderNoticeRequest* request,
                                                       v1::RenderDocumentResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::RenderNoticeRequest& r) {
    return notices_.Render(caller, r, absl::Now());
  });
}

}  // namespace lianban::records
