#pragma once
// What processes have used, read from /proc.

#include <string>
#include <vector>

#include <sys/types.h>

namespace lianban::load {

// The process and everything below it.
std::vector<pid_t> ProcessTree(pid_t root);

// User and system seconds of the living, plus those of children that have been waited for.
double CpuSeconds(const std::vector<pid_t>& processes);

// Proportional set size in MiB: shared pages are divided among those who share them.
double MemoryMebibytes(const std::vector<pid_t>& processes);

}  // namespace lianban::load
