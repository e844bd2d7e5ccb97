#pragma once
// Counters of failed sign-ins (sign_in_delay.h), in the database so that every replica sees them and a restart keeps
// them.

#include <vector>

#include "absl/status/status.h"
#include "services/identity/session/sign_in_delay.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

// Counts one attempt as failed before it is checked, so that parallel guesses gain nothing; SIGN_IN_DELAYED while one
// of the subjects has to wait.
absl::Status CountAttempt(postgres::Transaction& tx, const std::string& city,
                          const std::vector<FailureSubject>& subjects, absl::Time now);

// The attempt was right: forgets the subjects that are this person's alone, takes the count back from shared ones.
absl::Status ForgetAttempt(postgres::Transaction& tx, const std::string& city,
                           const std::vector<FailureSubject>& subjects);

// Removes counters nobody has touched for a day.
absl::Status ForgetOldFailures(postgres::Transaction& tx, const std::string& city, absl::Time now);

}  // namespace lianban::identity
