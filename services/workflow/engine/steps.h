#pragma once
// What happens when a token reaches a step, one file per kind under step/.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

absl::Status EnterTask(Run& run, const Step& step);
absl::Status EnterDecide(Run& run, const Step& step);
absl::Status EnterSelect(Run& run, const Step& step);
absl::Status EnterFork(Run& run, const Step& step);
absl::Status EnterWait(Run& run, const Step& step);
absl::Status EnterCall(Run& run, const Step& step);
absl::Status EnterEffect(Run& run, const Step& step);
absl::Status EnterFinish(Run& run, const Step& step);

// step/exclusive.cpp. Whether a task of this step may be claimed or answered now: EXCLUSIVE_BUSY, NOT_THE_TIME.
absl::Status MayBegin(const Run& run, const Step& step);
// It has been answered, or claimed by this claim of a task.
void Begin(Run& run, const Step& step, int64_t claim);
// False: another part is in hand, and the token waits outside.
bool EntersOrWaits(Run& run, const Step& step);
// Frees what is done and lets one waiting token in; false when nothing can go in.
bool LetIn(Run& run);
int64_t HeldBackAt(const Run& run, const Step& step);
void ForgetHeldBack(Run& run, const Step& step);
// step/milestone.cpp
absl::Status CheckMilestone(const Run& run, const Step& step);
// Leaves one step whose time will not come any more; false when there is none.
bool LeavePassedMilestone(Run& run);
// step/kept_message.cpp: messages that come before their wait begins.
bool IsKept(const Run& run, const std::string& message);
absl::Status KeepMessage(Run& run, const std::string& message, const std::string& outcome, const nlohmann::json& data);
absl::StatusOr<bool> UseKeptMessage(Run& run);
// command/message.cpp: takes in what a message brings and gives the outcome of the wait.
absl::StatusOr<std::string> UseMessage(Run& run, const Step& step, const std::string& wanted, const nlohmann::json& data);

// Waits whose condition has become true, and kept messages. Called when nothing else moves; false when they neither.
absl::StatusOr<bool> CheckConditions(Run& run);
// Whether the answers to a step with several instances are kept for its rules and for the case.
bool KeepsAnswers(const Step& step);
// Takes one answer of a step with tasks; the step is left when that settles it.
absl::Status AnswerTask(Run& run, int64_t task, const std::string& outcome);
// One more open task; gives it its number. `instances` is the caller's.
absl::Status OpenTask(Run& run, const Step& step, Activation& activation, TaskState task);
// A task goes without an answer, and with it the opinions that were asked for it.
void CloseTask(Run& run, Activation& activation, int64_t task);
// Somebody has been let go: the rest may have settled the step.
absl::Status SettleAnswers(Run& run, int64_t activation);
// A child case has ended (step/call.cpp).
absl::Status ChildEnded(Run& run, int64_t child, const nlohmann::json& data);
// 集体评定 (step/settle.cpp): an effect with a rule over the children that wait for this case.
absl::Status EnterSettle(Run& run, const Step& step);
// The case has ended while this child waited for it.
void TellParentEnded(Run& run, nlohmann::json& child);
// One more child for a call that is open for them; `item` as an item of `each` (step/call.cpp).
absl::Status InviteChild(Run& run, int64_t activation, nlohmann::json item);
// A call takes no more children.
void CloseInvitation(Run& run, int64_t activation);
// Leaves every call for which enough children have ended.
void LeaveFinishedCalls(Run& run);

}  // namespace lianban::workflow
