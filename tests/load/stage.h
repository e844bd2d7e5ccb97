#pragma once
// Sets a fresh deployment up for the load, through its API.

#include "absl/status/status.h"
#include "tests/load/deployment.h"

namespace lianban::load {

inline constexpr char kUnit[] = "bench-1";
inline constexpr char kDesk[] = "bench-1/handler";

absl::Status SetStage(const Deployment& deployment);

// The text of tests/load/processes/<name>.lua.
std::string ProcessText(const std::string& name);

}  // namespace lianban::load
