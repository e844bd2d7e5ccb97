#pragma once
// The process's log: spdlog on standard error, as lines for people or as one JSON object per line for collectors.
// No personal data and no secret is ever logged; see rpc/status for what a user is told instead.

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "spdlog/formatter.h"

namespace lianban::telemetry {

// level: trace debug info warning error off. format: "text" or "json". INVALID_ARGUMENT for anything else.
absl::Status SetUpLog(std::string_view level, std::string_view format);

// {"time":…,"level":…,"trace":…,"message":…}
std::unique_ptr<spdlog::formatter> JsonFormatter();

}  // namespace lianban::telemetry
