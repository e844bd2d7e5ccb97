#include "services/casework/peers/environment_cache.h"

#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kRefreshEvery = absl::Seconds(3);
constexpr absl::Duration kEnvironmentFailureFor = absl::Seconds(1);
constexpr absl::Duration kEnvironmentTimeout = absl::Seconds(3);
constexpr int kUnitsPage = 1000;

workflow::Calendar CalendarFrom(const catalog::v1::GetEnvironmentResponse& response) {
  std::map<absl::CivilDay, workflow::CalendarDay> days;
  for (const auto& day : response.days()) {
    absl::CivilDay date;
    if (absl::ParseCivilTime(day.date(), &date)) days[date] = {day.is_off_day(), day.name()};
  }
  return workflow::Calendar(std::move(days), {response.loaded_years().begin(), response.loaded_years().end()});
}

void ReadCatalogPart(const catalog::v1::GetEnvironmentResponse& response, workflow::Environment& environment) {
  environment.calendar = CalendarFrom(response);
  environment.parameters.values.clear();
  for (const auto& parameter : response.parameters()) {
    auto value = nlohmann::json::parse(parameter.value_json(), nullptr, false);
    if (!value.is_discarded()) environment.parameters.values[parameter.key()][parameter.area_code()] = std::move(value);
  }
  environment.directory.duties.clear();
  for (const auto& duty : response.duties()) {
    environment.directory.duties[duty.duty()][duty.area_code()] = duty.unit_id();
  }
}

absl::StatusOr<std::vector<identity::v1::Unit>> ListUnits(rpc::Channels& channels, const rpc::ContextSigner& signer,
                                                          const std::string& city_id) {
  const auto stub = identity::v1::Identity::NewStub(channels.To("identity"));
  std::vector<identity::v1::Unit> units;
  identity::v1::ListUnitsRequest request;
  request.set_page_size(kUnitsPage);
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer, rpc::SystemContext(city_id, absl::Now()), kEnvironmentTimeout);
    identity::v1::ListUnitsResponse response;
    const grpc::Status status = stub->ListUnits(&call, request, &response);
    if (!status.ok()) {
      spdlog::warn("identity.ListUnits: {}", status.error_message());
      return Error("ENVIRONMENT_UNAVAILABLE");
    }
    for (auto& unit : *response.mutable_units()) units.push_back(std::move(unit));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return units;
}

std::string DigestOf(const std::vector<identity::v1::Unit>& units) {
  std::string all;
  for (const auto& unit : units) all += unit.SerializeAsString();
  return crypto::Hex(crypto::Sha256(all).substr(0, 8));
}

}  // namespace

EnvironmentCache::EnvironmentCache(rpc::Channels& channels, const rpc::ContextSigner& signer)
    : channels_(channels), signer_(signer) {}

void EnvironmentCache::Start() { loop_.Start(kRefreshEvery); }

absl::StatusOr<EnvironmentPtr> EnvironmentCache::Get(const std::string& city_id) {
  {
    std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(city_id); found != entries_.end()) return found->second.environment;
    const auto failed = failed_until_.find(city_id);
    if (failed != failed_until_.end() && absl::Now() < failed->second) return Error("ENVIRONMENT_UNAVAILABLE");
  }
  auto entry = Fetch(city_id, nullptr);
  std::lock_guard lock(mutex_);
  if (!entry.ok()) {
    failed_until_[city_id] = absl::Now() + kEnvironmentFailureFor;
    return entry.status();
  }
  return (entries_[city_id] = *std::move(entry)).environment;
}

absl::Status EnvironmentCache::Refresh(const std::string& city_id) {
  std::optional<Entry> last;
  {
    std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(city_id); found != entries_.end()) last = found->second;
  }
  auto entry = Fetch(city_id, last ? &*last : nullptr);
  if (!entry.ok()) return entry.status();
  std::lock_guard lock(mutex_);
  entries_[city_id] = *std::move(entry);
  return absl::OkStatus();
}

absl::StatusOr<EnvironmentCache::Entry> EnvironmentCache::Fetch(const std::string& city_id, const Entry* last) {
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()), kEnvironmentTimeout);
  catalog::v1::GetEnvironmentRequest request;
  if (last != nullptr) request.set_etag(last->etag);
  catalog::v1::GetEnvironmentResponse response;
  const grpc::Status status =
      catalog::v1::Catalog::NewStub(channels_.To("catalog"))->GetEnvironment(&call, request, &response);
  if (!status.ok()) {
    spdlog::warn("catalog.GetEnvironment: {}", status.error_message());
    return Error("ENVIRONMENT_UNAVAILABLE");
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto units, ListUnits(channels_, signer_, city_id));

  Entry entry{response.unchanged() && last != nullptr ? last->etag : response.etag(), DigestOf(units), nullptr};
  if (last != nullptr && response.unchanged() && entry.units_digest == last->units_digest) return *last;
  auto environment = last != nullptr && response.unchanged()
                         ? std::make_shared<workflow::Environment>(*last->environment)
                         : std::make_shared<workflow::Environment>();
  if (last == nullptr || !response.unchanged()) ReadCatalogPart(response, *environment);
  environment->version = entry.etag + "." + entry.units_digest;
  environment->directory.units.clear();
  for (const auto& unit : units) {
    environment->directory.units[unit.unit_id()] = {unit.unit_id(), unit.name(),   unit.area_code(),
                                                    unit.level(),   unit.parent(), unit.successor()};
  }
  entry.environment = std::move(environment);
  return entry;
}

absl::Duration EnvironmentCache::RefreshAll() {
  std::map<std::string, Entry> known;
  {
    std::lock_guard lock(mutex_);
    known = entries_;
  }
  for (const auto& [city_id, last] : known) {
    if (loop_.stopping()) break;
    auto entry = Fetch(city_id, &last);
    std::lock_guard lock(mutex_);
    if (entry.ok()) entries_[city_id] = *std::move(entry);
  }
  return kRefreshEvery;
}

}  // namespace lianban::casework
