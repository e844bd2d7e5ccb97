#pragma once
// What the clients wrote down: one file of JSON lines per client, only ever appended to. Requests and answers are kept
// as the bytes that travelled, so that every one can be repeated and compared.
//
//   {"what":"sent","id":…,"call":"start"|"complete","user":…,"request":hex}   before the first try
//   {"what":"answered","id":…,"response":hex}                                 each time an answer came
//   {"what":"failed","id":…,"reason":…}       a try without an answer: it may have been done or not
//   {"what":"refused","id":…,"reason":…}      an answer too: it was not and will not be done
//   {"what":"abandoned","id":…}               no further try, nothing known
//   {"what":"rule sent","id":…,"kind":…,"subject":…}      a change of the rules, before its first call
//   {"what":"rule settled","id":…,"answer":…}             its last call was answered
//   {"what":"seen","index":…,"case":…,"sequence":…,"leaf":hex}                an event of the Watch stream
//   {"what":"checkpoint","note":…}                                            a signed checkpoint

#include <cstdint>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::chaos {

// The reason of a failure that is the last: a healthy server gave no answer for a minute.
inline constexpr char kStuck[] = "STUCK";

enum class Call { kStart, kComplete };

struct Command {
  std::string request_id;
  Call call = Call::kStart;
  std::string user;
  std::string request;               // serialized StartCaseRequest or CompleteTaskRequest
  std::vector<std::string> answers;  // serialized CommandResponse, in order of arrival
  std::vector<std::string> failures;
  std::string refusal;
  bool abandoned = false;
};

// By an official: a release, a parameter, a calendar, a migration.
struct RuleChange {
  std::string id, kind, subject;
  std::string answer;  // the release's number; "done" or "undone" of a migration
  bool settled = false;
  std::string refusal;
  bool stuck = false;
};

struct SeenEvent {
  int64_t log_index = 0;
  std::string case_id;
  int64_t sequence = 0;
  std::string leaf_hash;
};

struct Records {
  std::vector<Command> commands;  // of one client in the order of sending, client after client
  std::vector<SeenEvent> seen;    // in order of arrival
  std::vector<std::string> checkpoints;
  std::vector<RuleChange> rule_changes;  // in the order of sending
};

// One client's file. Thread safe; a line is with the operating system when the call returns.
class Notebook {
 public:
  explicit Notebook(const std::string& path);
  void Sent(const Command& command);
  void Answered(const std::string& request_id, const std::string& response);
  void Failed(const std::string& request_id, const std::string& reason);
  void Refused(const std::string& request_id, const std::string& reason);
  void Abandoned(const std::string& request_id);
  void RuleSent(const RuleChange& change);
  void RuleSettled(const std::string& id, const std::string& answer);
  void Seen(const SeenEvent& event);
  void Checkpoint(const std::string& note);

 private:
  void Write(const std::string& line);
  std::mutex mutex_;
  std::ofstream out_;
};

// All files of a folder. FILE_UNREADABLE or FILE_INVALID name the file.
absl::StatusOr<Records> ReadRecords(const std::string& folder);

}  // namespace lianban::chaos
