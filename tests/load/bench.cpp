#include "tests/load/bench.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "tests/load/deployment.h"
#include "tests/load/floor.h"
#include "tests/load/inbox_load.h"
#include "tests/load/process_usage.h"
#include "tests/load/rule_speed.h"
#include "tests/load/script_speed.h"
#include "tests/load/stage.h"
#include "tests/load/timer_load.h"
#include "tests/load/transition_load.h"

namespace lianban::load {
namespace {

constexpr int kClients = 64;
constexpr int kTimerWorkers = 4;  // as many as Lianban has executors

// CPU seconds of the server with its workers, and of PostgreSQL.
struct Cpu {
  double server = 0, postgres = 0;
};
absl::StatusOr<Cpu> CpuOf(const Deployment& deployment) {
  LIANBAN_ASSIGN_OR_RETURN(const pid_t postmaster, deployment.Postmaster());
  return Cpu{CpuSeconds(ProcessTree(deployment.server())), CpuSeconds(ProcessTree(postmaster))};
}

// The floors for one client stand at the database, Lianban behind a gRPC call. Each such ratio comes twice: against the
// bare floor, and against the floor with a call that does nothing added to it.

// Floor and Lianban take turns, so that whatever else the machine does meets both.
absl::Status Throughput(const Deployment& deployment, bool quick, Report& report) {
  const absl::Duration time = absl::Seconds(quick ? 3 : 8);
  LIANBAN_RETURN_IF_ERROR(RunTransitions(deployment, kClients, absl::Seconds(2)).status());  // warm
  LIANBAN_RETURN_IF_ERROR(Analyze(deployment.superuser()));
  LIANBAN_ASSIGN_OR_RETURN(const RowSizes sizes, MeasureRows(deployment.superuser()));
  std::vector<double> ours, floor, ratios, server, postgres;
  for (int round = 0; round < (quick ? 2 : 3); ++round) {
    LIANBAN_ASSIGN_OR_RETURN(const FloorSpeed by_hand, RunFloor(deployment.superuser(), FloorWay::kStatements, kClients,
                                                                time, sizes));
    LIANBAN_ASSIGN_OR_RETURN(const Cpu before, CpuOf(deployment));
    LIANBAN_ASSIGN_OR_RETURN(const TransitionSpeed speed, RunTransitions(deployment, kClients, time));
    LIANBAN_ASSIGN_OR_RETURN(const Cpu after, CpuOf(deployment));
    ours.push_back(speed.per_second);
    floor.push_back(by_hand.per_second);
    ratios.push_back(speed.per_second / by_hand.per_second);
    const double thousands = speed.per_second * absl::ToDoubleSeconds(time) / 1000;
    server.push_back((after.server - before.server) / thousands);
    postgres.push_back((after.postgres - before.postgres) / thousands);
  }
  report.Add("transitions_per_second", Median(ours));
  report.Add("floor_transitions_per_second", Median(floor));
  report.Add("transitions_ratio", Median(ratios));
  report.Add("cpu_seconds_per_1000_transitions", Median(server) + Median(postgres));
  report.Add("cpu_seconds_per_1000_transitions_server", Median(server));
  report.Add("cpu_seconds_per_1000_transitions_postgres", Median(postgres));
  return absl::OkStatus();
}

absl::Status Latency(const Deployment& deployment, bool quick, Report& report) {
  const absl::Duration time = absl::Seconds(quick ? 2 : 4);
  LIANBAN_RETURN_IF_ERROR(RunTransitions(deployment, 1, absl::Seconds(1)).status());  // warm
  LIANBAN_RETURN_IF_ERROR(Analyze(deployment.superuser()));
  LIANBAN_ASSIGN_OR_RETURN(const RowSizes sizes, MeasureRows(deployment.superuser()));
  std::vector<double> ratios, ours, floor, ours99;
  double floor_cpu = 0;
  for (int round = 0; round < 3; ++round) {
    LIANBAN_ASSIGN_OR_RETURN(const Cpu before, CpuOf(deployment));
    LIANBAN_ASSIGN_OR_RETURN(const FloorSpeed call, RunFloor(deployment.superuser(), FloorWay::kFunction, 1, time, sizes));
    LIANBAN_ASSIGN_OR_RETURN(const Cpu after, CpuOf(deployment));
    LIANBAN_ASSIGN_OR_RETURN(const TransitionSpeed speed, RunTransitions(deployment, 1, time));
    ours.push_back(Median(speed.milliseconds));
    ours99.push_back(Percentile(speed.milliseconds, 0.99));
    floor.push_back(Median(call.milliseconds));
    ratios.push_back(ours.back() / floor.back());
    floor_cpu = (after.postgres - before.postgres) / static_cast<double>(call.milliseconds.size()) * 1000;
  }
  LIANBAN_ASSIGN_OR_RETURN(auto nothing, CallForNothing(deployment, 500));
  const double rpc = Median(std::move(nothing));
  report.Add("rpc_ms", rpc);
  report.Add("latency_ms", Median(ours));
  report.Add("latency_p99_ms", Median(ours99));
  report.Add("floor_latency_ms", Median(floor));
  report.Add("latency_ratio", Median(ratios));
  report.Add("latency_ratio_with_rpc", Median(ours) / (Median(floor) + rpc));
  report.Add("floor_cpu_seconds_per_1000_calls", floor_cpu);
  return absl::OkStatus();
}

absl::Status Timers(const Deployment& deployment, bool quick, Report& report) {
  const int count = quick ? 2000 : 10'000;
  LIANBAN_ASSIGN_OR_RETURN(const RowSizes sizes, MeasureRows(deployment.superuser()));
  LIANBAN_ASSIGN_OR_RETURN(const TimerSpeed speed, FireTimers(deployment, count));
  LIANBAN_ASSIGN_OR_RETURN(const double by_hand, FireTimersByHand(deployment, count, kTimerWorkers, sizes));
  report.Add("timers_per_second", speed.per_second);
  report.Add("floor_timers_per_second", by_hand);
  report.Add("timers_ratio", speed.per_second / by_hand);
  report.Add("timers_first_late_ms", absl::ToDoubleMilliseconds(speed.first_late));
  return absl::OkStatus();
}

absl::Status Inbox(const Deployment& deployment, bool quick, Report& report) {
  const int small = 10'000, large = quick ? 200'000 : 1'000'000, times = quick ? 500 : 2000;
  const auto measure = [&](const std::string& name) -> absl::StatusOr<double> {
    LIANBAN_ASSIGN_OR_RETURN(auto bare, ReadInboxBare(deployment.superuser(), times));
    LIANBAN_ASSIGN_OR_RETURN(auto page, ReadInboxThroughService(deployment, times));
    LIANBAN_ASSIGN_OR_RETURN(const auto bare_again, ReadInboxBare(deployment.superuser(), times));
    bare.insert(bare.end(), bare_again.begin(), bare_again.end());
    LIANBAN_ASSIGN_OR_RETURN(auto nothing, CallForNothing(deployment, times));
    const double ours = Median(std::move(page)), floor = Median(std::move(bare)), rpc = Median(std::move(nothing));
    report.Add("inbox_page_ms_" + name, ours);
    report.Add("floor_inbox_page_ms_" + name, floor);
    report.Add("inbox_ratio_" + name, ours / floor);
    report.Add("inbox_ratio_with_rpc_" + name, ours / (floor + rpc));
    return ours;
  };
  LIANBAN_RETURN_IF_ERROR(FillInbox(deployment.superuser(), 0, small));
  LIANBAN_ASSIGN_OR_RETURN(const double at_small, measure("10k"));
  LIANBAN_RETURN_IF_ERROR(FillInbox(deployment.superuser(), small, large));
  LIANBAN_ASSIGN_OR_RETURN(const double at_large, measure(quick ? "200k" : "1m"));
  report.Add("inbox_growth_ratio", at_large / at_small);
  return absl::OkStatus();
}

absl::Status Scripts(Report& report) {
  LIANBAN_ASSIGN_OR_RETURN(const RuleSpeed rules, MeasureRules());
  report.Add("rule_warm_us", rules.warm_us);
  report.Add("rule_amortised_us", rules.amortised_us);
  report.Add("rule_alone_us", rules.alone_us);
  LIANBAN_ASSIGN_OR_RETURN(const double step, MeasureStep());
  report.Add("interpreter_step_us", step);
  return absl::OkStatus();
}

}  // namespace

absl::Status RunBench(const BenchOptions& options, Report& report) {
  const auto wanted = [&](std::string_view part) {
    return options.only.empty() || std::find(options.only.begin(), options.only.end(), part) != options.only.end();
  };
  if (wanted("scripts")) LIANBAN_RETURN_IF_ERROR(Scripts(report));
  if (wanted("checks")) LIANBAN_RETURN_IF_ERROR(MeasureChecks(options.workflows, report));
  if (wanted("replay")) LIANBAN_RETURN_IF_ERROR(MeasureReplay(options.workflows, options.quick, report));
  if (!wanted("start") && !wanted("transitions") && !wanted("latency") && !wanted("timers") && !wanted("inbox")) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const auto deployment, Deployment::Create(options.superuser, options.folder));
  LIANBAN_RETURN_IF_ERROR(deployment->StartServer());
  LIANBAN_RETURN_IF_ERROR(SetStage(*deployment));
  if (wanted("start")) {
    report.Add("ready_seconds", deployment->ready_seconds());
    absl::SleepFor(absl::Seconds(options.quick ? 2 : 5));
    report.Add("idle_memory_mib", MemoryMebibytes(ProcessTree(deployment->server())));
  }
  LIANBAN_RETURN_IF_ERROR(PrepareFloor(deployment->superuser()));
  if (wanted("transitions")) LIANBAN_RETURN_IF_ERROR(Throughput(*deployment, options.quick, report));
  if (wanted("latency")) LIANBAN_RETURN_IF_ERROR(Latency(*deployment, options.quick, report));
  if (wanted("timers")) LIANBAN_RETURN_IF_ERROR(Timers(*deployment, options.quick, report));
  if (wanted("inbox")) LIANBAN_RETURN_IF_ERROR(Inbox(*deployment, options.quick, report));
  return absl::OkStatus();
}

}  // namespace lianban::load
