#include "services/workflow/engine/case_state.h"

#include <array>
#include <utility>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<CaseStatus, const char*>, 6> kStatusNames = {{{CaseStatus::kRunning, "running"},
                                                                             {CaseStatus::kSuspended, "suspended"},
                                                                             {CaseStatus::kFinished, "finished"},
                                                                             {CaseStatus::kWithdrawn, "withdrawn"},
                                                                             {CaseStatus::kTerminated, "terminated"},
                                                                             {CaseStatus::kMerged, "merged"}}};

// Times are microseconds since 1970, which is what the database keeps.
int64_t Micros(absl::Time time) { return absl::ToUnixMicros(time); }
absl::Time TimeOf(const json& value) { return absl::FromUnixMicros(value.get<int64_t>()); }

// Absent rather than empty: the state is rewritten at every step.
template <typename T>
void PutUnless(json& to, const char* key, const T& value, const T& usual) {
  if (value != usual) to[key] = value;
}
void PutText(json& to, const char* key, const std::string& value) {
  if (!value.empty()) to[key] = value;
}
void PutTime(json& to, const char* key, const std::optional<absl::Time>& value) {
  if (value) to[key] = Micros(*value);
}
void PutJson(json& to, const char* key, const json& value) {
  if (!value.is_null() && !(value.is_structured() && value.empty())) to[key] = value;
}

std::string Text(const json& from, const char* key) {
  auto it = from.find(key);
  return it == from.end() ? "" : it->get<std::string>();
}
std::optional<absl::Time> OptionalTime(const json& from, const char* key) {
  auto it = from.find(key);
  return it == from.end() ? std::nullopt : std::optional(TimeOf(*it));
}
json Json(const json& from, const char* key, json otherwise) {
  auto it = from.find(key);
  return it == from.end() ? std::move(otherwise) : *it;
}
SharedJson Shared(const json& from, const char* key, SharedJson otherwise = {}) {
  auto it = from.find(key);
  return it == from.end() ? std::move(otherwise) : SharedJson(*it);
}

}  // namespace

json ToJson(const TaskState& task) {
  json to = {{"no", task.no}, {"opened", Micros(task.opened)}};
  PutText(to, "desk", task.desk);
  PutText(to, "assignee", task.assignee);
  PutText(to, "owner", task.owner);
  PutText(to, "title", task.title);
  PutTime(to, "due", task.due);
  PutJson(to, "proposal", *task.proposal);
  PutJson(to, "item", *task.item);
  PutUnless(to, "weight", task.weight, 1);
  PutUnless(to, "lead", task.lead, false);
  PutUnless(to, "late", task.late, false);
  PutText(to, "added_by", task.added_by);
  PutUnless(to, "before", task.before, int64_t{0});
  PutJson(to, "after", *task.after);
  return to;
}

TaskState TaskFromJson(const json& from, const std::string& step) {
  TaskState task;
  task.no = from.at("no").get<int64_t>();
  task.step = step;
  task.opened = TimeOf(from.at("opened"));
  task.desk = Text(from, "desk");
  task.assignee = Text(from, "assignee");
  task.owner = Text(from, "owner");
  task.title = Text(from, "title");
  task.due = OptionalTime(from, "due");
  task.proposal = Shared(from, "proposal");
  task.item = Shared(from, "item");
  task.weight = from.value("weight", 1);
  task.lead = from.value("lead", false);
  task.late = from.value("late", false);
  task.added_by = Text(from, "added_by");
  task.before = from.value("before", int64_t{0});
  task.after = Shared(from, "after");
  return task;
}

namespace {

json ActivationToJson(const Activation& activation) {
  json to = {{"no", activation.no}, {"step", activation.step}, {"entered", Micros(activation.entered)}};
  for (const TaskState& task : activation.tasks) to["tasks"].push_back(ToJson(task));
  if (!activation.tally.empty()) to["tally"] = activation.tally;
  if (!activation.answered.empty()) to["answered"] = activation.answered;
  PutUnless(to, "instances", activation.instances, int64_t{0});
  PutJson(to, "waiting", activation.waiting);
  if (!activation.timers.empty()) to["timers"] = activation.timers;
  PutUnless(to, "open", activation.open, false);
  PutUnless(to, "passed", activation.passed, false);
  return to;
}

Activation ActivationFromJson(const json& from) {
  Activation activation;
  activation.no = from.at("no").get<int64_t>();
  activation.step = from.at("step").get<std::string>();
  activation.entered = TimeOf(from.at("entered"));
  for (const json& task : Json(from, "tasks", json::array())) {
    activation.tasks.push_back(TaskFromJson(task, activation.step));
  }
  if (from.contains("tally")) activation.tally = from["tally"].get<std::map<std::string, int64_t>>();
  if (from.contains("answered")) activation.answered = from["answered"].get<std::vector<std::string>>();
  activation.instances = from.value("instances", int64_t{0});
  activation.waiting = Json(from, "waiting", nullptr);
  if (from.contains("timers")) activation.timers = from["timers"].get<std::vector<int64_t>>();
  activation.open = from.value("open", false);
  activation.passed = from.value("passed", false);
  return activation;
}

json ClockToJson(const ClockState& clock) {
  json to = {
      {"name", clock.name}, {"period", clock.period}, {"start", Micros(clock.start)}, {"due", Micros(clock.due)}};
  PutUnless(to, "unverified", clock.unverified, false);
  PutTime(to, "paused_since", clock.paused_since);
  PutText(to, "ground", clock.ground);
  PutTime(to, "met", clock.met);
  PutJson(to, "pauses", *clock.pauses);
  PutJson(to, "extensions", *clock.extensions);
  PutText(to, "basis", clock.basis);
  return to;
}

ClockState ClockFromJson(const json& from) {
  ClockState clock;
  clock.name = from.at("name").get<std::string>();
  clock.period = from.at("period").get<std::string>();
  clock.start = TimeOf(from.at("start"));
  clock.due = TimeOf(from.at("due"));
  clock.unverified = from.value("unverified", false);
  clock.paused_since = OptionalTime(from, "paused_since");
  clock.ground = Text(from, "ground");
  clock.met = OptionalTime(from, "met");
  clock.pauses = Shared(from, "pauses", NoEntries());
  clock.extensions = Shared(from, "extensions", NoEntries());
  clock.basis = Text(from, "basis");
  return clock;
}

json TimerToJson(const TimerState& timer) {
  json to = {{"no", timer.no}, {"kind", timer.kind}, {"due", Micros(timer.due)}};
  PutText(to, "clock", timer.clock);
  PutUnless(to, "activation", timer.activation, int64_t{0});
  PutUnless(to, "held", timer.held, false);
  return to;
}

TimerState TimerFromJson(const json& from) {
  TimerState timer;
  timer.no = from.at("no").get<int64_t>();
  timer.kind = from.at("kind").get<std::string>();
  timer.due = TimeOf(from.at("due"));
  timer.clock = Text(from, "clock");
  timer.activation = from.value("activation", int64_t{0});
  timer.held = from.value("held", false);
  return timer;
}

// Nearly every case has one, so the usual kind is short: [step, user, after].
json LastToJson(const LastAnswer& last) {
  if (last.place.empty() && last.outcome.empty() && last.blocked.empty()) return {last.step, last.user, last.after};
  json to = {{"step", last.step}, {"user", last.user}};
  PutUnless(to, "after", last.after, int64_t{0});
  PutText(to, "place", last.place);
  PutText(to, "outcome", last.outcome);
  if (last.task) {
    to["task"] = ToJson(*last.task);
    PutUnless(to["task"], "activation", last.activation, int64_t{0});
  }
  PutText(to, "blocked", last.blocked);
  return to;
}

LastAnswer LastFromJson(const json& from) {
  if (from.is_array()) {
    LastAnswer last;
    last.step = from.at(0).get<std::string>();
    last.user = from.at(1).get<std::string>();
    last.after = from.at(2).get<int64_t>();
    return last;
  }
  LastAnswer last{Text(from, "step"), Text(from, "user"), from.value("after", int64_t{0}), Text(from, "place"), Text(from, "outcome")};
  last.blocked = Text(from, "blocked");
  if (auto task = from.find("task"); task != from.end()) {
    last.task = std::make_shared<const TaskState>(TaskFromJson(*task, last.step));
    last.activation = task->value("activation", int64_t{0});
  }
  return last;
}

CaseStatus StatusFromName(const std::string& name) {
  for (const auto& [status, text] : kStatusNames) {
    if (name == text) return status;
  }
  throw json::other_error::create(599, "unknown status", nullptr);
}

CaseState ReadState(const json& from) {
  CaseState state;
  state.process = from.at("process").get<std::string>();
  state.status = StatusFromName(from.at("status").get<std::string>());
  state.result = Text(from, "result");
  state.revision = from.at("revision").get<int64_t>();
  state.counter = from.at("counter").get<int64_t>();
  state.unit = Text(from, "unit");
  state.area = Text(from, "area");
  state.started = TimeOf(from.at("started"));
  state.finished = OptionalTime(from, "finished");
  if (from.contains("tokens")) state.tokens = from["tokens"].get<std::map<std::string, int64_t>>();
  const json held = Json(from, "held", json::object());
  for (const auto& [set, hold] : held.items()) {
    state.held[set] = {hold.at("by").get<std::string>(), Json(hold, "claims", json::array()).get<std::vector<int64_t>>()};
  }
  for (const json& each : Json(from, "activations", json::array()))
    state.activations.push_back(ActivationFromJson(each));
  for (const json& each : Json(from, "clocks", json::array())) state.clocks.push_back(ClockFromJson(each));
  for (const json& each : Json(from, "timers", json::array())) state.timers.push_back(TimerFromJson(each));
  if (auto last = from.find("last"); last != from.end()) state.last = LastFromJson(*last);
  state.vars = SharedObject(Json(from, "vars", json::object()));
  return state;
}

}  // namespace

std::string_view Name(CaseStatus status) {
  for (const auto& [each, text] : kStatusNames) {
    if (each == status) return text;
  }
  return "";
}

json ToJson(const CaseState& state) {
  json to = {{"process", state.process},
             {"status", Name(state.status)},
             {"revision", state.revision},
             {"counter", state.counter},
             {"started", Micros(state.started)}};
  PutText(to, "result", state.result);
  PutText(to, "unit", state.unit);
  PutText(to, "area", state.area);
  PutTime(to, "finished", state.finished);
  if (!state.tokens.empty()) to["tokens"] = state.tokens;
  for (const auto& [set, hold] : state.held) {
    to["held"][set]["by"] = hold.member;
    if (!hold.claims.empty()) to["held"][set]["claims"] = hold.claims;
  }
  for (const Activation& each : state.activations) to["activations"].push_back(ActivationToJson(each));
  for (const ClockState& each : state.clocks) to["clocks"].push_back(ClockToJson(each));
  for (const TimerState& each : state.timers) to["timers"].push_back(TimerToJson(each));
  if (state.last) to["last"] = LastToJson(*state.last);
  PutJson(to, "vars", state.vars);
  return to;
}

absl::StatusOr<CaseState> CaseStateFromJson(const json& from) {
  try {
    return ReadState(from);
  } catch (const json::exception& e) {
    return Error("CASE_STATE_INVALID", {{"detail", e.what()}});
  }
}

}  // namespace lianban::workflow
