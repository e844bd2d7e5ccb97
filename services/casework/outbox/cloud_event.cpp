#include "services/casework/outbox/cloud_event.h"

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/lib/crypto/crypto.h"

namespace lianban::casework {

OutgoingRequest RequestFor(const ConnectorEffect& effect, const std::string& url, const std::string& secret,
                           absl::Time now) {
  const std::string id = fmt::format("{}/{}", effect.case_id, effect.effect_no);
  nlohmann::json data = nlohmann::json::parse(effect.payload, nullptr, false);
  if (data.is_discarded()) data = nlohmann::json::object();
  const std::string body =
      nlohmann::json{{"specversion", "1.0"},
                     {"id", id},
                     {"source", "/lianban/" + effect.city_id + "/casework"},
                     {"type", "cn.lianban.case.connector.v1"},
                     {"subject", effect.case_id},
                     {"time", absl::FormatTime(absl::RFC3339_full, effect.event_time, absl::UTCTimeZone())},
                     {"datacontenttype", "application/json"},
                     {"data", std::move(data)}}
          .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string timestamp = std::to_string(absl::ToUnixSeconds(now));
  const std::string mac = crypto::HmacSha256(secret, fmt::format("{}.{}.{}", id, timestamp, body));
  const std::string signature = absl::Base64Escape(absl::string_view(mac.data(), mac.size()));
  return {url,
          {"content-type: application/cloudevents+json; charset=utf-8", "webhook-id: " + id,
           "webhook-timestamp: " + timestamp, "webhook-signature: v1," + signature, "idempotency-key: " + id},
          body};
}

}  // namespace lianban::casework
