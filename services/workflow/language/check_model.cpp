#include "services/workflow/language/check_model.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

std::string Zh(const Step& step) { return fmt::format("步骤“{}”", step.name); }
std::string En(const Step& step) { return fmt::format("step {}", step.name); }

class Checker {
 public:
  Checker(const Model& model, Findings& findings) : model_(model), findings_(findings), graph_(Successors(model)) {}

  void Run() {
    for (const Step& step : model_.steps) {
      Findings::InFile place(findings_, step.file);
      CheckTargets(step);
      CheckWays(step);
      CheckTimes(step);
      CheckNames(step);
      CheckAutomaticDecisions(step);
    }
    CheckClock();
    CheckReads();
    CheckReachable();
    CheckParams();
  }

 private:
  void Add(const Step& step, std::string_view code, const std::string& zh, const std::string& en) {
    findings_.Add(step.line, code, Zh(step) + zh, En(step) + " " + en);
  }

  template <class Parts>
  static std::vector<std::string> Names(const Parts& parts) {
    std::vector<std::string> names;
    for (const auto& part : parts) names.push_back(part.name);
    return names;
  }

  void CheckTarget(const Step& step, const std::string& name) {
    if (model_.index.contains(name)) return;
    const Suggestion meant = Suggest(name, Names(model_.steps));
    Add(step, "STEP_UNKNOWN", fmt::format("指向不存在的步骤“{}”{}", name, meant.zh),
        fmt::format("leads to the unknown step {}{}", name, meant.en));
  }

  // What is closed from outside goes on by an outcome of its own, and does nothing else.
  void CheckClosed(const Step& step, const std::string& name) {
    const Step* closed = model_.Find(name);
    if (!closed) return CheckTarget(step, name);
    bool several = closed->kind == StepKind::kTask && closed->mode != InstanceMode::kOne;
    if (several && closed->on.contains("closed") && closed->cancels.empty() && closed->completes.empty()) return;
    Add(step, "COMPLETES_WRONG",
        fmt::format("用 completes 结束“{}”：它应当是多人办理、写有结果 closed、不写 cancels 和 completes 的步骤", name),
        fmt::format("completes {}, which must be a task with each, the outcome closed, and no cancels or completes", name));
  }

  void CheckDuring(const Step& step) {
    for (const std::string& name : step.during) {
      const Step* state = model_.Find(name);
      if (!state) {
        CheckTarget(step, name);
      } else if (state == &step || IsAutomatic(*state) || state->kind == StepKind::kFinish) {
        Add(step, "DURING_WRONG", fmt::format("的 during“{}”应当是另一个要人办理或等待的步骤", name),
            fmt::format("names {} in during, which must be another step that is open for a while", name));
      }
    }
    if (step.during.empty() || std::any_of(step.on.begin(), step.on.end(), [&](const auto& way) {
          return !IsFoundByMachine(step, way.first);
        })) {
      return;
    }
    Add(step, "OUTCOME_MISSING", "没有人能作出的结果", "has nothing that a person can choose");
  }

  void CheckTargets(const Step& step) {
    for (const auto& [outcome, target] : step.on) CheckTarget(step, target);
    bool named = !step.table.empty() || step.rule.has_value();  // then the branches repeat `on`
    for (const Branch& branch : step.branches) {
      if (!named) CheckTarget(step, branch.to);
    }
    for (const auto& [outcome, label] : step.labels) {
      if (step.on.contains(outcome)) continue;
      Add(step, "OUTCOME_UNKNOWN", fmt::format("的 labels 里有它没有的结果“{}”", outcome),
          fmt::format("has a label for {}, which is none of its outcomes", outcome));
    }
    for (const std::string& to : step.to) CheckTarget(step, to);
    for (const std::string& cancelled : step.cancels) CheckTarget(step, cancelled);
    for (const std::string& closed : step.completes) CheckClosed(step, closed);
    CheckDuring(step);
    if (step.join.empty()) return;
    const Step* join = model_.Find(step.join);
    if (!join || join->kind != StepKind::kJoin) {
      Add(step, "STEP_UNKNOWN", fmt::format("的 join“{}”不是一个汇合步骤", step.join),
          fmt::format("names {}, which is not a join", step.join));
    } else if (step.kind == StepKind::kSelect && join->wait_for == "all") {
      Add(step, "SELECT_JOIN", fmt::format("可能只走部分分支，汇合“{}”应写 wait_for = \"synchronising\"", step.join),
          fmt::format("may take some branches only, so join {} needs wait_for = \"synchronising\"", step.join));
    }
  }

  void CheckWays(const Step& step) {
    switch (step.kind) {
      case StepKind::kTask:
      case StepKind::kWait:
      case StepKind::kCall:
        if (step.on.empty()) Add(step, "OUTCOME_MISSING", "没有写结果（on）", "has no outcomes (on)");
        if (step.kind == StepKind::kTask && step.on.size() == 1 && step.on.contains("timeout")) {
          Add(step, "OUTCOME_MISSING", "只有 timeout，没有人能作出的结果",
              "has only timeout, nothing that a person can choose");
        }
        if (step.kind == StepKind::kCall && !step.on.contains("done")) {
          Add(step, "OUTCOME_MISSING", "缺少结果 done", "needs the outcome done");
        }
        break;
      case StepKind::kJoin:
      case StepKind::kEffect:
        if (step.on.empty()) Add(step, "NEXT_MISSING", "没有写下一步（next）", "does not say what is next");
        break;
      case StepKind::kFork:
        if (step.to.empty()) Add(step, "BRANCHES_MISSING", "没有分支（to）", "has no branches (to)");
        break;
      case StepKind::kDecide:
      case StepKind::kSelect:
        CheckBranches(step);
        break;
      case StepKind::kFinish:
        break;
    }
  }

  void CheckBranches(const Step& step) {
    if (step.branches.empty()) return Add(step, "BRANCHES_MISSING", "没有分支", "has no branches");
    if (!step.table.empty() || step.rule) return;
    size_t otherwise = 0;
    for (const Branch& branch : step.branches) otherwise += std::holds_alternative<std::monostate>(branch.when);
    bool last = std::holds_alternative<std::monostate>(step.branches.back().when);
    if (otherwise != 1 || !last) {
      Add(step, "OTHERWISE_MISSING", "的最后一个分支（且只有它）应当没有 when，表示其他情形",
          "must end with exactly one branch without when: otherwise");
    }
  }

  // A period in a form field needs a text field of that name.
  void CheckPeriod(const PeriodSpec& period, int line) {
    if (!period.since.empty()) CheckSince(period.since, line);
    const FieldRef* reference = std::get_if<FieldRef>(&period.count);
    if (!reference) return;
    const Field* field = model_.FindField(reference->field);
    if (field && field->type == "text") return;
    findings_.Add(line, "FIELD_UNKNOWN", fmt::format("期限取自字段“{}”，表单里没有这个文字字段", reference->field),
                  fmt::format("the period stands in field {}, and the form has no such text field", reference->field));
  }

  void CheckSince(const std::string& since, int line) {
    const Field* field = model_.FindField(since);
    if (field && (field->type == "date" || field->type == "datetime")) return;
    findings_.Add(line, "FIELD_UNKNOWN", fmt::format("期限自字段“{}”起算，表单里没有这个日期字段", since),
                  fmt::format("the period counts from field {}, and the form has no such date field", since));
  }

  // A ledger is looked up by one text of the form.
  void CheckReads() {
    for (const auto& [ledger, name] : model_.reads) {
      const Field* field = model_.FindField(name);
      if (field && (field->type == "text" || field->type == "choice" || field->type == "uscc" || field->type == "area")) continue;
      findings_.Add(0, "FIELD_UNKNOWN", fmt::format("台账“{}”按字段“{}”查，表单里没有这个文字字段", ledger, name),
                    fmt::format("ledger {} is looked up by field {}, and the form has no such text field", ledger, name));
    }
  }

  void CheckTimes(const Step& step) {
    if (step.within) CheckPeriod(*step.within, step.line);
    bool timeout = step.on.contains("timeout");
    if (timeout && !step.within && !step.until) {
      Add(step, "WITHIN_MISSING", "写了 timeout，却没有期限 within", "has a timeout but no within");
    }
    if (step.kind == StepKind::kWait && step.within && !timeout) {
      Add(step, "TIMEOUT_MISSING", "写了期限 within，却没有 timeout", "has within but no timeout");
    }
    if (step.kind != StepKind::kTask || !timeout) return;
    bool decides = !step.adverse.empty() || step.propose_rule || !step.propose_table.empty();
    for (const auto& [outcome, target] : step.on) {
      if (!decides || outcome == "timeout" || target != step.on.at("timeout")) continue;
      Add(step, "TIMEOUT_DECIDES", fmt::format("超时与“{}”走同一条路：超时不是决定", outcome),
          fmt::format("times out to where \"{}\" leads: a timeout decides nothing", outcome));
    }
  }

  void CheckField(const Step& step, const std::string& field) {
    if (model_.FindField(field)) return;
    const Suggestion meant = Suggest(field, Names(model_.form));
    Add(step, "FIELD_UNKNOWN", fmt::format("用到不存在的字段“{}”{}", field, meant.zh),
        fmt::format("uses the unknown field {}{}", field, meant.en));
  }

  // Left empty at the start it would stay empty, and the step could never be answered.
  void CheckFilledIn(const Step& step, const std::string& name) {
    const Field* field = model_.FindField(name);
    const bool* required = field ? std::get_if<bool>(&field->required) : nullptr;
    if (!required || *required) return;
    for (const Step& each : model_.steps) {
      if (std::find(each.edits.begin(), each.edits.end(), name) != each.edits.end()) return;
    }
    findings_.Warn(step.line, "NEEDS_UNFILLED",
                   Zh(step) + fmt::format("必须有“{}”，却没有步骤可以填它；写进 edits，或在表单里写 required = true", name),
                   En(step) + fmt::format(" needs {}, which no step may fill in; name it in edits, or make it required in the form", name));
  }

  void CheckNeeded(const Step& step, const std::string& name) {
    if (!name.starts_with(kMaterialPath)) {
      CheckField(step, name);
      return CheckFilledIn(step, name);
    }
    const std::string material = name.substr(kMaterialPath.size());
    const auto& all = model_.materials;
    if (std::any_of(all.begin(), all.end(), [&](const Material& each) { return each.name == material; })) return;
    Add(step, "FIELD_UNKNOWN", fmt::format("用到不存在的材料“{}”", material), fmt::format("uses the unknown material {}", material));
  }

  void CheckNames(const Step& step) {
    for (const std::string& field : step.edits) CheckField(step, field);
    for (const std::string& name : step.needs) CheckNeeded(step, name);
    for (const auto& [outcome, names] : step.needs_for) {
      for (const std::string& name : names) CheckNeeded(step, name);
      if (step.on.contains(outcome) && outcome != "timeout") continue;
      Add(step, "OUTCOME_UNKNOWN", fmt::format("的 needs“{}”不是人能作出的结果", outcome),
          fmt::format("names {} in needs, which is not an outcome of a person", outcome));
    }
    for (const std::string& outcome : step.adverse) {
      if (step.on.contains(outcome) && outcome != "timeout") continue;
      Add(step, "ADVERSE_UNKNOWN", fmt::format("的 adverse“{}”不是人能作出的结果", outcome),
          fmt::format("names {} as adverse, which is not an outcome of a person", outcome));
    }
    for (const std::string& outcome : step.reasons) {
      if (step.on.contains(outcome) && outcome != "timeout") continue;
      Add(step, "OUTCOME_UNKNOWN", fmt::format("的 reasons“{}”不是人能作出的结果", outcome),
          fmt::format("names {} in reasons, which is not an outcome of a person", outcome));
    }
    for (const std::string* table : {&step.table, &step.propose_table}) {
      if (table->empty() || model_.tables.contains(*table) || findings_.HasErrorIn(*table + ".csv")) continue;
      Add(step, "TABLE_UNKNOWN", fmt::format("用到不存在的决策表 {}.csv", *table),
          fmt::format("uses the unknown table {}.csv", *table));
    }
    CheckChildren(step);
    CheckTablePolicy(step);
    CheckTableOutcomes(step, step.table);
    CheckTableOutcomes(step, step.propose_table);
  }

  void CheckChildren(const Step& step) {
    if (step.of_parent && !step.on.contains("parent_ended")) {
      Add(step, "OUTCOME_MISSING", "等待上级事项，须写 parent_ended：上级事项先结束时怎么办",
          "waits for the parent, and does not say where parent_ended leads");
    }
    if (!step.settle) return;
    const Step* call = model_.Find(step.settle_of);
    if (call && call->kind == StepKind::kCall) return;
    Add(step, "STEP_UNKNOWN", fmt::format("的 of“{}”不是一个 call 步骤", step.settle_of),
        fmt::format("settles {}, which is not a call", step.settle_of));
  }

  // A way, and a proposal, is one outcome: a table that lists or sums up what fires can only be worked out (next), or selected by.
  void CheckTablePolicy(const Step& step) {
    for (const std::string* name : {&step.table, &step.propose_table}) {
      const auto table = model_.tables.find(*name);
      if (table == model_.tables.end() || LeadsOn(step)) continue;
      const std::string& policy = table->second.hit_policy;
      const bool lists = policy == "R" || policy == "O" || policy == "C", sums = policy.size() == 2;
      if (!sums && (!lists || step.kind == StepKind::kSelect)) continue;
      Add(step, "TABLE_POLICY",
          fmt::format("要一个结果，决策表 {}.csv（{}）不只给一个；用 U、A、P、F，或者写 next 只算出来", *name, policy),
          fmt::format("needs one outcome of table {}.csv ({}): use U, A, P or F, or write next", *name, policy));
    }
  }

  static bool LeadsOn(const Step& step) { return step.kind == StepKind::kDecide && step.on.size() == 1 && step.on.contains("next"); }

  // Every outcome that the table can give must be one of the step's.
  void CheckTableOutcomes(const Step& step, const std::string& name) {
    auto table = model_.tables.find(name);
    if (table == model_.tables.end() || LeadsOn(step) || table->second.hit_policy.size() == 2) return;
    int column = OutcomeColumn(table->second);
    if (column < 0) return;
    for (const TableRule& rule : table->second.rules) {
      const nlohmann::json& value = rule.outputs[column];
      if (value.is_string() && (step.on.contains(value.get<std::string>()) || value.get<std::string>().empty()))
        continue;
      Add(step, "OUTCOME_MISSING",
          fmt::format("没有决策表 {}.csv 第 {} 行给出的结果 {}", name, rule.line, value.dump()),
          fmt::format("has no outcome {} that table {}.csv gives in line {}", value.dump(), name, rule.line));
    }
  }

  // A result against the applicant is decided by a named person (PIPL art. 24), so the way to it leads through a task.
  void CheckAutomaticDecisions(const Step& step) {
    auto adverse = [&](const std::string& target) {
      const Step* next = model_.Find(target);
      for (size_t hops = 0; next && next->kind == StepKind::kEffect && hops < model_.steps.size(); ++hops) {
        auto on = next->on.find("next");
        next = on == next->on.end() ? nullptr : model_.Find(on->second);
      }
      return next && next->kind == StepKind::kFinish && !next->remedy.empty();
    };
    auto report = [&](const std::string& target) {
      Add(step, "ADVERSE_AUTOMATIC", fmt::format("自动走到不利结果“{}”：须由经办人作出决定", target),
          fmt::format("reaches the adverse end {} without a person deciding it", target));
    };
    if (step.kind == StepKind::kDecide || step.kind == StepKind::kSelect) {
      for (const Branch& branch : step.branches) {
        if (adverse(branch.to)) report(branch.to);
      }
    }
    for (const auto& [outcome, target] : step.on) {
      if (outcome != "mixed" && IsFoundByMachine(step, outcome) && adverse(target)) report(target);
    }
  }

  void CheckClock() {
    if (!model_.clock) return;
    CheckPeriod(model_.clock->statutory, 0);
    if (model_.clock->promised) CheckPeriod(*model_.clock->promised, 0);
    for (const auto* list : {&model_.clock->pauses, &model_.clock->starts, &model_.clock->ends}) {
      for (const std::string& name : *list) {
        if (model_.index.contains(name)) continue;
        findings_.Add(0, "STEP_UNKNOWN", fmt::format("clock 用到不存在的步骤“{}”", name),
                      fmt::format("the clock names the unknown step {}", name));
      }
    }
  }

  void CheckReachable() {
    if (model_.steps.empty()) return;
    std::vector<bool> seen = Reachable(graph_, {0}, {});
    // Told once for everything that would come behind it: first where nothing leads at all, then where only a circle does.
    std::vector<bool> led_to = seen;
    for (const auto& next : graph_) {
      for (int step : next) led_to[step] = true;
    }
    for (const bool circle : {false, true}) {
      for (size_t i = 0; i < seen.size(); ++i) {
        if (seen[i] || (led_to[i] && !circle)) continue;
        Findings::InFile place(findings_, model_.steps[i].file);
        Add(model_.steps[i], "STEP_UNREACHABLE", "到不了：没有步骤通向它", "cannot be reached from the first step");
        const auto behind = Reachable(graph_, {static_cast<int>(i)}, {});
        for (size_t j = 0; j < seen.size(); ++j) seen[j] = seen[j] || behind[j];
      }
    }
    for (size_t i = 0; i < seen.size(); ++i) CheckAutomaticCycle(static_cast<int>(i));
  }

  // A cycle in which nothing waits for anybody would run for ever.
  void CheckAutomaticCycle(int start) {
    if (!IsAutomatic(model_.steps[start])) return;
    std::vector<int> waiting;
    for (size_t i = 0; i < model_.steps.size(); ++i) {
      if (!IsAutomatic(model_.steps[i])) waiting.push_back(static_cast<int>(i));
    }
    std::vector<bool> seen = Reachable(graph_, graph_[start], waiting);
    if (!seen[start]) return;
    Findings::InFile place(findings_, model_.steps[start].file);
    findings_.Warn(model_.steps[start].line, "AUTOMATIC_CYCLE", Zh(model_.steps[start]) + "在一个没有人办理的循环里",
                   En(model_.steps[start]) + " is on a cycle in which nobody acts");
  }

  void CheckParams() {
    for (const std::string& key : model_.param_keys) {
      if (model_.param_defaults.contains(key)) continue;
      std::vector<std::string> known;
      for (const auto& [name, value] : model_.param_defaults) known.push_back(name);
      const Suggestion meant = Suggest(key, known);
      findings_.Warn(0, "PARAM_UNDECLARED", fmt::format("参数“{}”没有在 params 中给出默认值{}", key, meant.zh),
                     fmt::format("parameter {} has no default in params{}", key, meant.en));
    }
  }

  const Model& model_;
  Findings& findings_;
  std::vector<std::vector<int>> graph_;
};

}  // namespace

void CheckModel(const Model& model, Findings& findings) { Checker(model, findings).Run(); }

}  // namespace lianban::workflow
