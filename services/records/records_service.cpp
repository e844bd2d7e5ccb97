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

}  // namespace lianban::records
