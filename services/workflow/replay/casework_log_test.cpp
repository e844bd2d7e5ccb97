// Whatever a case has been through, its own events are taken by its own script, and nothing differs.

#include "services/workflow/replay/casework_log.h"

#include <random>

#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// Plays a random case and writes it down as casework does.
class Walk {
 public:
  Walk(std::shared_ptr<const Model> model, unsigned seed, std::string id)
      : story_(model->bundle->files.at("process.lua")), id_(std::move(id)), random_(seed) {}

  std::string Lines() {
    Command start;
    start.kind = CommandKind::kStart;
    start.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}};
    start.data = {{"form", {{"flag", Pick(2) == 0}}}, {"unit", "u1"}, {"area", "330602001"}};
    Do(start);
    for (int i = 0; i < 40 && story_.state.status == CaseStatus::kRunning; ++i) {
      FireUntil(story_.now + absl::Hours(static_cast<int64_t>(Pick(40))));
      if (story_.state.status == CaseStatus::kRunning) Do(Something());
    }
    return lines_;
  }
  const CaseState& state() const { return story_.state; }

 private:
  size_t Pick(size_t count) { return count == 0 ? 0 : std::uniform_int_distribution<size_t>(0, count - 1)(random_); }

  void Do(const Command& command) {
    if (!story_.Do(command).empty()) return;
    json payload = {{"command", ToJson(command)}, {"facts", story_.last.facts}};
    json event = {{"caseId", id_}, {"sequence", std::to_string(story_.state.revision)}, {"process", "random"},
                  {"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", story_.now, absl::UTCTimeZone())},
                  {"payloadJson", payload.dump()}};
    lines_ += event.dump() + "\n";
  }

  void FireUntil(absl::Time until) {
    for (;;) {
      const TimerState* next = nullptr;
      for (const TimerState& timer : story_.state.timers) {
        if (!timer.held && timer.due <= until && (!next || timer.due < next->due)) next = &timer;
      }
      if (!next) break;
      // The timer loop is a little late.
      story_.now = std::max(story_.now, next->due + absl::Seconds(static_cast<int64_t>(Pick(30))));
      Command command;
      command.kind = CommandKind::kFireTimer;
      command.actor.kind = ActorClass::kSystem;
      command.args = {{"timer", next->no}};
      Do(command);
    }
    story_.now = std::max(story_.now, until);
  }

  Command Something() {
    const Activation& at = story_.state.activations[Pick(story_.state.activations.size())];
    Command command;
    command.actor = {ActorClass::kPerson, "boss", "", {"u1/leader"}};
    command.reason = "因故";
    if (!at.tasks.empty()) {
      const TaskState& task = at.tasks[Pick(at.tasks.size())];
      const Step& step = *story_.model->Find(task.step);
      command.kind = Pick(8) == 0 ? CommandKind::kClaim : CommandKind::kCompleteTask;
      command.task = task.no;
      command.actor = {ActorClass::kPerson, task.assignee.empty() ? "p" + std::to_string(task.no) : task.assignee, "", {task.desk}};
      command.outcome = step.outcome_order[Pick(step.outcome_order.size())];
      return command;
    }
    command.actor.kind = ActorClass::kService;
    auto children = story_.state.vars.find("children");
    if (story_.model->Find(at.step)->kind == StepKind::kCall && children != story_.state.vars.end() && !children->empty()) {
      const json no = (*children)[Pick(children->size())]["no"];
      command.kind = CommandKind::kChildFinished;
      command.data = {{"no", no}, {"status", "finished"}, {"result", "x"}};
      if (Pick(3) == 0) command.data = {{"no", no}, {"status", "arrived"}, {"step", "ranking"}, {"report", json::object()}};
      // Where more are invited, they come now and then.
      if (story_.model->Find(at.step)->invite.empty() || Pick(2) == 0) return command;
      command.data = json::object();
    }
    command.kind = CommandKind::kMessage;
    command.target = Pick(2) == 0 ? "m" : at.step;
    return command;
  }

  Story story_;
  std::string id_, lines_;
  std::mt19937 random_;
};

TEST(CaseworkLog, ACaseIsTakenByItsOwnScript) {
  int ended = 0, timeouts = 0;
  for (unsigned seed = 0; seed < 160; ++seed) {
    auto model = ModelOf(RandomProcess(seed).Script());
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, model->bundle->files.at("process.lua")));
    std::string lines;
    std::vector<CaseState> states;
    for (unsigned i = 0; i < 3; ++i) {
      Walk walk(model, seed * 10 + i, "case-" + std::to_string(i));
      lines += walk.Lines();
      states.push_back(walk.state());
    }
    TestFile file(lines);
    auto recording = ReadCaseworkLog(file.path(), "random");
    ASSERT_TRUE(recording.ok()) << recording.status();
    Replay replay = Tell(model, *recording, ReplayMode::kConform);
    ASSERT_EQ(replay.cases.size(), states.size());
    for (size_t i = 0; i < states.size(); ++i) {
      const CaseReplay& one = replay.cases[i];
      EXPECT_TRUE(one.accepted()) << one.refused[0].event << " " << one.refused[0].status << "\n" << lines;
      EXPECT_EQ(one.status, states[i].status) << lines;
      ended += one.status == CaseStatus::kFinished;
    }
    for (const PastCase& past : recording->cases) {
      for (const PastEvent& event : past.events) {
        for (const Act& act : event.acts) timeouts += act.kind == ActKind::kTimeout;
      }
    }
    WhatIf report = Compare(*recording, Tell(model, *recording, ReplayMode::kWhatIf), Tell(model, *recording, ReplayMode::kWhatIf, 3));
    EXPECT_EQ(report.same, report.cases);
    EXPECT_TRUE(report.differences.empty() && report.desks.empty() && report.ends.empty());
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(ended, 20);
  EXPECT_GT(timeouts, 5);
}

TEST(CaseworkLog, TakesWhatTheApiWritesInEveryShape) {
  json payload = {{"command", {{"kind", "start"}, {"actor", {{"kind", "person"}}}}}, {"facts", json::array()}};
  json event = {{"case_id", "a"}, {"sequence", 1}, {"process", "p"}, {"time", "2026-03-02T01:30:00.123456Z"}, {"payload_json", payload.dump()}};
  json other = event;
  other["process"] = "q";
  for (const std::string& text : {event.dump() + "\n" + other.dump() + "\n", json{{"events", {event, other}}}.dump(2),
                                  json{{"result", {{"events", {event}}}}}.dump() + "\n{\"cursor\": \"7\"}\n"}) {
    TestFile file(text);
    EXPECT_EQ(*FormatOf(file.path()), LogFormat::kCasework);
    auto recording = ReadCaseworkLog(file.path(), "p");
    ASSERT_TRUE(recording.ok()) << recording.status() << text;
    ASSERT_EQ(recording->cases.size(), 1u) << text;
    EXPECT_EQ(recording->cases[0].events.size(), 1u);
  }
}

TEST(CaseworkLog, SaysWhatItCannotRead) {
  for (const char* text : {"{\"case_id\":\"a\"}\n{}", "{\"case_id\":\"a\",\"payload_json\":\"{\"}\n", "[1]\n", "{\"a\":1}\nnonsense\n"}) {
    TestFile file(text);
    EXPECT_EQ(ReasonOf(ReadCaseworkLog(file.path(), "").status()), "EVENT_LOG_INVALID") << text;
  }
}

}  // namespace
}  // namespace lianban::workflow
