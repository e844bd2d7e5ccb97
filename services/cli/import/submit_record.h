#pragma once
// One record of a source into intake, as the source wrote it.

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/cli/connect/connect_client.h"
#include "services/cli/import/csv_table.h"

namespace lianban::cli {

// The whole row becomes the record the channel's adapter reads: texts, empty cells left out.
absl::StatusOr<intake::v1::Matter> SubmitRecord(ConnectClient& client, const std::string& channel,
                                                const std::string& source_no, const CsvRecord& row, absl::Time received);

// (channel, source number) -> case, of every matter of the city.
absl::StatusOr<std::map<std::pair<std::string, std::string>, std::string>> CasesBySource(ConnectClient& client);

}  // namespace lianban::cli
