#pragma once
// Everything `lianban bench` measures, in one run on one cluster.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/load/report.h"

namespace lianban::load {

struct BenchOptions {
  std::string superuser;  // libpq connection string of a superuser of the cluster
  std::string folder;     // for keys and logs; empty and private
  bool quick = false;     // shorter runs and a smaller inbox
  std::string workflows;  // folder of the shipped processes
  std::vector<std::string> only;  // of kParts; empty: all
};

inline constexpr const char* kParts[] = {"scripts", "checks", "replay", "start", "transitions", "latency", "timers", "inbox"};

absl::Status RunBench(const BenchOptions& options, Report& report);

}  // namespace lianban::load
