#pragma once
// GetPublicProgress: what a citizen sees with the number on the receipt and the last four characters of document or
// telephone. No sign-in; the gateway limits the rate.

#include "absl/status/statusor.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/intake/counter.h"

namespace lianban::intake {

// PROGRESS_NOT_FOUND alike for an unknown number, a number that fails its check digit, and a wrong pair.
absl::StatusOr<v1::PublicProgress> GetPublicProgress(Counter& counter, const v1::GetPublicProgressRequest& request);

struct ProgressWords {
  std::string state;  // 已收件 办理中 已暂停 已办结
  std::string next;   // what to do next, in plain words
};
// `light`: of the case, "paused" while the clock stands still. `unit`: name and telephone as one text.
ProgressWords WordsFor(const Matter& matter, std::string_view light, const std::string& unit);

}  // namespace lianban::intake
