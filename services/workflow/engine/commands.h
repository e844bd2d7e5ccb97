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
absl::Status CopyCase(Run& run);         // also while suspended
absl::Status UrgeCase(Run& run);
absl::Status EditForm(Run& run);
absl::Status RecomputeClocks(Run& run);  // also while suspended

}  // namespace lianban::workflow
