#pragma once
// Everything the interpreter needs to remember about one case. Plain data, JSON in and out, small: it is rewritten at
// every step. Form data is kept apart (`form`), because it changes rarely.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/shared_object.h"

namespace lianban::workflow {

// Large or nested parts of a state are shared by its copies: it is copied whenever a command begins or waits for rules.
inline SharedJson NoEntries() {
  static const SharedJson none = nlohmann::json::array();
  return none;
}

inline SharedJson NoMembers() {
  static const SharedJson none = nlohmann::json::object();
  return none;
}

// kMerged: joined to another case (并案), which is handled for both; everything here is held as it was.
enum class CaseStatus { kRunning, kSuspended, kFinished, kWithdrawn, kTerminated, kMerged };

// The case has ended and takes no more commands but those that look back (reopen, copy).
constexpr bool IsOver(CaseStatus status) {
  return status == CaseStatus::kFinished || status == CaseStatus::kWithdrawn || status == CaseStatus::kTerminated;
}

// One handler's part of a human step. A step with several instances has several.
struct TaskState {
  int64_t no = 0;             // unique within the case, never reused
  std::string step;
  std::string desk;           // "<unit>/<role>", the inbox it lies in; "applicant" for the applicant's own
  std::string assignee;       // user id once claimed or assigned
  std::string owner;          // set while delegated: whom it returns to
  std::string title;
  absl::Time opened;
  std::optional<absl::Time> due;
  SharedJson proposal;        // what the script proposes, with its explanation; null when nothing
  SharedJson item;            // the instance's item for several instances
  int weight = 1;
  bool lead = false;          // 主办 of a step that is handled jointly
  bool late = false;          // its own clock ran out while it was open
  std::string added_by;       // 加签: who called this handler in; empty for those of the script
  int64_t before = 0;         // 前加签: an opinion on this task, which is held until it is given; never an answer
  SharedJson after;           // 后加签: [{desk, user, by}] who answer after this one, in order
};

// Who has a set of parts that exclude one another (Model::exclusive).
struct Hold {
  std::string member;               // first step of the part that is in hand
  std::vector<int64_t> claims;      // only claimed, by these tasks; empty: something has been done in it
};

// A step that is active: a task (with its tasks), a wait, a call.
struct Activation {
  int64_t no = 0;
  std::string step;
  absl::Time entered;
  std::vector<TaskState> tasks;                 // open ones
  std::map<std::string, int64_t> tally;         // outcomes so far of several instances (weights for votes)
  std::vector<std::string> answered;            // users who have answered: nobody answers twice
  int64_t instances = 0;                        // how many were ever opened
  nlohmann::json waiting;                       // sequence: items not yet opened; call: children not finished
  std::vector<int64_t> timers;
  bool open = false;                            // call: more children may still come
  bool passed = false;                          // enough have answered and the case has gone on; the rest changes nothing
};

struct ClockState {
  std::string name;                             // case | promised | step:<activation> | unit:<unit> | supervision
  std::string period;                           // as counted: "7d"
  absl::Time start;
  absl::Time due;
  bool unverified = false;                      // a calendar year on the way is not loaded
  std::optional<absl::Time> paused_since;
  std::string ground;                           // why it stands still, while it does
  std::optional<absl::Time> met;                // the step that ends it was entered
  SharedJson pauses = NoEntries();              // [{notice, received, from, to, ground}]
  SharedJson extensions = NoEntries();          // [{period, approver, reason}]
  std::string basis;
};

struct TimerState {
  int64_t no = 0;
  std::string kind;                             // timeout | until | door | warning | overdue | escalation:<level>
  std::string clock;
  int64_t activation = 0;
  absl::Time due;
  bool held = false;                            // while its clock stands still: not to be fired, not in the timer table
};

// The last answer somebody gave, kept until the case moves on by other hands, so that it can be taken back (撤回).
struct LastAnswer {
  std::string step;
  std::string user;
  int64_t after = 0;          // what is numbered higher was opened by it
  std::string place;          // the place at a join where its token waits; empty: it opened steps
  std::string outcome;        // inside several instances: what was counted
  std::shared_ptr<const TaskState> task;  // inside several instances: the task as it was
  int64_t activation = 0;     // … and its step; 0: not known
  std::string blocked;        // why it cannot be taken back: "effects" | "joined" | "settled" | "withdrawn"
};

struct CaseState {
  std::string process;
  CaseStatus status = CaseStatus::kRunning;
  std::string result;                           // of the finish step
  int64_t revision = 0;                         // commands applied; the next event's sequence number
  int64_t counter = 0;                          // source of every number above
  std::string unit;                             // handling unit
  std::string area;                             // area code of the matter
  absl::Time started;
  std::optional<absl::Time> finished;
  std::map<std::string, int64_t> tokens;        // join places "<join>#<group>" and steps held back, "<step>@"
  std::map<std::string, Hold> held;             // by the first step of the set
  std::vector<Activation> activations;
  std::vector<ClockState> clocks;
  std::vector<TimerState> timers;
  std::optional<LastAnswer> last;
  SharedObject vars;                             // outcomes by step, decisions, parent, children, copies, …
  SharedObject form;                             // stored apart
  SharedJson materials = NoMembers();
};

std::string_view Name(CaseStatus status);                // "running"
nlohmann::json ToJson(const TaskState& task);            // as it stands in the state
TaskState TaskFromJson(const nlohmann::json& json, const std::string& step);
nlohmann::json ToJson(const CaseState& state);           // without form and materials
// DATA_LOSS: CASE_STATE_INVALID.
absl::StatusOr<CaseState> CaseStateFromJson(const nlohmann::json& json);

}  // namespace lianban::workflow
