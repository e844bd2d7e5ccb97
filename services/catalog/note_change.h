#pragma once
// What a change leaves for the city's log, in its own transaction.

#include <string>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// `subjects` as the view catalog.recorded names them.
absl::Status NoteChange(postgres::Transaction& tx, const Change& change, const std::string& kind,
                        const std::vector<std::string>& subjects);

// A release with its whole gate record: check, soundness, coverage, what past cases tell, who approved.
// `scopes`: sequence numbers of where it holds.
absl::Status NoteRelease(postgres::Transaction& tx, const Change& change, const std::string& kind,
                         const v1::Release& release, const v1::Draft* draft, const std::vector<std::string>& scopes);

// The decision on a draft; its rows may change again, the record does not.
absl::Status NoteDecision(postgres::Transaction& tx, const Change& change, const v1::Draft& draft);

}  // namespace lianban::catalog
