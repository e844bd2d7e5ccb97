#pragma once
// The words of an explanation for people who read Chinese: labels of fields, options and outcomes where the record has names.

#include <string>
#include <vector>

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Inputs as they stand in a sentence: "matter = wages, income = 210000, appeal = none, members = 3 items".
std::string Written(const nlohmann::json& inputs);
// "家庭人均月收入 = 2860.00元, 事项 = 劳动报酬": inputs by the labels of the form. What is no field keeps its name.
std::string WrittenInChinese(const Run& run, const nlohmann::json& inputs);
// "给予援助".
std::string OutcomeInChinese(const Run& run, const Step& step, const std::string& outcome);
// "供电看线路、消防看位置".
std::string TitlesOf(const Run& run, const std::vector<std::string>& steps);

}  // namespace lianban::workflow
