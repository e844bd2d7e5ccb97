#pragma once
// One try at an order: what was read, what the interpreter made of it, what is to be written.

#include <memory>

#include "services/casework/case/case_record.h"
#include "services/casework/command/order.h"
#include "services/casework/inbox/inbox_line.h"
#include "services/casework/peers/environment_cache.h"
#include "services/workflow/engine/transition.h"
#include "services/workflow/language/model.h"

namespace lianban::casework {

struct Attempt {
  OrderPtr order;
  CaseRecordPtr before;          // nullptr: a new case, or not loaded yet
  bool from_cache = false;       // `before` may be out of date
  int32_t release = 0;
  std::shared_ptr<const workflow::Model> model;
  std::shared_ptr<const workflow::Model> target;  // of the release the case moves to, when the command is to move it
  std::shared_ptr<const workflow::Model> filed;  // the release it was filed under, where a step may ask for that law
  EnvironmentPtr environment;
  workflow::Command command;     // the order's, with its actor
  absl::Time time;               // when it happens; what the interpreter takes for now
  absl::Time record_time;        // when it is written

  // After the interpreter:
  workflow::Transition transition;  // `next` has moved into `after`
  std::shared_ptr<CaseRecord> after;
  std::vector<std::string> new_units;
  v1::CommandResponse response;
};

}  // namespace lianban::casework
