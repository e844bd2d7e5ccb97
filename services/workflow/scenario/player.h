#pragma once
// Plays one scenario, entry by entry. Also by hand: Begin, then PlayEntry as often as wanted; a refused entry changes
// nothing, so the play can go on after it.

#include "services/workflow/engine/runner.h"
#include "services/workflow/scenario/coverage.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::workflow {

// What went through, with what it led to: a line of the case's history.
struct PlayedCommand {
  absl::Time time;
  Command command;
  std::vector<Fact> facts;
};

class Player {
 public:
  Player(ScriptHost& host, std::shared_ptr<const Model> model, const Scenario& scenario);

  using Json = nlohmann::json;

  ScenarioResult Play();  // the whole story, up to the first difference
  bool Begin();           // files the case
  bool PlayEntry(const Json& entry);

  const Touched& touched() const { return touched_; }
  const ScenarioResult& result() const { return result_; }  // the story so far
  const CaseState& state() const { return state_; }
  const std::vector<Fact>& facts() const { return facts_since_; }
  const std::vector<PlayedCommand>& history() const { return history_; }
  const Environment& environment() const { return *environment_; }
  absl::Time now() const { return now_; }

 private:
  bool PlayAct(const Json& entry);
  bool PlayMessage(const Json& entry);
  bool PlayChild(const Json& entry);
  bool PlayExpect(const Json& entry);
  bool CheckKeys(const Json& entry);
  // Fires what is due on the way.
  bool AdvanceTo(const Json& text);
  // Runs the command and compares with `refused` and `field` of the entry.
  bool Send(const Command& command, const Json& entry, const std::string& zh, const std::string& en);
  absl::Status Apply(const Command& command);
  Actor ActorFor(const Json& entry, const TaskState* task) const;
  const TaskState* TaskOf(const Json& entry) const;

  void Tell(const std::string& zh, const std::string& en);
  bool Differs(const std::string& zh, const std::string& en);  // always false: the story ends here

  ScriptHost& host_;
  std::shared_ptr<const Model> model_;
  const Scenario& scenario_;
  std::shared_ptr<Environment> environment_;
  absl::Time now_;
  CaseState state_;
  std::vector<Fact> facts_since_;       // since the last expect
  std::vector<Effect> effects_since_;
  std::vector<PlayedCommand> history_;
  std::vector<int64_t> children_;       // numbers of the children, in order
  Touched touched_;
  ScenarioResult result_;
};

}  // namespace lianban::workflow
