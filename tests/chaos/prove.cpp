#include "tests/chaos/prove.h"

#include <cstdio>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/lib/errors/error.h"
#include "tests/chaos/sender.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;

const std::vector<std::string> kProcesses = {"chaos_repair", "chaos_patience", "chaos_visit", "chaos_single"};
constexpr size_t kRepeats = 300;
constexpr absl::Duration kPlatformTime = absl::Seconds(120);  // leases of a killed server run for half a minute

// Where it stands, should it not come further.
void Tell(const char* what) {
  fmt::print("        {} …\n", what);
  std::fflush(stdout);
}

class Prover {
 public:
  Prover(const Door& door, const std::string& folder, uint64_t seed)
      : door_(door),
        folder_(folder),
        random_(seed ^ absl::ToUnixMicros(absl::Now())),
        notebook_(folder + "/prover.jsonl"),
        sender_(door, notebook_, random_, {}, stop_) {}

  absl::StatusOr<std::vector<Rule>> Run();

 private:
  // A last event: everything before it is in the log when it is. Returns its mark.
  absl::StatusOr<std::string> PutMarker();
  absl::Status WaitForPlatform();
  absl::StatusOr<Rule> Repeat();

  const Door& door_;
  const std::string folder_;
  Random random_;
  const std::atomic<bool> stop_ = true;  // the faults are over: a minute is enough for any answer
  Notebook notebook_;
  Sender sender_;
};

absl::StatusOr<std::string> Prover::PutMarker() {
  const std::string id = RandomUuid(random_);
  v1::StartCaseRequest request;
  request.set_request_id(id);
  request.set_process("chaos_repair");
  request.set_unit_id(kUnit);
  request.set_area_code(kArea);
  request.set_form_json(nlohmann::json{{"mark", id}}.dump());
  const Command command{id, Call::kStart, "prover", request.SerializeAsString(), {}, {}, "", false};
  if (!sender_.Send(command)) return absl::FailedPreconditionError("the server takes no commands after the faults");
  return id;
}

// What is still owed then is a finding of the judge.
absl::Status Prover::WaitForPlatform() {
  Tell("waiting for timers and children");
  const absl::Time end = absl::Now() + kPlatformTime;
  while (true) {
    LIANBAN_ASSIGN_OR_RETURN(const std::string mark, PutMarker());
    LIANBAN_ASSIGN_OR_RETURN(const History history,
                             ReadHistory(door_, mark, {"chaos_patience", "chaos_visit", "chaos_single"}));
    bool settled = true;
    for (const Rule& rule : JudgePlatform(history)) settled = settled && rule.broken.empty();
    if (settled || absl::Now() > end) return absl::OkStatus();
    absl::SleepFor(absl::Seconds(2));
  }
}

// What was done but never answered must be answered now; some of the answered are asked again.
absl::StatusOr<Rule> Prover::Repeat() {
  LIANBAN_ASSIGN_OR_RETURN(const Records records, ReadRecords(folder_));
  LIANBAN_ASSIGN_OR_RETURN(const std::string mark, PutMarker());
  LIANBAN_ASSIGN_OR_RETURN(const auto log, ReadLog(door_, mark));
  std::set<std::string> saved;
  for (const auto& event : log) saved.insert(MarkOf(event));
  Tell("repeating requests");
  Rule answered{"what was done, acknowledged or not, is answered when repeated", 0, {}};
  const size_t every = std::max<size_t>(1, records.commands.size() / kRepeats);
  for (size_t i = 0; i < records.commands.size(); ++i) {
    const Command& command = records.commands[i];
    const bool lost = command.answers.empty() && saved.contains(command.request_id);
    if (!lost && (i % every != 0 || command.answers.empty())) continue;
    ++answered.looked_at;
    if (!sender_.Repeat(command)) answered.broken.push_back(command.request_id);
  }
  return answered;
}

absl::StatusOr<std::vector<Rule>> Prover::Run() {
  LIANBAN_RETURN_IF_ERROR(WaitForPlatform());
  Tell("waiting for migrations, reading the rules");
  LIANBAN_ASSIGN_OR_RETURN(const Records written, ReadRecords(folder_));
  LIANBAN_ASSIGN_OR_RETURN(const RuleBook book, ReadRuleBook(door_, written, kProcesses));
  LIANBAN_ASSIGN_OR_RETURN(const Rule repeated, Repeat());
  Tell("reading the history");
  LIANBAN_ASSIGN_OR_RETURN(const std::string mark, PutMarker());
  LIANBAN_ASSIGN_OR_RETURN(const History history, ReadHistory(door_, mark, {}));
  LIANBAN_ASSIGN_OR_RETURN(const Records records, ReadRecords(folder_));
  std::vector<Rule> rules = JudgeCommands(records, history);
  rules.push_back(repeated);
  for (const auto& part : {JudgeLog(history), JudgeCases(records, history), JudgePlatform(history),
                           JudgeRules(records, book, history),
                           JudgeWatcher(records, history, door_.audit_key())}) {
    rules.insert(rules.end(), part.begin(), part.end());
  }
  return rules;
}

}  // namespace

absl::StatusOr<std::vector<Rule>> Prove(const Door& door, const std::string& folder, uint64_t seed) {
  return Prover(door, folder, seed).Run();
}

}  // namespace lianban::chaos
