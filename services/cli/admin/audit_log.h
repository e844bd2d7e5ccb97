#pragma once
// A city's event log for the offline check: from the database, or from an export that needs no database.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/casework/audit/verify_log.h"
#include "services/lib/config/config.h"

namespace lianban::cli {

struct AuditLog {
  std::string city_id;
  std::string public_key;          // of the checkpoints, raw Ed25519
  std::vector<std::string> notes;  // signed checkpoints, in any order
};

using EventSink = std::function<absl::Status(const audit::StoredEvent&)>;

// `begin` is called once, before the first event.
using BeginSink = std::function<absl::Status(const AuditLog&)>;

// Key and copies of the checkpoints come from the data folder, everything else from the database.
absl::Status ReadDatabaseLog(const config::Config& config, const std::string& city_id, const BeginSink& begin,
                             const EventSink& event);

// JSON lines: {"form","city","public_key"}, then {"note"} and {"event"}. FILE_INVALID names the line.
absl::Status ReadExportedLog(const std::string& path, const BeginSink& begin, const EventSink& event);

std::string ExportHeader(const AuditLog& log);
std::string ExportLine(const audit::StoredEvent& event);

}  // namespace lianban::cli
