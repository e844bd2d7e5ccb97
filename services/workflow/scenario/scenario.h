#pragma once
// Scenarios: stories beside a script that it must tell. README.md describes how they are written.

#include <memory>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/language/model.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

struct Scenario {
  std::string title;
  int line = 0;              // in scenarios.lua
  nlohmann::json given;      // object
  nlohmann::json story;      // array of objects
};

// One line of a story as it was played, for people.
struct StoryLine {
  std::string zh;
  std::string en;
  bool failed = false;       // what should have been is said in the text
};

struct ScenarioResult {
  std::string title;
  int line = 0;
  bool passed = false;
  std::vector<StoryLine> story;  // up to the first difference
};

// What the stories have touched, out of what there is.
struct Coverage {
  struct Part {
    int all = 0;
    int touched = 0;
    std::vector<std::string> missed;  // step; "step: outcome -> step"; "table:row"
  };
  Part steps, ways, rows;
};

struct ScenarioReport {
  std::vector<ScenarioResult> results;  // in written order
  // Of an adaptation, the stories of what it adapts, told of the adapted process: what they touch counts for coverage; one
  // that comes out otherwise shows what the adaptation changes, and is no failure.
  std::vector<ScenarioResult> inherited;
  Coverage coverage;
  int passed = 0;
  int failed = 0;
};

// The path of the scenarios of a bundle: "scenarios.lua" beside its main script.
std::string ScenariosPath(const ScriptBundle& bundle);

// Reads scenarios.lua of the bundle; empty when there is none. INVALID_ARGUMENT (SCENARIO_INVALID, or what Load says)
// when it cannot be read; `diagnostics` gets the findings.
absl::StatusOr<std::vector<Scenario>> LoadScenarios(ScriptHost& host, const ScriptBundle& bundle,
                                                    std::vector<ScriptDiagnostic>* diagnostics);

// Those of the layers above the last one of a composed bundle; empty for a base. What cannot be read is left out: their own
// check says so.
std::vector<Scenario> LoadInheritedScenarios(ScriptHost& host, const ScriptBundle& bundle);

// Loads and plays all scenarios of the model's bundle, several at a time. Nothing outside the bundle is looked at: the
// calendar is the one the product ships with.
absl::StatusOr<ScenarioReport> RunScenarios(ScriptHost& host, std::shared_ptr<const Model> model,
                                            std::vector<ScriptDiagnostic>* diagnostics, int threads = 2);

}  // namespace lianban::workflow
