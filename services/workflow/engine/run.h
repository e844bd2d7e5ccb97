#pragma once
// One command being worked on: a private copy of the state and everything that it produces. Nothing is shared and
// nothing is kept; a refused run is thrown away.
//
// All functions of the engine take the run first and answer with a status. An error means "stop": a refusal.

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/workflow/engine/interpreter.h"

namespace lianban::workflow {

// By which law a step decides: LawOf (law.h) sets it and takes it back.
struct Law {
  enum class Said { kNothing, kAtFiling, kAsOfToday };
  Said said = Said::kNothing;
  const Model* model = nullptr;  // whose rules and tables hold; nullptr: Run::model
};

// What rules are called with, for as long as nothing that they see changes.
struct RuleInput {
  SharedObject form, view;         // of the rule that was asked last, as the memo knows them
  struct Shown {
    std::shared_ptr<const std::vector<std::string>> fields;  // that are in `value`; nullptr: all
    std::array<uint64_t, 3> of{};                            // stamps of form, vars and materials when it was made
    SharedObject value;
  };
  std::vector<Shown> forms, views;
  SharedJson unit, area;
  SharedJson ledgers;              // what the ledgers show for the form of this stamp; null: nothing yet
  uint64_t ledgers_of = 0;
  SharedJson now, today, started, process;  // what stays the same for the whole command; null until it is asked for
};

struct Run {
  const Model& model;
  const Environment& environment;
  const Command& command;
  absl::Time now;
  const RuleMemo& memo;
  absl::FunctionRef<void(NeedsRules)> ask;  // comes back when the memo has the answers

  CaseState state;
  std::vector<Fact> facts;
  absl::InlinedVector<std::string_view, 8> happened;  // types of the facts, also where they are not told
  std::vector<Effect> effects;
  std::vector<Move> moves;
  bool form_changed = false;
  bool materials_changed = false;
  std::vector<int64_t> touched;   // tasks whose row changed
  std::vector<int> arrivals;      // steps that a token has reached, first come first served
  size_t arrived = 0;             // how many of them have been entered
  NeedsRules needs;               // asked together with what comes next (rules.h)
  int together = 0;
  Telling telling = Telling::kEverything;
  const Model* filed = nullptr;   // the release the case was filed under, where it is another one
  Law law;                        // of the step being worked on
  RuleInput input;                // of the rule that was asked last
  size_t asked = 0;               // where the memo is read next

  int64_t NextNo() { return ++state.counter; }
  bool waits() const { return !needs.batch.calls.empty() || !needs.ledgers.empty(); }  // for answers of rules, for entries
  bool tells() const { return telling == Telling::kEverything; }
  bool running() const { return state.status == CaseStatus::kRunning; }
  absl::CivilDay Today() const { return absl::ToCivilDay(now, environment.zone); }
};

inline constexpr int kAutomaticStepsMax = 1000;

// `type` is a literal.
void AddFact(Run& run, std::string_view type, nlohmann::json fields = nlohmann::json::object());
// `fields()` is only asked where facts are told.
template <std::invocable Fields>
void AddFact(Run& run, std::string_view type, Fields fields) {
  run.tells() ? AddFact(run, type, fields()) : run.happened.push_back(type);
}
void AddEffect(Run& run, std::string_view kind, nlohmann::json payload);
// `payload()` is only asked where everything is told.
template <std::invocable Payload>
void AddEffect(Run& run, std::string_view kind, Payload payload) {
  AddEffect(run, kind, run.tells() ? payload() : nlohmann::json());
}
// A paper that goes out: effect and fact. Nothing when `name` is empty.
void IssueNotice(Run& run, const Step& step, const std::string& name);
// What a paper of `step` has to say as things stand at this moment; nullptr: of no step. {matter, step, due, case_due,
// missing, reason}: titles, days such as 2026-03-10, labels of materials; what there is not is left out.
nlohmann::json ToldBy(Run& run, const Step* step);

// What the state keeps by the name of a step under `what` (outcomes, decisions, …); null when there is nothing yet.
SharedJson& KeptOf(Run& run, std::string_view what, const Step& step);

// nullptr when it is not (any more) there.
Activation* FindActivation(Run& run, int64_t no);
ClockState* FindClock(Run& run, std::string_view name);
struct TaskPlace {
  Activation* activation = nullptr;
  TaskState* task = nullptr;
};
TaskPlace FindTask(Run& run, int64_t no);

std::string DateText(absl::Time time, absl::TimeZone zone);      // 2026-03-10
std::string DateTimeText(absl::Time time, absl::TimeZone zone);  // 2026-03-10T09:30:00

// {zh, en, rule, inputs, basis}: why the machine did something. AddFact completes the sentences with the clause and the
// version of the script (`release`, the first twelve digits of the bundle's hash).
void CompleteExplanation(const Run& run, nlohmann::json& explanation);
nlohmann::json Explanation(std::string zh, std::string en, std::string rule, nlohmann::json inputs, std::string basis);

}  // namespace lianban::workflow
