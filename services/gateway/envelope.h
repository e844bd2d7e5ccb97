#pragma once
// Frames of the Connect streaming protocol: one byte of flags, four bytes of length (big endian), payload.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "grpcpp/support/status.h"

namespace lianban::gateway {

inline constexpr uint8_t kCompressed = 0x01;
inline constexpr uint8_t kEndStream = 0x02;

std::string Envelope(uint8_t flags, std::string_view payload);

// The payload of a body that must hold exactly one uncompressed message. ENVELOPE_INVALID otherwise; a compressed one is
// COMPRESSION_UNSUPPORTED.
absl::StatusOr<std::string> OnlyMessage(std::string_view body);

// The last frame of every stream, also of a failed one.
std::string EndOfStream(const grpc::Status& status);

}  // namespace lianban::gateway
