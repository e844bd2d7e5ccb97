#include "services/intake/case_follower.h"

#include <set>

#include "services/intake/matter/case_progress.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

// Acts that leave status, due time and unit as they are; what a start brought is in its own answer.
bool ChangesNothing(const std::string& type) {
  static const std::set<std::string> kinds = {"start", "claim",       "release",       "copy",
                                              "urge",  "add_handler", "remove_handler"};
  return kinds.contains(type);
}

}  // namespace

CaseFollower::CaseFollower(Counter& counter)
    : counter_(counter),
      follower_(counter.peers, counter.signer,
                {"intake", [this] { return ListCities(*counter_.database); },
                 [this](const std::string& city_id) { return Cursor(city_id); },
                 [this](const std::string& city_id, const casework::v1::WatchResponse& batch) {
                   return Apply(city_id, batch);
                 }}) {}

absl::StatusOr<int64_t> CaseFollower::Cursor(const std::string& city_id) {
  int64_t cursor = 0;
  LIANBAN_RETURN_IF_ERROR(counter_.database->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(cursor, counter_.matters.CaseCursor(tx, city_id));
    return absl::OkStatus();
  }));
  return cursor;
}

absl::Status CaseFollower::Apply(const std::string& city_id, const casework::v1::WatchResponse& batch) {
  std::set<std::string> changed;
  for (const casework::v1::Event& event : batch.events()) {
    if (!ChangesNothing(event.type())) changed.insert(event.case_id());
  }
  std::vector<Matter> matters;
  LIANBAN_RETURN_IF_ERROR(counter_.database->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(matters, counter_.matters.FindByCases(tx, city_id, {changed.begin(), changed.end()}));
    return absl::OkStatus();
  }));
  std::vector<Matter> moved;
  for (Matter& matter : matters) {
    LIANBAN_ASSIGN_OR_RETURN(auto found, counter_.casework.Get(city_id, matter.case_id));
    if (found && TakeProgress(*found, matter)) moved.push_back(std::move(matter));
  }
  return counter_.database->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    for (const Matter& matter : moved) LIANBAN_RETURN_IF_ERROR(counter_.matters.SetCase(tx, city_id, matter));
    return counter_.matters.MoveCaseCursor(tx, city_id, journal::EndOf(batch));
  });
}

}  // namespace lianban::intake
