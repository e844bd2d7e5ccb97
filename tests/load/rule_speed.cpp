#include "tests/load/rule_speed.h"

#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/interpreter.h"
#include "services/workflow/language/model.h"
#include "tests/load/report.h"
#include "tests/load/stage.h"

namespace lianban::load {
namespace {

using workflow::Command;

constexpr int kRounds = 300;

std::shared_ptr<const workflow::ScriptBundle> BundleOf(const std::string& process) {
  auto bundle = std::make_shared<workflow::ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = ProcessText(process);
  return bundle;
}

absl::StatusOr<std::shared_ptr<const workflow::Model>> Load(workflow::ScriptHost& host, const std::string& process) {
  std::vector<workflow::ScriptDiagnostic> diagnostics;
  return workflow::LoadProcess(host, BundleOf(process), &diagnostics);
}

// Median microseconds of evaluating `cases` batches with `calls` calls each.
double TimeBatches(workflow::ScriptHost& host, const workflow::Model& model, int cases, int calls) {
  const int function = std::get<workflow::RuleRef>(model.Find("route")->branches[0].when).function;
  workflow::RuleBatch batch;
  batch.bundle = model.bundle;
  batch.params = nlohmann::json::object();
  const nlohmann::json arguments = {{{"kind", "lamp"}, {"households", 12}, {"body", "路灯不亮"}}};
  for (int i = 0; i < calls; ++i) batch.calls.push_back({function, arguments});
  const std::vector<workflow::RuleBatch> batches(cases, batch);
  std::vector<double> microseconds;
  for (int i = 0; i < kRounds; ++i) {
    const absl::Time begun = absl::Now();
    const auto results = host.Evaluate(batches);
    if (!results[0][0].ok) return -1;
    microseconds.push_back(absl::ToDoubleMicroseconds(absl::Now() - begun));
  }
  return Median(std::move(microseconds));
}

}  // namespace

absl::StatusOr<RuleSpeed> MeasureRules() {
  LIANBAN_ASSIGN_OR_RETURN(const auto host, workflow::StartWorkerPool({.workers = 1}));
  LIANBAN_ASSIGN_OR_RETURN(const auto model, Load(*host, "bench_six"));
  TimeBatches(*host, *model, 1, 1);  // compiled and warm
  RuleSpeed speed;
  speed.alone_us = TimeBatches(*host, *model, 1, 1);
  speed.warm_us = (TimeBatches(*host, *model, 1, 201) - speed.alone_us) / 200;
  speed.amortised_us = TimeBatches(*host, *model, 64, 1) / 64;
  return speed;
}

absl::StatusOr<double> MeasureStep() {
  LIANBAN_ASSIGN_OR_RETURN(const auto host, workflow::StartWorkerPool({.workers = 1}));
  LIANBAN_ASSIGN_OR_RETURN(const auto model, Load(*host, "bench_ten"));
  workflow::Environment environment;
  environment.directory.units[kUnit] = {kUnit, "测试街道", "330602001", "street", "", ""};
  Command start;
  start.actor = {workflow::ActorClass::kPerson, "u1", "u1", {kDesk}};
  start.data = {{"form", {{"body", std::string(900, 'x')}}}, {"materials", nlohmann::json::object()},
                {"unit", kUnit}, {"area", "330602001"}};
  const absl::Time now = absl::Now();
  auto outcome = workflow::Interpret(*model, environment, {}, start, now, {});
  if (const auto* refusal = std::get_if<workflow::Refusal>(&outcome)) return refusal->status;
  workflow::CaseState state = std::move(std::get<workflow::Transition>(outcome).next);
  Command answer;
  answer.kind = workflow::CommandKind::kCompleteTask;
  answer.actor = start.actor;
  std::vector<double> microseconds;
  for (int i = 0; i < 20 * kRounds; ++i) {
    answer.task = state.activations[0].tasks[0].no;
    answer.outcome = state.activations[0].step == "s10" ? "again" : "ok";
    const absl::Time begun = absl::Now();
    auto next = workflow::Interpret(*model, environment, state, answer, now, {});
    microseconds.push_back(absl::ToDoubleMicroseconds(absl::Now() - begun));
    if (const auto* refusal = std::get_if<workflow::Refusal>(&next)) return refusal->status;
    state = std::move(std::get<workflow::Transition>(next).next);
  }
  return Median(std::move(microseconds));
}

}  // namespace lianban::load
