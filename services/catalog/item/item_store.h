#pragma once
// Rows of catalog.item.

#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// At most `limit`, ordered by code, after the code `after`.
absl::StatusOr<std::vector<v1::Item>> ReadItems(postgres::Database& database, const std::string& city_id,
                                                const std::string& after, int limit);

// Replaces `item`'s etag by the new one. ITEM_CHANGED when it carries another than the row's; PROCESS_NOT_PUBLISHED when
// it is enabled and its process has no release.
absl::Status WriteItem(postgres::Transaction& tx, const Change& change, v1::Item* item);

}  // namespace lianban::catalog
