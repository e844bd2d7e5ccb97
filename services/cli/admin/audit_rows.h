#pragma once
// What the services keep now, for the check against their records in the log.

#include "absl/status/status.h"
#include "services/casework/audit/check_records.h"
#include "services/lib/config/config.h"

namespace lianban::cli {

// `log_size`: how far the log was read before this.
absl::Status ReadRecordedRows(const config::Config& config, const std::string& city_id, int64_t log_size,
                              audit::RecordCheck& check);

}  // namespace lianban::cli
