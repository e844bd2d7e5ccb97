// 集体评定: one rule over all children that wait for this case. It answers once for all of them, so that ranks, ties and
// money are seen together; each child is told its own outcome with the reason.

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/children.h"
#include "services/workflow/engine/moves.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/engine/steps.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

SharedJson WaitingChildren(const Run& run, const Step& step) {
  std::vector<SharedJson> waiting;
  const SharedJson& children = ChildrenOf(run.state);
  for (size_t i = 0; i < children.ListSize(); ++i) {
    const json& child = children.ListAt(i);
    if (child["step"] == step.settle_of && child.contains("arrived")) waiting.push_back(children.PartAt(i));
  }
  return SharedJson::InParts(std::move(waiting));
}

absl::Status WrongResult(const Run& run, const Step& step, const std::string& what) {
  return RuleFailed(run, *step.settle, "RULE_TYPE",
                    "settle 应当给出 { no = …, outcome = … } 的列表 (settle must return a list of them): " + what);
}

// Exactly one result for every child that waits, and only outcomes that the script announces.
absl::Status CheckResults(const Run& run, const Step& step, const SharedJson& waiting, const json& results) {
  if (!results.is_array()) return WrongResult(run, step, "not a list");
  std::set<int64_t> open;
  for (size_t i = 0; i < waiting.ListSize(); ++i) open.insert(waiting.ListAt(i)["no"].get<int64_t>());
  for (const json& result : results) {
    auto no = result.is_object() ? result.find("no") : result.end();
    if (no == result.end() || !no->is_number_integer() || open.erase(no->get<int64_t>()) == 0) {
      return WrongResult(run, step, "no is the number of a child that waits, once each");
    }
    std::string outcome = result.contains("outcome") && result["outcome"].is_string() ? result["outcome"] : json("");
    if (std::find(step.gives.begin(), step.gives.end(), outcome) == step.gives.end()) {
      return WrongResult(run, step, fmt::format("outcome \"{}\" is not in gives", outcome));
    }
  }
  if (open.empty()) return absl::OkStatus();
  return WrongResult(run, step, fmt::format("nothing for child {}", *open.begin()));
}

std::string TakeText(json& object, const char* key, std::string otherwise) {
  auto it = object.find(key);
  if (it == object.end()) return otherwise;
  if (it->is_string()) otherwise = it->get<std::string>();
  object.erase(it);
  return otherwise;
}

// Takes its sentences out of the result, whether anybody reads them or not.
json TakeExplanation(Run& run, const Step& step, const json& child, json& result) {
  if (!run.tells()) {
    for (const char* text : {"zh", "en", "basis"}) TakeText(result, text, "");
    return {};
  }
  std::string place = fmt::format("{}:{}", run.model.bundle ? run.model.bundle->main : "", step.settle->line);
  std::string zh = TakeText(result, "zh", fmt::format("按脚本 {} 的规则集体评定", place));
  std::string en = TakeText(result, "en", fmt::format("settled together by the rule at {}", place));
  std::string basis = TakeText(result, "basis", step.basis);
  json explanation = Explanation(std::move(zh), std::move(en), place, child.value("report", json::object()), basis);
  CompleteExplanation(run, explanation);
  return explanation;
}

// Tells one child, and gives what the case remembers of it. What the history keeps goes to `kept`.
json Tell(Run& run, const Step& step, json& child, json result, json& kept) {
  const std::string outcome = TakeText(result, "outcome", "");
  result.erase("no");
  json explanation = TakeExplanation(run, step, child, result), payload;
  if (run.tells()) {
    payload = {{"case", child["case"]}, {"step", child["arrived"]}, {"outcome", outcome}, {"data", result}};
    payload["data"]["explanation"] = explanation;
  }
  AddEffect(run, "tell_child", std::move(payload));
  child.erase("arrived");
  child["told"] = outcome;
  result["no"] = child["no"];
  result["outcome"] = outcome;
  if (run.tells()) {
    kept.push_back(result);
    kept.back()["explanation"] = std::move(explanation);
  }
  return result;
}

}  // namespace

absl::Status EnterSettle(Run& run, const Step& step) {
  const SharedJson waiting = WaitingChildren(run, step);
  LIANBAN_ASSIGN_OR_RETURN(json results, AskAboutAll(run, *step.settle, waiting));
  if (results.is_null() || (results.is_object() && results.empty())) results = json::array();
  LIANBAN_RETURN_IF_ERROR(CheckResults(run, step, waiting, results));
  const int64_t at = run.NextNo();
  json kept = json::array();
  json remembered = json::array();
  for (json& result : results) {
    const auto place = PlaceOfChild(ChildrenOf(run.state), result["no"].get<int64_t>());
    LIANBAN_CHECK(place.has_value(), "child {} waits", result["no"].get<int64_t>());
    remembered.push_back(Tell(run, step, EditChild(run, *place), std::move(result), kept));
  }
  KeptOf(run, "settled", step) = json{{"no", at}, {"results", std::move(remembered)}};
  AddFact(run, "Settled", [&] { return json{{"step", step.name}, {"of", step.settle_of}, {"results", std::move(kept)}}; });
  SendBy(run, step, "next");
  return absl::OkStatus();
}

void TellParentEnded(Run& run, json& child) {
  json payload;
  if (run.tells()) {
    payload = {{"case", child["case"]},
               {"step", child["arrived"]},
               {"outcome", "parent_ended"},
               {"data",
                {{"explanation", Explanation("上级事项已经结束", "the case above has ended", "parent_ended",
                                             {{"result", run.state.result}}, "")}}}};
  }
  AddEffect(run, "tell_child", std::move(payload));
  child.erase("arrived");
  child["told"] = "parent_ended";
}

}  // namespace lianban::workflow
