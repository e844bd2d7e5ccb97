#pragma once
// What the caller of a command hears, and what an open task looks like to callers.

#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/command/attempt.h"

namespace lianban::casework {

v1::CommandResponse AnswerOf(const Attempt& attempt);

// Without outcomes, proposal and form, which GetTask adds.
v1::Task TaskOf(const CaseRecord& record, const workflow::TaskState& task, const workflow::Environment& environment,
                absl::Time now);

void SetTime(absl::Time time, google::protobuf::Timestamp* out);
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

// JSON as the API carries it: never throws on broken UTF-8 that an old row might hold.
std::string Dump(const nlohmann::json& json);

}  // namespace lianban::casework
