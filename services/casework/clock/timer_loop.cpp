#include "services/casework/clock/timer_loop.h"

#include "absl/time/clock.h"
#include "services/casework/command/platform_order.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kTimerLease = absl::Seconds(30);
constexpr absl::Duration kTimerPoll = absl::Milliseconds(500);
constexpr absl::Duration kDefer = absl::Seconds(5);
constexpr absl::Duration kDeferMax = absl::Hours(1);
constexpr int kTimerClaimMax = 200;

}  // namespace

absl::Duration TimerLoop::Round() {
  int fired = 0;
  for (const std::string& city_id : ListCities(connections_)) fired += FireDue(city_id);
  return fired > 0 ? absl::ZeroDuration() : kTimerPoll;
}

int TimerLoop::FireDue(const std::string& city_id) {
  const absl::Time now = absl::Now();
  const auto results = connections_.RunTx(
      city_id, {{"claim_timers", {city_id, TimeText(now), TimeText(now + kTimerLease), std::to_string(kTimerClaimMax)}}},
      absl::ZeroDuration());
  if (!results.ok()) return 0;
  const postgres::Rows& rows = *(*results)[0];
  for (int row = 0; row < rows.size(); ++row) {
    Fire({city_id, rows.GetString(row, 0), rows.GetInt(row, 1), TimeFromText(rows.Get(row, 2)), rows.GetInt(row, 3)});
  }
  std::vector<postgres::Statement> settled;
  for (const auto& [timer, status] : flights_.WaitForAll()) {
    if (auto statement = Settled(timer, status)) settled.push_back(*std::move(statement));
  }
  // If this is lost, the lease runs out and the timer comes again.
  if (!settled.empty()) connections_.RunTx(city_id, settled).IgnoreError();
  return rows.size();
}

void TimerLoop::Fire(const Claimed& timer) {
  workflow::Command command;
  command.kind = workflow::CommandKind::kFireTimer;
  command.args = {{"timer", timer.timer_no}};
  // A timer that was moved keeps its number: the request id must differ, or the old firing would answer for the new.
  const std::string purpose = "timer " + TimeText(timer.due);
  OrderPtr order = PlatformOrder(timer.city_id, DerivedUuid(purpose, timer.case_id, timer.timer_no), timer.case_id,
                                 std::move(command));
  order->occur_time = timer.due;  // it happens when it is due, however late the machine is
  flights_.Begin();
  order->done = [this, timer](absl::StatusOr<v1::CommandResponse> answer) {
    flights_.Land(timer, answer.status());
  };
  executors_.Submit(std::move(order));
}

std::optional<postgres::Statement> TimerLoop::Settled(const Claimed& timer, const absl::Status& status) {
  if (status.ok()) return std::nullopt;  // the transition has deleted the row
  const std::string number = std::to_string(timer.timer_no);
  const std::string reason = ReasonOf(status);
  if (absl::IsNotFound(status) || reason == "TIMER_GONE" || reason == "CASE_FINISHED") {
    return postgres::Statement{"drop_timer", {timer.city_id, timer.case_id, number}};
  }
  spdlog::warn("case {}: timer {} is not fired: {}", timer.case_id, timer.timer_no, reason);
  const absl::Duration pause = std::min(kDeferMax, kDefer * (1 << std::min<int64_t>(timer.attempt, 10)));
  return postgres::Statement{"defer_timer", {timer.city_id, timer.case_id, number, TimeText(absl::Now() + pause)}};
}

}  // namespace lianban::casework
