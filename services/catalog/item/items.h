#pragma once
// Service items 事项.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// Ordered by code.
absl::StatusOr<v1::ListItemsResponse> ListItems(postgres::Database& database, const rpc::Context& caller,
                                                const v1::ListItemsRequest& request);

// Makes or changes an item. With an etag it changes exactly the revision that was read: ITEM_CHANGED otherwise.
// REQUEST_INVALID with one violation for each wrong field.
absl::StatusOr<v1::Item> PutItem(postgres::Database& database, const Change& change, const v1::PutItemRequest& request);

}  // namespace lianban::catalog
