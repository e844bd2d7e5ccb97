#pragma once
// Orders the platform gives itself. Their request id follows from what causes them, so that doing it twice is doing it
// once.

#include <string>
#include <string_view>

#include "services/casework/command/order.h"

namespace lianban::casework {

// A UUID (version 8) that follows from its parts.
std::string DerivedUuid(std::string_view purpose, std::string_view case_id, int64_t number);

// `occur_time` is left to the executor. `command` has no actor yet.
OrderPtr PlatformOrder(const std::string& city_id, std::string request_id, std::string case_id,
                       workflow::Command command);

}  // namespace lianban::casework
