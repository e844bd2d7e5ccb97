#include "services/gateway/envelope.h"

#include "fmt/format.h"
#include "services/gateway/connect_error.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {

std::string Envelope(uint8_t flags, std::string_view payload) {
  std::string frame;
  frame.reserve(5 + payload.size());
  frame += static_cast<char>(flags);
  for (int shift = 24; shift >= 0; shift -= 8) frame += static_cast<char>((payload.size() >> shift) & 0xff);
  frame += payload;
  return frame;
}

absl::StatusOr<std::string> OnlyMessage(std::string_view body) {
  if (body.size() < 5) return Error("ENVELOPE_INVALID", {{"detail", fmt::format("{} bytes, no prefix", body.size())}});
  const auto flags = static_cast<uint8_t>(body[0]);
  size_t length = 0;
  for (int i = 1; i <= 4; ++i) length = length << 8 | static_cast<uint8_t>(body[i]);
  if (flags & kCompressed) return Error("COMPRESSION_UNSUPPORTED", {{"coding", "connect-content-encoding"}});
  if (flags != 0) return Error("ENVELOPE_INVALID", {{"detail", fmt::format("flags 0x{:02x}", flags)}});
  if (body.size() - 5 != length) {
    return Error("ENVELOPE_INVALID",
                 {{"detail", fmt::format("prefix says {} bytes, {} follow", length, body.size() - 5)}});
  }
  return std::string(body.substr(5));
}

std::string EndOfStream(const grpc::Status& status) {
  nlohmann::json end = nlohmann::json::object();
  if (!status.ok()) end["error"] = ErrorJson(status);
  return Envelope(kEndStream, end.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace lianban::gateway
