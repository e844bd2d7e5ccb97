#include "services/workflow/language/read_steps.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/language/outcome_order.h"
#include "services/workflow/language/read_task.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const std::map<std::string, StepKind> kKinds = {
    {"task", StepKind::kTask}, {"decide", StepKind::kDecide}, {"select", StepKind::kSelect},
    {"fork", StepKind::kFork}, {"join", StepKind::kJoin},     {"wait", StepKind::kWait},
    {"call", StepKind::kCall}, {"effect", StepKind::kEffect}, {"finish", StepKind::kFinish}};

// The outcomes in the order of the source: first as the base wrote them, then what each area above added.
std::vector<std::string> OutcomesAsWritten(const json& written, const Step& step, const ScriptBundle& bundle) {
  const json here = json::array({json::array({step.file, step.line})});
  const auto places = written.find("$places");
  std::vector<std::string> outcomes;
  for (const json& place : places == written.end() ? here : *places) {
    const auto source = bundle.files.find(place[0].get<std::string>());
    if (source == bundle.files.end()) continue;
    for (std::string& outcome : WrittenOutcomes(source->second, place[1].get<int>())) {
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

void ReadOn(Block& block, Step& step, const json& written, const ScriptBundle& bundle) {
  const json* on = block.Raw("on");
  if (!on) return;
  if (!on->is_object()) return block.Wrong("on", " { 结果 = \"步骤\" }", "{ outcome = \"step\" }");
  for (const auto& [outcome, target] : on->items()) {
    if (!target.is_string()) return block.Wrong("on", " { 结果 = \"步骤\" }", "{ outcome = \"step\" }");
    if (!ValidName(outcome)) {
      block.findings().Add(step.line, "NAME_INVALID", fmt::format("{}的结果名“{}”不合规则", block.zh(), outcome),
                           fmt::format("{}: outcome \"{}\" is not a valid name", block.en(), outcome));
    }
    step.on[outcome] = target.get<std::string>();
  }
  for (std::string& outcome : OutcomesAsWritten(written, step, bundle)) {
    bool known = step.on.contains(outcome);
    bool listed = std::find(step.outcome_order.begin(), step.outcome_order.end(), outcome) != step.outcome_order.end();
    if (known && !listed) step.outcome_order.push_back(std::move(outcome));
  }
  // Built by a function of the script rather than written: then the alphabet decides, for all of them.
  if (step.outcome_order.size() != step.on.size()) {
    step.outcome_order.clear();
    for (const auto& [outcome, target] : step.on) step.outcome_order.push_back(outcome);
  }
}

void ReadNext(Block& block, Step& step) {
  std::string next = block.Text("next");
  if (next.empty()) return;
  step.on["next"] = next;
  step.outcome_order = {"next"};
}

std::string TableName(Block& block, const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (KindOf(value) == "decision") return NameOf(value);
  block.Wrong("table", "表名", "the name of a table");
  return "";
}

void ReadBranches(Block& block, Step& step) {
  const json* branches = block.Raw("branches");
  if (const json* table = block.Raw("table")) step.table = TableName(block, *table);
  step.rule = block.Rule("rule");
  step.inputs = block.Rule("inputs");
  bool by_name = !step.table.empty() || step.rule.has_value();
  // A table that works something out leads on to one step, whatever it gives.
  if (step.kind == StepKind::kDecide && block.Raw("next")) {
    if (step.table.empty() || !step.on.empty()) return block.Wrong("next", "与 table 同用而不写 on 的步骤名", "a step, together with table and without on");
    ReadNext(block, step);
  }
  if (by_name == (branches != nullptr)) {
    return block.findings().Add(step.line, "BRANCHES_MISSING",
                                fmt::format("{}要写 branches，或者 table/rule 加 on，二者取一", block.zh()),
                                fmt::format("{} needs either branches, or table/rule with on", block.en()));
  }
  if (by_name) {
    for (const std::string& outcome : step.outcome_order) step.branches.push_back({outcome, step.on[outcome]});
    return;
  }
  if (!IsList(*branches)) return block.Wrong("branches", "列表", "a list");
  for (const json& written : *branches) {
    Branch branch;
    const json* when = written.is_object() && written.contains("when") ? &written["when"] : nullptr;
    if (!written.is_object() || !written.contains("to") || !written["to"].is_string() ||
        (when && !IsRule(*when) && KindOf(*when) != "otherwise")) {
      return block.Wrong("branches", " { when = function(form, case) … end, to = \"步骤\" } 的列表",
                         "a list of { when = function(form, case) … end, to = \"step\" }");
    }
    if (when && IsRule(*when)) branch.when = RuleOf(*when);
    branch.to = written["to"].get<std::string>();
    step.branches.push_back(std::move(branch));
  }
}

constexpr int kThreadsMax = 100;

int ReadThreads(Block& block) {
  const json* threads = block.Raw("threads");
  if (!threads) return 1;
  if (threads->is_number_integer() && threads->get<int64_t>() >= 2 && threads->get<int64_t>() <= kThreadsMax) {
    return threads->get<int>();
  }
  block.Wrong("threads", " 2 至 100", "2 to 100");
  return 1;
}

void ReadJoin(Block& block, Step& step) {
  ReadNext(block, step);
  if (const json* wait_for = block.Raw("wait_for")) {
    if (wait_for->is_number_integer() && wait_for->get<int64_t>() >= 1 && wait_for->get<int64_t>() <= 1000) {
      step.wait_for = "n";
      step.n_of = wait_for->get<int>();
    } else if (*wait_for == "all" || *wait_for == "any" || *wait_for == "synchronising") {
      step.wait_for = wait_for->get<std::string>();
    } else {
      block.Wrong("wait_for", " \"all\"、\"any\"、\"synchronising\" 或个数",
                  "\"all\", \"any\", \"synchronising\" or a number");
    }
  }
  step.cancelling = block.Bool("cancelling", false);
  step.threads = ReadThreads(block);
  if (step.threads > 1) step.wait_for = "threads";
  const json* groups = block.Raw("groups");
  if (!groups) return;
  if (!groups->is_array()) return block.Wrong("groups", " { { \"步骤\" }, … }", "{ { \"step\" }, … }");
  for (const json& group : *groups) {
    std::vector<std::string> sources;
    if (group.is_string()) sources.push_back(group.get<std::string>());
    if (group.is_array()) {
      for (const json& source : group) {
        if (source.is_string()) sources.push_back(source.get<std::string>());
      }
    }
    if (sources.empty()) return block.Wrong("groups", " { { \"步骤\" }, … }", "{ { \"step\" }, … }");
    step.groups.push_back(std::move(sources));
  }
}

void ReadWait(Block& block, Step& step) {
  step.message = block.Text("message");
  if (const json* of = block.Raw("of")) {
    step.of_applicant = KindOf(*of) == "applicant";
    step.of_parent = KindOf(*of) == "parent";
    if (!step.of_applicant && !step.of_parent) block.Wrong("of", " applicant 或 parent", "applicant or parent");
  }
  step.report = block.Rule("report");
  if (step.report && !step.of_parent) block.Wrong("report", "函数，且与 of = parent 同用", "a rule, together with of = parent");
  step.until = block.Rule("till");  // `until` is a word of Lua
  step.within = block.PeriodAt("within");
  step.extension = block.ExtensionAt("extension");
  step.once = block.Bool("once", false);
  step.notice = block.Text("notice");
  step.edits = block.Names("edits");
  step.needs = block.Names("needs");
  step.persistent = block.Bool("persistent", false);
  if (step.persistent && step.message.empty()) block.Wrong("persistent", " true，且与 message 同用", "true, together with message");
  int awaited = (step.message.empty() ? 0 : 1) + (step.of_applicant || step.of_parent ? 1 : 0);
  // Beside somebody, `till` is the moment at which it is too late, and leads to `timeout`.
  bool last_moment = awaited == 1 && step.until && !step.within && step.on.contains("timeout");
  if (step.until && !last_moment) ++awaited;
  if (awaited > 1 || (awaited == 0 && !step.within)) {
    block.findings().Add(step.line, "WAIT_FOR_NOTHING",
                         fmt::format("{}要写清等什么：message、of、till 之一，或只写 within", block.zh()),
                         fmt::format("{} must wait for one of message, of, till, or for within alone", block.en()));
  }
}

// Children that nobody knows beforehand: open for them until a date or for a period.
void ReadInvitation(Block& block, Step& step) {
  step.invite = block.Text("invite");
  const json* open = block.Raw("open");
  if (step.invite.empty() && !open) return;
  if (open && IsRule(*open)) {
    step.open_until = RuleOf(*open);
  } else if (open && !step.within) {
    step.within = block.PeriodAt("open");
  }
  bool timed = step.open_until.has_value() != step.within.has_value();
  if (step.invite.empty() || !timed || step.on.contains("timeout")) {
    block.Wrong("invite", "消息名，与 open（期限，或返回日期时间的函数）同用，不写 within 和 timeout",
                "the name of a message, with open (a period or a rule giving a date-time), without within and timeout");
  }
}

void ReadCall(Block& block, Step& step) {
  if (const json* process = block.Raw("process")) {
    if (IsRule(*process)) {
      step.process_rule = RuleOf(*process);
    } else if (process->is_string()) {
      step.process = process->get<std::string>();
    } else {
      block.Wrong("process", "流程名或函数", "the name of a process or a function");
    }
  } else {
    block.Wrong("process", "流程名或函数", "the name of a process or a function");
  }
  if (const json* each = block.Raw("each")) {
    if (IsRule(*each))
      step.each = RuleOf(*each);
    else if (each->is_array())
      step.each = *each;
    else
      block.Wrong("each", "列表或返回列表的函数", "a list or a function returning one");
  }
  step.child_form = block.Rule("form");
  step.within = block.PeriodAt("within");
  ReadInvitation(block, step);
  if (const json* wait = block.Raw("wait")) {
    if (wait->is_number_integer() && wait->get<int64_t>() >= 1 && wait->get<int64_t>() <= 1000) {
      step.wait_children = "n";
      step.n_children = wait->get<int>();
    } else if (*wait == "all" || *wait == "any" || *wait == "none" || *wait == "arrived") {
      step.wait_children = wait->get<std::string>();
    } else {
      block.Wrong("wait", " \"all\"、\"any\"、\"none\"、\"arrived\" 或个数",
                  "\"all\", \"any\", \"none\", \"arrived\" or a number");
    }
  }
}

// 集体评定: one rule over all children that wait for this case.
void ReadSettle(Block& block, Step& step) {
  step.settle = block.Rule("settle");
  step.settle_of = block.Text("of");
  step.gives = block.Names("gives");
  if (!step.settle && step.settle_of.empty() && step.gives.empty()) return;
  if (!step.settle || !step.effect.empty() || step.settle_of.empty() || step.gives.empty()) {
    block.Wrong("settle", "函数，与 of（call 步骤）和 gives（可给的结果）同用，不与其他效果同写",
                "a rule with of (a call) and gives (the outcomes), and no other effect");
  }
  step.effect = "settle";
}

void ReadEffect(Block& block, Step& step) {
  ReadNext(block, step);
  for (const char* kind : {"notice", "message", "connector", "ledger"}) {
    const json* what = block.Raw(kind);
    if (!what) continue;
    if (!step.effect.empty() || !(what->is_string() || (what->is_object() && std::string_view(kind) == "message"))) {
      block.Wrong(kind, "名称，且四种只写一种", "a name, and only one of the four");
    }
    step.effect = kind;
    if (what->is_string())
      step.notice = what->get<std::string>();
    else if (what->is_object())
      step.payload = *what;
  }
  ReadSettle(block, step);
  if (step.effect.empty()) {
    block.findings().Add(step.line, "VALUE_WRONG",
                         fmt::format("{}要写 notice、message、connector、ledger 或 settle", block.zh()),
                         fmt::format("{} needs notice, message, connector, ledger or settle", block.en()));
  }
  if (const json* payload = block.Raw("payload")) {
    if (IsRule(*payload))
      step.payload_rule = RuleOf(*payload);
    else if (payload->is_object())
      step.payload = *payload;
    else
      block.Wrong("payload", "表或函数", "a table or a function");
  }
}

void ReadByKind(Block& block, Step& step) {
  switch (step.kind) {
    case StepKind::kTask:
      return ReadTask(block, step);
    case StepKind::kDecide:
      return ReadBranches(block, step);
    case StepKind::kSelect:
      ReadBranches(block, step);
      step.join = block.Text("join");
      return;
    case StepKind::kFork:
      step.to = block.Names("to");
      step.join = block.Text("join");
      step.threads = ReadThreads(block);
      return;
    case StepKind::kJoin:
      return ReadJoin(block, step);
    case StepKind::kWait:
      return ReadWait(block, step);
    case StepKind::kCall:
      return ReadCall(block, step);
    case StepKind::kEffect:
      return ReadEffect(block, step);
    case StepKind::kFinish:
      step.result = block.Text("result", step.name);
      step.notice = block.Text("notice");
      step.remedy = block.Text("remedy");
      if (std::string ends = block.Text("ends", "case"); ends == "branch") {
        step.ends_branch = true;
      } else if (ends != "case") {
        block.Wrong("ends", " \"case\" 或 \"branch\"", "\"case\" or \"branch\"");
      }
      return;
  }
}

Step ReadStep(const json& value, StepKind kind, const ScriptBundle& bundle, Findings& findings) {
  Block block(value, fmt::format("步骤“{}”", NameOf(value)), fmt::format("step {}", NameOf(value)), findings);
  Step step;
  step.name = block.name();
  step.kind = kind;
  step.file = FileOf(value).empty() ? bundle.main : FileOf(value);
  step.line = block.line();
  step.title = block.Text("title", step.name);
  step.basis = block.Text("basis");
  step.cancels = block.Names("cancels");
  step.as_of_today = block.AsOfToday();
  step.at_filing = block.AtFiling();
  step.completes = block.Names("completes");
  step.forbids = block.ForbidsAt("forbids");
  step.labels = block.LabelsAt("labels");
  if (kind != StepKind::kFork && kind != StepKind::kJoin && kind != StepKind::kEffect && kind != StepKind::kFinish) {
    ReadOn(block, step, value, bundle);
  }
  ReadByKind(block, step);
  block.ReportUnread();
  step.spec = value;
  return step;
}

}  // namespace

void ReadSteps(const json& list, int line, Model& model, Findings& findings) {
  if (!IsList(list) || list.empty()) {
    return findings.Add(line, "STEPS_MISSING", "流程没有步骤（steps）", "the workflow has no steps");
  }
  for (const json& value : list) {
    int at = LineOf(value, line);
    Findings::InFile place(findings, FileOf(value));
    auto kind = kKinds.find(KindOf(value));
    if (kind == kKinds.end()) {
      findings.Add(at, "VALUE_WRONG", "steps 中只能是步骤，如 task \"accept\" { … }", "steps may only hold steps");
      continue;
    }
    std::string name = NameOf(value);
    if (!ValidName(name)) {
      findings.Add(at, "NAME_INVALID", fmt::format("步骤名“{}”应由小写字母、数字、下划线组成", name),
                   fmt::format("step name \"{}\" must be lower-case letters, digits and underscores", name));
      continue;
    }
    if (model.index.contains(name)) {
      findings.Add(at, "NAME_DUPLICATE", fmt::format("步骤“{}”重复", name),
                   fmt::format("step {} is written twice", name));
      continue;
    }
    model.index[name] = static_cast<int>(model.steps.size());
    model.steps.push_back(ReadStep(value, kind->second, *model.bundle, findings));
  }
}

}  // namespace lianban::workflow
