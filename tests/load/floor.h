#pragma once
// The floor everything is measured against: the same rows written by hand with libpq and prepared statements, on the
// same cluster in the same run. libpq and nothing else, on purpose: this is what Lianban has to beat.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianban::load {

struct RowSizes {
  int response = 300;
  int state = 1000;
  int payload = 600;
};

// Makes the tables anew.
absl::Status PrepareFloor(const std::string& connection);
// What Lianban's rows weigh on average, so that the floor's weigh the same.
absl::StatusOr<RowSizes> MeasureRows(const std::string& connection);

struct FloorSpeed {
  double per_second = 0;
  std::vector<double> milliseconds;  // of each transition
};

enum class FloorWay {
  kStatements,  // BEGIN, five prepared statements, COMMIT: seven round trips
  kFunction,    // the same in one call of a function
};

// `clients` connections, each with one transition after the other.
absl::StatusOr<FloorSpeed> RunFloor(const std::string& connection, FloorWay way, int clients, absl::Duration time,
                                    const RowSizes& sizes);

// What autovacuum does within a minute of a table's first rows: without statistics PostgreSQL takes a city for one row
// and plans accordingly.
absl::Status Analyze(const std::string& connection);

// Tasks `from` + 1 to `to` of the inbox, spread over a hundred desks.
absl::Status FillInbox(const std::string& connection, int from, int to);
// Milliseconds of the bare indexed read of one page, prepared, one after the other.
absl::StatusOr<std::vector<double>> ReadInboxBare(const std::string& connection, int times);

}  // namespace lianban::load
