#include "services/casework/outbox/connector_loop.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/casework/command/command_answer.h"
#include "services/casework/outbox/http_post.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kConnectorPoll = absl::Milliseconds(500);
constexpr absl::Duration kConnectorLease = absl::Seconds(60);  // longer than the slowest answer
constexpr absl::Duration kConnectorPause = absl::Seconds(2);
constexpr absl::Duration kConnectorPauseMax = absl::Hours(1);
constexpr absl::Duration kPaused = absl::Minutes(1);
constexpr int kConnectorAttemptsMax = 22;  // with these pauses about twelve hours
constexpr int kConnectorClaimMax = 16;

postgres::Statement Settled(const ConnectorEffect& effect, const absl::Status& status) {
  const absl::Time now = absl::Now();
  if (ReasonOf(status) == "CONNECTOR_PAUSED") {
    return {"put_off_effect",
            {effect.city_id, effect.case_id, std::to_string(effect.effect_no), Localized(status, "zh-CN"), TimeText(now + kPaused)}};
  }
  std::string state = "sent", error;
  absl::Time next = now;
  if (!status.ok()) {
    const bool given_up = ReasonOf(status) == "CONNECTOR_REFUSED" || effect.attempt >= kConnectorAttemptsMax;
    state = given_up ? "failed" : "pending";
    error = Localized(status, "zh-CN");
    next = now + std::min(kConnectorPauseMax, kConnectorPause * (int64_t{1} << std::min<int64_t>(effect.attempt, 12)));
    if (given_up) spdlog::warn("effect {}/{} was given up: {}", effect.case_id, effect.effect_no, ReasonOf(status));
  }
  return {"finish_effect",
          {effect.city_id, effect.case_id, std::to_string(effect.effect_no), state, error, TimeText(next)}};
}

std::string NameOf(const nlohmann::json& payload) { return payload.is_object() ? payload.value("name", "") : ""; }

}  // namespace

absl::Duration ConnectorLoop::Round() {
  size_t tried = 0;
  for (const std::string& city_id : ListCities(connections_)) tried += DeliverDue(city_id);
  return tried > 0 ? absl::ZeroDuration() : kConnectorPoll;
}

size_t ConnectorLoop::DeliverDue(const std::string& city_id) {
  const absl::Time now = absl::Now();
  const auto claimed = connections_.RunTx(
      city_id,
      {{"claim_connector_effects", {city_id, TimeText(now), TimeText(now + kConnectorLease), std::to_string(kConnectorClaimMax)}}},
      absl::ZeroDuration());
  if (!claimed.ok() || (*claimed)[0]->size() == 0) return 0;
  const auto known = connectors_.Load(city_id);
  if (!known.ok()) {
    spdlog::error("connectors of {} cannot be read: {}", city_id, known.status().ToString());
    return 0;  // the lease runs out and they are tried again
  }
  std::vector<postgres::Statement> settled;
  std::vector<ConnectorEffect> effects;
  std::vector<OutgoingRequest> requests;
  const postgres::Rows& rows = *(*claimed)[0];
  for (int row = 0; row < rows.size(); ++row) {
    ConnectorEffect effect{city_id, rows.GetString(row, 0), rows.GetInt(row, 1), "", TimeFromText(rows.Get(row, 3)),
                           rows.GetInt(row, 4)};
    const auto payload = seals_.Parse(city_id, effect.case_id, rows.Get(row, 2));
    if (!payload.ok()) {
      settled.push_back(Settled(effect, payload.status()));
      continue;
    }
    effect.payload = Dump(*payload);
    const std::string name = NameOf(*payload);
    const auto connector = known->find(name);
    if (connector == known->end()) {
      settled.push_back(Settled(effect, Error("CONNECTOR_UNKNOWN", {{"name", name}})));
    } else if (connector->second.paused) {
      settled.push_back(Settled(effect, Error("CONNECTOR_PAUSED", {{"name", name}})));
    } else {
      requests.push_back(RequestFor(effect, connector->second.url, connector->second.secret, absl::Now()));
      effects.push_back(std::move(effect));
    }
  }
  const std::vector<absl::Status> outcomes = PostAll(requests, networks_);
  for (size_t i = 0; i < effects.size(); ++i) settled.push_back(Settled(effects[i], outcomes[i]));
  // If this is lost, the lease runs out and they are sent again under the same id.
  connections_.RunTx(city_id, settled).IgnoreError();
  return static_cast<size_t>(rows.size());
}

}  // namespace lianban::casework
