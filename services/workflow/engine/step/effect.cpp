// Notices, messages, connector calls, ledger entries: recorded with the transition, delivered afterwards.

#include "services/lib/errors/error.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {

using nlohmann::json;

namespace {

void FillPayload(Run& run, const Step& step, json& payload) {
  payload["step"] = step.name;
  if (!step.notice.empty()) payload[step.effect == "notice" ? "template" : "name"] = step.notice;
  if (!step.basis.empty()) payload["basis"] = step.basis;
  if (step.effect == "notice" || step.effect == "message") payload["told"] = ToldBy(run, &step);
}

}  // namespace

absl::Status EnterEffect(Run& run, const Step& step) {
  if (step.settle) return EnterSettle(run, step);
  json payload = step.payload.is_object() ? step.payload : json::object();
  if (step.payload_rule) {
    LIANBAN_ASSIGN_OR_RETURN(json computed, Ask(run, *step.payload_rule));
    if (computed.is_array() && computed.empty()) computed = json::object();
    if (!computed.is_object()) return RuleFailed(run, *step.payload_rule, "RULE_TYPE",
                                                 "payload 应当给出一个表 (payload must return a table)");
    payload = std::move(computed);
  }
  // Every other payload is for those outside.
  if (!run.tells() && step.effect != "ledger") payload = nullptr;
  else FillPayload(run, step, payload);
  AddEffect(run, step.effect, std::move(payload));
  AddFact(run, step.effect == "notice" ? "NoticeIssued" : "EffectRecorded", [&] {
    json fact = {{"step", step.name}, {"effect", run.effects.back().no}};
    step.effect == "notice" ? fact["notice"] = step.notice : fact["kind"] = step.effect;
    return fact;
  });
  SendBy(run, step, "next");
  return absl::OkStatus();
}

absl::Status EnterFinish(Run& run, const Step& step) {
  IssueNotice(run, step, step.notice);
  if (step.ends_branch) {
    KeptOf(run, "outcomes", step) = json(step.result);
    run.state.vars.Edit("branch_result") = step.result;
    AddFact(run, "BranchFinished", {{"step", step.name}, {"result", step.result}});
    return absl::OkStatus();
  }
  CloseCase(run, CaseStatus::kFinished, step.result);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
