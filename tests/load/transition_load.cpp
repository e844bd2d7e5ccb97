#include "tests/load/transition_load.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"
#include "services/lib/rpc/status.h"
#include "tests/load/stage.h"

namespace lianban::load {
namespace {

namespace v1 = casework::v1;

constexpr int kChannels = 4;
constexpr const char* kOutcomes[] = {"complete", "send", "done", "pass", "satisfied"};

// What all clients of a run share.
struct Run {
  absl::Time end;
  std::string context;
  std::string form;
  std::mutex mutex;
  std::condition_variable finished;
  int running = 0;
  absl::Status failure;
};

// A state machine driven by the answers, so that sixty-four clients need no sixty-four threads.
class Client {
 public:
  Client(Run& run, v1::Casework::Stub& stub) : run_(run), stub_(stub) {}

  void Next() {
    if (absl::Now() >= run_.end) return Stop(absl::OkStatus());
    call_.emplace();
    call_->AddMetadata(rpc::kContextKey, run_.context);
    call_->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    begun_ = absl::Now();
    const auto answered = [this](grpc::Status status) { Answered(status); };
    if (step_ == 0) {
      start_.set_request_id(crypto::NewUuid());
      start_.set_process("bench_six");
      start_.set_unit_id(kUnit);
      start_.set_area_code("330602001");
      start_.set_title("路灯不亮");
      start_.set_form_json(run_.form);
      stub_.async()->StartCase(&*call_, &start_, &response_, answered);
    } else {
      complete_.set_request_id(crypto::NewUuid());
      complete_.set_case_id(response_.case_id());
      complete_.set_task_no(response_.opened_tasks(0).task_no());
      complete_.set_outcome(kOutcomes[step_ - 1]);
      stub_.async()->CompleteTask(&*call_, &complete_, &response_, answered);
    }
  }

  int64_t done() const { return done_; }
  const std::vector<double>& milliseconds() const { return milliseconds_; }

 private:
  void Answered(const grpc::Status& status) {
    if (!status.ok()) return Stop(rpc::FromGrpc(status));
    if (step_ > 0) milliseconds_.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun_));
    ++done_;
    step_ = (step_ + 1) % 6;
    Next();
  }

  void Stop(const absl::Status& status) {
    std::lock_guard lock(run_.mutex);
    if (run_.failure.ok()) run_.failure = status;
    if (!status.ok()) run_.end = absl::InfinitePast();
    if (--run_.running == 0) run_.finished.notify_all();
  }

  Run& run_;
  v1::Casework::Stub& stub_;
  std::optional<grpc::ClientContext> call_;
  v1::StartCaseRequest start_;
  v1::CompleteTaskRequest complete_;
  v1::CommandResponse response_;
  absl::Time begun_;
  int step_ = 0;
  int64_t done_ = 0;
  std::vector<double> milliseconds_;
};

}  // namespace

absl::StatusOr<TransitionSpeed> RunTransitions(const Deployment& deployment, int clients, absl::Duration time) {
  Run run;
  run.context = deployment.SignedContext("bench", {kDesk});
  run.form = nlohmann::json{{"kind", "lamp"}, {"households", 12}, {"body", std::string(900, 'x')}}.dump();
  run.running = clients;
  std::vector<std::unique_ptr<v1::Casework::Stub>> stubs;
  for (int i = 0; i < std::min(kChannels, clients); ++i) {
    stubs.push_back(v1::Casework::NewStub(deployment.NewChannel()));
  }
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 0; i < clients; ++i) all.push_back(std::make_unique<Client>(run, *stubs[i % stubs.size()]));
  const absl::Time begun = absl::Now();
  run.end = begun + time;
  for (auto& client : all) client->Next();
  {
    std::unique_lock lock(run.mutex);
    run.finished.wait(lock, [&] { return run.running == 0; });
  }
  if (!run.failure.ok()) return run.failure;
  TransitionSpeed speed;
  int64_t done = 0;
  for (const auto& client : all) {
    done += client->done();
    speed.milliseconds.insert(speed.milliseconds.end(), client->milliseconds().begin(), client->milliseconds().end());
  }
  speed.per_second = static_cast<double>(done) / absl::ToDoubleSeconds(absl::Now() - begun);
  return speed;
}

}  // namespace lianban::load
