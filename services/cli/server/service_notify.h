#pragma once
// Tells the service supervisor (systemd, Type=notify) how far the process is; does nothing without one.

#include <string_view>

namespace lianban::cli {

void NotifyService(std::string_view state);  // "READY=1", "STOPPING=1"

}  // namespace lianban::cli
