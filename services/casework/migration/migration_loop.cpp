#include "services/casework/migration/migration_loop.h"

#include "absl/time/clock.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/flights.h"
#include "services/casework/store/city_list.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kLease = absl::Seconds(10);
constexpr absl::Duration kPoll = absl::Seconds(2);
constexpr int kBatch = 50;        // people's own commands come in between
constexpr int kMoveAttemptsMax = 10;  // of a case that is busy, or whose release cannot be had

bool IsAway(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsResourceExhausted(status);
}

}  // namespace

absl::Duration MigrationLoop::Round() {
  for (const std::string& city_id : ListCities(connections_)) {
    while (WorkOn(city_id)) {
    }
  }
  return kPoll;
}

bool MigrationLoop::WorkOn(const std::string& city_id) {
  if (loop_.stopping()) return false;
  const absl::Time now = absl::Now();
  const auto id = store_.Claim(city_id, now, now + kLease);
  if (!id.ok() || id->empty()) return false;
  const auto migration = store_.Find(city_id, *id);
  if (!migration.ok() || !*migration) return false;
  const absl::Status status = GoThrough(**migration);
  if (!status.ok()) spdlog::warn("migration {}: goes on later: {}", *id, ReasonOf(status));
  return status.ok();
}

absl::Status MigrationLoop::GoThrough(const StoredMigration& migration) {
  std::string after = kFirstCase;
  while (true) {
    LIANBAN_ASSIGN_OR_RETURN(const auto cases, store_.Pending(migration, after, kBatch));
    if (cases.empty()) break;
    LIANBAN_RETURN_IF_ERROR(Batch(migration, cases));
    after = cases.back().case_id;
    LIANBAN_ASSIGN_OR_RETURN(const bool goes_on, store_.Keep(migration, absl::Now() + kLease));
    if (loop_.stopping()) return store_.Keep(migration, absl::InfinitePast()).status();  // another replica may go on at once
    if (!goes_on) break;
  }
  // Cases that could not be had just now are waiting still: then it is not finished, and the lease is the pause.
  return store_.Finish(migration, absl::Now());
}

absl::StatusOr<OrderPtr> MigrationLoop::OrderFor(const StoredMigration& migration, const PendingCase& one) {
  if (migration.state != "undoing") return MoveOrder(migration, one.case_id, one.from_release, one.attempt);
  LIANBAN_ASSIGN_OR_RETURN(const auto lights, store_.LightsSince(migration.city_id, one));
  if (!lights) return Error("MIGRATION_WORKED_ON");
  return BackOrder(migration, one.case_id, one.revision, one.payload, *lights, one.attempt);
}

absl::Status MigrationLoop::Batch(const StoredMigration& migration, const std::vector<PendingCase>& cases) {
  std::vector<absl::StatusOr<int64_t>> revisions(cases.size(), int64_t{0});
  Flights<size_t> flights;
  for (size_t i = 0; i < cases.size(); ++i) {
    absl::StatusOr<OrderPtr> order = OrderFor(migration, cases[i]);
    flights.Begin();
    if (!order.ok()) {
      flights.Land(i, order.status());
      continue;
    }
    (*order)->done = [&, i](absl::StatusOr<v1::CommandResponse> answer) {
      if (answer.ok()) revisions[i] = answer->revision();  // read when all have landed
      flights.Land(i, answer.status());
    };
    executors_.Submit(*std::move(order));
  }
  std::vector<SettledCase> settled;
  for (const auto& [i, status] : flights.WaitForAll()) {
    settled.push_back(Settled(migration, cases[i], status.ok() ? revisions[i] : absl::StatusOr<int64_t>(status)));
  }
  return store_.Settle(migration, settled, absl::Now());
}

SettledCase MigrationLoop::Settled(const StoredMigration& migration, const PendingCase& one,
                                   const absl::StatusOr<int64_t>& revision) {
  const bool back = migration.state == "undoing";
  if (revision.ok()) return {one.case_id, back ? "undone" : "moved", *revision, absl::OkStatus()};
  const absl::Status& status = revision.status();
  if (IsAway(status) && one.attempt < kMoveAttemptsMax) return {one.case_id, back ? "moved" : "waiting", one.revision, status};
  if (ReasonOf(status) == (back ? "MIGRATION_WORKED_ON" : "MIGRATION_RELEASE_CHANGED")) {
    // Perhaps by this very migration, and the answer got lost.
    const auto found = store_.FindMove(migration.city_id, one.case_id, back ? "move_back" : "migrate");
    if (found.ok() && *found && IsMoveOf(migration, (*found)->payload)) {
      return {one.case_id, back ? "undone" : "moved", (*found)->revision, absl::OkStatus()};
    }
  }
  return {one.case_id, back ? "stayed" : "refused", one.revision, status};
}

}  // namespace lianban::casework
