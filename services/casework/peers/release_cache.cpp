#include "services/casework/peers/release_cache.h"

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kInForceFor = absl::Seconds(1);
constexpr absl::Duration kReleaseFailureFor = absl::Seconds(1);
constexpr absl::Duration kReleaseTimeout = absl::Seconds(3);

absl::Status Unavailable(const std::string& process) { return Error("RELEASE_UNAVAILABLE", {{"process", process}}); }

}  // namespace

ReleaseCache::ReleaseCache(rpc::Channels& channels, const rpc::ContextSigner& signer, workflow::ScriptHost& scripts)
    : channels_(channels), signer_(signer), scripts_(scripts) {}

std::optional<absl::StatusOr<LoadedRelease>> ReleaseCache::Known(const Key& key) {
  std::lock_guard lock(mutex_);
  if (const auto found = models_.find(key); found != models_.end()) return LoadedRelease{std::get<2>(key), found->second};
  if (const auto failed = failures_.find(key); failed != failures_.end()) {
    if (absl::Now() < failed->second.until) return failed->second.status;
    failures_.erase(failed);
  }
  return std::nullopt;
}

absl::StatusOr<LoadedRelease> ReleaseCache::Get(const std::string& city_id, const std::string& process, int32_t number,
                                                const std::string& area_code) {
  if (number != 0) return GetNumbered(city_id, process, number);
  LIANBAN_ASSIGN_OR_RETURN(const int32_t in_force, NumberInForce(city_id, process, area_code));
  return GetNumbered(city_id, process, in_force);
}

absl::StatusOr<LoadedRelease> ReleaseCache::GetNumbered(const std::string& city_id, const std::string& process,
                                                        int32_t number) {
  const Key key{city_id, process, number};
  if (auto known = Known(key)) return *std::move(known);
  auto fetched = Fetch(city_id, process, number);
  std::lock_guard lock(mutex_);
  if (!fetched.ok()) {
    failures_[key] = {fetched.status(), absl::Now() + kReleaseFailureFor};
    return fetched.status();
  }
  models_[key] = fetched->model;
  return fetched;
}

absl::StatusOr<int32_t> ReleaseCache::NumberInForce(const std::string& city_id, const std::string& process,
                                                    const std::string& area_code) {
  const Key key{city_id, process, 0};
  const absl::Time now = absl::Now();
  const auto find = [&](const InForce& known) -> absl::StatusOr<int32_t> {
    const auto* scope = workflow::overlay::InForce(known.scopes, area_code, absl::ToUnixMicros(now));
    if (scope == nullptr) return Error("NOT_FOUND", {{"name", process}});
    return scope->number;
  };
  {
    std::lock_guard lock(mutex_);
    const auto known = in_force_.find({city_id, process});
    if (known != in_force_.end() && now - known->second.asked < kInForceFor) return find(known->second);
    const auto failed = failures_.find(key);
    if (failed != failures_.end() && now < failed->second.until) return failed->second.status;
  }
  auto fetched = FetchScopes(city_id, process);
  std::lock_guard lock(mutex_);
  InForce& known = in_force_[{city_id, process}];
  if (fetched.ok()) {
    known = *std::move(fetched);
  } else if (known.asked == absl::InfinitePast()) {
    in_force_.erase({city_id, process});
    failures_[key] = {fetched.status(), now + kReleaseFailureFor};
    return fetched.status();
  } else {
    known.asked = now;  // catalog is away: what was in force a moment ago still is
  }
  return find(known);
}

absl::StatusOr<ReleaseCache::InForce> ReleaseCache::FetchScopes(const std::string& city_id, const std::string& process) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()), kReleaseTimeout);
  catalog::v1::ListReleaseScopesRequest request;
  request.set_process(process);
  catalog::v1::ListReleaseScopesResponse response;
  const grpc::Status status =
      catalog::v1::Catalog::NewStub(channels_.To("catalog"))->ListReleaseScopes(&call, request, &response);
  if (!status.ok()) {
    spdlog::warn("catalog.ListReleaseScopes {}: {}", process, status.error_message());
    return Unavailable(process);
  }
  InForce known;
  known.asked = absl::Now();
  for (const catalog::v1::ReleaseScope& scope : response.scopes()) {
    const int64_t micros = scope.effective_time().seconds() * 1'000'000 + scope.effective_time().nanos() / 1000;
    known.scopes.push_back({scope.layer_area(), scope.scope_area(), scope.number(), micros, scope.sequence()});
  }
  return known;
}

absl::StatusOr<LoadedRelease> ReleaseCache::Fetch(const std::string& city_id, const std::string& process,
                                                  int32_t number) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()), kReleaseTimeout);
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
