#pragma once
// What the server says about the rules after the faults, read through the API.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/migration.pb.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "tests/chaos/door.h"
#include "tests/chaos/records.h"

namespace lianban::chaos {

struct RuleBook {
  std::map<std::string, std::vector<catalog::v1::Release>> releases;  // by process, in the order of their numbers
  catalog::v1::GetEnvironmentResponse environment;
  std::map<std::string, casework::v1::Migration> migrations;  // of those the records name and the server knows
};

// Releases of each of `processes`. Waits up to two minutes for migrations that are still under way.
absl::StatusOr<RuleBook> ReadRuleBook(const Door& door, const Records& records,
                                      const std::vector<std::string>& processes);

}  // namespace lianban::chaos
