#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/block.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

class Reader {
 public:
  Reader(std::string file, std::vector<ScriptDiagnostic>* diagnostics)
      : findings_(std::move(file)), out_(diagnostics) {}
  ~Reader() {
    if (out_) out_->insert(out_->end(), findings_.list().begin(), findings_.list().end());
  }

  std::vector<Scenario> Read(const json& root) {
    std::vector<Scenario> scenarios;
    if (!root.is_array()) {
      findings_.Add(1, "SCENARIO_INVALID", "scenarios.lua 应当返回 scenario 的列表",
                    "scenarios.lua must return a list of scenarios");
      return scenarios;
    }
    for (const json& value : root) ReadOne(value, scenarios);
    return scenarios;
  }

  absl::Status status() const {
    if (!findings_.has_errors()) return absl::OkStatus();
    const ScriptDiagnostic& first = findings_.list().front();
    return Error("SCENARIO_INVALID", {{"detail", fmt::format("{}:{}: {}", first.file, first.line, first.message)}});
  }

 private:
  void ReadOne(const json& value, std::vector<Scenario>& scenarios) {
    if (KindOf(value) != "scenario" || NameOf(value).empty()) {
      findings_.Add(LineOf(value, 1), "SCENARIO_INVALID", "列表中只能是 scenario \"标题\" { … }",
                    "only scenario \"title\" { … } may stand here");
      return;
    }
    Scenario scenario;
    scenario.title = NameOf(value);
    scenario.line = LineOf(value, 1);
    Block block(value, fmt::format("情景“{}”", scenario.title), fmt::format("scenario {}", scenario.title), findings_);
    const json* given = block.Raw("given");
    const json* story = block.Raw("story");
    block.ReportUnread();
    scenario.given = given && given->is_object() ? *given : json::object();
    scenario.story = story && story->is_array() ? *story : json::array();
    bool lists_objects = true;
    for (const json& entry : scenario.story) lists_objects &= entry.is_object();
    if ((given && !IsList(*given) && !given->is_object()) || (story && !IsList(*story)) || !lists_objects) {
      block.Wrong("story", " { { … }, { … } }", "a list of tables");
    }
    scenarios.push_back(std::move(scenario));
  }

  Findings findings_;
  std::vector<ScriptDiagnostic>* out_;
};

}  // namespace

std::string ScenariosPath(const ScriptBundle& bundle) {
  size_t slash = bundle.main.rfind('/');
  return (slash == std::string::npos ? "" : bundle.main.substr(0, slash + 1)) + "scenarios.lua";
}

namespace {

absl::StatusOr<std::vector<Scenario>> LoadFrom(ScriptHost& host, const ScriptBundle& bundle, const std::string& path,
                                               std::vector<ScriptDiagnostic>* diagnostics) {
  if (!bundle.files.contains(path)) return std::vector<Scenario>{};
  ScriptBundle stories = bundle;
  stories.main = path;
  LIANBAN_ASSIGN_OR_RETURN(LoadedScript script, host.Load(stories, diagnostics));
  Reader reader(path, diagnostics);
  std::vector<Scenario> scenarios = reader.Read(script.root);
  LIANBAN_RETURN_IF_ERROR(reader.status());
  return scenarios;
}

}  // namespace

absl::StatusOr<std::vector<Scenario>> LoadScenarios(ScriptHost& host, const ScriptBundle& bundle,
                                                    std::vector<ScriptDiagnostic>* diagnostics) {
  return LoadFrom(host, bundle, ScenariosPath(bundle), diagnostics);
}

std::vector<Scenario> LoadInheritedScenarios(ScriptHost& host, const ScriptBundle& bundle) {
  const std::string own = ScenariosPath(bundle);
  std::vector<Scenario> all;
  for (const auto& [path, text] : bundle.files) {
    const bool stories = path == "scenarios.lua" || path.ends_with("/scenarios.lua");
    if (!stories || path == own || overlay::AreasOf(bundle).back().empty()) continue;
    auto scenarios = LoadFrom(host, bundle, path, nullptr);
    if (!scenarios.ok()) continue;
    all.insert(all.end(), std::make_move_iterator(scenarios->begin()), std::make_move_iterator(scenarios->end()));
  }
  return all;
}

}  // namespace lianban::workflow
