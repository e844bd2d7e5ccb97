#pragma once
// An event log as other systems export it: cases, each a list of events in recorded order.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianban::workflow {

struct LoggedEvent {
  int32_t case_no = 0;              // position in EventLog::cases
  int32_t line = 0;                 // of the file, for messages; 0 when it has no lines
  absl::Time time;
  bool date_only = false;           // the log gives the day, not the time of day
  std::string activity;
  std::string resource;
  std::vector<std::string> values;  // by EventLog::columns; shorter when the rest is empty
};

struct EventLog {
  std::vector<std::string> columns;
  std::vector<std::string> cases;   // identifiers, in the order of their first event
  std::vector<LoggedEvent> events;  // in the order of the file

  // -1 when there is no such column.
  int Column(std::string_view name) const;
};

// Names of the columns (CSV) or attributes (XES) that say what happened when.
struct LogColumns {
  std::string case_id, activity, time, resource;
};
inline const LogColumns kCsvColumns = {"case_id", "activity", "timestamp", "resource"};
inline const LogColumns kXesColumns = {"concept:name", "concept:name", "time:timestamp", "org:resource"};

// Comma separated, with a header line. Read in pieces: the text itself is never held as a whole. Times without offset
// are in `zone`. Errors: FILE_UNREADABLE, EVENT_LOG_INVALID with line.
absl::StatusOr<EventLog> ReadCsvLog(const std::string& path, const LogColumns& columns, absl::TimeZone zone);

// XES (IEEE 1849). Attributes of a trace are found under the name "case:<key>". Errors as above.
absl::StatusOr<EventLog> ReadXesLog(const std::string& path, const LogColumns& columns, absl::TimeZone zone);

enum class LogFormat { kCsv, kXes, kCasework };
// By the first byte that is not blank: "<" is XES, "{" casework's events as JSON lines, anything else CSV.
// Error: FILE_UNREADABLE.
absl::StatusOr<LogFormat> FormatOf(const std::string& path);

}  // namespace lianban::workflow
