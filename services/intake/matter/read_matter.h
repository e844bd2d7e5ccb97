#pragma once
// GetMatter, ListMatters and FindDuplicates.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// Only for the units that registered or handle it and for those who see the whole city; NOT_FOUND otherwise, as for an
// unknown id. Status and due time are read from casework at that moment.
absl::StatusOr<v1::Matter> GetMatter(Counter& counter, const rpc::Context& caller, const v1::GetMatterRequest& request);

// Newest first. Status and due time are as casework's event stream left them, seconds old at most.
absl::StatusOr<v1::ListMattersResponse> ListMatters(Counter& counter, const rpc::Context& caller,
                                                    const v1::ListMattersRequest& request);

absl::StatusOr<v1::FindDuplicatesResponse> FindDuplicates(Counter& counter, const rpc::Context& caller,
                                                          const v1::FindDuplicatesRequest& request);

// The matter with its children and suggested duplicates, whoever asks.
absl::StatusOr<v1::Matter> DescribeMatter(Counter& counter, const std::string& city_id, const std::string& matter_id);

// Inside a transaction: the matter when the caller may see it, NOT_FOUND otherwise.
absl::StatusOr<Matter> VisibleMatter(Counter& counter, postgres::Transaction& tx, const rpc::Context& caller,
                                     const std::string& matter_id, const std::string& receipt_no);

// Asks casework where the matter stands and notes what changed. Best effort: keeps what is stored when it cannot.
void Refresh(Counter& counter, const std::string& city_id, Matter& matter);

}  // namespace lianban::intake
