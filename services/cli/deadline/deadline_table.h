#pragma once
// A computed deadline as people and programs read it.

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "services/workflow/time/deadline.h"

namespace lianban::cli {

// Start, period, due date, then one aligned line a day. Remarks are in Chinese in every locale, as the law words them.
std::string DeadlineTable(const workflow::DeadlineRequest& request, const workflow::Deadline& deadline,
                          absl::TimeZone zone, std::string_view locale);

// {start, period, due, last_day, nominal_day, unverified, paused, days: [{date, number, remark}]}; due is null while an
// open pause leaves it unknown.
nlohmann::json DeadlineJson(const workflow::DeadlineRequest& request, const workflow::Deadline& deadline,
                            absl::TimeZone zone);

}  // namespace lianban::cli
