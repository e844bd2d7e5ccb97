#include "services/lib/journal/log_follower.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/casework/v1/journal.grpc.pb.h"
#include "services/lib/rpc/client.h"
#include "spdlog/spdlog.h"

namespace lianban::journal {
namespace {

constexpr absl::Duration kNewCityPause = absl::Seconds(3);
constexpr absl::Duration kReconnectPause = absl::Seconds(2);
constexpr absl::Duration kStreamTime = absl::Hours(24);  // then it is opened anew

}  // namespace

int64_t EndOf(const casework::v1::WatchResponse& batch) {
  int64_t last = batch.cursor();
  for (const casework::v1::Event& event : batch.events()) last = std::max(last, event.log_index());
  return last;
}

std::vector<std::string> CitiesOfCasework(rpc::Channels& channels, const rpc::ContextSigner& signer) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer, rpc::SystemContext("*", absl::Now()));
  casework::v1::ListCitiesResponse response;
  if (!casework::v1::Journal::NewStub(channels.To("casework"))->ListCities(&call, {}, &response).ok()) return {};
  return {response.city_ids().begin(), response.city_ids().end()};
}

LogFollower::LogFollower(rpc::Channels& channels, const rpc::ContextSigner& signer, Following following)
    : channels_(channels), signer_(signer), following_(std::move(following)), finder_([this] { return FindCities(); }) {}

void LogFollower::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [id, city] : cities_) {
      if (city->call != nullptr) city->call->TryCancel();
    }
  }
  finder_.Stop();
  for (auto& [id, city] : cities_) city->loop.Stop();
}

absl::Duration LogFollower::FindCities() {
  for (const std::string& id : following_.cities()) {
    std::lock_guard lock(mutex_);
    if (stopping_ || cities_.contains(id)) continue;
    cities_[id] = std::make_unique<City>([this, id] { return ReadStream(id); });
    cities_[id]->loop.Start();
  }
  return kNewCityPause;
}

grpc::ClientContext* LogFollower::OpenCall(const std::string& city_id) {
  std::lock_guard lock(mutex_);
  if (stopping_) return nullptr;
  auto& call = cities_[city_id]->call;
  call = std::make_unique<grpc::ClientContext>();
  rpc::PrepareCall(*call, signer_, rpc::SystemContext(city_id, absl::Now()), kStreamTime);
  return call.get();
}

absl::Duration LogFollower::ReadStream(const std::string& city_id) {
  const absl::StatusOr<int64_t> cursor = following_.cursor(city_id);
  if (!cursor.ok()) return kReconnectPause;
  casework::v1::WatchRequest request;
  request.set_after_log_index(*cursor);
  grpc::ClientContext* call = OpenCall(city_id);
  if (call == nullptr) return kReconnectPause;
  const auto stub = casework::v1::Casework::NewStub(channels_.To("casework"));
  const auto stream = stub->Watch(call, request);
  casework::v1::WatchResponse batch;
  while (stream->Read(&batch)) {
    if (batch.events().empty()) continue;
    const absl::Status applied = following_.apply(city_id, batch);
    if (applied.ok()) continue;
    spdlog::info("{}: events of {} not applied, will repeat: {}", following_.name, city_id, applied.ToString());
    call->TryCancel();
    break;
  }
  while (stream->Read(&batch)) {
  }
  const grpc::Status ended = stream->Finish();
  std::lock_guard lock(mutex_);
  if (!stopping_) spdlog::debug("{}: event stream of {} ended: {}", following_.name, city_id, ended.error_message());
  cities_[city_id]->call.reset();
  return kReconnectPause;
}

}  // namespace lianban::journal
