#include "services/workflow/language/outcome_label.h"

#include <map>

namespace lianban::workflow {
namespace {

// Words that mean the same in every process. What means something of its own is said by the script (labels).
const std::map<std::string, OutcomeLabel, std::less<>>& SharedLabels() {
  static const std::map<std::string, OutcomeLabel, std::less<>> labels = {
      // Found by the machine, not chosen.
      {"timeout", {"逾期", "time ran out"}},
      {"mixed", {"意见不一致", "answers differ"}},
      {"closed", {"按现状收场", "closed as it stands"}},
      {"passed", {"已过时机", "its time has passed"}},
      {"parent_ended", {"上级事项已结束", "the parent has ended"}},
      {"answered", {"已答复", "answered"}},
      // Chosen by people.
      {"accept", {"受理", "accept"}},
      {"agree", {"同意", "agree"}},
      {"agreed", {"双方同意", "agreed"}},
      {"appeal", {"申诉", "appeal"}},
      {"approve", {"批准", "approve"}},
      {"arrived", {"到场", "arrived"}},
      {"assigned", {"已指派", "assigned"}},
      {"back", {"退回", "send back"}},
      {"change", {"更换", "change"}},
      {"complete", {"材料齐全", "complete"}},
      {"concluded", {"已办结", "concluded"}},
      {"confirm", {"确认", "confirm"}},
      {"confirmed", {"已确认", "confirmed"}},
      {"continue", {"继续", "continue"}},
      {"contacted", {"已联系", "contacted"}},
      {"decided", {"已确定", "decided"}},
      {"done", {"办理完毕", "done"}},
      {"drop", {"作罢", "drop"}},
      {"duplicate", {"重复件", "duplicate"}},
      {"failed", {"未成", "failed"}},
      {"incomplete", {"不齐全", "incomplete"}},
      {"keep", {"维持", "keep"}},
      {"missing", {"材料不齐", "something is missing"}},
      {"not_ours", {"不属本单位", "not ours"}},
      {"object", {"不同意", "object"}},
      {"objection", {"有异议", "objection"}},
      {"ok", {"符合", "ok"}},
      {"paid", {"已支付", "paid"}},
      {"pass", {"通过", "pass"}},
      {"reached", {"已到", "reached"}},
      {"redo", {"返工", "do again"}},
      {"refuse", {"不同意", "refuse"}},
      {"refused", {"不愿意", "refused"}},
      {"rejected", {"不成立", "rejected"}},
      {"review", {"送审", "review"}},
      {"send_back", {"退回", "send back"}},
      {"signed", {"已签订", "signed"}},
      {"solved", {"已解决", "solved"}},
      {"submit", {"提交", "submit"}},
      {"supplement", {"需要补正", "needs more"}},
      {"supplied", {"已补正", "supplied"}},
      {"transferred", {"已转交", "transferred"}},
      {"unreachable", {"联系不上", "cannot be reached"}},
      {"withdraw", {"撤回", "withdraw"}},
  };
  return labels;
}

}  // namespace

const OutcomeLabel* SharedLabel(std::string_view outcome) {
  const auto found = SharedLabels().find(outcome);
  return found == SharedLabels().end() ? nullptr : &found->second;
}

bool WaitsForTimeAlone(const Step& step) {
  return step.kind == StepKind::kWait && step.message.empty() && !step.of_applicant && !step.of_parent && !step.until;
}

OutcomeLabel LabelOfOutcome(const Model& model, const Step& step, const std::string& outcome) {
  if (outcome == "next") return {};
  for (const auto* labels : {&step.labels, &model.labels}) {
    if (auto own = labels->find(outcome); own != labels->end()) return {own->second, outcome};
  }
  if (outcome == "timeout" && WaitsForTimeAlone(step)) return {"到期", "the time has come"};
  const OutcomeLabel* shared = SharedLabel(outcome);
  return shared != nullptr ? *shared : OutcomeLabel{outcome, outcome};
}

}  // namespace lianban::workflow
