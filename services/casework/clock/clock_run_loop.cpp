#include "services/casework/clock/clock_run_loop.h"

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kRunPoll = absl::Seconds(1);
constexpr absl::Duration kRunLease = absl::Minutes(2);  // longer than a page takes
constexpr absl::Duration kRunRetryPause = absl::Seconds(10);
constexpr int64_t kRunRoundsMax = 60;  // then the rest is left to an administrator, and the list says so
constexpr int kRunPage = 200;

postgres::Statement MovesOf(const std::string& city_id, const std::string& run_id, const Recomputed& outcome) {
  ArrayParam cases, clocks, befores, dues, whys, unverified;
  for (const v1::MovedClock& moved : outcome.moved) {
    cases.Add(moved.case_id());
    clocks.Add(moved.clock());
    befores.Add(moved.before());
    dues.Add(moved.due());
    whys.Add(moved.why());
    unverified.AddBool(moved.unverified());
  }
  return {"put_clock_moves", {city_id, run_id, cases.TakeArray(), clocks.TakeArray(), befores.TakeArray(),
                              dues.TakeArray(), whys.TakeArray(), unverified.TakeArray()}};
}

}  // namespace

absl::Duration ClockRunLoop::Round() {
  bool busy = false;
  for (const std::string& city_id : ListCities(connections_)) {
    const auto worked = WorkOn(city_id);
    if (!worked.ok()) spdlog::warn("due dates of {} are not counted yet: {}", city_id, worked.status().ToString());
    busy = busy || (worked.ok() && *worked);
  }
  return busy ? absl::ZeroDuration() : kRunPoll;
}

absl::StatusOr<bool> ClockRunLoop::WorkOn(const std::string& city_id) {
  const absl::Time now = absl::Now();
  LIANBAN_ASSIGN_OR_RETURN(
      const Results claimed,
      connections_.RunTx(city_id, {{"claim_clock_run", {city_id, TimeText(now), TimeText(now + kRunLease)}}},
                         absl::ZeroDuration()));
  if (claimed[0]->size() == 0) return false;
  Claimed run{city_id, claimed[0]->GetString(0, 0), claimed[0]->GetString(0, 1), {}, claimed[0]->GetInt(0, 3)};
  for (const auto& id : nlohmann::json::parse(claimed[0]->Get(0, 2))) run.waiting.push_back(id.get<std::string>());
  LIANBAN_RETURN_IF_ERROR(environments_.Refresh(city_id));  // never with the calendar of before
  LIANBAN_ASSIGN_OR_RETURN(
      const Results listed,
      connections_.RunTx(city_id, {{"list_running_cases", {city_id, run.last_case, "", std::to_string(kRunPage)}}}));
  std::vector<std::string> case_ids;
  for (int row = 0; row < listed[0]->size(); ++row) case_ids.push_back(listed[0]->GetString(row, 0));
  LIANBAN_RETURN_IF_ERROR(case_ids.empty() ? RetryWaiting(run) : DoPage(run, case_ids));
  return true;
}

absl::Status ClockRunLoop::DoPage(const Claimed& run, const std::vector<std::string>& case_ids) {
  const Recomputed outcome = RecomputeCases(executors_, run.city_id, run.run_id, case_ids);
  return connections_
      .RunTx(run.city_id, {MovesOf(run.city_id, run.run_id, outcome),
                           {"advance_clock_run", {run.city_id, run.run_id, case_ids.back(),
                                                  postgres::TextArray(outcome.failed), std::to_string(case_ids.size()),
                                                  TimeText(absl::Now())}}})
      .status();
}

absl::Status ClockRunLoop::RetryWaiting(const Claimed& run) {
  const Recomputed outcome = RecomputeCases(executors_, run.city_id, run.run_id, run.waiting);
  const absl::Time now = absl::Now();
  const bool over = outcome.failed.empty() || run.round + 1 >= kRunRoundsMax;
  const postgres::Param finish = over ? postgres::Param(TimeText(now)) : std::nullopt;
  return connections_
      .RunTx(run.city_id, {MovesOf(run.city_id, run.run_id, outcome),
                           {"settle_clock_run", {run.city_id, run.run_id, postgres::TextArray(outcome.failed),
                                                 TimeText(now + kRunRetryPause), finish}}})
      .status();
}

}  // namespace lianban::casework
