#pragma once
// The history of a case for a terminal: what was done, with which outcome and reason, and why the system decided as it did.

#include <string>

#include "lianban/casework/v1/casework.pb.h"

namespace lianban::cli {

// One line a command, and one below it for each sentence of explanation.
std::string EventText(const casework::v1::Event& event);

}  // namespace lianban::cli
