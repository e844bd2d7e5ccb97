#pragma once
// What the server says happened, read through the API.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "tests/chaos/door.h"

namespace lianban::chaos {

struct History {
  std::vector<casework::v1::Event> log;                             // of the city, from Watch
  std::map<std::string, std::vector<casework::v1::Event>> by_case;  // from ListEvents
  std::map<std::string, casework::v1::Case> cases;                  // from GetCase
  std::vector<casework::v1::Task> inbox;                            // from ListTasks
};

// The request id a client wrote into its command; "" for what the platform did.
std::string MarkOf(const casework::v1::Event& event);
// A change of rules or rights in the city's log: no event of a case.
bool IsRecord(const casework::v1::Event& event);

// The log from its beginning up to the event with this mark. Waits for it.
absl::StatusOr<std::vector<casework::v1::Event>> ReadLog(const Door& door, const std::string& last_mark);
// The log, each case in it that follows one of `processes` (all when empty), and the inbox. Nothing may change meanwhile.
absl::StatusOr<History> ReadHistory(const Door& door, const std::string& last_mark,
                                    const std::set<std::string>& processes);

}  // namespace lianban::chaos
