#pragma once
// A real pool with real workers for the tests of this folder.

#include <memory>
#include <string>
#include <utility>

#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

inline std::unique_ptr<ScriptHost> StartPool(WorkerPoolOptions options = {}) {
  auto pool = StartWorkerPool(options);
  if (!pool.ok()) throw std::runtime_error(std::string(pool.status().message()));
  return *std::move(pool);
}

inline ScriptHost& TestPool() {
  static auto pool = StartPool();
  return *pool;
}

inline std::shared_ptr<const ScriptBundle> Bundle(std::string main, std::map<std::string, std::string> others = {}) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files = std::move(others);
  bundle->files["process.lua"] = std::move(main);
  return bundle;
}

// Calls the first function of what `script` returns.
inline RuleResult Ask(std::string script, nlohmann::json arguments = nlohmann::json::array(), nlohmann::json params = nullptr,
                      ScriptHost& host = TestPool()) {
  RuleBatch batch{.bundle = Bundle(std::move(script)), .params = std::move(params), .calls = {{1, std::move(arguments)}}};
  return host.Evaluate({&batch, 1})[0][0];
}

// The body of a rule; gives its value or "code line: message".
inline nlohmann::json Rule(const std::string& body, ScriptHost& host = TestPool()) {
  RuleResult result = Ask("return { rule = function(a, b)\n" + body + "\nend }", nlohmann::json::array(), nullptr, host);
  if (result.ok) return result.value;
  return result.error.code + " " + std::to_string(result.error.line) + ": " + result.error.message;
}

}  // namespace lianban::workflow
