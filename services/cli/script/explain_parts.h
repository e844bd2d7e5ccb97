#pragma once
// What `lianban explain` shows, without the showing.

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/cli/script/script_folders.h"

namespace lianban::cli {

// One key of the effective process and where it was written.
struct EffectivePart {
  std::string path;   // "steps.accept.title", "params.la.review", "tables.legal_aid_matters"
  std::string value;  // as people read it; of a lock, its reason
  std::string file;   // as people would type it
  int line = 0;
  std::string area;   // "" the base
  std::string level;  // national province city district street village
};

struct EffectiveParts {
  std::string process, title, area;
  std::vector<EffectivePart> parts;     // in the order of paths
  std::vector<EffectivePart> locks;
  std::vector<std::string> findings;    // errors: the process would not be published like this
};

// Values of parameters are those of the city's parameters.csv where it sets them: they come before the script's own.
// Errors: NOT_FOUND, OVERLAY_INVALID, SCRIPT_INVALID and what reading files may say.
absl::StatusOr<EffectiveParts> EffectivePartsOf(workflow::ScriptHost& host, const std::string& workflows,
                                                const std::string& process, const std::string& area);
nlohmann::json PartsJson(const EffectiveParts& effective);

struct BaseMove {
  std::string path;
  std::string name, zh, en;      // of the fate
  std::string detail;
  bool needs_decision = false;   // conflict or broken
};

// The overlay of exactly this area in `workflows` against what is above it in the folder `onto`.
absl::StatusOr<std::vector<BaseMove>> CompareWithBase(workflow::ScriptHost& host, const std::string& workflows,
                                                      const std::string& process, const std::string& area,
                                                      const std::string& onto);

}  // namespace lianban::cli
