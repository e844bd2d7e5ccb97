#pragma once
// What an area has locked for those below it: a parameter marked so, or a part "params.…" of a process in force.

#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// Before the parameters are written. PARAMETER_LOCKED: the row is locked, and the caller's area does not hold its area.
absl::Status CheckOwnLocks(postgres::Transaction& tx, const Change& change, const std::vector<v1::Parameter>& parameters);

// After they are written, so that one request may take away below what it locks above. Errors: PARAMETER_LOCKED (locked
// above, with who did and why), PARAMETER_SET_BELOW (a lock that values below would ignore).
absl::Status CheckLocks(postgres::Transaction& tx, const Change& change, const std::vector<v1::Parameter>& parameters);

// The locks of a release take the place of those of the release before it in the same layer, and the city's log says so.
absl::Status SetLocks(postgres::Transaction& tx, const Change& change, const v1::Release& release, const v1::Draft& draft);

}  // namespace lianban::catalog
