#pragma once
// What a system outside receives: a CloudEvents 1.0 event in structured JSON, signed as Standard Webhooks describes
// (HMAC-SHA256 over "id.timestamp.body"). The id is the same at every attempt, so the receiver can drop repetitions.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace lianban::casework {

struct ConnectorEffect {
  std::string city_id;
  std::string case_id;
  int64_t effect_no = 0;
  std::string payload;  // a JSON object; "name" is the connector
  absl::Time event_time;
  int64_t attempt = 0;
};

struct OutgoingRequest {
  std::string url;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
};

// `payload` goes into "data" as it is: scripts decide what leaves, and send identifiers rather than personal data.
OutgoingRequest RequestFor(const ConnectorEffect& effect, const std::string& url, const std::string& secret,
                           absl::Time now);

}  // namespace lianban::casework
