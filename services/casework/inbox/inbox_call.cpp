#include "services/casework/inbox/inbox_call.h"

#include "services/casework/inbox/list_tasks.h"
#include "services/lib/rpc/status.h"

namespace lianban::casework {
namespace {

// One call from its arrival to the moment its answer is on the wire. Owns itself while gRPC holds its tag.
// ask: (ServerContext*, Request*, responder*, queue, tag); read: absl::StatusOr<Response>(caller, Request)
template <class Request, class Response, class Ask, class Read>
class InboxCall final : public QueueTag {
 public:
  InboxCall(Ask ask, Read read, const rpc::ContextSigner& signer, ReadQueue& queue)
      : ask_(ask), read_(read), signer_(signer), queue_(queue), responder_(&call_) {
    ask_(&call_, &request_, &responder_, queue_.queue(), static_cast<QueueTag*>(this));
  }

  void Proceed(bool ok) override {
    if (!ok || answered_) {  // shutting down, or the answer is sent
      delete this;
      return;
    }
    answered_ = true;
    const auto caller = CallerOf(call_, signer_);
    const absl::StatusOr<Response> response = caller.ok() ? read_(*caller, request_) : caller.status();
    if (response.ok()) {
      responder_.Finish(*response, grpc::Status::OK, static_cast<QueueTag*>(this));
    } else {
      responder_.FinishWithError(rpc::ToGrpc(response.status(), kErrorDomain), static_cast<QueueTag*>(this));
    }
    queue_.Ask([this] { new InboxCall(ask_, read_, signer_, queue_); });  // the next one may come
  }

 private:
  const Ask ask_;
  const Read read_;
  const rpc::ContextSigner& signer_;
  ReadQueue& queue_;
  grpc::ServerContext call_;
  Request request_;
  grpc::ServerAsyncResponseWriter<Response> responder_;
  bool answered_ = false;
};

template <class Request, class Response, class Read>
void Listen(InboxService& service,
            void (InboxService::*method)(grpc::ServerContext*, Request*, grpc::ServerAsyncResponseWriter<Response>*,
                                         grpc::CompletionQueue*, grpc::ServerCompletionQueue*, void*),
            Read read, const rpc::ContextSigner& signer, ReadQueue& queue) {
  const auto ask = [&service, method](auto* call, auto* request, auto* responder, auto* queue, void* tag) {
    (service.*method)(call, request, responder, queue, queue, tag);
  };
  new InboxCall<Request, Response, decltype(ask), Read>(ask, read, signer, queue);
}

}  // namespace

void ListenForInbox(InboxService& service, const InboxParts& parts, ReadQueue& queue) {
  Listen<v1::ListTasksRequest, v1::ListTasksResponse>(
      service, &InboxService::RequestListTasks,
      [parts](const rpc::Context& caller, const v1::ListTasksRequest& request) {
        return ListTasks(parts.connections, parts.substitutions, parts.tokens, caller, request);
      },
      parts.signer, queue);
  Listen<v1::CountTasksRequest, v1::CountTasksResponse>(
      service, &InboxService::RequestCountTasks,
      [parts](const rpc::Context& caller, const v1::CountTasksRequest&) { return CountTasks(parts.connections, caller); },
      parts.signer, queue);
}

}  // namespace lianban::casework
