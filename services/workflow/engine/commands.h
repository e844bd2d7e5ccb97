#pragma once
// What each command does, one file per command under command/. The case is running unless said otherwise.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

absl::Status StartCase(Run& run);
absl::Status CompleteTask(Run& run);
absl::Status ClaimTask(Run& run);
absl::Status ReleaseTask(Run& run);
absl::Status TransferTask(Run& run);
absl::Status DelegateTask(Run& run);
absl::Status ReceiveMessage(Run& run);
absl::Status FireTimer(Run& run);
absl::Status FinishChild(Run& run);      // also while suspended
absl::Status WithdrawCase(Run& run);     // also while suspended
absl::Status TerminateCase(Run& run);    // also while suspended
absl::Status SuspendCase(Run& run);
absl::Status ResumeCase(Run& run);       // while suspended
absl::Status ExtendClock(Run& run);
absl::Status ReturnToStep(Run& run);
absl::Status TakeBack(Run& run);
absl::Status AddHandler(Run& run);
absl::Status RemoveHandler(Run& run);
absl::Status EscalateTask(Run& run);
absl::Status SuperviseCase(Run& run);
absl::Status JumpToStep(Run& run);
absl::Status ReopenCase(Run& run);       // when the case is over
absl::Status MergeCase(Run& run);
absl::Status UnmergeCase(Run& run);      // while merged
absl::Status TakeInCase(Run& run);       // also while suspended
absl::Status LeaveOutCase(Run& run);     // also while suspended
absl::Status EndWithLead(Run& run);      // while merged
absl::Status EndWithParent(Run& run);    // also while suspended or merged
absl::Status CopyCase(Run& run);         // also while suspended
absl::Status UrgeCase(Run& run);
absl::Status EditForm(Run& run);
absl::Status RecomputeClocks(Run& run);  // also while suspended
absl::Status EnterAnew(Run& run);        // of a case that has been laid into another release

}  // namespace lianban::workflow
