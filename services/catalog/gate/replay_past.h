#pragma once
// What an edited script would have done to cases of the past, as casework recorded them.

#include <memory>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/language/model.h"
#include "services/workflow/replay/recording.h"

namespace lianban::catalog {

class PastCases {
 public:
  // Without channels (a catalog alone) nothing is replayed, and the report says so. Both outlive this.
  PastCases(rpc::Channels* channels, const rpc::ContextSigner& signer) : channels_(channels), signer_(signer) {}

  // The newest `cases_max` cases of the process in the area, as commands. Errors: what casework says.
  absl::StatusOr<workflow::Recording> Fetch(const std::string& city_id, const std::string& process, const std::string& area,
                                            int cases_max) const;
  bool reachable() const { return channels_ != nullptr; }

 private:
  rpc::Channels* channels_;
  const rpc::ContextSigner& signer_;
};

// `given`: parameters and duties of the area, as a scenario's. The first differences are kept one by one.
v1::WhatIfReport ReplayPast(workflow::ScriptHost& scripts, std::shared_ptr<const workflow::Model> base,
                            std::shared_ptr<const workflow::Model> edited, workflow::Recording recording,
                            nlohmann::json given);

}  // namespace lianban::catalog
