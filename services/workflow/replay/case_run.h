#pragma once
// One recorded case on its way through a script: which command comes next, and what came of it.

#include <optional>

#include "services/workflow/replay/replay.h"

namespace lianban::workflow {

class CaseRun {
 public:
  CaseRun(const Model& model, const Recording& recording, const PastCase& past, const ReplayOptions& options);

  // Prepares the next command; false when the case has been told.
  bool Next();
  const Command& command() const { return *command_; }
  const CaseState* state() const { return started_ ? &state_ : nullptr; }
  absl::Time now() const { return now_; }
  void Take(RunResult&& result);

  // Desk names become numbers by `number`.
  template <class Number>
  CaseReplay Finish(Number number) {
    CaseReplay done = Close();
    for (const auto& [desk, tasks] : load_) done.load.emplace_back(number(desk), tasks);
    return done;
  }

 private:
  struct Deferred {
    std::string step;
    size_t event = 0, act = 0;
  };

  bool PrepareAct(size_t event, size_t act);
  const TaskState* TaskOf(const Act& act) const;
  bool PrepareTask(const Act& act);
  bool PrepareTimeout(size_t event, size_t act);
  bool PrepareChild(const Act& act);
  bool PrepareTimer(absl::Time until);
  bool MatchesRecord(const TimerState& timer, absl::Time until);
  void PrepareFiring(const TimerState& timer, absl::Time now);
  const std::string* StepOf(const TimerState& timer) const;
  const TimerState* TimerOf(const std::string& step) const;
  void EventDone();
  void Refuse(int32_t event, absl::Status status);
  std::string Where() const;
  void Record(const Transition& transition);
  void RecordDues(const CaseState& state);
  CaseReplay Close();

  const Model& model_;
  const Recording& recording_;
  const PastCase& past_;
  const ReplayOptions& options_;

  CaseState state_;
  bool started_ = false, stopped_ = false;
  bool lights_matter_ = false;        // some rule may notice that time has passed
  size_t event_ = 0, act_ = 0;
  int32_t from_ = -1;                 // event of the command being worked on; -1: a timer
  std::string firing_;                // step whose timer is being fired
  const Command* command_ = nullptr;
  Command own_;
  absl::Time now_;
  std::vector<Deferred> deferred_;    // what people did upon a timeout that has not come yet
  std::optional<Deferred> due_now_;   // one of them, whose timeout has come
  std::vector<int64_t> children_;
  std::vector<std::pair<std::string, int32_t>> load_;
  CaseReplay replay_;
};

}  // namespace lianban::workflow
