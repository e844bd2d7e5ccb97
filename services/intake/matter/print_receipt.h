#pragma once
// PrintReceipt: 收件凭证 of a matter or a whole visit, drawn by records.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "nlohmann/json.hpp"
#include "services/intake/counter.h"
#include "services/intake/party/party_record.h"

namespace lianban::intake {

// For whoever may see the matter. Every print is a document of its own with its own time; personal values are masked.
// RECEIPT_NOT_READY while the cases of a visit are still being opened: every child is printed with its due date.
absl::StatusOr<v1::PrintReceiptResponse> PrintReceipt(Counter& counter, const rpc::Context& caller,
                                                      const v1::PrintReceiptRequest& request, absl::Time now);

struct ReceiptSource {
  Matter matter;
  std::vector<Matter> children;
  PartyRecord party;  // empty: anonymous
};
// Names of materials of a process as its script gives them; the plain name when it is not known.
using MaterialLabels = std::function<std::string(const std::string& process, const std::string& material)>;

// What records' template "receipt" takes.
nlohmann::json ReceiptData(const ReceiptSource& source, const CitySnapshot& snapshot, const MaterialLabels& labels,
                           const std::string& public_url, const std::string& operator_name);

// The day people read for a due time, which is the first instant that is late: 2026-09-29 00:00 -> 2026-09-28.
absl::CivilDay LastDayOf(absl::Time due);

}  // namespace lianban::intake
