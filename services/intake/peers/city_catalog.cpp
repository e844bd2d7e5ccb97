#include "services/intake/peers/city_catalog.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"

namespace lianban::intake {
namespace {

constexpr int kPageSize = 1000;

}  // namespace

std::string CitySnapshot::UnitFor(const std::string& duty, const std::string& area) const {
  std::optional<std::string> unit = environment.directory.UnitForDuty(duty, area);
  return unit ? environment.directory.Current(*unit) : "";
}

const catalog::v1::Item* CitySnapshot::ItemOfProcess(const std::string& process) const {
  for (const auto& [code, item] : items) {
    if (item.process() == process && item.enabled()) return &item;
  }
  return nullptr;
}

std::string CitySnapshot::UnitName(const std::string& unit_id) const {
  auto at = environment.directory.units.find(unit_id);
  return at == environment.directory.units.end() ? unit_id : at->second.name;
}

std::string CitySnapshot::UnitPhone(const std::string& unit_id) const {
  auto at = phones.find(unit_id);
  return at == phones.end() ? "" : at->second;
}

absl::StatusOr<std::shared_ptr<const CitySnapshot>> CityCatalog::Get(const std::string& city_id,
                                                                     absl::Duration max_age) {
  Entry last;
  {
    std::lock_guard lock(mutex_);
    auto at = entries_.find(city_id);
    if (at != entries_.end()) last = at->second;
  }
  if (last.snapshot != nullptr && absl::Now() - last.time <= max_age) return last.snapshot;
  absl::StatusOr<Entry> fresh = Fetch(city_id, last);
  // Yesterday's duties are better than none while catalog restarts.
  if (!fresh.ok())
    return last.snapshot != nullptr && max_age > absl::ZeroDuration()
               ? absl::StatusOr<std::shared_ptr<const CitySnapshot>>(last.snapshot)
               : fresh.status();
  std::lock_guard lock(mutex_);
  return (entries_[city_id] = *std::move(fresh)).snapshot;
}

absl::StatusOr<CityCatalog::Entry> CityCatalog::Fetch(const std::string& city_id, const Entry& last) {
  auto snapshot = std::make_shared<CitySnapshot>();
  Entry entry;
  LIANBAN_RETURN_IF_ERROR(FetchItems(city_id, *snapshot));
  LIANBAN_RETURN_IF_ERROR(FetchEnvironment(city_id, last, *snapshot, entry.etag));
  snapshot->environment.directory.units.clear();
  LIANBAN_RETURN_IF_ERROR(FetchUnits(city_id, *snapshot));
  entry.snapshot = std::move(snapshot);
  entry.time = absl::Now();
  return entry;
}

absl::Status CityCatalog::FetchItems(const std::string& city_id, CitySnapshot& snapshot) {
  auto stub = catalog::v1::Catalog::NewStub(channels_.To("catalog"));
  catalog::v1::ListItemsRequest request;
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
    catalog::v1::ListItemsResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListItems(&call, request, &page)));
    for (catalog::v1::Item& item : *page.mutable_items()) snapshot.items[item.code()] = std::move(item);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status CityCatalog::FetchEnvironment(const std::string& city_id, const Entry& last, CitySnapshot& snapshot,
                                           std::string& etag) {
  auto stub = catalog::v1::Catalog::NewStub(channels_.To("catalog"));
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
  catalog::v1::GetEnvironmentRequest request;
  request.set_etag(last.etag);
  catalog::v1::GetEnvironmentResponse response;
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->GetEnvironment(&call, request, &response)));
  etag = response.etag();
  if (response.unchanged() && last.snapshot != nullptr) {
    snapshot.environment = last.snapshot->environment;
    return absl::OkStatus();
  }
  for (const catalog::v1::Duty& duty : response.duties()) {
    snapshot.environment.directory.duties[duty.duty()][duty.area_code()] = duty.unit_id();
  }
  for (const catalog::v1::Parameter& parameter : response.parameters()) {
    nlohmann::json value = nlohmann::json::parse(parameter.value_json(), nullptr, false);
    if (!value.is_discarded()) snapshot.environment.parameters.values[parameter.key()][parameter.area_code()] = value;
  }
  return absl::OkStatus();
}

absl::Status CityCatalog::FetchUnits(const std::string& city_id, CitySnapshot& snapshot) {
  auto stub = identity::v1::Identity::NewStub(channels_.To("identity"));
  identity::v1::ListUnitsRequest request;
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
    identity::v1::ListUnitsResponse page;
    LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->ListUnits(&call, request, &page)));
    for (const identity::v1::Unit& unit : page.units()) {
      snapshot.environment.directory.units[unit.unit_id()] = {unit.unit_id(), unit.name(),   unit.area_code(),
                                                              unit.level(),   unit.parent(), unit.successor()};
      snapshot.phones[unit.unit_id()] = unit.phone();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<TableDecision>> CityCatalog::Decide(const std::string& city_id, const std::string& table,
                                                                 const nlohmann::json& inputs) {
  auto stub = catalog::v1::Catalog::NewStub(channels_.To("catalog"));
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
  catalog::v1::DecideTableRequest request;
  request.set_name(table);
  request.set_inputs_json(inputs.dump());
  catalog::v1::DecideTableResponse response;
  absl::Status status = rpc::FromGrpc(stub->DecideTable(&call, request, &response));
  if (absl::IsNotFound(status)) return std::nullopt;
  LIANBAN_RETURN_IF_ERROR(status);
  nlohmann::json outputs = nlohmann::json::parse(response.outputs_json(), nullptr, false);
  if (!outputs.is_object()) return Error("ROUTING_TABLE_INVALID", {{"table", table}});
  TableDecision decision{std::move(outputs), fmt::format("{} v{}", table, response.version())};
  for (const std::string& row : response.fired()) decision.fired += " " + row;
  return decision;
}

}  // namespace lianban::intake
