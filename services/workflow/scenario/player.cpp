#include "services/workflow/scenario/player.h"

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/scenario/expectation.h"
#include "services/workflow/scenario/world.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

const std::set<std::string> kEntryKeys = {"act",    "task",   "item",    "outcome",   "at",         "by",
                                          "user",   "reason", "form",    "materials", "step",       "desk",
                                          "period", "clock",  "message", "data",      "wait_until", "child",
                                          "result", "status", "expect",  "refused",   "field",
                                          "where",  "weight", "level",   "children",  "ground",
                                          "arrived", "report"};

std::string Text(const json& entry, const char* key) { return GivenText(entry, key, ""); }

json ObjectAt(const json& entry, const char* key) {
  auto it = entry.find(key);
  return it != entry.end() && it->is_object() ? *it : json::object();
}

std::optional<CommandKind> KindOfAct(const std::string& act) {
  if (act == "complete") return CommandKind::kCompleteTask;
  auto kind = CommandKindFromName(act);
  static const std::set<std::string> mine = {
      "claim",     "release",     "transfer",       "delegate", "withdraw",  "terminate", "suspend",
      "resume",    "extend",      "return",         "copy",     "urge",      "edit_form", "recompute",
      "take_back", "add_handler", "remove_handler", "escalate", "supervise", "jump",      "reopen"};
  return mine.contains(act) ? kind : std::nullopt;
}

bool IsTaskAct(CommandKind kind) {
  return kind == CommandKind::kCompleteTask || kind == CommandKind::kClaim || kind == CommandKind::kRelease ||
         kind == CommandKind::kTransfer || kind == CommandKind::kDelegate || kind == CommandKind::kReturn ||
         kind == CommandKind::kAddHandler || kind == CommandKind::kRemoveHandler || kind == CommandKind::kEscalate;
}

std::string RoleOf(const std::string& desk) {
  size_t slash = desk.find('/');
  return slash == std::string::npos ? desk : desk.substr(slash + 1);
}

}  // namespace

Player::Player(ScriptHost& host, std::shared_ptr<const Model> model, const Scenario& scenario)
    : host_(host),
      model_(std::move(model)),
      scenario_(scenario),
      environment_(std::make_shared<Environment>(WorldOf(*model_, scenario.given))) {
  result_.title = scenario.title;
  result_.line = scenario.line;
}

void Player::Tell(const std::string& zh, const std::string& en) {
  std::string time = absl::FormatTime("%Y-%m-%d %H:%M", now_, environment_->zone);
  result_.story.push_back({fmt::format("{}  {}", time, zh), fmt::format("{}  {}", time, en), false});
}

bool Player::Differs(const std::string& zh, const std::string& en) {
  Tell(zh, en);
  result_.story.back().failed = true;
  return false;
}

ScenarioResult Player::Play() {
  result_.passed = Begin();
  for (const json& entry : scenario_.story) {
    if (!result_.passed) break;
    result_.passed = PlayEntry(entry);
  }
  return std::move(result_);
}

bool Player::Begin() {
  const json& given = scenario_.given;
  auto start = TimeIn(*environment_, given.value("at", json(kScenarioStart)));
  if (!start) return Differs("given.at 不是时间", "given.at is not a time");
  now_ = *start;
  Command command;
  command.kind = CommandKind::kStart;
  std::string unit = GivenText(given, "unit", kScenarioUnit);
  command.actor = {
      ActorClass::kPerson, GivenText(given, "user", "clerk"), "", {unit + "/" + GivenText(given, "by", "window")}};
  command.data = {{"form", ObjectAt(given, "form")},
                  {"materials", ObjectAt(given, "materials")},
                  {"unit", unit},
                  {"area", GivenText(given, "area", "")}};
  const auto& steps = model_->steps;
  if (std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.of_parent; })) {
    command.data["parent"] = {{"no", 1}};  // somebody has called it
  }
  json expected = json::object();
  for (const char* key : {"refused", "field"}) {
    if (given.contains(key)) expected[key] = given[key];
  }
  return Send(command, expected, "登记立案", "the case is filed");
}

bool Player::CheckKeys(const json& entry) {
  int kinds = 0;
  for (const char* key : {"act", "message", "wait_until", "child", "expect"}) kinds += entry.contains(key);
  for (const auto& [key, value] : entry.items()) {
    if (kEntryKeys.contains(key)) continue;
    return Differs(fmt::format("情景里没有 {} 这种写法", key), fmt::format("a story has no key {}", key));
  }
  if (kinds == 1) return true;
  return Differs("每一条应当是 act、message、wait_until、child、expect 之一",
                 "an entry is one of act, message, wait_until, child, expect");
}

bool Player::PlayEntry(const json& entry) {
  if (!CheckKeys(entry)) return false;
  if (entry.contains("at") && !AdvanceTo(entry["at"])) return false;
  if (entry.contains("wait_until")) return AdvanceTo(entry["wait_until"]);
  if (entry.contains("act")) return PlayAct(entry);
  if (entry.contains("message")) return PlayMessage(entry);
  if (entry.contains("child")) return PlayChild(entry);
  return PlayExpect(entry);
}

bool Player::AdvanceTo(const json& text) {
  auto until = TimeIn(*environment_, text);
  if (!until || *until < now_) {
    return Differs(fmt::format("时间 {} 写错了，或早于前面的时间", text.dump()),
                   fmt::format("time {} is wrong or before the last one", text.dump()));
  }
  for (;;) {
    const TimerState* next = nullptr;
    for (const TimerState& timer : state_.timers) {
      if (timer.held || timer.due > *until) continue;
      if (!next || timer.due < next->due || (timer.due == next->due && timer.no < next->no)) next = &timer;
    }
    if (!next) break;
    now_ = std::max(now_, next->due);
    Command command;
    command.kind = CommandKind::kFireTimer;
    command.actor.kind = ActorClass::kSystem;
    command.args = {{"timer", next->no}};
    std::string kind = next->kind;
    if (!Send(command, json::object(), fmt::format("计时到（{}）", kind), fmt::format("a timer fires ({})", kind)))
      return false;
  }
  now_ = *until;
  return true;
}

const TaskState* Player::TaskOf(const json& entry) const {
  std::string step = Text(entry, "task");
  int64_t item = entry.value("item", json(1)).is_number_integer() ? entry.value("item", json(1)).get<int64_t>() : 1;
  for (const Activation& activation : state_.activations) {
    for (const TaskState& task : activation.tasks) {
      if (task.step == step && --item == 0) return &task;
    }
  }
  return nullptr;
}

Actor Player::ActorFor(const json& entry, const TaskState* task) const {
  Actor actor;
  std::string by = Text(entry, "by");
  std::string unit = GivenText(scenario_.given, "unit", kScenarioUnit);
  if (by == "system" || by == "service") {
    actor.kind = by == "system" ? ActorClass::kSystem : ActorClass::kService;
    return actor;
  }
  if (by.empty()) {
    actor.desks = {task ? task->desk : unit + "/leader"};
  } else if (by.find('/') != std::string::npos) {
    actor.desks = {by};
  } else {
    actor.desks = {unit + "/" + by};
    if (task && RoleOf(task->desk) == by && task->desk != actor.desks[0]) actor.desks.push_back(task->desk);
  }
  actor.user = Text(entry, "user");
  if (!actor.user.empty()) return actor;
  // Nobody named: whoever has it, otherwise a person of their own for every task.
  if (task && !task->assignee.empty())
    actor.user = task->assignee;
  else
    actor.user = task ? fmt::format("person {}", task->no) : "leader";
  return actor;
}

bool Player::PlayAct(const json& entry) {
  std::string act = Text(entry, "act");
  auto kind = KindOfAct(act);
  if (!kind) return Differs(fmt::format("没有“{}”这种操作；办理环节写 complete", act),
                            fmt::format("there is no act {}; a task is answered by complete", act));
  Command command;
  command.kind = *kind;
  const TaskState* task = TaskOf(entry);
  command.task = task ? task->no : 0;
  command.actor = ActorFor(entry, task);
  if (*kind == CommandKind::kRecompute) command.actor = {ActorClass::kSystem, "", "", {}};
  command.target = Text(entry, "step");
  command.outcome = Text(entry, "outcome");
  command.reason = Text(entry, "reason");
  command.data = ObjectAt(entry, "form");
  for (const char* key : {"desk", "period", "clock", "materials", "result", "where", "weight", "level", "children", "ground"}) {
    if (entry.contains(key)) command.args[key] = entry[key];
  }
  // `user` names who acts when a task is claimed or completed, and whom it goes to otherwise.
  bool acts = *kind == CommandKind::kCompleteTask || *kind == CommandKind::kClaim || *kind == CommandKind::kRelease ||
              *kind == CommandKind::kTakeBack;
  if (entry.contains("user") && !acts) {
    command.args["user"] = entry["user"];
    json without = entry;
    without.erase("user");
    command.actor = ActorFor(without, task);
  }
  std::string what = act;
  if (IsTaskAct(*kind)) {
    const Step* step = model_->Find(Text(entry, "task"));
    what += fmt::format(" {}", step ? fmt::format("{}（{}）", step->title, step->name) : Text(entry, "task"));
  }
  if (!command.outcome.empty()) what += " → " + command.outcome;
  return Send(command, entry, what, what);
}

bool Player::PlayMessage(const json& entry) {
  Command command;
  command.kind = CommandKind::kMessage;
  command.target = Text(entry, "message");
  const Step* step = model_->Find(command.target);
  command.actor.kind = step && step->of_parent ? ActorClass::kSystem : ActorClass::kService;
  command.outcome = Text(entry, "outcome");
  command.data = ObjectAt(entry, "data");
  for (const char* key : {"form", "materials"}) {
    if (entry.contains(key)) command.data[key] = ObjectAt(entry, key);
  }
  return Send(command, entry, "收到 " + command.target, "message " + command.target);
}

bool Player::PlayChild(const json& entry) {
  const json& number = entry["child"];
  if (!number.is_number_integer() || number.get<int64_t>() < 1 || number.get<size_t>() > children_.size()) {
    return Differs(fmt::format("没有第 {} 个子事项", number.dump()),
                   fmt::format("there is no child {}", number.dump()));
  }
  Command command;
  command.kind = CommandKind::kChildFinished;
  command.actor.kind = ActorClass::kService;
  command.target = fmt::format("child {}", number.get<int64_t>());
  command.data = {{"no", children_[number.get<size_t>() - 1]},
                  {"status", GivenText(entry, "status", "finished")},
                  {"result", GivenText(entry, "result", "completed")}};
  std::string arrived = Text(entry, "arrived");
  if (!arrived.empty()) {
    command.data["status"] = "arrived";
    command.data["step"] = arrived;
    command.data["report"] = ObjectAt(entry, "report");
    return Send(command, entry, fmt::format("第 {} 个子事项到了“{}”", number.get<int64_t>(), arrived),
                fmt::format("child {} has come to {}", number.get<int64_t>(), arrived));
  }
  return Send(command, entry,
              fmt::format("第 {} 个子事项办结：{}", number.get<int64_t>(), Text(command.data, "result")),
              fmt::format("child {} ends: {}", number.get<int64_t>(), Text(command.data, "result")));
}

absl::Status Player::Apply(const Command& command) {
  std::vector<RunItem> items = {
      {model_, environment_, command.kind == CommandKind::kStart ? nullptr : &state_, &command, now_}};
  RunResult result = std::move(RunCommands(host_, items)[0]);
  if (auto* refusal = std::get_if<Refusal>(&result)) return refusal->status;
  Transition& transition = std::get<Transition>(result);
  touched_.Add(*model_, transition);
  for (const Effect& effect : transition.effects) {
    effects_since_.push_back(effect);
    if (effect.kind == "start_case") children_.push_back(effect.no);
    for (LedgerEntry& entered : EntriesOf(effect, now_, environment_->zone, scenario_.title)) {
      environment_->ledgers.Add(entered.under.ledger, entered.under.key, std::move(entered.entry));
    }
  }
  facts_since_.insert(facts_since_.end(), transition.facts.begin(), transition.facts.end());
  history_.push_back({now_, command, std::move(transition.facts)});
  state_ = std::move(transition.next);
  return absl::OkStatus();
}

bool Player::Send(const Command& command, const json& entry, const std::string& zh, const std::string& en) {
  std::string expected = Text(entry, "refused");
  absl::Status status = Apply(command);
  std::string reason = ReasonOf(status);
  if (status.ok() != expected.empty() || (!expected.empty() && reason != expected)) {
    if (status.ok())
      return Differs(fmt::format("{}：本应被拒绝（{}），却办成了", zh, expected),
                     fmt::format("{}: should be refused ({}) but went through", en, expected));
    std::string details;
    for (const FieldViolation& violation : DetailOf(status).value_or(ErrorDetail{}).violations) {
      details += fmt::format(" [{} {}]", violation.field, violation.reason);
    }
    return Differs(fmt::format("{}：被拒绝 {}：{}{}", zh, reason, Localized(status, "zh-CN"), details),
                   fmt::format("{}: refused {}: {}{}", en, reason, Localized(status, "en"), details));
  }
  std::string field = Text(entry, "field");
  if (!field.empty()) {
    auto detail = DetailOf(status).value_or(ErrorDetail{});
    bool named = std::any_of(detail.violations.begin(), detail.violations.end(),
                             [&](const auto& each) { return each.field == field; });
    if (!named)
      return Differs(fmt::format("{}：拒绝时没有指出 {}", zh, field),
                     fmt::format("{}: the refusal does not name {}", en, field));
  }
  Tell(status.ok() ? zh : fmt::format("{}：如期被拒绝（{}）", zh, reason),
       status.ok() ? en : fmt::format("{}: refused as expected ({})", en, reason));
  return true;
}

bool Player::PlayExpect(const json& entry) {
  Scene scene{*model_, *environment_, state_, now_, facts_since_, effects_since_, children_.size()};
  for (const Difference& difference : Compare(scene, entry["expect"])) {
    Differs(fmt::format("期望 {} = {}，实际 {}", difference.what, difference.expected, difference.actual),
            fmt::format("expected {} = {}, found {}", difference.what, difference.expected, difference.actual));
  }
  facts_since_.clear();
  effects_since_.clear();
  if (!result_.story.empty() && result_.story.back().failed) return false;
  Tell("符合预期", "as expected");
  return true;
}

}  // namespace lianban::workflow
