#include "tests/load/transition_load.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"
#include "services/lib/rpc/status.h"
#include "tests/load/stage.h"

namespace lianban::load {
namespace {

namespace v1 = casework::v1;

constexpr int kThreads = 2;
constexpr const char* kOutcomes[] = {"complete", "send", "done", "pass", "satisfied"};

// A state machine driven by the answers, so that sixty-four clients need no sixty-four threads.
class Client {
 public:
  Client(const std::string& context, const std::string& form, v1::Casework::Stub& stub, grpc::CompletionQueue& queue)
      : context_(context), stub_(stub), queue_(queue) {
    start_.set_process("bench_six");
    start_.set_unit_id(kUnit);
    start_.set_area_code("330602001");
    start_.set_title("路灯不亮");
    start_.set_form_json(form);
  }

  void Send() {
    call_.emplace();
    call_->AddMetadata(rpc::kContextKey, context_);
    call_->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    begun_ = absl::Now();
    if (step_ == 0) {
      start_.set_request_id(crypto::NewUuid());
      reader_ = stub_.AsyncStartCase(&*call_, start_, &queue_);
    } else {
      complete_.set_request_id(crypto::NewUuid());
      complete_.set_case_id(response_.case_id());
      complete_.set_task_no(response_.opened_tasks(0).task_no());
      complete_.set_outcome(kOutcomes[step_ - 1]);
      reader_ = stub_.AsyncCompleteTask(&*call_, complete_, &queue_);
    }
    reader_->Finish(&response_, &status_, this);
  }

  absl::Status Answered() {
    if (!status_.ok()) return rpc::FromGrpc(status_);
    if (step_ > 0) milliseconds_.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun_));
    ++done_;
    step_ = (step_ + 1) % 6;
    return absl::OkStatus();
  }

  int64_t done() const { return done_; }
  const std::vector<double>& milliseconds() const { return milliseconds_; }

 private:
  const std::string& context_;
  v1::Casework::Stub& stub_;
  grpc::CompletionQueue& queue_;
  std::optional<grpc::ClientContext> call_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<v1::CommandResponse>> reader_;
  v1::StartCaseRequest start_;
  v1::CompleteTaskRequest complete_;
  v1::CommandResponse response_;
  grpc::Status status_;
  absl::Time begun_;
  int step_ = 0;
  int64_t done_ = 0;
  std::vector<double> milliseconds_;
};

// One thread with its share of the clients, over a connection of its own.
absl::Status Play(const Deployment& deployment, int clients, absl::Time end, TransitionSpeed& speed, int64_t& done) {
  const std::string context = deployment.SignedContext("bench", {kDesk});
  const std::string form =
      nlohmann::json{{"kind", "lamp"}, {"households", 12}, {"body", std::string(900, 'x')}}.dump();
  const auto stub = v1::Casework::NewStub(deployment.NewChannel());
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 0; i < clients; ++i) all.push_back(std::make_unique<Client>(context, form, *stub, queue));
  for (auto& client : all) client->Send();
  absl::Status failure;
  void* tag = nullptr;
  bool ok = false;
  for (int running = clients; running > 0 && queue.Next(&tag, &ok);) {
    Client& client = *static_cast<Client*>(tag);
    const absl::Status answered = client.Answered();
    if (failure.ok()) failure = answered;
    if (failure.ok() && absl::Now() < end) {
      client.Send();
    } else {
      --running;
    }
  }
  for (const auto& client : all) {
    done += client->done();
    speed.milliseconds.insert(speed.milliseconds.end(), client->milliseconds().begin(), client->milliseconds().end());
  }
  return failure;
}

}  // namespace

absl::StatusOr<TransitionSpeed> RunTransitions(const Deployment& deployment, int clients, absl::Duration time) {
  const int threads = std::min(kThreads, clients);
  std::vector<TransitionSpeed> speeds(threads);
  std::vector<int64_t> done(threads);
  std::vector<absl::Status> statuses(threads);
  std::vector<std::thread> all;
  const absl::Time begun = absl::Now();
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      statuses[t] = Play(deployment, clients / threads, begun + time, speeds[t], done[t]);
    });
  }
  for (auto& thread : all) thread.join();
  TransitionSpeed whole;
  for (int t = 0; t < threads; ++t) {
    if (!statuses[t].ok()) return statuses[t];
    whole.per_second += static_cast<double>(done[t]);
    whole.milliseconds.insert(whole.milliseconds.end(), speeds[t].milliseconds.begin(), speeds[t].milliseconds.end());
  }
  whole.per_second /= absl::ToDoubleSeconds(absl::Now() - begun);
  return whole;
}

}  // namespace lianban::load
