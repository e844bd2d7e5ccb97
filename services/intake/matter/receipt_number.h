#pragma once
// Numbers of receipts, drawn inside the transaction that stores the matter: area + item + day + serial + check digit.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/intake/matter/matter_store.h"

namespace lianban::intake {

// Six digits of GB/T 2260 for an area of any level: 330602001 -> 330602, 3369 -> 336900.
std::string ReceiptArea(const std::string& area_code);

// Errors: CASE_NUMBER_INVALID for an area or item code that fits no number, CASE_NUMBER_EXHAUSTED.
absl::StatusOr<std::string> DrawReceiptNumber(MatterStore& matters, postgres::Transaction& tx, const std::string& city,
                                              const std::string& area_code, const std::string& item_code,
                                              absl::Time receive_time);

// City whose number this is: 330602… -> 330600; a municipality's districts belong to the municipality: 310104… ->
// 310000.
std::string CityOfReceiptArea(const std::string& area);

}  // namespace lianban::intake
