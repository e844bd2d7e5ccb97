#pragma once
// Cases, tasks and events as lines for a terminal.

#include <string>

#include "lianban/casework/v1/casework.pb.h"

namespace lianban::cli {

std::string CaseText(const casework::v1::Case& view);
std::string RevealedText(const casework::v1::RevealFormResponse& revealed);
std::string TaskList(const google::protobuf::RepeatedPtrField<casework::v1::Task>& tasks);
std::string TaskText(const casework::v1::Task& task);
std::string EventLine(const casework::v1::Event& event);
std::string CommandText(const casework::v1::CommandResponse& response);

}  // namespace lianban::cli
