#include "services/intake/relay.h"

#include "absl/time/clock.h"
#include "services/intake/matter/open_case.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::intake {
namespace {

constexpr absl::Duration kPause = absl::Seconds(1);
constexpr absl::Duration kLease = absl::Seconds(30);  // longer than a round over the claimed matters takes
constexpr absl::Duration kRefusedDelay = absl::Minutes(10);
constexpr absl::Duration kForgetEvery = absl::Hours(1);
constexpr absl::Duration kRequestsKept = absl::Hours(72);

void ForgetOldRequests(Counter& counter, const std::string& city_id, absl::Time now) {
  absl::Status forgotten = counter.database->RunTx(city_id, [&](postgres::Transaction& tx) {
    return tx.Query("forget_requests", {city_id, postgres::Timestamp(absl::ToUnixMicros(now - kRequestsKept))})
        .status();
  });
  if (!forgotten.ok()) spdlog::warn("intake: old requests of {} not removed: {}", city_id, forgotten.ToString());
}

}  // namespace

absl::Duration Relay::Round() {
  const absl::Time now = absl::Now();
  RunOnce(now);
  if (now >= forget_time_) {
    for (const std::string& city : ListCities(*counter_.database)) ForgetOldRequests(counter_, city, now);
    forget_time_ = now + kForgetEvery;
  }
  return kPause;
}

int Relay::RunOnce(absl::Time now) {
  int seen = 0;
  for (const std::string& city : ListCities(*counter_.database)) {
    std::vector<Matter> waiting;
    absl::Status claimed = counter_.database->RunTx(city, [&](postgres::Transaction& tx) -> absl::Status {
      LIANBAN_ASSIGN_OR_RETURN(waiting, counter_.matters.ClaimWaiting(tx, city, now, now + kLease));
      return absl::OkStatus();
    });
    if (!claimed.ok()) {
      spdlog::warn("intake: waiting matters of {} not read: {}", city, claimed.ToString());
      continue;
    }
    for (Matter& matter : waiting) Finish(city, std::move(matter), now);
    seen += static_cast<int>(waiting.size());
  }
  return seen;
}

void Relay::Finish(const std::string& city_id, Matter matter, absl::Time now) {
  absl::Status done =
      matter.state == "opened" ? LinkChildren(counter_, city_id, matter) : OpenCase(counter_, city_id, matter, now);
  if (done.ok()) return;
  bool transient = IsTransient(done);
  if (!transient) {
    // Nobody is there to correct it; an administrator sees it in the list and mends the cause (unit, release, duty).
    matter.state = matter.state == "opened" ? "opened" : "held";
    matter.hold_reason = ReasonOf(done);
    spdlog::warn("intake: casework refuses matter {}: {}", matter.matter_id, done.ToString());
  }
  absl::Time retry = now + (transient ? RetryDelay(matter.attempts) : kRefusedDelay);
  absl::Status noted = counter_.database->RunTx(
      city_id, [&](postgres::Transaction& tx) { return counter_.matters.SetAttempted(tx, city_id, matter, retry); });
  if (!noted.ok()) spdlog::warn("intake: attempt for {} not noted: {}", matter.matter_id, noted.ToString());
}

}  // namespace lianban::intake
