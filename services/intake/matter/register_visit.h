#pragma once
// RegisterVisit: one visit, one number, one or several matters, each with its own unit and its own clock.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// A single matter goes straight to its own process. Several go into one case of the process "joint_centre", whose form
// lists them and whose `call` step opens them. Every form is checked before a number is drawn: VISIT_INVALID with the
// violations as "children[1].facts". The person is asked once and referred to by id.
absl::StatusOr<v1::Matter> RegisterVisit(Counter& counter, const rpc::Context& caller,
                                         const v1::RegisterVisitRequest& request, absl::Time now);

}  // namespace lianban::intake
