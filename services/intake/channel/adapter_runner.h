#pragma once
// Runs adapter scripts: `return adapter "hotline12345" { read = function(record) return { title = …, … } end }`.
//
// The script runs in the same jailed workers as every other one. What it may return is in report.h.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "services/intake/channel/report.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::intake {

class AdapterRunner {
 public:
  explicit AdapterRunner(workflow::ScriptHost& scripts) : scripts_(scripts) {}

  // Does it load, and does it have a `read`? ADAPTER_INVALID with the findings.
  absl::Status Check(const std::string& channel, const std::string& source);

  // `record`: one record as the source wrote it. Errors: ADAPTER_INVALID, ADAPTER_FAILED (with file, line, reason),
  // ADAPTER_RESULT_INVALID.
  absl::StatusOr<Report> Read(const std::string& channel, const std::string& source, const nlohmann::json& record);

 private:
  struct Loaded {
    std::shared_ptr<const workflow::ScriptBundle> bundle;
    int read = -1;
  };
  absl::StatusOr<Loaded> Load(const std::string& channel, const std::string& source);

  workflow::ScriptHost& scripts_;
  std::mutex mutex_;
  std::map<std::string, Loaded> loaded_;  // by bundle hash
};

}  // namespace lianban::intake
