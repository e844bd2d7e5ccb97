#include "services/casework/clock/recompute_cases.h"

#include <algorithm>
#include <mutex>

#include "services/casework/command/flights.h"
#include "services/casework/command/platform_order.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

// Nothing to do for this case: it did not move, or has ended or been suspended since it was listed.
bool IsSettled(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return status.ok() || reason == "CLOCKS_UNCHANGED" || reason == "CASE_FINISHED" || reason == "CASE_SUSPENDED";
}

}  // namespace

Recomputed RecomputeCases(Executors& executors, const std::string& city_id, const std::string& run_id,
                          const std::vector<std::string>& case_ids) {
  Recomputed outcome;
  std::mutex mutex;  // answers come from several executors
  Flights<std::string> flights;
  for (const std::string& case_id : case_ids) {
    workflow::Command command;
    command.kind = workflow::CommandKind::kRecompute;
    OrderPtr order = PlatformOrder(city_id, DerivedUuid("recompute " + run_id, case_id, 0), case_id, std::move(command));
    flights.Begin();
    order->done = [&, case_id](absl::StatusOr<v1::CommandResponse> answer) {
      if (answer.ok()) {
        std::lock_guard lock(mutex);
        for (const auto& moved : answer->moved_clocks()) outcome.moved.push_back(moved);
      }
      flights.Land(case_id, answer.status());
    };
    executors.Submit(std::move(order));
  }
  for (const auto& [case_id, status] : flights.WaitForAll()) {
    if (!IsSettled(status)) outcome.failed.push_back(case_id);
  }
  std::stable_sort(outcome.moved.begin(), outcome.moved.end(),
                   [](const auto& a, const auto& b) { return a.case_id() < b.case_id(); });
  return outcome;
}

}  // namespace lianban::casework
