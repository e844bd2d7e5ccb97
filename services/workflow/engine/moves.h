#pragma once
// Tokens: how a case gets from step to step. See README.md for the semantics.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// A token leaves `from` for the step named `to`, by the way at that position in WaysOf: it waits at a join, or the step is
// entered when its turn comes.
void Send(Run& run, const Step& from, const std::string& to, int way);
void SendBy(Run& run, const Step& from, const std::string& outcome);
void SendToStep(Run& run, const std::string& to);  // not through a way of the script: start, return

// Enters steps until nothing moves any more. Refusals: AUTOMATIC_LOOP, PROCESS_STUCK, and whatever a step refuses.
absl::Status Settle(Run& run);

// Makes a step active and gives its number.
int64_t Activate(Run& run, const Step& step);
// The activation is done with this outcome; what it leaves open is withdrawn and its token moves on.
void Leave(Run& run, int64_t activation, const std::string& outcome);
// Enough instances have answered: the token moves on, the rest stays open and moves nothing.
void LeaveEarly(Run& run, int64_t activation, const std::string& outcome);
// Nothing of it is open any more, and its token has moved on before.
void Drop(Run& run, int64_t activation);
// Withdraws an activation: its tasks, timers and clock. No token moves on.
void Withdraw(Run& run, int64_t activation);
// What is withdrawn (cancels), and what is closed as it stands (completes), when a step is left.
void LeaveBehind(Run& run, const Step& step);
// Withdraws everything that is at these steps: activations, tokens, arrivals.
void WithdrawSteps(Run& run, const std::vector<int>& steps);

// Ends the case and everything open in it.
void CloseCase(Run& run, CaseStatus status, const std::string& result);

// join.cpp: a token has been put in one of the join's places.
void PassJoin(Run& run, const Step& join);
bool PassOneSynchronisingJoin(Run& run);
bool WaitsAtJoin(const Run& run);
// Tokens wait in the join, and it has not passed in this round.
bool HoldsTokens(const Run& run, const Step& join);
void ClearJoin(Run& run, const Step& join);
void PutInJoin(Run& run, const Step& join, std::string_view source);

}  // namespace lianban::workflow
