// Human steps: who gets them, what is proposed, and when their answers settle the step.

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/access.h"
#include "services/workflow/engine/assign.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/decision.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rule_inputs.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"
#include "services/workflow/language/vote_weight.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kInstancesMax = 500;

using Items = absl::InlinedVector<SharedJson, 1>;

absl::StatusOr<Items> InstancesOf(Run& run, const Step& step) {
  if (!step.each) return Items(1);
  if (const json* written = std::get_if<json>(&*step.each)) return Items(written->begin(), written->end());
  const RuleRef& rule = std::get<RuleRef>(*step.each);
  LIANBAN_ASSIGN_OR_RETURN(const json* items, AskToRead(run, rule));
  const bool none = items->is_null() || (items->is_structured() && items->empty());
  if ((!items->is_array() && !none) || items->size() > kInstancesMax) {
    return RuleFailed(run, rule, "RULE_TYPE",
                      fmt::format("each 应当给出至多 {0} 项的列表 (each must return a list of at most {0} items)", kInstancesMax));
  }
  if (none) return Error("ITEMS_EMPTY", {{"step", step.title}});
  return Items(items->begin(), items->end());
}

json ExplainInstances(Run& run, const Step& step, size_t count) {
  const RuleRef* rule = step.each && run.tells() ? std::get_if<RuleRef>(&*step.each) : nullptr;
  if (rule == nullptr) return json();
  return ExplainRule(run, step, *rule, {}, fmt::format("分成 {} 份办理", count), fmt::format("makes {} of it", count));
}

absl::StatusOr<int> WeightOf(const Run& run, const Step& step, const json& item) {
  if (const auto weight = VoteWeight(item)) return *weight;
  const RuleRef* rule = step.each ? std::get_if<RuleRef>(&*step.each) : nullptr;
  if (step.mode != InstanceMode::kVote || !rule) return 1;
  return RuleFailed(run, *rule, "RULE_TYPE",
                    fmt::format("weight 应当是 0 至 {0} 的整数，而不是 {1} (weight must be a whole number from 0 to {0}, not {1})", kVoteWeightMax,
                                item["weight"].dump()));
}

std::string TitleOf(const Step& step, const json& item) {
  if (item.is_string()) return fmt::format("{}（{}）", step.title, item.get<std::string>());
  if (item.is_object() && item.contains("title") && item["title"].is_string()) return item["title"].get<std::string>();
  return step.title;
}

struct Prepared {
  TaskState task;
  json why_there;  // explanation of the seat
};

// Nothing of the run changes until every answer that is needed is there.
absl::StatusOr<Prepared> PrepareTask(Run& run, const Step& step, const SharedJson& item) {
  absl::StatusOr<Seat> seat = SeatFor(run, step, item);
  absl::StatusOr<json> proposal = Propose(run, step, item);  // asked together with the seat: one crossing
  if (!seat.ok()) return seat.status();
  if (!proposal.ok()) return proposal.status();
  LIANBAN_ASSIGN_OR_RETURN(const int weight, WeightOf(run, step, item));
  Prepared prepared;
  prepared.why_there = std::move(seat->why);
  TaskState& task = prepared.task;
  task.step = step.name;
  task.desk = std::move(seat->desk);
  task.assignee = std::move(seat->user);
  task.title = TitleOf(step, item);
  task.opened = run.now;
  if (!proposal->is_null()) task.proposal = *std::move(proposal);
  task.weight = weight;
  task.item = item;
  return prepared;
}

absl::Status OpenPrepared(Run& run, const Step& step, Activation& activation, Prepared prepared) {
  AddRuleApplied(run, step, "by", std::move(prepared.why_there));
  return OpenTask(run, step, activation, std::move(prepared.task));
}

}  // namespace

absl::Status OpenTask(Run& run, const Step& step, Activation& activation, TaskState task) {
  if (task.before == 0) LIANBAN_RETURN_IF_ERROR(CheckNewHandler(activation, task.assignee, 0));
  task.no = run.NextNo();
  AddFact(run, "TaskOpened", [&] {
    json fact = {{"task", task.no}, {"step", step.name}, {"desk", task.desk}};
    if (!task.assignee.empty()) fact["assignee"] = task.assignee;
    if (!task.added_by.empty()) fact["added_by"] = task.added_by;
    if (task.before != 0) fact["before"] = task.before;
    if (!task.proposal->is_null()) {
      fact["proposal"] = task.proposal["outcome"];
      fact["explanation"] = task.proposal["explanation"];
    }
    return fact;
  });
  activation.tasks.push_back(std::move(task));
  const TaskState& opened = activation.tasks.back();
  return opened.before == 0 ? StartTaskClock(run, step, opened) : absl::OkStatus();
}

namespace {

// 顺签: the next one, while there is one.
absl::StatusOr<bool> OpenNextInSequence(Run& run, const Step& step, int64_t no) {
  Activation* activation = FindActivation(run, no);
  if (!activation->waiting.is_array() || activation->waiting.empty()) return false;
  LIANBAN_ASSIGN_OR_RETURN(Prepared task, PrepareTask(run, step, activation->waiting[0]));
  activation = FindActivation(run, no);
  activation->waiting.erase(activation->waiting.begin());
  ++activation->instances;
  LIANBAN_RETURN_IF_ERROR(OpenPrepared(run, step, *activation, std::move(task)));
  return true;
}

int64_t Answers(const Activation& activation) {
  int64_t answers = 0;
  for (const auto& [outcome, count] : activation.tally) answers += count;
  return answers;
}

// So many answers, or a rule that sees those that are there.
absl::StatusOr<bool> EnoughAnswered(Run& run, const Step& step, const Activation& activation) {
  if (!step.enough) return false;
  const int64_t answers = Answers(activation);
  if (const int64_t* count = std::get_if<int64_t>(&*step.enough)) return answers >= *count;
  const RuleRef& rule = std::get<RuleRef>(*step.enough);
  LIANBAN_ASSIGN_OR_RETURN(json value, Ask(run, rule));
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return answers >= value.get<int64_t>();
  return RuleFailed(run, rule, "RULE_TYPE", "wait_for 应当给出数、true 或 false (wait_for must return a number, true or false)");
}

void TellEnough(Run& run, const Step& step) {
  const RuleRef* rule = step.enough ? std::get_if<RuleRef>(&*step.enough) : nullptr;
  if (rule == nullptr) return;
  AddRuleApplied(run, step, "wait_for", ExplainRule(run, step, *rule, {}, "认定答复已经足够", "says that enough have answered"));
}

bool IsLead(const json& item) { return item.is_object() && item.value("lead", json(false)) == true; }

// 主办: the one that the items name, otherwise the first.
void NameLead(std::vector<Prepared>& tasks) {
  auto lead = std::find_if(tasks.begin(), tasks.end(), [](const Prepared& each) { return IsLead(*each.task.item); });
  (lead == tasks.end() ? tasks.front() : *lead).task.lead = true;
}

// 会签: all the same, or "mixed" where the step has it, or the last one written: the most cautious.
std::string CombinedOutcome(const Step& step, const std::map<std::string, int64_t>& tally) {
  if (tally.size() == 1) return tally.begin()->first;
  if (step.on.contains("mixed")) return "mixed";
  std::string last;
  for (const std::string& outcome : step.outcome_order) {
    if (tally.contains(outcome)) last = outcome;
  }
  return last;
}

// 票签: settled as soon as the rest cannot change it.
std::optional<std::string> VoteResult(const Step& step, const Activation& activation) {
  const std::string pass = step.vote["pass"].get<std::string>();
  int64_t given = 0, open = 0;
  for (const auto& [outcome, weight] : activation.tally) given += weight;
  for (const TaskState& task : activation.tasks) open += task.weight;
  auto it = activation.tally.find(pass);
  int64_t in_favour = it == activation.tally.end() ? 0 : it->second;
  int64_t needed = step.vote["threshold"].get<int64_t>() * (given + open);
  if (in_favour * 100 >= needed && given > 0) return pass;
  if ((in_favour + open) * 100 < needed || activation.tasks.empty()) return step.vote["otherwise"].get<std::string>();
  return std::nullopt;
}

// What the answers so far amount to, when the rest cannot change it. A step of one handler to which others were added
// (并加签) is answered by all of them.
std::optional<std::string> ResultSoFar(const Step& step, const Activation& activation) {
  if (step.mode == InstanceMode::kVote) return VoteResult(step, activation);
  bool all = step.mode == InstanceMode::kAll || step.mode == InstanceMode::kOne;
  if (all && activation.tasks.empty()) return CombinedOutcome(step, activation.tally);
  return std::nullopt;
}

// Of the last time round.
void ForgetAnswers(Run& run, const Step& step) {
  const SharedJson* answers = run.state.vars.Member("answers");
  const bool kept = answers != nullptr && (answers->names() != nullptr ? answers->Part(step.name) != nullptr : answers->contains(step.name));
  if (kept) run.state.vars.Edit("answers").erase(step.name);
}

}  // namespace

void CloseTask(Run& run, Activation& activation, int64_t task_no) {
  json gone = json::array();
  DropTaskClock(run, task_no);
  std::erase_if(activation.tasks, [&](const TaskState& task) {
    if (task.before == task_no) gone.push_back(task.no);
    return task.no == task_no || task.before == task_no;
  });
  if (!gone.empty()) AddFact(run, "OpinionsWithdrawn", {{"step", activation.step}, {"tasks", std::move(gone)}});
}

absl::Status SettleAnswers(Run& run, int64_t no) {
  Activation& activation = *FindActivation(run, no);
  const Step& step = *run.model.Find(activation.step);
  if (activation.passed) {
    if (activation.tasks.empty()) Drop(run, no);
    return absl::OkStatus();
  }
  if (activation.tally.empty()) return absl::OkStatus();
  if (auto settled = ResultSoFar(step, activation)) Leave(run, no, *settled);
  return absl::OkStatus();
}

absl::Status EnterTask(Run& run, const Step& step) {
  LIANBAN_ASSIGN_OR_RETURN(const Items items, InstancesOf(run, step));
  json why_these = ExplainInstances(run, step, items.size());
  std::vector<Prepared> tasks;
  absl::Status first = absl::OkStatus();
  size_t open_now = step.mode == InstanceMode::kSequence ? 1 : items.size();
  tasks.reserve(open_now);
  for (size_t i = 0; i < open_now; ++i) {
    absl::StatusOr<Prepared> task = PrepareTask(run, step, items[i]);
    if (task.ok())
      tasks.push_back(*std::move(task));
    else if (first.ok())
      first = task.status();
  }
  LIANBAN_RETURN_IF_ERROR(first);
  if (step.mode == InstanceMode::kJoint) NameLead(tasks);
  if (KeepsAnswers(step)) ForgetAnswers(run, step);
  int64_t no = Activate(run, step);
  LIANBAN_RETURN_IF_ERROR(StartStepClock(run, step, no));
  Activation& activation = *FindActivation(run, no);
  activation.instances = static_cast<int64_t>(tasks.size());
  activation.tasks.reserve(tasks.size());
  AddRuleApplied(run, step, "each", std::move(why_these));
  for (Prepared& task : tasks) LIANBAN_RETURN_IF_ERROR(OpenPrepared(run, step, activation, std::move(task)));
  if (open_now < items.size()) {
    activation.waiting = json::array_t(items.begin() + static_cast<std::ptrdiff_t>(open_now), items.end());
  }
  IssueNotice(run, step, step.notice);
  return absl::OkStatus();
}

bool KeepsAnswers(const Step& step) {
  return step.collect || step.enough || step.each_within || step.mode == InstanceMode::kJoint;
}

absl::Status AnswerTask(Run& run, int64_t task_no, const std::string& outcome) {
  TaskPlace place = FindTask(run, task_no);
  LIANBAN_CHECK(place.task != nullptr, "task {} is open", task_no);
  Activation& activation = *place.activation;
  const Step& step = *run.model.Find(activation.step);
  const int64_t no = activation.no;
  const int weight = place.task->weight;
  const bool lead = place.task->lead;
  DropTaskClock(run, task_no);
  std::erase_if(activation.tasks, [&](const TaskState& task) { return task.no == task_no; });
  activation.tally[outcome] += step.mode == InstanceMode::kVote ? weight : 1;
  if (activation.passed) {
    if (activation.tasks.empty()) Drop(run, no);
    return absl::OkStatus();
  }
  std::optional<std::string> settled;
  switch (step.mode) {
    case InstanceMode::kAny:
      settled = outcome;
      break;
    case InstanceMode::kOne:
    case InstanceMode::kVote:
      settled = ResultSoFar(step, activation);
      break;
    case InstanceMode::kAll: {
      LIANBAN_ASSIGN_OR_RETURN(bool enough, EnoughAnswered(run, step, activation));
      if (enough) TellEnough(run, step);
      if (activation.tasks.empty() || (enough && step.cancelling)) {
        settled = CombinedOutcome(step, activation.tally);
      } else if (enough) {
        LeaveEarly(run, no, CombinedOutcome(step, activation.tally));
      }
      break;
    }
    case InstanceMode::kJoint:
      if (lead) settled = outcome;
      break;
    case InstanceMode::kSequence: {
      bool goes_on = outcome == step.outcome_order.front();
      if (!goes_on) {
        settled = outcome;
        break;
      }
      LIANBAN_ASSIGN_OR_RETURN(bool opened, OpenNextInSequence(run, step, no));
      if (!opened) settled = outcome;
      break;
    }
  }
  if (settled) Leave(run, no, *settled);
  return absl::OkStatus();
}

}  // namespace lianban::workflow
