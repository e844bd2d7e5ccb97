#include "services/intake/case_follower.h"

#include <set>

#include "absl/time/clock.h"
#include "services/intake/matter/case_progress.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "spdlog/spdlog.h"

namespace lianban::intake {
namespace {

constexpr absl::Duration kNewCityPause = absl::Seconds(3);
constexpr absl::Duration kReconnectPause = absl::Seconds(2);
constexpr absl::Duration kStreamTime = absl::Hours(24);  // then it is opened anew

// Acts that leave status, due time and unit as they are; what a start brought is in its own answer.
bool ChangesNothing(const std::string& type) {
  static const std::set<std::string> kinds = {"start", "claim",       "release",       "copy",
                                              "urge",  "add_handler", "remove_handler"};
  return kinds.contains(type);
}

}  // namespace

void CaseFollower::Start() {
  finder_ = std::thread([this] { FindCities(); });
}

void CaseFollower::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [id, city] : cities_) {
      if (city.call != nullptr) city.call->TryCancel();
    }
  }
  wake_.notify_all();
  if (finder_.joinable()) finder_.join();
  for (auto& [id, city] : cities_) {
    if (city.thread.joinable()) city.thread.join();
  }
  cities_.clear();
}

bool CaseFollower::Pause(absl::Duration time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, absl::ToChronoMilliseconds(time), [this] { return stopping_; });
}

void CaseFollower::FindCities() {
  do {
    for (const std::string& id : ListCities(*counter_.database)) {
      std::lock_guard lock(mutex_);
      if (stopping_ || cities_.contains(id)) continue;
      cities_[id].thread = std::thread([this, id] { Follow(id); });
    }
  } while (Pause(kNewCityPause));
}

void CaseFollower::Follow(const std::string& city_id) {
  do {
    ReadStream(city_id);
  } while (Pause(kReconnectPause));
}

void CaseFollower::ReadStream(const std::string& city_id) {
  casework::v1::WatchRequest request;
  int64_t cursor = 0;
  absl::Status read = counter_.database->RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(cursor, counter_.matters.CaseCursor(tx, city_id));
    return absl::OkStatus();
  });
  if (!read.ok()) return;
  request.set_after_log_index(cursor);
  grpc::ClientContext* call = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    cities_[city_id].call = std::make_unique<grpc::ClientContext>();
    call = cities_[city_id].call.get();
    rpc::PrepareCall(*call, counter_.signer, rpc::SystemContext(city_id, absl::Now()), kStreamTime);
  }
  auto stub = counter_.casework.Stub();
  auto stream = stub->Watch(call, request);
  casework::v1::WatchResponse batch;
  while (stream->Read(&batch)) {
    if (batch.events().empty()) continue;
    absl::Status applied = Apply(city_id, batch);
    if (applied.ok()) continue;
    spdlog::info("intake: events of {} not applied, will repeat: {}", city_id, applied.ToString());
    call->TryCancel();
  }
  grpc::Status ended = stream->Finish();
  std::lock_guard lock(mutex_);
  if (!stopping_) spdlog::debug("intake: event stream of {} ended: {}", city_id, ended.error_message());
  cities_[city_id].call.reset();
}

absl::Status CaseFollower::Apply(const std::string& city_id, const casework::v1::WatchResponse& batch) {
  std::set<std::string> changed;
  int64_t last = batch.cursor();
  for (const casework::v1::Event& event : batch.events()) {
    if (!ChangesNothing(event.type())) changed.insert(event.case_id());
    last = std::max(last, event.log_index());
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
    return counter_.matters.MoveCaseCursor(tx, city_id, last);
  });
}

}  // namespace lianban::intake
