#pragma once
// A command that has been understood and waits for an executor.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/engine/command.h"

namespace lianban::casework {

// What only a new case has.
struct Filing {
  std::string process;
  int32_t release = 0;  // 0: the one in force
  std::string unit_id;
  std::string area_code;
  std::string title;
  std::string channel;
  std::string receipt_no;
  std::string party_id;
  std::string parent_case_id;
};

struct Order {
  rpc::Context caller;
  std::string request_id;  // lower-case UUID
  std::string digest;      // 16 bytes over the whole request: the same id with another content is a mistake
  std::string case_id;     // lower-case UUID; of a new case: the id it will have
  std::optional<Filing> filing;  // set: start this case
  workflow::Command command;
  int64_t revision = 0;    // the one the caller saw; 0: any
  std::optional<absl::Time> occur_time;  // entered later (补录), or when the matter was received
  absl::Time deadline;     // nobody waits after this
  // Called exactly once, from an executor's thread, after the commit.
  std::function<void(absl::StatusOr<v1::CommandResponse>)> done;
};

using OrderPtr = std::unique_ptr<Order>;

}  // namespace lianban::casework
