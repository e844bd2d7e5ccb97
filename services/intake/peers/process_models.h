#pragma once
// Processes as intake needs them at the counter: is this form complete before a number is printed, and what are the
// materials called. The releases are catalog's, the check is the interpreter's own start command.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/intake/peers/city_catalog.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/language/model.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::intake {

struct Filing {
  std::string process, unit_id, area_code;
  nlohmann::json form, materials;
};

class ProcessModels {
 public:
  ProcessModels(rpc::Channels& channels, const rpc::ContextSigner& signer, workflow::ScriptHost& scripts)
      : channels_(channels), signer_(signer), scripts_(scripts) {}

  // The release in force. PROCESS_NOT_PUBLISHED and the like come from catalog.
  absl::StatusOr<std::shared_ptr<const workflow::Model>> Get(const std::string& city_id, const std::string& process);

  // Would the case start? What the interpreter refuses (FORM_INVALID with its violations, …), without starting
  // anything.
  absl::Status Check(const std::string& city_id, const CitySnapshot& snapshot, const Filing& filing, absl::Time now);

 private:
  struct Entry {
    std::shared_ptr<const workflow::Model> model;
    absl::Time time;
  };
  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  workflow::ScriptHost& scripts_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;  // (city, process)
};

}  // namespace lianban::intake
