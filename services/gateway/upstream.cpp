#include "services/gateway/upstream.h"

#include "absl/strings/match.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/gateway/grpc_bytes.h"

namespace lianban::gateway {
namespace {

namespace asio = boost::asio;

void Prepare(const UpstreamCall& call, grpc::ClientContext& context) {
  for (const auto& [name, value] : call.metadata) context.AddMetadata(name, value);
  if (call.deadline) context.set_deadline(absl::ToChronoTime(*call.deadline));
}

Metadata Copy(const std::multimap<grpc::string_ref, grpc::string_ref>& from) {
  Metadata out;
  for (const auto& [name, value] : from) {
    out.emplace_back(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
  }
  return out;
}

// Lives until the RPC library has answered, whatever became of the coroutine. All fields but the library's own are
// touched on the coroutine's executor only; the timer never expires and is cancelled to wake the coroutine.
struct UnaryState {
  explicit UnaryState(const asio::any_io_executor& executor) : wake(executor) {}
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
  grpc::Status status;
  bool done = false;
  asio::steady_timer wake;
};

struct CancelUnlessDone {
  std::shared_ptr<UnaryState> state;
  ~CancelUnlessDone() {
    if (!state->done) state->context.TryCancel();
  }
};

}  // namespace

asio::awaitable<UpstreamAnswer> CallUnary(UpstreamCall call) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto state = std::make_shared<UnaryState>(executor);
  const CancelUnlessDone guard{state};
  Prepare(call, state->context);
  state->request = ToByteBuffer(call.request);
  call.count->fetch_add(1);
  grpc::GenericStub stub(call.channel);
  stub.UnaryCall(&state->context, call.path, grpc::StubOptions(), &state->request, &state->response,
                 [state, executor, count = call.count](grpc::Status status) {
                   asio::post(executor, [state, status = std::move(status)] {
                     state->status = status;
                     state->done = true;
                     state->wake.cancel();
                   });
                   count->fetch_sub(1);
                 });
  while (!state->done) {
    state->wake.expires_at(asio::steady_timer::time_point::max());
    co_await state->wake.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  UpstreamAnswer answer;
  answer.status = state->status;
  if (answer.status.ok()) answer.bytes = ToBytes(state->response);
  answer.headers = Copy(state->context.GetServerInitialMetadata());
  answer.trailers = Copy(state->context.GetServerTrailingMetadata());
  co_return answer;
}

// Deletes itself when both sides have let go of it: the RPC library (OnDone) and the owner.
class UpstreamStream::Reactor : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Reactor(asio::any_io_executor executor, UpstreamCall call)
      : executor_(executor), wake_(executor), call_(std::move(call)), request_(ToByteBuffer(call_.request)) {
    Prepare(call_, context_);
    call_.count->fetch_add(1);
    grpc::GenericStub stub(call_.channel);
    stub.PrepareBidiStreamingCall(&context_, call_.path, grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    // Reads are started from outside of the reactor's own callbacks: one hold keeps it alive until the end is seen.
    AddHold();
    StartCall();
  }

  void OnReadDone(bool ok) override {
    asio::post(executor_, [this, ok] {
      reading_ = false;
      if (!ok) {
        ended_ = true;
        RemoveHold();
      } else if (stopped_ || !owned_) {
        EndCall();
      } else {
        message_ = ToBytes(incoming_);
      }
      wake_.cancel();
    });
  }

  void OnDone(const grpc::Status& status) override {
    auto count = call_.count;
    asio::post(executor_, [this, status] {
      if (!stopped_) status_ = status;
      done_ = true;
      wake_.cancel();
      if (!owned_) delete this;
    });
    count->fetch_sub(1);
  }

  asio::awaitable<std::optional<std::string>> Next() {
    if (!done_ && !stopped_ && !reading_ && !ended_) {
      reading_ = true;
      StartRead(&incoming_);
    }
    while (!message_ && !done_ && !stopped_) {
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (stopped_) co_return std::nullopt;
    co_return std::exchange(message_, std::nullopt);
  }

  void Stop(const grpc::Status& status) {
    if (done_ || stopped_) return;
    stopped_ = true;
    status_ = status;
    EndCall();
    wake_.cancel();
  }

  // The owner is gone.
  void Disown() {
    owned_ = false;
    if (done_) {
      delete this;
    } else if (!stopped_) {
      EndCall();
    }
  }

  const grpc::Status& status() const { return status_; }

 private:
  // A cancelled call still needs its pending or a last read to fail before the hold is released.
  void EndCall() {
    context_.TryCancel();
    if (reading_ || ended_) return;
    reading_ = true;
    StartRead(&incoming_);
  }

  const asio::any_io_executor executor_;
  asio::steady_timer wake_;
  UpstreamCall call_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, incoming_;
  std::optional<std::string> message_;
  grpc::Status status_;
  bool reading_ = false, ended_ = false, done_ = false, stopped_ = false, owned_ = true;
};

asio::awaitable<std::unique_ptr<UpstreamStream>> UpstreamStream::Start(UpstreamCall call) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_return std::unique_ptr<UpstreamStream>(new UpstreamStream(new Reactor(executor, std::move(call))));
}

UpstreamStream::~UpstreamStream() { reactor_->Disown(); }
asio::awaitable<std::optional<std::string>> UpstreamStream::Next() { return reactor_->Next(); }
const grpc::Status& UpstreamStream::status() const { return reactor_->status(); }
void UpstreamStream::Stop(const grpc::Status& status) { reactor_->Stop(status); }

}  // namespace lianban::gateway
