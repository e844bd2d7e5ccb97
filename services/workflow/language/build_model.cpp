// A loaded script becomes a model, or a list of findings.

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/block.h"
#include "services/workflow/language/check_model.h"
#include "services/workflow/language/check_reads.h"
#include "services/workflow/language/graph.h"
#include "services/workflow/language/read_form.h"
#include "services/workflow/language/read_steps.h"
#include "services/workflow/language/read_tables.h"
#include "services/workflow/overlay/merge.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// exclusive = { { "a", { "b", "c" } }, … }: sets of members, a member is a step or several.
void ReadExclusive(Block& block, Model& model) {
  const json* written = block.Raw("exclusive");
  if (!written) return;
  auto wrong = [&] { block.Wrong("exclusive", " { { \"步骤\", { \"步骤\", … } }, … }", "{ { \"step\", { \"step\", … } }, … }"); };
  if (!IsList(*written)) return wrong();
  for (const json& set : *written) {
    ExclusiveSet members;
    if (!IsList(set)) return wrong();
    for (const json& member : set) {
      std::vector<std::string> steps;
      for (const json& step : member.is_array() ? member : json::array({member})) {
        if (!step.is_string()) return wrong();
        steps.push_back(step.get<std::string>());
      }
      members.push_back(std::move(steps));
    }
    if (members.size() < 2) return wrong();
    model.exclusive.push_back(std::move(members));
  }
}

// reads = { duty_precedent = "item" }: ledger and the form field that holds its key.
void ReadReads(Block& block, Model& model) {
  const json* written = block.Raw("reads");
  if (!written) return;
  bool texts = written->is_object();
  if (texts) {
    for (const auto& [ledger, field] : written->items()) texts &= field.is_string() && ValidName(ledger);
  }
  if (!texts) return block.Wrong("reads", " { 台账 = \"字段\" }", "{ ledger = \"field\" }");
  for (const auto& [ledger, field] : written->items()) model.reads[ledger] = field.get<std::string>();
}

void ReadApplicants(Block& block, Model& model) {
  const json* list = block.Raw("applicant");
  if (!list) return;
  json one = json::array({*list});
  for (const json& applicant : list->is_array() ? *list : one) {
    std::string kind = KindOf(applicant);
    if (kind != "person" && kind != "organisation") {
      block.Wrong("applicant", " { person } 或 { organisation }", "{ person } or { organisation }");
      return;
    }
    model.applicants.push_back(kind);
  }
}

void ReadClock(Block& workflow, Model& model, Findings& findings) {
  const json* written = workflow.Raw("clock");
  if (!written) return;
  if (!written->is_object()) return workflow.Wrong("clock", " { statutory = … }", "{ statutory = … }");
  Block block(*written, "期限 clock", "the clock", findings);
  ClockSpec clock;
  auto statutory = block.PeriodAt("statutory");
  if (!statutory && !block.Has("statutory")) block.Wrong("statutory", "法定期限", "the statutory period");
  if (statutory) clock.statutory = *statutory;
  clock.promised = block.PeriodAt("promised");
  clock.pauses = block.Names("pauses");
  clock.starts = block.Names("starts");
  clock.ends = block.Names("ends");
  clock.extension = block.ExtensionAt("extension");
  clock.basis = block.Text("basis");
  clock.as_of_today = block.AsOfToday();
  block.ReportUnread();
  model.clock = std::move(clock);
}

void ReadParams(Block& block, Model& model) {
  const json* params = block.Raw("params");
  if (!params) return;
  if (!IsList(*params) && !params->is_object())
    return block.Wrong("params", " { [\"名称\"] = 值 }", "{ [\"key\"] = value }");
  for (const auto& [key, value] : params->items()) {
    if (value.is_object() && value.contains("$kind")) {
      // days(7): kept as the text a parameter would hold.
      auto period = PeriodFrom(value);
      if (!period || !std::holds_alternative<int64_t>(period->count)) {
        block.Wrong("params", " { [\"名称\"] = 值 }", "{ [\"key\"] = value }");
        continue;
      }
      model.param_defaults[key] = FormatPeriod({period->unit, std::get<int64_t>(period->count)});
    } else {
      model.param_defaults[key] = value;
    }
  }
}

void ReadWorkflow(const json& root, Model& model, Findings& findings) {
  if (KindOf(root) != "workflow") {
    findings.Add(1, "ROOT_WRONG", "脚本应当返回 workflow \"…\" { … }", "the script must return workflow \"…\" { … }");
    return;
  }
  Block block(root, "流程", "the workflow", findings);
  model.process = block.name();
  if (!ValidName(model.process)) {
    findings.Add(block.line(), "NAME_INVALID", fmt::format("流程名“{}”应由小写字母、数字、下划线组成", model.process),
                 fmt::format("workflow name \"{}\" must be lower-case letters, digits and underscores", model.process));
  }
  model.title = block.Text("title", model.process);
  model.basis = block.Text("basis");
  model.forbids = block.ForbidsAt("forbids");
  model.labels = block.LabelsAt("labels");
  ReadApplicants(block, model);
  ReadParams(block, model);
  ReadReads(block, model);
  if (const json* form = block.Raw("form")) ReadForm(*form, block.line(), model, findings);
  if (const json* materials = block.Raw("materials")) ReadMaterials(*materials, block.line(), model, findings);
  ReadClock(block, model, findings);
  block.Raw("locked");  // read where the layers are merged
  const json* steps = block.Raw("steps");
  ReadSteps(steps ? *steps : json::array(), block.line(), model, findings);
  ReadExclusive(block, model);
  block.ReportUnread();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Model>> BuildModel(const LoadedScript& script,
                                                        std::shared_ptr<const ScriptBundle> bundle,
                                                        std::vector<ScriptDiagnostic>* diagnostics) {
  auto model = std::make_shared<Model>();
  Findings findings(bundle->main);
  model->hash = script.hash;
  model->bundle = bundle;
  model->param_keys = script.param_keys;
  ReadTables(*bundle, *model, findings);
  overlay::Merged merged;
  const bool layered = overlay::IsLayered(script.root) || (script.root.is_object() && script.root.contains("locked"));
  if (layered) {
    merged = overlay::MergeLayers(script.root, *bundle);
    for (const ScriptDiagnostic& finding : merged.findings) {
      findings.AddTo(finding.file, finding.line, finding.code, finding.message, finding.warning);
    }
    for (const overlay::Lock& lock : merged.locks) model->locked[lock.path] = lock.why;
  }
  const json& root = layered ? merged.root : script.root;
  Findings::InFile place(findings, FileOf(root));
  ReadWorkflow(root, *model, findings);
  CheckTables(*bundle, *model, findings);
  if (!model->steps.empty()) {
    ComputeJoins(*model, findings);
    ComputeRegions(*model, findings);
    CheckModel(*model, findings);
    CheckReads(*bundle, *model, findings);
  }
  if (diagnostics) diagnostics->insert(diagnostics->end(), findings.list().begin(), findings.list().end());
  if (!findings.has_errors()) return model;
  std::string text;
  for (const ScriptDiagnostic& finding : findings.list()) {
    if (finding.warning) continue;
    text += fmt::format("{}{}:{}: {}: {}", text.empty() ? "" : "\n", finding.file, finding.line, finding.code,
                        finding.message);
  }
  return Error("SCRIPT_INVALID", {{"findings", text}});
}

absl::StatusOr<std::shared_ptr<const Model>> LoadProcess(ScriptHost& host, std::shared_ptr<const ScriptBundle> bundle,
                                                         std::vector<ScriptDiagnostic>* diagnostics) {
  LIANBAN_ASSIGN_OR_RETURN(LoadedScript script, host.Load(*bundle, diagnostics));
  if (diagnostics) {
    for (ScriptDiagnostic warning : script.warnings) {
      warning.warning = true;
      diagnostics->push_back(std::move(warning));
    }
  }
  return BuildModel(script, std::move(bundle), diagnostics);
}

}  // namespace lianban::workflow
