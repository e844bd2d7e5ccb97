#include "services/lib/telemetry/log.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/lib/errors/error.h"
#include "services/lib/telemetry/trace.h"
#include "spdlog/sinks/stdout_color_sinks.h"
#include "spdlog/spdlog.h"

namespace lianban::telemetry {
namespace {

constexpr std::array kLevels = {"trace", "debug", "info", "warning", "error", "off"};

class JsonLine : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto level = spdlog::level::to_string_view(message.level);
    const nlohmann::ordered_json line = {
        {"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromChrono(message.time), absl::UTCTimeZone())},
        {"level", std::string_view(level.data(), level.size())},
        {"trace", CurrentTraceId()},
        {"message", std::string_view(message.payload.data(), message.payload.size())}};
    // Bytes that are not UTF-8 are replaced: a log line must never fail.
    const auto text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLine>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> JsonFormatter() { return std::make_unique<JsonLine>(); }

absl::Status SetUpLog(std::string_view level, std::string_view format) {
  if (std::find(kLevels.begin(), kLevels.end(), level) == kLevels.end()) {
    return Error("OPTION_INVALID", {{"option", "--log-level"}, {"value", std::string(level)}});
  }
  if (format != "text" && format != "json") {
    return Error("OPTION_INVALID", {{"option", "--log-format"}, {"value", std::string(format)}});
  }
  auto logger = std::make_shared<spdlog::logger>("lianban", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::info);
  if (format == "json") {
    logger->set_formatter(JsonFormatter());
  } else {
    logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  }
  spdlog::set_default_logger(std::move(logger));
  return absl::OkStatus();
}

}  // namespace lianban::telemetry
