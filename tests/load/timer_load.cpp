#include "tests/load/timer_load.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "grpcpp/client_context.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/rpc/status.h"
#include "tests/load/hand.h"
#include "tests/load/stage.h"

namespace lianban::load {
namespace {

namespace v1 = casework::v1;

constexpr int kStarters = 16;
constexpr absl::Duration kWait = absl::Minutes(1);      // as bench_wait.lua says
constexpr absl::Duration kPatience = absl::Minutes(2);  // for the last one
constexpr int kStartedPerSecond = 1000;                 // at least, on any machine

// work(number) for 0 … count - 1, on several threads; the first error.
template <class Work>
absl::Status Share(int count, int threads, const Work& work) {
  std::atomic<int> next = 0;
  std::vector<absl::Status> statuses(threads);
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      for (int n = next++; n < count && statuses[t].ok(); n = next++) statuses[t] = work(n, t);
    });
  }
  for (auto& thread : all) thread.join();
  for (const absl::Status& status : statuses) LIANBAN_RETURN_IF_ERROR(status);
  return absl::OkStatus();
}

absl::Status StartWaiting(v1::Casework::Stub& stub, const std::string& context, absl::Time due) {
  grpc::ClientContext call;
  call.AddMetadata(rpc::kContextKey, context);
  v1::StartCaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_process("bench_wait");
  request.set_unit_id(kUnit);
  request.set_area_code("330602001");
  request.set_form_json(nlohmann::json{{"body", std::string(900, 'x')}}.dump());
  request.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(due - kWait));
  v1::CommandResponse response;
  return rpc::FromGrpc(stub.StartCase(&call, request, &response));
}

absl::Status FireByHand(PGconn* link, const RowSizes& sizes) {
  LIANBAN_RETURN_IF_ERROR(Check(link, PQexec(link, "BEGIN")));
  LIANBAN_ASSIGN_OR_RETURN(const std::string case_id, Value(link, "take_timer", {}));
  if (case_id.empty()) return absl::InternalError("no timer is left");
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_request", {crypto::NewUuid(), "\\x" + std::string(2 * sizes.response, 'a')}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "end_case", {case_id, std::string(sizes.state, 's')}));
  LIANBAN_RETURN_IF_ERROR(Execute(link, "insert_event", {case_id, "1", std::string(sizes.payload, 'p')}));
  return Check(link, PQexec(link, "COMMIT"));
}

absl::StatusOr<TimerSpeed> SpeedFromEvents(postgres::AdminConnection& link, absl::Time due) {
  LIANBAN_ASSIGN_OR_RETURN(
      const auto rows,
      link.Query(fmt::format("SELECT count(*), (extract(epoch FROM max(record_time) - min(record_time)) * 1e6)::bigint, "
                             "(extract(epoch FROM min(record_time)) * 1e6)::bigint FROM casework.event "
                             "WHERE type = 'fire_timer' AND process = 'bench_wait' AND time >= to_timestamp({})",
                             absl::ToUnixSeconds(due))));
  const double seconds = static_cast<double>(rows->GetInt(0, 1)) / 1e6;
  return TimerSpeed{static_cast<double>(rows->GetInt(0, 0)) / seconds, absl::FromUnixMicros(rows->GetInt(0, 2)) - due};
}

}  // namespace

absl::StatusOr<TimerSpeed> FireTimers(const Deployment& deployment, int count) {
  const std::string context = deployment.SignedContext("bench", {kDesk, std::string(kUnit) + "/importer"});
  const auto stub = v1::Casework::NewStub(deployment.NewChannel());
  // A whole second, late enough for all of them to be started before it.
  const absl::Time due =
      absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now())) + absl::Seconds(3 + count / kStartedPerSecond);
  LIANBAN_RETURN_IF_ERROR(Share(count, kStarters, [&](int, int) { return StartWaiting(*stub, context, due); }));
  LIANBAN_ASSIGN_OR_RETURN(const auto link, postgres::AdminConnection::Connect(deployment.superuser()));
  const std::string waiting =
      fmt::format("SELECT count(*) FROM casework.timer WHERE due_time <= to_timestamp({})", absl::ToUnixSeconds(due));
  while (true) {
    LIANBAN_ASSIGN_OR_RETURN(const auto left, link->Query(waiting));
    if (absl::Now() > due && left->GetInt(0, 0) == 0) break;
    if (absl::Now() > due + kPatience) return absl::DeadlineExceededError(fmt::format("{} timers left", left->GetInt(0, 0)));
    absl::SleepFor(absl::Milliseconds(100));
  }
  return SpeedFromEvents(*link, due);
}

absl::StatusOr<double> FireTimersByHand(const Deployment& deployment, int count, int workers, const RowSizes& sizes) {
  LIANBAN_ASSIGN_OR_RETURN(const Link filler, Connect(deployment.superuser()));
  LIANBAN_RETURN_IF_ERROR(Prepare(filler.get(), {"fill_timers"}));
  LIANBAN_RETURN_IF_ERROR(Execute(filler.get(), "fill_timers", {std::to_string(count), std::to_string(sizes.state)}));
  std::vector<Link> links;
  for (int i = 0; i < workers; ++i) {
    LIANBAN_ASSIGN_OR_RETURN(Link link, Connect(deployment.superuser()));
    LIANBAN_RETURN_IF_ERROR(Prepare(link.get(), {"take_timer", "insert_request", "end_case", "insert_event"}));
    links.push_back(std::move(link));
  }
  const absl::Time begun = absl::Now();
  LIANBAN_RETURN_IF_ERROR(Share(count, workers, [&](int, int worker) { return FireByHand(links[worker].get(), sizes); }));
  return count / absl::ToDoubleSeconds(absl::Now() - begun);
}

}  // namespace lianban::load
