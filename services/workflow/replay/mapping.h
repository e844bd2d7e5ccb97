#pragma once
// replay.lua beside a script: which activity of an event log means which command on which step. README.md describes it.

#include <map>
#include <memory>
#include <optional>

#include "services/workflow/language/model.h"
#include "services/workflow/replay/event_log.h"
#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

// A value that stands in a column, perhaps translated, or is written out.
struct MappedText {
  std::string written;
  std::string column;                         // empty: written
  std::map<std::string, std::string> values;  // column value -> meaning
  std::optional<std::string> otherwise;       // for what `values` does not name; left out: the value itself
};

struct MappedAct {
  ActKind kind = ActKind::kCommand;
  CommandKind command = CommandKind::kMessage;
  std::string step;     // task, timeout
  std::string target;   // message
  MappedText outcome, reason;
  std::map<std::string, MappedText> form;  // field -> value
};

struct MappedEvent {
  std::vector<MappedAct> acts;  // empty: the activity means nothing to the process
  std::string ends;
};

struct Mapping {
  std::optional<LogColumns> columns;  // names that differ from the usual ones
  nlohmann::json given = nlohmann::json::object();
  std::map<std::string, MappedEvent> events;
};

// Reads replay.lua of the model's bundle through the sandbox; nullopt when there is none. INVALID_ARGUMENT
// (REPLAY_MAPPING_INVALID, or what Load says) when it cannot be used: unknown step, field, outcome or key.
absl::StatusOr<std::optional<Mapping>> LoadMapping(ScriptHost& host, const Model& model,
                                                   std::vector<ScriptDiagnostic>* diagnostics);

// The log in terms of the script. Never fails: what cannot be understood becomes an act that says why. Money is read as
// a decimal number in the main unit.
Recording BindLog(const EventLog& log, const Mapping& mapping, const Model& model);

}  // namespace lianban::workflow
