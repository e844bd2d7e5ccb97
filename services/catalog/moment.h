#pragma once
// Microseconds since 1970 as the wire writes them.

#include <cstdint>

#include "google/protobuf/timestamp.pb.h"

namespace lianban::catalog {

inline google::protobuf::Timestamp MomentOf(int64_t micros) {
  google::protobuf::Timestamp moment;
  moment.set_seconds(micros / 1'000'000);
  moment.set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
  return moment;
}

inline int64_t MicrosOf(const google::protobuf::Timestamp& moment) {
  return moment.seconds() * 1'000'000 + moment.nanos() / 1000;
}

}  // namespace lianban::catalog
