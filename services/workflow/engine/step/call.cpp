// Child cases. A start_case effect carries {process, form, unit, area, item, parent}; `parent` = {no} is completed by
// the storing side with the id of this case, and comes back with the child's tell_parent effect.

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kChildrenMax = 500;

absl::StatusOr<json> ItemsOf(Run& run, const Step& step) {
  if (!step.each) return json::array({nullptr});
  if (const json* written = std::get_if<json>(&*step.each)) return *written;
  const RuleRef& rule = std::get<RuleRef>(*step.each);
  LIANBAN_ASSIGN_OR_RETURN(json items, Ask(run, rule));
  if (items.is_null() || (items.is_object() && items.empty())) items = json::array();
  if (!items.is_array() || items.size() > kChildrenMax) {
    return RuleFailed(run, rule, "RULE_TYPE",
                      fmt::format("each 应当给出至多 {0} 项的列表 (each must return a list of at most {0} items)", kChildrenMax));
  }
  return items;
}

std::string CallTextAt(const json& item, const char* key, const std::string& otherwise) {
  if (!item.is_object()) return otherwise;
  auto it = item.find(key);
  return it != item.end() && it->is_string() && !it->get<std::string>().empty() ? it->get<std::string>() : otherwise;
}

struct Child {
  json start;  // as the effect start_case has it
  json why;    // explanation of its process, where a rule chose that
};

absl::StatusOr<Child> ChildOf(Run& run, const Step& step, const json& item) {
  Child made;
  json& child = made.start;
  child = {{"unit", CallTextAt(item, "unit", run.state.unit)}, {"area", CallTextAt(item, "area", run.state.area)}};
  if (std::string duty = CallTextAt(item, "duty", ""); !duty.empty()) {
    std::string area = child["area"].get<std::string>();
    auto unit = run.environment.directory.UnitForDuty(duty, area);
    if (!unit) return Error("DUTY_UNASSIGNED", {{"duty", duty}, {"area", area}});
    child["unit"] = run.environment.directory.Current(*unit);
  }
  std::string title = CallTextAt(item, "title", "");
  if (!title.empty()) child["title"] = title;
  if (item.is_object() && item.contains("materials")) child["materials"] = item["materials"];
  child["process"] = step.process;
  if (step.process_rule) {
    LIANBAN_ASSIGN_OR_RETURN(json process, AskAbout(run, *step.process_rule, item));
    if (!process.is_string()) return RuleFailed(run, *step.process_rule, "RULE_TYPE",
                                                "process 应当给出流程的名称 (process must return a name)");
    const std::string name = process.get<std::string>();
    if (run.tells()) made.why = ExplainRule(run, step, *step.process_rule, item, fmt::format("发起 {}", name), fmt::format("starts {}", name));
    child["process"] = std::move(process);
  }
  if (step.child_form) {
    LIANBAN_ASSIGN_OR_RETURN(json form, AskAbout(run, *step.child_form, item));
    if (form.is_array() && form.empty()) form = json::object();
    if (!form.is_object()) return RuleFailed(run, *step.child_form, "RULE_TYPE", "form 应当给出一个表 (form must return a table)");
    child["form"] = std::move(form);
  } else {
    child["form"] = item.is_object() && item.contains("form") ? item["form"] : json::object();
  }
  return made;
}

size_t Needed(const Step& step, size_t children) {
  if (step.wait_children == "none") return 0;
  if (step.wait_children == "any") return std::min<size_t>(1, children);
  if (step.wait_children == "n") return std::min<size_t>(static_cast<size_t>(step.n_children), children);
  return children;
}

bool HasArrived(const Run& run, const json& no) {
  const auto place = PlaceOfChild(ChildrenOf(run.state), no.get<int64_t>());
  return place && ChildrenOf(run.state).ListAt(*place).contains("arrived");
}

bool EnoughEnded(const Run& run, const Step& step, const Activation& activation) {
  if (activation.open) return false;
  if (step.wait_children == "arrived") {
    return std::all_of(activation.waiting.begin(), activation.waiting.end(),
                       [&](const json& no) { return HasArrived(run, no); });
  }
  size_t all = static_cast<size_t>(activation.instances);
  return all - activation.waiting.size() >= Needed(step, all);
}

// Numbers the child, remembers it and sends it on its way. What is remembered of the item is `item`.
void StartChild(Run& run, const Step& step, Activation& activation, Child made, json item) {
  json& child = made.start;
  const int64_t no = run.state.counter + 1;
  const std::string duty = CallTextAt(item, "duty", "");
  json why_unit;
  if (!duty.empty()) why_unit = ExplainDuty(run, step, duty, child["area"].get<std::string>(), child["unit"].get<std::string>());
  child["parent"] = {{"no", no}};
  json entry = {{"no", no}, {"step", step.name}, {"process", child["process"]}};
  if (!item.is_null()) entry["item"] = std::move(item);
  run.state.vars.EditMember("children").Append(std::move(entry));
  if (!activation.waiting.is_array()) activation.waiting = json::array();
  activation.waiting.push_back(no);
  ++activation.instances;
  AddRuleApplied(run, step, "process", std::move(made.why));
  AddFact(run, "ChildStarted", [&] {
    return json{{"step", step.name}, {"process", child["process"]}, {"no", no}, {"explanation", std::move(why_unit)}};
  });
  AddEffect(run, "start_case", std::move(child));
}

// The moment at which a call takes no more children: a rule's, or the end of its clock, whose timer is set there.
absl::Status OpenInvitation(Run& run, const Step& step, int64_t no, const json& until, json why) {
  if (!step.open_until) return absl::OkStatus();
  auto when = until.is_string() ? ParseDateTime(until.get<std::string>(), run.environment.zone)
                                : absl::StatusOr<absl::Time>(absl::InvalidArgumentError(""));
  if (!when.ok()) return RuleFailed(run, *step.open_until, "RULE_TYPE",
                                    "open 应当给出日期或日期时间 (open must return a date or a date-time)");
  TimerState timer;
  timer.no = run.NextNo();
  timer.kind = "door";
  timer.activation = no;
  timer.due = *when;
  run.state.timers.push_back(timer);
  FindActivation(run, no)->timers.push_back(timer.no);
  AddFact(run, "InvitationOpened", [&] {
    return json{{"step", step.name}, {"until", DateTimeText(*when, run.environment.zone)}, {"explanation", std::move(why)}};
  });
  return absl::OkStatus();
}

json ExplainDoor(Run& run, const Step& step, const json& until) {
  if (!run.tells() || !step.open_until || !until.is_string()) return json();
  const std::string day = until.get<std::string>();
  return ExplainRule(run, step, *step.open_until, {}, fmt::format("开放到 {}", day), fmt::format("keeps it open until {}", day));
}

json ExplainItems(Run& run, const Step& step, size_t count) {
  const RuleRef* rule = step.each && run.tells() ? std::get_if<RuleRef>(&*step.each) : nullptr;
  if (rule == nullptr) return json();
  return ExplainRule(run, step, *rule, {}, fmt::format("分成 {} 个子事项", count), fmt::format("makes {} cases of it", count));
}

// A child has come to a step that waits for this case. Nothing else about it changes.
absl::Status ChildArrived(Run& run, json& entry, const json& data) {
  entry["case"] = run.command.target;
  entry["arrived"] = CallTextAt(data, "step", "");
  entry["report"] = data.value("report", json::object());
  AddFact(run, "ChildArrived", [&] {
    return json{{"child", run.command.target}, {"no", entry["no"]}, {"step", entry["arrived"]}, {"report", entry["report"]}};
  });
  bool ended = run.state.status != CaseStatus::kRunning && run.state.status != CaseStatus::kSuspended;
  if (ended) TellParentEnded(run, entry);
  if (run.running()) LeaveFinishedCalls(run);
  return absl::OkStatus();
}

}  // namespace

absl::Status EnterCall(Run& run, const Step& step) {
  json items = json::array();
  json until;
  if (step.invite.empty() || step.each) {
    LIANBAN_ASSIGN_OR_RETURN(items, ItemsOf(run, step));
  }
  if (step.open_until) {
    LIANBAN_ASSIGN_OR_RETURN(until, Ask(run, *step.open_until));
  }
  json why_until = ExplainDoor(run, step, until), why_these = ExplainItems(run, step, items.size());
  std::vector<Child> children;
  absl::Status first = absl::OkStatus();
  for (const json& item : items) {
    absl::StatusOr<Child> child = ChildOf(run, step, item);
    if (child.ok())
      children.push_back(*std::move(child));
    else if (first.ok())
      first = child.status();
  }
  LIANBAN_RETURN_IF_ERROR(first);
  int64_t no = Activate(run, step);
  FindActivation(run, no)->open = !step.invite.empty();
  LIANBAN_RETURN_IF_ERROR(StartStepClock(run, step, no));
  if (!step.invite.empty()) LIANBAN_RETURN_IF_ERROR(OpenInvitation(run, step, no, until, std::move(why_until)));
  AddRuleApplied(run, step, "each", std::move(why_these));
  if (!run.state.vars.contains("children")) run.state.vars.Set("children", json::array());
  Activation& activation = *FindActivation(run, no);
  activation.waiting = json::array();
  for (size_t i = 0; i < children.size(); ++i) StartChild(run, step, activation, std::move(children[i]), items[i]);
  if (EnoughEnded(run, step, activation)) Leave(run, no, "done");
  return absl::OkStatus();
}

absl::Status InviteChild(Run& run, int64_t no, json item) {
  const Step& step = *run.model.Find(FindActivation(run, no)->step);
  if (!item.is_object()) item = json::object();
  LIANBAN_ASSIGN_OR_RETURN(Child child, ChildOf(run, step, item));
  Activation& activation = *FindActivation(run, no);
  if (static_cast<size_t>(activation.instances) >= kChildrenMax) {
    return Error("CHILDREN_TOO_MANY", {{"max", std::to_string(kChildrenMax)}});
  }
  if (std::string party = CallTextAt(item, "party", ""); !party.empty()) child.start["party"] = party;
  // The child keeps its form and papers; this case remembers who it was.
  for (const char* key : {"form", "materials", "party"}) item.erase(key);
  StartChild(run, step, activation, std::move(child), std::move(item));
  return absl::OkStatus();
}

void CloseInvitation(Run& run, int64_t no) {
  Activation& activation = *FindActivation(run, no);
  activation.open = false;
  AddFact(run, "InvitationClosed", {{"step", activation.step}, {"children", activation.instances}});
  LeaveFinishedCalls(run);
}

absl::Status ChildEnded(Run& run, int64_t child, const json& data) {
  const auto place = PlaceOfChild(ChildrenOf(run.state), child);
  if (!place) return Error("CHILD_UNKNOWN", {{"child", run.command.target}});
  if (ChildrenOf(run.state).ListAt(*place).contains("status")) return Error("CHILD_ENDED_BEFORE", {{"child", run.command.target}});
  json& entry = EditChild(run, *place);
  if (CallTextAt(data, "status", "") == "arrived") return ChildArrived(run, entry, data);
  entry.erase("arrived");
  entry["case"] = run.command.target;
  entry["status"] = CallTextAt(data, "status", "finished");
  entry["result"] = CallTextAt(data, "result", "");
  AddFact(run, "ChildFinished", [&] { return json{{"child", run.command.target}, {"no", child}, {"result", entry["result"]}}; });
  for (Activation& activation : run.state.activations) {
    if (!activation.waiting.is_array() || run.model.Find(activation.step)->kind != StepKind::kCall) continue;
    auto it = std::find(activation.waiting.begin(), activation.waiting.end(), json(child));
    if (it == activation.waiting.end()) continue;
    activation.waiting.erase(it);
    break;
  }
  // A suspended case takes note and moves on when it is resumed.
  if (run.running()) LeaveFinishedCalls(run);
  return absl::OkStatus();
}

void LeaveFinishedCalls(Run& run) {
  std::vector<int64_t> finished;
  for (const Activation& activation : run.state.activations) {
    const Step& step = *run.model.Find(activation.step);
    if (step.kind == StepKind::kCall && EnoughEnded(run, step, activation)) finished.push_back(activation.no);
  }
  for (int64_t no : finished) {
    if (FindActivation(run, no)) Leave(run, no, "done");
  }
}

}  // namespace lianban::workflow
