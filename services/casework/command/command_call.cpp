#include "services/casework/command/command_call.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/status.h"

namespace lianban::casework {
namespace {

constexpr int kCallsAtATime = 64;                        // of each method
constexpr absl::Duration kPatienceMax = absl::Seconds(20);  // rides out a restart of the database

absl::Time DeadlineOf(const grpc::ServerContext& call) {
  const absl::Time most = absl::Now() + kPatienceMax;
  if (call.deadline() == std::chrono::system_clock::time_point::max()) return most;
  return std::min(absl::FromChrono(call.deadline()), most);
}

// One call from its arrival to the moment its answer is on the wire. Owns itself while gRPC holds its tag.
template <class Request, class Ask>
class CommandCall final : public QueueTag {
 public:
  CommandCall(Ask ask, const rpc::ContextSigner& signer, Executor& executor)
      : ask_(ask), signer_(signer), executor_(executor), responder_(&call_) {
    ask_(&call_, &request_, &responder_, executor_.queue(), static_cast<QueueTag*>(this));
  }

  void Proceed(bool ok) override {
    if (!ok || answered_) {  // shutting down, or the answer is sent
      delete this;
      return;
    }
    executor_.AskSoon([ask = ask_, &signer = signer_, &executor = executor_] { new CommandCall(ask, signer, executor); });
    const auto caller = CallerOf(call_, signer_);
    auto order = caller.ok() ? OrderFrom(request_, *caller) : absl::StatusOr<OrderPtr>(caller.status());
    if (!order.ok()) return Answer(order.status());
    (*order)->deadline = DeadlineOf(call_);
    (*order)->done = [this](absl::StatusOr<v1::CommandResponse> answer) { Answer(answer); };
    executor_.Take(*std::move(order));
  }

 private:
  void Answer(const absl::StatusOr<v1::CommandResponse>& answer) {
    answered_ = true;
    if (answer.ok()) {
      responder_.Finish(*answer, grpc::Status::OK, static_cast<QueueTag*>(this));
    } else {
      responder_.FinishWithError(rpc::ToGrpc(answer.status(), kErrorDomain), static_cast<QueueTag*>(this));
    }
  }

  const Ask ask_;
  const rpc::ContextSigner& signer_;
  Executor& executor_;
  grpc::ServerContext call_;
  Request request_;
  grpc::ServerAsyncResponseWriter<v1::CommandResponse> responder_;
  bool answered_ = false;
};

// ask: (ServerContext*, Request*, responder*, queue, tag)
template <class Request, class Ask>
void Listen(Ask ask, const rpc::ContextSigner& signer, Executor& executor) {
  for (int i = 0; i < kCallsAtATime; ++i) new CommandCall<Request, Ask>(ask, signer, executor);
}

}  // namespace

absl::StatusOr<rpc::Context> CallerOf(const grpc::ServerContext& call, const rpc::ContextSigner& signer) {
  const auto& metadata = call.client_metadata();
  const auto found = metadata.find(rpc::kContextKey);
  if (found == metadata.end()) return Error("UNAUTHENTICATED");
  return signer.Verify(std::string_view(found->second.data(), found->second.size()), absl::Now());
}

void ListenForCommands(CommandService& service, const rpc::ContextSigner& signer, Executor& executor) {
  const auto asking = [&service](auto method) {
    return [&service, method](auto* call, auto* request, auto* responder, auto* queue, void* tag) {
      (service.*method)(call, request, responder, queue, queue, tag);
    };
  };
  Listen<v1::StartCaseRequest>(asking(&CommandService::RequestStartCase), signer, executor);
  Listen<v1::CompleteTaskRequest>(asking(&CommandService::RequestCompleteTask), signer, executor);
  Listen<v1::ClaimTaskRequest>(asking(&CommandService::RequestClaimTask), signer, executor);
  Listen<v1::ReleaseTaskRequest>(asking(&CommandService::RequestReleaseTask), signer, executor);
  Listen<v1::SendMessageRequest>(asking(&CommandService::RequestSendMessage), signer, executor);
  Listen<v1::ActOnCaseRequest>(asking(&CommandService::RequestActOnCase), signer, executor);
}

}  // namespace lianban::casework
