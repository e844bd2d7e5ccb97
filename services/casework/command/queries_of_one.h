#pragma once
// Statements of a batch that has one row. PostgreSQL plans and starts VALUES ($1, $2 …) in half the time that unnest of
// as many arrays takes, and most batches of a quiet hour have one row.

#include <string>
#include <string_view>

namespace lianban::casework {

// The named queries of `sql` once more, each under "<name> of one": every unnest($n::type[], …) becomes
// (VALUES ($n::type, …)), so the parameters are bare values; the row is the first WITH ORDINALITY.
std::string QueriesOfOne(std::string_view sql);

}  // namespace lianban::casework
