#pragma once
// Times of a demonstration: absolute, or relative to the day of the import, so that it is always of the last few weeks.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace lianban::cli {

// "-12d 09:12" -> "2026-11-08T09:12" when today is 2026-11-20; any other text as it is. "+3d 10:00" as well.
std::string ResolveRelative(std::string_view text, absl::Time today);

// Every text inside.
void ResolveRelative(nlohmann::json& value, absl::Time today);

}  // namespace lianban::cli
