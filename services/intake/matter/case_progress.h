#pragma once
// Where a matter's case stands, taken over from casework.

#include <optional>

#include "absl/time/time.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/intake/matter/matter.h"

namespace lianban::intake {

std::optional<absl::Time> TimeIf(bool set, const google::protobuf::Timestamp& time);

// Status, result, due time and handling unit. True when something changed, also when a merged case goes on by itself.
bool TakeProgress(const casework::v1::Case& from, Matter& matter);

}  // namespace lianban::intake
