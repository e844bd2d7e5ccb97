#pragma once
// What checking, proving and replaying scripts cost, in this process with workers of its own. `workflows` is the folder of the
// processes that are shipped.

#include <string>

#include "absl/status/status.h"
#include "tests/load/report.h"

namespace lianban::load {

//   check_workflows_seconds      everything below it, overlays as well, read, checked and proved, as `lianban check` does
//   proof_ms_slowest             of these, the process whose proof takes longest
//   check_1000_steps_seconds     a generated script of a thousand steps, one after the other; …_abreast: twenty abreast
//   check_1000_steps_sound       1: proved, 0: unsound, -1: said to be beyond the bound
absl::Status MeasureChecks(const std::string& workflows, Report& report);

//   replay_cases_per_second          past cases (every scenario, as history of many people) asked "what if", a second of CPU, workers
//                                    included, on one core that all of them share
//   replay_commands_per_second       their commands: a scenario is longer than most cases, see replay_commands_per_case
//   replay_<process>_…               the same three of one process
//   …_least, …_most                  cases per second of the slowest script, of the fastest
absl::Status MeasureReplay(const std::string& workflows, bool quick, Report& report);

}  // namespace lianban::load
