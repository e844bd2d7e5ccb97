#include "services/casework/release_cache.h"

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kInForceFor = absl::Seconds(1);
constexpr absl::Duration kFailureFor = absl::Seconds(1);
constexpr absl::Duration kCallTimeout = absl::Seconds(3);

absl::Status Unavailable(const std::string& process) { return Error("RELEASE_UNAVAILABLE", {{"process", process}}); }

}  // namespace

ReleaseCache::ReleaseCache(rpc::Channels& channels, const rpc::ContextSigner& signer, workflow::ScriptHost& scripts)
    : channels_(channels), signer_(signer), scripts_(scripts) {}

std::optional<absl::StatusOr<LoadedRelease>> ReleaseCache::Known(const Key& key) {
  const auto& [city_id, process, number] = key;
  std::lock_guard lock(mutex_);
  int32_t wanted = number;
  if (number == 0) {
    const auto in_force = in_force_.find({city_id, process});
    if (in_force != in_force_.end() && absl::Now() - in_force->second.asked < kInForceFor) {
      wanted = in_force->second.number;
    }
  }
  if (wanted != 0) {
    if (const auto found = models_.find({city_id, process, wanted}); found != models_.end()) {
      return LoadedRelease{wanted, found->second};
    }
  }
  if (const auto failed = failures_.find(key); failed != failures_.end()) {
    if (absl::Now() < failed->second.until) return failed->second.status;
    failures_.erase(failed);
  }
  return std::nullopt;
}

absl::StatusOr<LoadedRelease> ReleaseCache::Get(const std::string& city_id, const std::string& process,
                                                int32_t number) {
  const Key key{city_id, process, number};
  if (auto known = Known(key)) return *std::move(known);
  auto fetched = Fetch(city_id, process, number);
  std::lock_guard lock(mutex_);
  if (!fetched.ok()) {
    // Catalog is away: what was in force a moment ago still is.
    const auto in_force = in_force_.find({city_id, process});
    if (number == 0 && absl::IsUnavailable(fetched.status()) && in_force != in_force_.end()) {
      in_force->second.asked = absl::Now();
      return LoadedRelease{in_force->second.number, models_.at({city_id, process, in_force->second.number})};
    }
    failures_[key] = {fetched.status(), absl::Now() + kFailureFor};
    return fetched.status();
  }
  models_[{city_id, process, fetched->number}] = fetched->model;
  if (number == 0) in_force_[{city_id, process}] = {fetched->number, absl::Now()};
  return fetched;
}

absl::StatusOr<LoadedRelease> ReleaseCache::Fetch(const std::string& city_id, const std::string& process,
                                                  int32_t number) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()), kCallTimeout);
  catalog::v1::GetReleaseRequest request;
  request.set_process(process);
  request.set_number(number);
  catalog::v1::Release release;
  const grpc::Status status =
      catalog::v1::Catalog::NewStub(channels_.To("catalog"))->GetRelease(&call, request, &release);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return Error("NOT_FOUND", {{"name", process}});
  if (!status.ok()) {
    spdlog::warn("catalog.GetRelease {} {}: {}", process, number, status.error_message());
    return Unavailable(process);
  }
  {
    std::lock_guard lock(mutex_);  // in force, and already here under its number
    const auto found = models_.find({city_id, process, release.number()});
    if (found != models_.end()) return LoadedRelease{release.number(), found->second};
  }
  auto bundle = std::make_shared<workflow::ScriptBundle>();
  bundle->main = release.bundle().main();
  for (const auto& [path, text] : release.bundle().files()) bundle->files[path] = text;
  std::vector<workflow::ScriptDiagnostic> diagnostics;
  auto model = workflow::LoadProcess(scripts_, std::move(bundle), &diagnostics);
  if (!model.ok()) {
    spdlog::error("release {} {} cannot be loaded: {}", process, release.number(), model.status().ToString());
    return Unavailable(process);
  }
  return LoadedRelease{release.number(), *std::move(model)};
}

}  // namespace lianban::casework
